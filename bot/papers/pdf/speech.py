"""How values are written on paper in Indonesian: days, moments, and texts without what a printer
can't show.

Tested in tests/bot/papers/test_pdf.py."""

import re
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_time

_ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Controls, among them those that turn the direction of writing: on paper they could only
mislead."""


def moment(at: date) -> str:
    """``27 November 2026``, or with the clock time ``27 November 2026 pukul 14.00 WIB``.

    ValueError for a datetime that is not in a zone of Indonesia: its day could be the wrong one.
    """
    day = format_date(at, "d MMMM y", locale="id")
    if not isinstance(at, datetime):
        return day
    zone = _ZONES.get(at.utcoffset() or timedelta())
    if zone is None:
        raise ValueError(
            f"{at} is not in WIB, WITA or WIT; change it to the time of the office first"
        )
    return f"{day} pukul {format_time(at, 'HH.mm', locale='id')} {zone}"


def weekday(at: date) -> str:
    """``Jumat``."""
    return format_date(at, "EEEE", locale="id")


def month(at: date) -> str:
    """``November 2026``."""
    return format_date(at, "MMMM y", locale="id")


def printable(text: str) -> str:
    """``text`` in letters that the fonts have: no emoji, no controls, no more than one empty line
    at a time."""
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", text.replace("\t", " ")) if _shown(letter)
    )
    lines = [" ".join(line.split(" ")).strip() for line in kept.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", "\n".join(lines))).strip()


def _shown(letter: str) -> bool:
    kind, place = unicodedata.category(letter), ord(letter)
    picture = (
        (kind == "So" and place >= 0x2300)
        or place >= 0x1F000
        or 0xFE00 <= place <= 0xFE0F
        or place == 0x20E3
    )
    return letter == "\n" or not (picture or kind in _UNSEEN)


def told(value: Any) -> Any:
    """A paper as JSON values for its template: dataclasses become objects, a day becomes its words.

    Beside each day ``x`` stands ``x_weekday``. Bytes are left out: files travel on their own.
    """
    if is_dataclass(value) and not isinstance(value, type):
        plain = {each.name: getattr(value, each.name) for each in fields(value)}
        days = {
            f"{name}_weekday": weekday(day) for name, day in plain.items() if isinstance(day, date)
        }
        return {
            name: told(each) for name, each in plain.items() if not isinstance(each, bytes)
        } | days
    if isinstance(value, date):
        return moment(value)
    if isinstance(value, tuple):
        return [told(each) for each in value]
    return printable(value) if isinstance(value, str) else value
