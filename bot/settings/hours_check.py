"""Checks office hours for what their reader does not refuse: weekdays that nobody has thought of,
special hours that are over, a Ramadan without hours. Values in, a line for each out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from casework.clock.days import Special, national_days
from casework.clock.hours import WEEKDAYS

WORKING = WEEKDAYS[:5]
FASTING = timedelta(days=30)
"""Ramadan has 29 or 30 days and ends with Idulfitri; only the decree says which."""

AHEAD = timedelta(days=365)
"""How long before a Ramadan its hours are asked for: districts decree them in the year itself."""


def weeks(
    rows: Mapping[str, Any], offices: Iterable[Mapping[str, Any]], place: str
) -> Iterator[str]:
    """Weekdays that a week does not name: they have no hours, and nobody may have meant that."""
    yield from _unnamed(f"{place}: week", rows.get("week"))
    for row in offices:
        yield from _unnamed(f"offices, {row.get('code')}: week", row.get("week"))


def _unnamed(where: str, week: object) -> Iterator[str]:
    missing = [day for day in WORKING if isinstance(week, Mapping) and day not in week]
    if missing and week:
        yield (
            f"{where}: {', '.join(missing)} {'has' if len(missing) == 1 else 'have'} no hours;"
            f" write them, or {missing[0]} = [] for a day on which the office is closed"
        )


def notes(specials: Sequence[Special], today: date) -> Iterator[str]:
    """What an operator should look at some day; nothing fails meanwhile. ``today`` is local."""
    for special in specials:
        if special.last < today:
            yield (
                f"hours: '{special.name}' ended on {special.last};"
                " take it out, or write the days of this year"
            )
    # Where the hours of a Ramadan were ever written, those of the next one are wanted too.
    fasts = list(_fasts(today))
    if not any(_within(special, fast) for special in specials for fast in fasts):
        return
    for first, last in fasts:
        near = today <= last and first <= today + AHEAD
        if near and not any(_within(special, (first, last)) for special in specials):
            yield (
                f"hours: there are none for the Ramadan of about {first} to {last};"
                " write them once the district has decreed them"
            )


def _within(special: Special, fast: tuple[date, date]) -> bool:
    return special.first <= fast[1] and fast[0] <= special.last


def _fasts(today: date) -> Iterator[tuple[date, date]]:
    """First and last day of each Ramadan around ``today``, estimated from Idulfitri."""
    days = national_days(range(today.year - 3, today.year + 3), joint_leave=False)
    for day, name in sorted(days.items()):
        if name.startswith("Hari Raya Idul Fitri"):
            yield day - FASTING, day - timedelta(days=1)
