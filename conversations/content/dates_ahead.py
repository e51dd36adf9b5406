"""Dates that must lie ahead, as somebody writes them, and those that are offered.

Tested in tests/conversations/content/test_written_dates.py and
tests/conversations/filling/test_options_days_ahead.py."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from conversations.content.fields import READERS, Problem, Read
from conversations.content.written_dates import coming
from conversations.protocol.effects import Said, text
from conversations.protocol.places import Places


def ahead(said: Said, read: Read, most: int) -> Read:
    """What was read as a date (ISO 8601), or is named by the week, and must lie ahead, at most so
    many days from today."""
    today = said.at.date()
    named = coming(said.text.strip().casefold(), today)
    day = named.isoformat() if named else read
    if not isinstance(day, str):
        return day
    if timedelta(0) < date.fromisoformat(day) - today <= timedelta(days=most):
        return day
    return Problem(text("field.date.ahead", most=most))


_UNTIL = frozenset("sampai sampe smp s/d sd hingga until till tgl tanggal".split())  # noqa: SIM905
"""Words before a date."""

_BECAUSE = re.compile(
    r"(?:karena|karna|krn|sebab|soalnya|alasan(?:nya)?|because|since)\b[\s:]*", re.IGNORECASE
)
_MARKS = " \t\n,.;:–—-"

_MOST_WORDS = 5
"""Of a date: "hari Selasa, 1 Desember 2026"."""


def told_with(said: Said, places: Places, most: int) -> tuple[Read, str] | None:
    """The date with which words begin, or that stands behind "sampai", read as by ``ahead``; and
    the words besides, without the "karena" before them. None where no date is told."""
    typed = list(re.finditer(r"\S+", said.text))
    for n, word in enumerate(typed):
        if n and word[0].casefold() not in _UNTIL:
            continue
        begin = n
        while begin < len(typed) and typed[begin][0].casefold() in _UNTIL:
            begin += 1
        for last in reversed(typed[begin : begin + _MOST_WORDS]):
            words = said.text[typed[begin].start() : last.end()].rstrip(_MARKS)
            one = replace(said, text=words)
            read = READERS["date"](one, places)
            day = ahead(one, read, most)
            if isinstance(read, str) or isinstance(day, str):
                before, behind = said.text[: word.start()], said.text[last.end() :].lstrip(_MARKS)
                return day, f"{before}{_BECAUSE.sub('', behind, count=1)}".strip(_MARKS)
    return None


def offered(today: date, most: int, after: date | None = None) -> Mapping[str, date]:
    """Days to choose from, by name, none of them twice: at most ``most`` days from ``today``
    (local), later than ``after``, and tomorrow only where it is no weekend."""
    last = today + timedelta(days=most)
    found = {
        "tomorrow": today + timedelta(days=1),
        "monday": today + timedelta(days=7 - today.weekday()),
        "week": today + timedelta(weeks=1),
        "two_weeks": today + timedelta(weeks=2),
        "month": last,
    }
    if found["tomorrow"].weekday() > _FRIDAY:
        del found["tomorrow"]
    fits = {name: day for name, day in found.items() if (after or today) < day <= last}
    first = {day: name for name, day in reversed(fits.items())}
    return {name: day for name, day in fits.items() if first[day] == name}


_FRIDAY = 4
