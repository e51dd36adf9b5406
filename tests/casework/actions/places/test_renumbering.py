"""Another code for a place: cases follow, with the offices that they are referred to."""

from dataclasses import replace

import pytest

from casework import lifecycle
from casework.actions.places.renumbering import Renumber, Renumbered
from casework.case.model import Case, Status
from casework.case.places import moved, now
from tests.casework.cases import DISTRICT, NOW, OTHER, POLICY, VILLAGE, standing

NEW = "32.74.05.1099"


def after(case: Case, old: str, new: str) -> Case:
    """The case after its place was moved."""
    for event in lifecycle.decide(case, Renumber(old, new), NOW, POLICY):
        case = lifecycle.evolve(case, event, NOW)
    return case


@pytest.mark.parametrize("status", Status)
def test_a_case_follows_its_village(status: Status) -> None:
    """Whatever its status, also closed: village and office have the new code, all else stays."""
    case = standing(status)
    found = after(case, VILLAGE, NEW)
    assert (found.village, found.office) == (NEW, NEW)
    as_before = replace(found, village=case.village, office=case.office, version=case.version)
    assert as_before == case


def test_a_district_takes_along_what_is_below() -> None:
    """The villages and the offices of a district begin with its code."""
    case = standing(Status.REFERRED)
    found = after(case, DISTRICT, "32.99")
    assert (found.village, found.referred_to) == ("32.99.05.1003", "32.99/dinsos")


def test_others_are_left_alone() -> None:
    """A case elsewhere has no event; a code that only begins alike is another place."""
    assert lifecycle.decide(standing(Status.RECEIVED), Renumber(OTHER, NEW), NOW, POLICY) == ()
    assert moved("32.741.05", "32.74", "32.99") == "32.741.05"
    event = Renumbered(0, VILLAGE, NEW)
    assert event in lifecycle.decide(standing(Status.CLOSED), Renumber(VILLAGE, NEW), NOW, POLICY)


def test_moves_follow_each_other() -> None:
    """An old code leads to that of today, however often it has moved; a circle has an end."""
    moves = {"32.74.05.1003": "32.74.06.1001", "32.74.06": "32.99.06", "32.74": "32.98"}
    assert now("32.74.05.1003", moves) == "32.99.06.1001"
    assert now("32.74.01.1001", moves) == "32.98.01.1001"
    assert now("33.01", {"33.01": "33.02", "33.02": "33.01"}) in ("33.01", "33.02")
