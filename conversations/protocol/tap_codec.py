"""A tap: what a button means, as a value, and how it is written into the button's data.

Telegram keeps old keyboards for ever, so the written form of a tap never changes: a short kind and
its parts, with colons between them, at most 64 bytes. Which taps there are: taps.py.

Tested in tests/conversations/protocol/test_taps.py."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints

from casework.case.number import YEAR

LONGEST_DATA = 64
"""Bytes that Telegram takes as the data of a button."""

CASE_DIGITS, PERSON_DIGITS = 9, 16
"""Digits of the largest id of a case, and of a person at Telegram."""

PLACE_DIGITS = 6
"""Digits of the longest trail."""


@dataclass(frozen=True)
class Part:
    """How a field of a tap is read from its button (ValueError: it is none) and written there.
    ``rest``: it takes all that follows, colons too; ``may_lack``: it is left out when empty."""

    read: Callable[[str], object] = str
    write: Callable[[Any], str] = str
    rest: bool = False
    may_lack: bool = False


def _case(digits: str) -> int:
    if not (digits.isdecimal() and len(digits) <= CASE_DIGITS and int(digits) % YEAR > 0):
        raise ValueError(digits)
    return int(digits)


def case_of(digits: str) -> int | None:
    """The case whose id a part of a button is; None where it is none."""
    try:
        return _case(digits)
    except ValueError:
        return None


def _person(digits: str) -> int:
    if not (digits.isdecimal() and len(digits) <= PERSON_DIGITS):
        raise ValueError(digits)
    return int(digits)


def _flag(mark: str) -> Part:
    """A part that is only there when it is true. Whatever stood there in older buttons meant
    yes."""
    return Part(lambda written: True, lambda flag: mark if flag else "", may_lack=True)


def _place(digits: str) -> int:
    if not (digits.isdecimal() and len(digits) <= PLACE_DIGITS and int(digits) > 0):
        raise ValueError(digits)
    return int(digits)


CaseId = Annotated[int, Part(_case)]
PersonId = Annotated[int, Part(_person)]
Place = Annotated[int, Part(_place)]
Day = Annotated[date, Part(date.fromisoformat, date.isoformat)]
Rest = Annotated[str, Part(rest=True)]
Perhaps = Annotated[str, Part(may_lack=True)]
ForAnother = Annotated[bool, _flag("o")]
StaysClosed = Annotated[bool, _flag("x")]


@dataclass(frozen=True)
class Tap:
    """The parent of all taps. ``kind`` is what their data begins with."""

    kind: ClassVar[str]

    def data(self) -> str:
        """The data of a button that means this."""
        words, told = [self.kind], vars(self)
        for name, part in _parts(type(self)):
            word = part.write(told[name])
            if word or not part.may_lack:
                words.append(word)
        return ":".join(words)

    @classmethod
    def of(cls, words: str) -> Self | None:
        """The tap of these parts, None when they are none of its own."""
        parts = _parts(cls)
        takes_rest = bool(parts) and parts[-1][1].rest
        found = words.split(":", len(parts) - 1 if takes_rest else -1) if words or parts else []
        if len(found) > len(parts):
            return None
        try:
            read = {name: part.read(word) for (name, part), word in zip(parts, found, strict=False)}
            return cls(**read)
        except (ValueError, TypeError):  # a part that is none, or too few of them
            return None


_known: dict[type[Tap], tuple[tuple[str, Part], ...]] = {}


def _parts(tap: type[Tap]) -> tuple[tuple[str, Part], ...]:
    """The fields of a tap by name, and how each is read and written; looked up once."""
    if tap not in _known:
        hints = get_type_hints(tap, include_extras=True)
        _known[tap] = tuple((field.name, _part(hints[field.name])) for field in fields(tap))
    return _known[tap]


def _part(hint: object) -> Part:
    return get_args(hint)[1] if get_origin(hint) is Annotated else Part()
