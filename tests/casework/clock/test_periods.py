"""Months and quarters: their codes, their days, and where they begin."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import periods
from casework.clock.periods import MONTH, QUARTER, Period
from tests.casework.cases import DISTRICT, OTHER, VILLAGE

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OFFICES = (DISTRICT, OTHER, VILLAGE)


def test_period_code() -> None:
    """A month and a quarter can be read back from what a button carries."""
    assert (NOVEMBER.code, AUTUMN.code) == ("2026-11", "2026-Q4")
    assert (periods.parse("2026-11"), periods.parse("2026-Q4")) == (NOVEMBER, AUTUMN)


@pytest.mark.parametrize(
    "code",
    ["", "2026", "2026-13", "2026-00", "2026-Q5", "1026-01", "2026-1", "2026-11x", "٢٠٢٦-11"],
)
def test_period_code_forged(code: str) -> None:
    """What names no period is none."""
    assert periods.parse(code) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from([MONTH, QUARTER]))
def test_period_contains(day: date, length: int) -> None:
    """Every day lies in exactly one month and one quarter, whose neighbours touch it."""
    period = periods.containing(day, length)
    first, last = period.days
    assert first <= day <= last
    assert period.moved(1).days[0] == last + DAY
    assert period.moved(-1).moved(1) == period
    assert [m.code for m in period.months] == [periods.containing(day, MONTH).code] or len(
        period.months
    ) == 3


def test_period_zone() -> None:
    """A month begins at the office's own midnight."""
    assert NOVEMBER.starts(WIB) == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert NOVEMBER.starts(WIT) == datetime(2026, 10, 31, 15, tzinfo=UTC)
    assert NOVEMBER.ends(WIB) == Period(2026, 12).starts(WIB)
