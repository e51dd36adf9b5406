"""The figures of a period: in full for who may open the cases, and the copy that hides."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.case.model import Verdict
from casework.clock.periods import Period
from casework.reports.figures import SPM, TABLES, Figures, figures, percent
from casework.reports.suppression import SMALLEST, ShownCounts
from casework.reports.tally import ELSEWHERE, FLOWS, STOCKS, CountedCase
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.reports.counting import (
    AUTUMN,
    DAY,
    LATER,
    LIVED,
    NOVEMBER,
    ROWS,
    WIB,
    local,
    of,
    row,
)
from tests.casework.shipped import CATALOGUE


def told(
    rows: Iterable[CountedCase],
    period: Period = NOVEMBER,
    now: datetime = LATER,
    *,
    shared: bool = False,
) -> Figures:
    return figures(rows, period, ROWS, now, WIB, shared=shared)


def test_one_case_is_told_to_those_who_may_open_it() -> None:
    """Nothing is small to an officer: one case is one, everywhere."""
    found = told([row(local(11, 2), answered=local(11, 3))])
    assert found.total("received") == 1
    assert [of(found.of(by, "answered").cells) for by in TABLES] == [
        {VILLAGE: 1},
        {VILLAGE: 1},
        {"bansos": 1},
        {"pkh": 1},
    ]
    assert found.in_time == 100


def test_one_case_is_not_told_to_others() -> None:
    """In the copy it stands nowhere, nor do its days, its stars, its share."""
    one = row(local(11, 2), answered=local(11, 3), closed=local(11, 4), stars=1)
    found = told([one], shared=True)
    assert {found.total(word) for word in ("received", "answered", "closed")} == {None}
    assert not {n for by in TABLES for n in found.of(by, "received").cells.values()} - {None}
    assert (found.in_time, found.days, found.stars) == (None, {}, None)


def test_a_case_that_moves_on_leaves_last_month_as_it_was() -> None:
    """Received by whom it came to, late by whom had it; open with whom has it now."""
    moved = row(local(11, 2), late=local(11, 9))._replace(office=DISTRICT)
    found = told([moved])
    assert of(found.of("office", "late").cells) == {VILLAGE: 1}
    assert of(found.of("office", "open").cells) == {DISTRICT: 1}
    assert of(found.of("village", "open").cells) == {VILLAGE: 1}


def test_the_copy_has_no_stocks() -> None:
    """What is open now changes from day to day: two copies could be taken from each other."""
    assert set(told([]).words) == {*FLOWS, *STOCKS}
    assert not set(told([], shared=True).words) & {*STOCKS, "in_time"}


def test_in_time() -> None:
    """The share of the answered that were never late before; hidden in the copy where few were
    late, or few were not."""
    early = row(local(11, 2), answered=local(11, 3))
    late = row(local(11, 2), answered=local(11, 9), late=local(11, 8))
    assert told([early] * 2 + [late]).in_time == 66
    assert told([early] * 199 + [late]).in_time == 99
    assert told([early] * 40 + [late] * 3, shared=True).in_time is None
    assert told([early] * 3 + [late] * 40, shared=True).in_time is None
    assert told([early] * 15 + [late] * 5, shared=True).in_time == 75
    assert told([early] * 9, shared=True).in_time == 100
    assert told([]).in_time is percent(0, 0) is None


def test_days() -> None:
    """Median days from the report to its answer; in the copy of services that are told."""

    def answered(days: int, service: str) -> CountedCase:
        return row(local(11, 1), service=service, answered=local(11, 1) + days * DAY)

    rows = [answered(n, "pkh") for n in (1, 2, 3, 4, 20)] + [answered(1, "disaster")] * 4
    assert told(rows).days == {"disaster": 1, "pkh": 3}
    more = rows + [answered(2, "kip")] * 30 + [answered(3, "pip")] * 30
    assert told(more, shared=True).days == {"kip": 2, "pip": 3}


def test_satisfaction() -> None:
    """What the tellers said first, and the mean of their stars; few of them are hidden in the
    copy."""
    rows = [row(local(10, 1), closed=local(11, 5), verdict=Verdict.FIXED, stars=4)] * 20
    rows += [row(local(10, 1), closed=local(11, 5), verdict=Verdict.PARTLY, stars=2)] * 2
    rows += [row(local(10, 1), reopened=local(11, 6), verdict=Verdict.NO)] * 6
    assert told(rows).answers.cells == {"fixed": 20, "partly": 2, "no": 6}
    assert told(rows).stars == pytest.approx(84 / 22)
    shared = told(rows, shared=True)
    assert shared.answers.total == 28
    assert shared.answers.cells["partly"] is shared.answers.cells["no"] is None
    assert told(rows[20:], shared=True).stars is None


def test_services_stand_with_their_field() -> None:
    """In the copy the services of a field are shown all or none."""
    rows = [row(local(11, 1), service=s) for s in ("pkh", "kip", "pip", "disaster")] * 9
    rows += [row(local(11, 1), service="bpnt")] * 2
    found = told(rows, shared=True)
    assert found.of("field", "received") == ShownCounts(
        {"bansos": 11, "education": 18, "emergency": 9, ELSEWHERE: 0}, 38
    )
    assert of(found.of("service", "received").cells) == {
        "pkh": None,
        "bpnt": None,
        "kip": 9,
        "pip": 9,
        "disaster": 9,
    }


def test_spm_are_services_of_the_catalogue() -> None:
    """The five minimum services are rows like all others."""
    assert set(SPM) <= set(CATALOGUE.services)


def test_what_is_out_of_the_scope_stands_elsewhere() -> None:
    """A case that sits with another office, a service that is gone: nothing is lost."""
    found = told([row(local(11, 1), "32.75.01.1001", "gone")])
    assert [of(found.of(by, "received").cells) for by in TABLES] == [{ELSEWHERE: 1}] * 4
    assert told([row(local(11, 1), OTHER)]).of("village", "received").cells[ELSEWHERE] == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(LIVED, max_size=6))
def test_tables_of_a_word_have_one_sum(lives: list[Any]) -> None:
    """By village, office, field and service, of any cases, in both: the same sum, and in full the
    rows make it."""
    rows = [counted for _, counted, _ in lives]
    for shared in (False, True):
        for period in (NOVEMBER, AUTUMN):
            found = told(rows, period, LATER + 400 * DAY, shared=shared)
            for word in found.words:
                assert len({found.of(by, word).total for by in TABLES}) == 1
                sums = {sum(n or 0 for n in found.of(by, word).cells.values()) for by in TABLES}
                assert shared or sums == {found.total(word)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LIVED, st.integers(1, 9)), max_size=5))
def test_the_copy_says_nothing_else_than_the_report(lives: list[Any]) -> None:
    """Each number that the copy shows is the report's, and none of them is 1 to 4."""
    rows = [counted for (_, counted, _), times in lives for _ in range(times)]
    full, copy = (told(rows, AUTUMN, LATER, shared=shared) for shared in (False, True))
    for word in copy.words:
        for by in TABLES:
            mine, its = full.of(by, word), copy.of(by, word)
            pairs = [(mine.cells[key], n) for key, n in its.cells.items()]
            for whole, n in [*pairs, (mine.total, its.total)]:
                assert n is None or (n == whole and (n == 0 or n >= SMALLEST))
