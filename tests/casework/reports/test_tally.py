"""Cases counted month by month: any lives, held against counting them one by one."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.case.model import Status
from casework.clock.periods import MONTH, Period
from casework.reports.first_times import WORDS
from casework.reports.tally import BY, ELSEWHERE, IN_TIME, CountedCase, Tally
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.reports.counting import (
    AUTUMN,
    DAY,
    LATER,
    LIVED,
    NOVEMBER,
    WIB,
    local,
    row,
)

WIT = ZoneInfo("Asia/Jayapura")


def tally(
    rows: Sequence[CountedCase],
    period: Period = NOVEMBER,
    now: datetime = LATER,
    zone: ZoneInfo = WIB,
) -> Tally:
    found = Tally(period, now, zone)
    for one in rows:
        found.add(one)
    return found


def total(found: Tally, word: str) -> int:
    return sum(sum(month.values()) for month in found.counted(word, "village", ()))


def test_a_month_is_that_of_the_offices_clock() -> None:
    """A case belongs to the month that the office's clock shows."""
    rows = [row(datetime(2026, 10, 31, 16, 0, tzinfo=LATER.tzinfo))] * 6
    assert total(tally(rows), "received") == 0
    assert total(tally(rows, zone=WIT), "received") == 6


def test_each_word_in_its_own_month() -> None:
    """Received in one month, answered in the next, closed in a third."""
    rows = [row(local(10, 30), answered=local(11, 2), closed=local(12, 1, 0))]
    counts = [
        [total(tally(rows, Period(2026, m)), w) for w in ("received", "answered", "closed")]
        for m in (10, 11, 12)
    ]
    assert counts == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("by", BY)
def test_by_village_by_office_by_service(by: str) -> None:
    """Each table counts the same cases; what it does not list stands elsewhere."""
    rows = [row(local(11, 2), DISTRICT, "pkh", village=VILLAGE), row(local(11, 2), OTHER, "kip")]
    expected = {
        "village": {VILLAGE: 1, OTHER: 1, ELSEWHERE: 0},
        "office": {DISTRICT: 1, OTHER: 1, ELSEWHERE: 0},
        "service": {"pkh": 1, "kip": 1, ELSEWHERE: 0},
    }
    keys = [key for key in expected[by] if key]
    assert tally(rows).counted("received", by, keys) == [expected[by]]
    assert tally(rows).counted("received", by, ()) == [{ELSEWHERE: 2}]


def test_stocks_are_as_of_now() -> None:
    """Open and waiting count what is so now, with whom has it now, whatever the period."""
    rows = [row(local(3, 1)), row(local(12, 5), OTHER, status="waiting")]
    rows += [row(local(11, 1), closed=local(11, 2), status="closed")]
    found = tally(rows)
    assert found.stock("open", "office", (VILLAGE, OTHER)) == {VILLAGE: 1, OTHER: 1, ELSEWHERE: 0}
    assert found.stock("waiting", "office", (VILLAGE,)) == {VILLAGE: 0, ELSEWHERE: 1}


def test_a_period_that_has_not_begun_counts_nothing() -> None:
    """Nor does a month of a quarter that has not begun."""
    assert total(tally([row(local(11, 1))], Period(2027, 1)), "received") == 0
    assert tally([row(local(11, 1))], AUTUMN, local(11, 20)).months == 2


def _in(at: datetime, period: Period) -> bool:
    return period.starts(WIB) <= at < period.ends(WIB)


def _words(counted: CountedCase) -> dict[str, tuple[datetime, str]]:
    words: dict[str, Any] = dict(counted.firsts.words)
    return words | ({IN_TIME: words["answered"]} if counted.firsts.in_time else {})


@settings(max_examples=80, deadline=None)
@given(st.lists(LIVED, max_size=8), st.integers(0, 6))
def test_any_cases_add_up_to_counting_them_by_hand(lives: list[Any], moved: int) -> None:
    """Whatever happened: each table of each word is what one finds who goes through the cases, and
    no case is counted twice."""
    period = Period(2026, 11).moved(moved)
    now = max((until for _, _, until in lives), default=LATER) + timedelta(days=200)
    rows = [counted for _, counted, _ in lives]
    found = tally(rows, period, now)
    for word in (*WORDS, IN_TIME):
        mine = [r for r in rows if word in _words(r) and _in(_words(r)[word][0], period)]
        by_hand = {
            "village": Counter(r.village for r in mine),
            "office": Counter(_words(r)[word][1] for r in mine),
            "service": Counter(r.service for r in mine),
        }
        for by in BY:
            [counts] = found.counted(word, by, by_hand[by])
            assert {k: n for k, n in counts.items() if n} == dict(by_hand[by])
    open_now = [r for r in rows if r.status != Status.CLOSED]
    assert sum(found.stock("open", "office", ()).values()) == len(open_now)


@settings(max_examples=60, deadline=None)
@given(st.lists(LIVED, max_size=6))
def test_months_add_up_to_quarters(lives: list[Any]) -> None:
    """Each word of a quarter is the sum of its months, and of all quarters at most once a case."""
    rows, now = [counted for _, counted, _ in lives], LATER + 900 * DAY
    for word in WORDS:
        quarters = [AUTUMN.moved(n) for n in range(9)]
        sums = [total(tally(rows, quarter, now), word) for quarter in quarters]
        months = [[total(tally(rows, m, now), word) for m in q.months] for q in quarters]
        assert sums == [sum(some) for some in months]
        assert sum(sums) == len([r for r in rows if word in r.firsts.words])
    assert AUTUMN.moved(1).months[0].length == MONTH
