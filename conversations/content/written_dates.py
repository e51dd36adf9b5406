"""Dates as people here write them, and as we write them ourselves: "1 Desember", "Selasa, 1
Desember 2026", "Senin depan"."""

import re
from datetime import date, timedelta

from conversations.content.birth_dates import month_of

_NAMES = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum'at", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
_WEEKDAYS = {name: n for n, names in enumerate(_NAMES) for name in names}
"""Days of the week as Python counts them."""

_WEEK = {"minggu depan": 1, "pekan depan": 1, "seminggu lagi": 1, "next week": 1}
"""Words that name a day by the weeks from today."""

_OF_MONTH = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})\s+([a-z]+)\.?(?:,?\s+(\d{4}))?")

_OF_WEEK = re.compile(r"(?:hari\s+|next\s+)?([a-z']+)(?:\s+(?:depan|ini))?")


def written(words: str, today: date) -> date | None:
    """The date in some words; without a year the one that is nearest to ``today`` (local). None
    for what is no date."""
    found = _OF_MONTH.fullmatch(words)
    month = month_of(found[2]) if found else 0
    if not found or not month:
        return None
    years = [int(found[3])] if found[3] else [today.year - 1, today.year, today.year + 1]
    days = [day for year in years if (day := _day(year, month, int(found[1])))]
    return min(days, key=lambda day: abs(day - today), default=None)


def coming(words: str, today: date) -> date | None:
    """The day after ``today`` (local) that somebody names by the week or its day."""
    if words in _WEEK:
        return today + timedelta(weeks=_WEEK[words])
    found = _OF_WEEK.fullmatch(words)
    if not found or found[1] not in _WEEKDAYS:
        return None
    return today + timedelta(days=(_WEEKDAYS[found[1]] - today.weekday() - 1) % 7 + 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
