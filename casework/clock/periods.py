"""Months and quarters of an office's own calendar. No clock is read here; what comes out as a
moment is UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTH, QUARTER = 1, 3
"""Lengths in months."""

_CODE = re.compile(r"(20[0-9]{2})-(?:(0[1-9]|1[0-2])|Q([1-4]))", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """``length`` months from month ``first`` (1–12) of ``year`` on: a month, or a quarter of the
    calendar year."""

    year: int
    first: int
    length: int = MONTH

    @property
    def code(self) -> str:
        """``2026-11`` or ``2026-Q4``: what a button carries."""
        return (
            f"{self.year}-Q{self.quarter}"
            if self.length == QUARTER
            else f"{self.year}-{self.first:02}"
        )

    @property
    def quarter(self) -> int:
        """The quarter (1–4) that the period begins in."""
        return (self.first - 1) // QUARTER + 1

    @property
    def months(self) -> "tuple[Period, ...]":
        """The months of the period, in order."""
        return tuple(Period(self.year, self.first + n) for n in range(self.length))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local date."""
        following = self.moved(1)
        return date(self.year, self.first, 1), date(following.year, following.first, 1) - timedelta(
            days=1
        )

    def moved(self, steps: int) -> "Period":
        """The period ``steps`` periods later, or earlier when negative."""
        year, month = divmod(self.year * 12 + self.first - 1 + steps * self.length, 12)
        return Period(year, month + 1, self.length)

    def starts(self, zone: ZoneInfo) -> datetime:
        """Its first moment; it lasts up to, but not including, the first moment of the next one."""
        return datetime(self.year, self.first, 1, tzinfo=zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        return self.moved(1).starts(zone)


def containing(day: date, length: int) -> Period:
    """The month or quarter of a local date."""
    return Period(day.year, day.month - (day.month - 1) % length, length)


def parse(code: str) -> Period | None:
    """The period that a button names; None for anything else (a forged button, a mistyped word)."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year, month, quarter = found.groups()
    return (
        Period(int(year), int(month)) if month else Period(int(year), int(quarter) * 3 - 2, QUARTER)
    )
