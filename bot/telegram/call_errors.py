"""What an error of a call to Telegram means: whether the call was done, and what follows. A table;
nothing is done about it here.

Match by exact class and cause: in the library a BadRequest is a NetworkError, so "try again on
NetworkError" would repeat a refused call for ever."""

import re
from dataclasses import dataclass
from typing import Literal

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from storage.pending.outbox import UNMADE

_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

Kind = Literal[
    "done",
    "pause",
    "unsent",
    "moved",
    "unreachable",
    "anew",
    "refused",
    "absent",
    "rejected",
    "unknown",
]


class Refusal(Exception):
    """What was to be sent can't be: as final as a refusal of Telegram."""


class Unmade(Refusal):
    """A paper could not be made; words go out instead."""


@dataclass(frozen=True)
class CallVerdict:
    """``kind`` says what is known and what follows; ``reason`` holds no personal data and no token.

    done: the effect holds. pause: not done, its chat or method rests for ``seconds``. unsent: not
    done, Telegram can't be reached. moved: not done, the group is now ``chat_id``. unreachable:
    never, this person can't be written to. anew: the message to edit is gone, send the text as a
    new one. refused: never, this call is wrong. absent: the server does not know the method.
    rejected: the token is not accepted, nothing can be sent. unknown: done or not."""

    kind: Kind
    reason: str = ""
    seconds: float = 0
    chat_id: int = 0


# What a 400 says (https://github.com/tdlib/td and /telegram-bot-api, lower case) and what it means;
# first match wins.
_BAD_REQUESTS: tuple[tuple[str, Kind], ...] = (
    ("message is not modified", "done"),
    ("message to delete not found", "done"),
    ("query is too old", "done"),
    ("query id is invalid", "done"),
    ("message to edit not found", "anew"),
    ("message can't be edited", "anew"),
    ("message_id_invalid", "anew"),
    ("message identifier is not specified", "anew"),
    ("there is no text in the message to edit", "anew"),
    ("chat not found", "unreachable"),
    ("user not found", "unreachable"),
)


def judge(error: BaseException) -> CallVerdict:
    """The meaning of what a call has raised. Whatever is not known to be clear is ``unknown``."""
    name = UNMADE if isinstance(error, Unmade) else type(error).__name__
    reason = f"{name}: {_plain(str(error))}"
    if isinstance(error, RetryAfter):
        return CallVerdict("pause", reason, seconds=error._retry_after.total_seconds())
    if isinstance(error, ChatMigrated):
        return CallVerdict("moved", reason, chat_id=error.new_chat_id)
    return CallVerdict(_kind(error), reason)


def _kind(error: BaseException) -> Kind:
    if isinstance(error, Refusal):
        return "refused"
    if isinstance(error, Forbidden):
        return "unreachable"
    if isinstance(error, BadRequest):
        text = error.message.lower()
        return next((kind for words, kind in _BAD_REQUESTS if words in text), "refused")
    if isinstance(error, (EndPointNotFound, InvalidToken)):
        # After the bot's first good call the library makes one error of 401 and 404; its cause
        # still tells them apart.
        return "absent" if "not found" in str(error.__cause__).lower() else "rejected"
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NO_CONNECTION):
        return "unsent"
    return "unknown"


def _plain(text: str) -> str:
    """The text without what it quotes (that may come from a message) and without anything like a
    token."""
    return re.sub(r"\"[^\"]*\"?|\bb'.*|\d{5,}\S*", "…", text, flags=re.DOTALL)[:100]
