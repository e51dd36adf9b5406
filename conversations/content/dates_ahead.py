"""Dates that must lie ahead, as somebody writes them.

Tested in tests/conversations/content/test_written_dates.py."""

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
