"""Days that a decree has changed: closed after all (joint leave, a local day), or open after all.
Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from casework.clock.days import DayKind
from casework.clock.open_time import Calendar

KINDS = (DayKind.HOLIDAY, DayKind.LOCAL_DAY, DayKind.OPEN)
"""What a decree can make of a day: a national day or joint leave, a day of this area only, or an
open day after all."""


@dataclass(frozen=True)
class DecreedDay:
    """A local date and what a decree says of it; ``name`` is what people read."""

    day: date
    kind: DayKind
    name: str


def with_days(calendar: Calendar, days: Iterable[DecreedDay]) -> Calendar:
    """The calendar as the decrees have changed it; of several decrees on a date the last one
    counts.

    A day that is open after all has the hours of its weekday: what is no closed day anyway, such as
    a Sunday, stays without hours."""
    changed = {day.day: day for day in days}
    if not changed:
        return calendar
    hours = calendar.hours
    holidays = {day: name for day, name in hours.holidays.items() if day not in changed}
    local = {day: name for day, name in hours.local_days.items() if day not in changed}
    holidays |= {d.day: d.name for d in changed.values() if d.kind is DayKind.HOLIDAY}
    local |= {d.day: d.name for d in changed.values() if d.kind is DayKind.LOCAL_DAY}
    return Calendar(calendar.zone, replace(hours, holidays=holidays, local_days=local))
