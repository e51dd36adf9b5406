"""Delivers one letter: makes its call, and tells how that ended. Knows no queue, no pace and no
database.

What an error means stands in ``call_errors.py``; what follows from not knowing whether a letter has
arrived depends on its class (conversations/protocol/delivery.py) and stands here.

Tested in tests/bot/telegram/test_sender_faults.py."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

import telegram
from telegram.error import TelegramError

from bot.telegram import case_files
from bot.telegram.call_errors import CallVerdict, judge
from bot.telegram.http import call
from conversations.protocol.delivery import Delivery
from storage.pending.gathered import PARTS
from storage.pending.outbox import UNMADE, ClaimedLetter, Outcome, State, resendable

PACED = ("send", "edit", "copy", "forward")
"""How the methods begin that put something into a chat; Telegram counts these."""

REPEATS = 8
"""How often an idempotent call is tried while nobody knows how it went: about two minutes."""

DONE = CallVerdict("done")
CHATLESS = ("answer", "setMy", "deleteMy")
"""How the methods begin that concern no chat, though their letter lies with somebody's."""

_LIMITS = (("text", 4096), ("caption", 1024))
_STATES: dict[str, State] = {
    "done": "sent",
    "anew": "sent",
    "unreachable": "dead",
    "refused": "dead",
    "absent": "parked",
}


@dataclass(frozen=True)
class Lost:
    """A letter that will not arrive by itself. "unreachable": tell this person by hand; "refused":
    Telegram will never take it; "parked": it was tried as often as allowed and may have arrived,
    and waits in the outbox for a look. ``purpose`` and ``text`` (HTML) say what it was to bring, so
    that somebody can tell it by hand."""

    letter: int
    chat_id: int
    case_id: int | None
    delivery: Delivery
    why: Literal["unreachable", "refused", "parked"]
    purpose: str = ""
    text: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(cls, letter: ClaimedLetter, why: Literal["unreachable", "refused", "parked"]) -> "Lost":
        """What was lost with a letter."""
        words = str(letter.params.get("text") or letter.params.get("caption") or "")
        return cls(
            letter.id, letter.chat_id, letter.case_id, letter.delivery, why, letter.purpose, words
        )


@dataclass(frozen=True)
class Ended:
    """A letter, how its call went, and what to write down. ``renewed``: a file of a case, and the
    id under which Telegram knows it from now on."""

    letter: ClaimedLetter
    verdict: CallVerdict
    outcome: Outcome
    renewed: tuple[int, str] | None = None

    @property
    def lost(self) -> Lost | None:
        """What is lost with this letter, for somebody to look after, if anything."""
        why: Literal["unreachable", "refused", "parked"] = "parked"
        said = self.verdict.kind == "done"  # in words, where a paper could not be made
        if said or self.outcome.state not in {"dead", "parked"}:
            return None
        if self.outcome.state == "dead":
            why = "unreachable" if self.verdict.kind == "unreachable" else "refused"
        return Lost.of(self.letter, why)

    @property
    def arrived(self) -> bool:
        """Whether a letter whose arrival matters to its case is in the hands of Telegram."""
        return bool(self.letter.purpose) and self.outcome.state == "sent"


def back(letter: ClaimedLetter) -> Ended:
    """A letter that was claimed and not tried."""
    return Ended(letter, DONE, Outcome(letter.id, "due", untried=True))


Params = dict[str, Any]
Make = Callable[[int, Params], Awaitable[Params]]
"""Makes the paper that a letter only names (bot/papers/maker.py): chat and parameters in,
parameters with the paper in them out."""


async def as_it_is(chat_id: int, params: Params) -> Params:
    """The parameters unchanged, for senders whose letters name no paper."""
    return params


async def deliver(
    bot: telegram.Bot,
    letter: ClaimedLetter,
    mark: str,
    clock: Callable[[], datetime],
    make: Make = as_it_is,
) -> Ended:
    """Make the call; whatever it raises becomes part of how it ended.

    ``mark`` goes under a text that may be there already. A text whose message can't be edited any
    more is sent as a new one, a file that is refused in another way (``case_files.py``). A
    cancelled call is one of which nobody knows how it went."""
    verdict, result = await _attempt(bot, letter, mark, make)
    if verdict.kind == "anew" and letter.method == "editMessageText":
        # A reminder, because a new message can't be repeated as freely as an edit.
        params = {name: value for name, value in letter.params.items() if name != "message_id"}
        letter = replace(letter, method="sendMessage", delivery=Delivery.REMINDER, params=params)
        verdict, result = await _attempt(bot, letter, mark, make)
    while verdict.kind == "refused" and (other := case_files.otherwise(letter)):
        letter = other
        verdict, result = await _attempt(bot, letter, mark, make)
    unmade = verdict.reason if verdict.reason.startswith(UNMADE) else ""
    if unmade and "unmade" in letter.params["paper"]:
        letter = _in_words(letter)
        verdict, result = await _attempt(bot, letter, mark, make)
    outcome = _outcome(letter, verdict, _message_id(letter.method, result), clock())
    if unmade and outcome.state == "sent":
        outcome = replace(outcome, state="dead", error=unmade)
    return Ended(letter, verdict, outcome, case_files.new_id(letter, result))


def _in_words(letter: ClaimedLetter) -> ClaimedLetter:
    """What is said instead of a paper that could not be made."""
    words = {"text": letter.params["paper"]["unmade"], "parse_mode": "HTML"}
    return replace(letter, method="sendMessage", params=words)


async def _attempt(
    bot: telegram.Bot, letter: ClaimedLetter, mark: str, make: Make
) -> tuple[CallVerdict, Any]:
    """The meaning of the call's end, and what Telegram answered, if it was done."""
    params = _marked(letter, mark)
    if not letter.method.startswith(CHATLESS):
        params["chat_id"] = letter.chat_id
    try:
        made = await make(letter.chat_id, params)
        result = await call(bot, letter.method, made)
        _message_id(letter.method, result)  # an answer without a message is none
    except (Exception, asyncio.CancelledError) as error:
        return judge(error), None
    return DONE, result


def _marked(letter: ClaimedLetter, mark: str) -> dict[str, Any]:
    """The parameters; with the mark under the text when it may be there already, unless that makes
    it too long."""
    params = {name: value for name, value in letter.params.items() if name != PARTS}
    if letter.delivery == Delivery.MUST_ARRIVE and letter.tries > 1:
        for name, limit in _LIMITS:
            words = f"{params[name]}\n{mark}" if name in params else ""
            if 0 < len(words.encode("utf-16-le", "surrogatepass")) <= 2 * limit:
                params[name] = words
    return params


def _message_id(method: str, result: Any) -> int | None:
    """The id of the message that was sent or edited; None for other calls. TelegramError for a
    senseless answer."""
    if result in (None, True) or not method.startswith(PACED):
        return None
    message = result[0] if isinstance(result, list) and result else result
    number = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(number, int) or not 0 < number < 2**63:
        raise TelegramError("the answer holds no message")
    return number


def _outcome(
    letter: ClaimedLetter, verdict: CallVerdict, message_id: int | None, at: datetime
) -> Outcome:
    if verdict.kind in _STATES:
        return Outcome(letter.id, _STATES[verdict.kind], message_id, verdict.reason)
    if verdict.kind != "unknown":
        return Outcome(letter.id, "due", error=verdict.reason, untried=True)
    if letter.delivery in {Delivery.REMINDER, Delivery.BROADCAST}:
        return Outcome(letter.id, "sent", error=verdict.reason)
    again = resendable(letter.delivery, letter.tries, letter.due, at) and letter.tries < REPEATS
    return Outcome(letter.id, "due" if again else "parked", error=verdict.reason)
