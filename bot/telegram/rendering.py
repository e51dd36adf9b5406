"""Turns what is to be said into calls of the Bot API: words in the person's language, buttons,
keyboards. No network."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.telegram.case_files import METHODS
from casework.case.map_pin import MapPin
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Rows, Say, Text, text
from conversations.protocol.texts import CUT, Texts
from storage.pending.outbox import Letter

LONGEST = 4096
"""UTF-16 units of one message (Bot API)."""

NO_BUTTONS: Mapping[str, Any] = {"inline_keyboard": []}
"""What an edit takes along to lose the buttons of before."""

SHORTEST = 80
"""Characters that are left at least of long words."""


@dataclass(frozen=True)
class Envelope:
    """To whom a message goes, in which language, under which unique key, and not before when
    (UTC)."""

    chat_id: int
    language: str
    key: str
    not_before: datetime


def letter(say: Say, to: Envelope, texts: Texts) -> Letter:
    """One Say as a call: a new message, or the edit of the message that was tapped."""
    params: dict[str, Any] = {
        "text": fitting(texts, to.language, say.text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    markup = _markup(say, to.language, texts)
    if say.paper is not None:
        return _with_paper(say, to, params["text"], markup, texts)
    if say.media is not None:
        return _with_media(say, to, texts, params["text"])
    if say.pin is not None:
        return _place(say, say.pin, to, markup)
    if say.edit is not None:
        edited = params | {"message_id": say.edit, "reply_markup": markup or NO_BUTTONS}
        method = "editMessageText"
        return Letter(
            to.key, to.chat_id, Delivery.IDEMPOTENT, method, edited, to.not_before, say.case
        )
    params |= {"reply_markup": markup} if markup else {}
    return Letter(
        to.key,
        to.chat_id,
        say.delivery,
        "sendMessage",
        params,
        to.not_before,
        say.case,
        say.purpose,
        say.alarm,
    )


def _with_media(say: Say, to: Envelope, texts: Texts, caption: str) -> Letter:
    """A letter that names a file of a case; it is put in when it is sent
    (bot/telegram/case_files.py)."""
    file, kind = say.media or (0, "")
    gone = text("files.gone", caption=say.text, kind=text(f"files.kind.{kind}"))
    named = {"id": file, "kind": kind, "was": kind, "gone": texts.html(to.language, gone)}
    params: dict[str, Any] = {"file": named, "protect_content": True}
    params |= {} if kind == "video_note" else {"caption": caption, "parse_mode": "HTML"}
    return Letter(to.key, to.chat_id, say.delivery, METHODS[kind], params, to.not_before, say.case)


def _place(say: Say, pin: MapPin, to: Envelope, markup: Mapping[str, Any] | None) -> Letter:
    """A place that opens on the map when it is tapped. Telegram takes no venue without a title or
    an address."""
    params: dict[str, Any] = {"latitude": pin.latitude, "longitude": pin.longitude}
    params |= {"protect_content": True} | ({"reply_markup": markup} if markup else {})
    method = "sendLocation"
    if named := pin.title or pin.address:
        method = "sendVenue"
        params |= {"title": pin.title or named, "address": pin.address or named}
    return Letter(to.key, to.chat_id, Delivery.REMINDER, method, params, to.not_before, say.case)


_PAPERS = {"figures": "sendMessage", "chart": "sendPhoto"}
"""What carries a paper; all others are documents."""


_TELLS = frozenset({"slip", "letter", "statement", "notice"})
"""Papers that somebody waits for: when they can't be made, it is told by hand."""


def _with_paper(
    say: Say, to: Envelope, caption: str, markup: Mapping[str, Any] | None, texts: Texts
) -> Letter:
    """A letter whose paper is made when it is sent (bot/papers/maker.py); with the words that go
    out when that fails."""
    if say.paper is None:
        raise ValueError("no paper")
    kind = say.paper.kind
    unmade = text("paper.unmade_tell" if kind in _TELLS else "paper.unmade", caption=say.text)
    told = texts.html(to.language, unmade)
    params: dict[str, Any] = {
        "paper": {"kind": kind, **say.paper.args, "unmade": told},
        "parse_mode": "HTML",
    }
    method = _PAPERS.get(say.paper.kind, "sendDocument")
    if method == "sendMessage" and say.edit is not None:
        return Letter(
            to.key,
            to.chat_id,
            Delivery.IDEMPOTENT,
            "editMessageText",
            params | {"message_id": say.edit},
            to.not_before,
        )
    params |= {} if method == "sendMessage" else {"caption": caption}
    params |= {"reply_markup": markup} if markup else {}
    return Letter(to.key, to.chat_id, Delivery.REMINDER, method, params, to.not_before, say.case)


def fitting(texts: Texts, language: str, words: Text) -> str:
    """The text as one message holds it: long words in it are shortened, the older ones first, and
    only what is still too long is cut at its end."""
    shortest = texts.html(language, words)
    if _fits(shortest):
        return shortest
    for rank in (0, 1):
        shortest = texts.html(language, words, _room(rank, SHORTEST))
        if not _fits(shortest):
            continue
        sizes = range(SHORTEST, LONGEST)
        most = bisect(
            sizes, 0, key=lambda n: not _fits(texts.html(language, words, _room(rank, n)))
        )
        return texts.html(language, words, _room(rank, sizes[most - 1]))
    return cut(shortest)


def _room(rank: int, size: int) -> tuple[int, int]:
    """The room for long words when those of a rank are shortened to a size."""
    return (size, LONGEST) if rank == 0 else (SHORTEST, size)


def _fits(html: str) -> bool:
    """Whether it is short enough in UTF-16 units, of which a character has two at most."""
    return 2 * len(html) <= LONGEST or len(html.encode("utf-16-le")) // 2 <= LONGEST


def cut(html: str) -> str:
    """The text cut to what one message holds, never inside a tag or an escaped character."""
    short = html.encode("utf-16-le")[: 2 * (LONGEST - 64)].decode("utf-16-le", "ignore")
    short = re.sub(r"[&<][^;>]*$", "", short)
    return short + CUT + "".join(f"</{tag}>" for tag in _open_tags(short))


def _open_tags(html: str) -> list[str]:
    return [tag for tag in ("b", "i", "code") if html.count(f"<{tag}>") > html.count(f"</{tag}>")]


def _markup(say: Say, language: str, texts: Texts) -> Mapping[str, Any] | None:
    if say.keyboard == "none":
        return {"remove_keyboard": True}
    if say.keyboard:
        return _keyboard(say.keyboard, say.buttons, language, texts)
    if not say.buttons:
        return None
    return keyboard_of(say.buttons, language, texts)


def keyboard_of(rows: Rows, language: str, texts: Texts) -> Mapping[str, Any]:
    """Buttons under a message."""
    return {
        "inline_keyboard": [[_inline(button, language, texts) for button in row] for row in rows]
    }


def _inline(button: Button, language: str, texts: Texts) -> dict[str, str]:
    return {"text": texts.plain(language, button.label), "callback_data": button.tap.data()}


def _keyboard(kind: str, rows: Rows, language: str, texts: Texts) -> Mapping[str, Any]:
    """The big keyboard: only it can ask for a phone number or a place; the other buttons become
    words to type."""
    request = {
        "text": texts.plain(language, text(f"keyboard.{kind}")),
        f"request_{_REQUESTS[kind]}": True,
    }
    words = [[{"text": texts.plain(language, b.label)} for b in row] for row in rows]
    return {"keyboard": [[request], *words], "one_time_keyboard": True, "resize_keyboard": True}


_REQUESTS = {"phone": "contact", "location": "location"}
