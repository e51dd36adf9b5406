"""Climbing: who is asked next when nobody has acted, and that a bell orders nothing."""

import pytest

from casework.actions.escalation import Ring, level_of, next_level
from casework.case.model import CHAIN, DISTRICT_LEVEL, Status
from tests.casework.cases import DISTRICT, POLICY, VILLAGE, standing, told


@pytest.mark.parametrize(
    ("level", "manned", "wanted"),
    [
        (0, {0, 1, 2, 3}, 1),
        (0, {0, 2}, 2),
        (1, {1}, None),
        (0, set(), 1),
        (2, set(), 3),
        (3, set(), None),
        (3, {0, 1, 2, 3}, None),
    ],
)
def test_the_next_level_is_the_next_that_is_manned(
    level: int, manned: set[int], wanted: int | None
) -> None:
    """Levels without anybody are passed over; where nobody is anywhere, the step is taken all the
    same."""
    assert next_level(standing(Status.RECEIVED, level=level), frozenset(manned)) == wanted


def test_a_case_begins_where_its_office_stands() -> None:
    """A case of the district begins at the district's level, every other one at the desk."""
    assert (level_of(DISTRICT, POLICY), level_of(VILLAGE, POLICY)) == (DISTRICT_LEVEL, 0)


@pytest.mark.parametrize("level", range(len(CHAIN) - 1))
def test_from_the_district_level_on_the_district_is_responsible(level: int) -> None:
    """A step up changes the office only where it reaches the district."""
    case, _ = told(standing(Status.RECEIVED, level=level), Ring("late"))
    assert case.level == level + 1
    assert case.office == (DISTRICT if level + 1 >= DISTRICT_LEVEL else VILLAGE)


def test_a_bell_that_no_longer_matters_leads_to_nothing() -> None:
    """Neither a bell of a case that has ended nor one without a row does anything."""
    for status, bell in ((Status.CLOSED, "late"), (Status.RECEIVED, "no such bell")):
        assert told(standing(status), Ring(bell))[1] == ()
