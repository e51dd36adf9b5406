"""The next step after one that came late."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.clock.fresh_wait import fresh_wait
from casework.clock.open_time import round_the_clock
from tests.casework.cases import POLICY

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Cirebon
LEAST = MONDAY + timedelta(days=99)


@pytest.mark.parametrize("late", [timedelta(), timedelta(hours=5), timedelta(days=21)])
@pytest.mark.parametrize("gap", [timedelta(minutes=10), timedelta(hours=30), timedelta(days=9)])
def test_the_gap_stays(late: timedelta, gap: timedelta) -> None:
    """Day and night as many hours as before; in working time as much open time as before."""
    at = MONDAY + late
    always = round_the_clock(POLICY.calendar.zone)
    assert fresh_wait(MONDAY, MONDAY + gap, at, always, LEAST) == at + gap
    moved = fresh_wait(MONDAY, MONDAY + gap, at, POLICY.calendar, LEAST)
    between = POLICY.calendar.open_time(MONDAY, MONDAY + gap)
    assert POLICY.calendar.open_time(at, moved) == between


def test_two_steps_at_one_moment() -> None:
    """Where there was no time between the two, the second waits for the least."""
    assert fresh_wait(MONDAY, MONDAY, MONDAY, POLICY.calendar, LEAST) == LEAST
