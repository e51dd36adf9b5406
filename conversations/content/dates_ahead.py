"""Dates that must lie ahead, as somebody writes them, and those that are offered.

Tested in tests/conversations/content/test_written_dates.py and
tests/conversations/filling/test_options_days_ahead.py."""

from collections.abc import Mapping
from datetime import date, timedelta

from conversations.content.fields import Problem, Read
from conversations.content.written_dates import coming
from conversations.protocol.effects import Said, text


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
