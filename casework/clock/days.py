"""Local days: which hours an office keeps on a date, and why it is closed. Dates and minutes only,
no time zones.

The national days come from the ``holidays`` package; no file and no clock is read here.

Tested in tests/casework/clock/test_open_time_days.py."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

import holidays

Moment = TypeVar("Moment", int, datetime)


class DayKind(StrEnum):
    """What a day, or the asked part of it, was for the clock. People read it as the text
    ``day.<value>``."""

    OPEN = "open"
    SPECIAL = "special"  # hours of a range of dates, such as Ramadan
    HOLIDAY = "holiday"  # national day or joint leave
    LOCAL_DAY = "local_day"
    DAY_OFF = "day_off"  # a weekday without hours
    BREAK = "break"
    OUT_OF_HOURS = "out_of_hours"
    PAUSED = "paused"


class Window(NamedTuple):
    """Minutes since local midnight, half-open; ``end`` may be 1440 (24:00)."""

    start: int
    end: int


Windows = tuple[Window, ...]
Week = Mapping[int, Windows]
"""Hours by weekday, Monday = 0. A weekday that is missing has none."""


class DayHours(NamedTuple):
    """The windows in which a date is open, what kind of day it is, and the name of a holiday or of
    special hours."""

    windows: Windows
    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class Special:
    """Hours for the dates from ``first`` to ``last``, both included. Weekdays not in ``week`` keep
    their hours."""

    name: str
    first: date
    last: date
    week: Week


@dataclass(frozen=True)
class Hours:
    """When an office is open. Closed days win over breaks, breaks over special hours, and these
    over the week."""

    week: Week
    breaks: Week
    special: tuple[Special, ...]
    holidays: Mapping[date, str]
    local_days: Mapping[date, str]

    def on(self, day: date) -> DayHours:
        """The hours of a local date."""
        if day in self.holidays:
            return DayHours((), DayKind.HOLIDAY, self.holidays[day])
        if day in self.local_days:
            return DayHours((), DayKind.LOCAL_DAY, self.local_days[day])
        planned = self._planned(day)
        left = tuple(
            Window(*w) for w in without(planned.windows, self.breaks.get(day.weekday(), ()))
        )
        return (
            DayHours((), DayKind.BREAK)
            if planned.windows and not left
            else planned._replace(windows=left)
        )

    def _planned(self, day: date) -> DayHours:
        for special in self.special:
            if special.first <= day <= special.last and day.weekday() in special.week:
                return DayHours(special.week[day.weekday()], DayKind.SPECIAL, special.name)
        windows = self.week.get(day.weekday(), ())
        return DayHours(windows, DayKind.OPEN if windows else DayKind.DAY_OFF)


def without(
    spans: Iterable[tuple[Moment, Moment]], holes: Sequence[tuple[Moment, Moment]]
) -> Iterator[tuple[Moment, Moment]]:
    """What is left of half-open ``spans`` once half-open ``holes``, sorted by their start, are cut
    out of them."""
    for start, end in spans:
        left = start
        for hole_start, hole_end in holes:
            if left < hole_start < end:
                yield left, hole_start
            if hole_start < end:
                left = max(left, hole_end)
        if left < end:
            yield left, end


def national_days(years: Iterable[int], *, joint_leave: bool = True) -> dict[date, str]:
    """National days of Indonesia and, unless told otherwise, joint leave (*cuti bersama*), named in
    Indonesian.

    Source: package ``holidays``, after the yearly decree of three ministers. Joint leave is known
    only for decreed years; a day of the moon calendar that no decree has fixed yet says
    "(perkiraan)"."""
    return {day: name for year in years for day, name in _days_of(year, joint_leave)}


@lru_cache(maxsize=64)
def _days_of(year: int, joint_leave: bool) -> tuple[tuple[date, str], ...]:
    categories = ("public", "government") if joint_leave else ("public",)
    listed = holidays.country_holidays(
        "ID", years=year, expand=False, categories=categories, language="id"
    )
    return tuple(sorted(listed.items()))
