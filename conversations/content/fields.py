"""Kinds of answers: how each is read from a message, and how it is shown on the review card.

``read`` gives a plain JSON value or a ``Problem`` whose text tells kindly what is meant. Nothing a
person sends can raise here. Identity numbers: 16 digits, checked only where a mistake is certain
(NIK and KK of Kemendagri)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from casework.case.map_pin import MapPin
from conversations.content.birth_dates import born_in
from conversations.content.numbers.card_numbers import identities
from conversations.content.numbers.phone_numbers import number_in
from conversations.content.written_dates import written
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Long, Said, Text, text
from conversations.protocol.named_days import named
from conversations.protocol.places import Places

LONGEST = 1500
"""Characters of one written answer; a story may have several."""


@dataclass(frozen=True)
class Problem:
    """Why an answer could not be read; the text helps the person to give it again."""

    text: Text


@dataclass(frozen=True)
class Several:
    """The name fits several places: (code, label) of each, best first."""

    places: tuple[tuple[str, str], ...]


Read = Any | Problem | Several

_LONE_O = re.compile(r"(?<![^\W\d_])[oO]+(?![^\W\d_])")


def digits(text: str) -> str:
    """Every digit in ``text`` as 0–9, whatever script it was typed in; a letter O outside of words
    counts as zero."""
    normal = unicodedata.normalize("NFKC", text)
    normal = _LONE_O.sub(lambda found: "0" * len(found[0]), normal)
    return "".join(
        str(unicodedata.digit(ch))
        for ch in normal
        if ch.isdigit() and unicodedata.digit(ch, None) is not None
    )


def _text(said: Said, places: Places) -> Read:
    words = said.text.strip()
    if not words:
        return Problem(text("field.text.none"))
    return words if len(words) <= LONGEST else Problem(text("field.text.long", limit=LONGEST))


def _name(said: Said, places: Places) -> Read:
    """Who somebody is: written, or the name on a contact card."""
    return _text(replace(said, text=said.text or said.called), places)


def _address(said: Said, places: Places) -> Read:
    """Written, or shown: a pin, a photo of the house number."""
    return Story().plus(said).dump() if said.location or said.files else _text(said, places)


def _story(said: Said, places: Places) -> Read:
    tells = said.text.strip() or said.files or said.location
    return Story().plus(said).dump() if tells else Problem(text("field.story.none"))


_SEEN_OR_HEARD = {"photo": ("photo", "document"), "voice": ("voice", "audio")}
"""As what a photo and a voice note may come."""


def _with_file(kind: str) -> Callable[[Said, Places], Read]:
    def read_files(said: Said, places: Places) -> Read:
        if not any(f.kind in _SEEN_OR_HEARD[kind] for f in said.files):
            return Problem(text(f"field.{kind}.none"))
        return Story().plus(said).dump()

    return read_files


def _location(said: Said, places: Places) -> Read:
    if said.location is None:
        return Problem(text("field.location.none"))
    return [*said.location, *(said.venue if any(said.venue) else ())]


def phone(text: str) -> str | None:
    """A phone number as people here write it, in E.164 (``+628…``), or None."""
    return number_in(text)


def _phone(said: Said, places: Places) -> Read:
    return phone(said.phone or said.card or said.text) or Problem(text("field.phone.wrong"))


def _identity(kind: str) -> Callable[[Said, Places], Read]:
    def read_number(said: Said, places: Places) -> Read:
        found = identities(said.text)  # of two cards nobody guesses which was meant
        number = digits(found[0] if len(found) == 1 else said.text)
        if len(number) != 16:
            return Problem(
                text("field.number16.length", kind=text(f"field.{kind}.name"), count=len(number))
            )
        if number.endswith("0000") or len(set(number)) == 1:
            return Problem(text("field.number16.wrong", kind=text(f"field.{kind}.name")))
        return number

    return read_number


JKN_DIGITS = 13
"""Digits of a card of the national health insurance (JKN/KIS)."""


def _jkn_number(said: Said, places: Places) -> Read:
    number = digits(said.text)
    if len(number) != JKN_DIGITS:
        return Problem(text("field.jkn_number.length", count=len(number)))
    if len(set(number)) == 1:
        return Problem(text("field.jkn_number.wrong"))
    return number


def _birth(said: Said, places: Places) -> Read:
    """Place and date of birth, kept as they were written."""
    words = _text(said, places)
    if not isinstance(words, str) or born_in(words, said.at.date()):
        return words
    return Problem(text("field.birth.wrong"))


def _number(said: Said, places: Places) -> Read:
    number = digits(said.text)
    return int(number) if 0 < len(number) <= 12 else Problem(text("field.number.wrong"))


_AGO = {
    "hari ini": 0,
    "today": 0,
    "sekarang": 0,
    "kemarin": 1,
    "kmrn": 1,
    "wingi": 1,
    "kamari": 1,
    "yesterday": 1,
    "kemarin lusa": 2,
    "lusa kemarin": 2,
    "besok": -1,
    "bsk": -1,
    "tomorrow": -1,
    "isuk": -1,
    "lusa": -2,
    "besok lusa": -2,
    "lusa besok": -2,
}


def _date(said: Said, places: Places) -> Read:
    words = said.text.strip().casefold()
    if words in _AGO:
        return (said.at.date() - timedelta(days=_AGO[words])).isoformat()
    if day := written(words, said.at.date()):
        return day.isoformat()
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})", words)
    if not found:
        return Problem(text("field.date.wrong"))
    of_month, month, year = (int(part) for part in found.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, of_month).isoformat()
    except ValueError:
        return Problem(text("field.date.wrong"))


_YES = frozenset(
    {"ya", "iya", "y", "yes", "betul", "benar", "nggih", "muhun", "ok", "oke", "leres"}
)
_NO = frozenset(
    {"tidak", "tdk", "gak", "ga", "nggak", "no", "mboten", "ora", "henteu", "bukan", "belum"}
)
_NONE = frozenset(
    """g gk gag ngga ngg engga enggak kagak ndak nda ndk tak teu blm gada gaada gakada gapunya
    gkpunya gakpunya nihil kosong lupa none nothing""".split()  # noqa: SIM905
)
"""Other words with which somebody says that there is none."""


def says_no(said: Said, longest: int) -> bool:
    """Whether somebody answers that there is none: "tidak punya", "belum ada pak". ``longest`` in
    words: more may tell of something else."""
    return no(said.text, longest)


def no(words: str, longest: int) -> bool:
    """The same of words."""
    spoken = words.casefold().split()
    if not 0 < len(spoken) <= longest or any(map(str.isdigit, words)):
        return False
    return spoken[0].strip(".,!") in _NO | _NONE


def _confirm(said: Said, places: Places) -> Read:
    words = said.text.strip().casefold()
    if words in _YES | _NO:
        return "yes" if words in _YES else "no"
    return Problem(text("field.confirm.wrong"))


def _place(said: Said, places: Places) -> Read:
    found = places.find(said.text)
    if not found and (near := places.near(said.text)):
        return Several(near)
    if not found:
        return Problem(text("field.place.unknown"))
    return found[0][0] if len(found) == 1 else Several(found)


def masked(number: Any) -> str:
    """A number of a phone or a card of which only the last three digits show."""
    return f"•••• {str(number)[-3:]}" if number else ""


READERS: Mapping[str, Callable[[Said, Places], Read]] = {
    "text": _text,
    "name": _name,
    "address": _address,
    "story": _story,
    "photos": _with_file("photo"),
    "photo_ktp": _with_file("photo"),
    "photo_kk": _with_file("photo"),
    "voice": _with_file("voice"),
    "location": _location,
    "phone": _phone,
    "their_phone": _phone,
    "nik": _identity("nik"),
    "kk": _identity("kk"),
    "jkn_number": _jkn_number,
    "birth": _birth,
    "number": _number,
    "date": _date,
    "confirm": _confirm,
    "place": _place,
}
"""Choices are read by the engine, which knows their labels."""

IDENTIFYING = frozenset({"nik", "kk", "jkn_number"})
"""Numbers that do not stay in a chat, and are shown by their end alone."""

GATHERS = frozenset({"story", "photos", "voice"})
"""Kinds whose answer may come as several messages in a burst."""


def shown(kind: str, value: Any, places: Places) -> Text | str:
    """An answer as the review card shows it; identity numbers only by their last four digits."""
    match kind:
        case _ if value is None:
            return text("field.skipped")
        case "story" | "photos" | "voice":
            return told(Story.load(value))
        case _ if kind in IDENTIFYING:
            return f"…{value[-4:]}"
        case "place":
            return places.name(value)
        case "address" if isinstance(value, Mapping):
            return told(Story.load(value))
        case "location":
            return text("field.location.shown", place=MapPin(*value).words)
        case "confirm":
            return text(f"field.confirm.{value}")
        case "date":
            return named(date.fromisoformat(value))
        case _:
            return str(value)


COUNTED = {"audio": "voice", "video_note": "video"}
"""Sound and film that Telegram sends in another way."""


def told(story: Story) -> Text | str:
    """A story in short: its words, how many photos and voice notes came with them, and where the
    pin stands."""
    kinds = [COUNTED.get(f["kind"], f["kind"]) for f in story.files]
    counts = [(kind, kinds.count(kind)) for kind in ("photo", "voice", "video", "document")]
    parts: list[object] = [Long(story.text)] if story.texts else []
    parts += [text(f"field.{kind}.count", count=n) for kind, n in counts if n]
    parts += [text("field.location.shown", place=story.pin.words)] if story.pin else []
    return text("field.parts", parts=tuple(parts))
