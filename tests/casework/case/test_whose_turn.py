"""Whose turn a case is, in every state in which nobody holds it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.assignment import Claimed
from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolved
from casework.actions.escalation import Escalated
from casework.actions.objection import Objected
from casework.actions.referral import Offered
from casework.actions.referral_answer import Accepted, Returned, Why
from casework.actions.reminder import Raised
from casework.case.model import Decision, Referral, Stage, Status, Verdict
from casework.case.whose_turn import Side, There, WhoseTurn, whose_turn
from casework.policy.offices import Channel
from tests.casework.cases import (
    DINSOS,
    DISTRICT,
    DUE,
    KIN,
    NOW,
    OFFICER,
    TELLER,
    VILLAGE,
    after,
    filed,
    having,
    standing,
    told,
)

NEW = filed()[0]
RESOLVED = after(NEW, Claimed(OFFICER), Resolved(OFFICER, Decision.HELPED, "it works"))
REFUSED, _ = told(RESOLVED, Confirm(TELLER, Verdict.NO, "still off"))
GOES_ON = WhoseTurn(Side.HAD_IT, OFFICER)


def test_a_new_case_is_the_turn_of_its_first_level() -> None:
    """A village's is the desk's, a district's the district officers'."""
    assert whose_turn(NEW) == WhoseTurn(Side.LEVEL, level=0)
    at_district = filed("pkh", "")[0]
    assert whose_turn(at_district) == WhoseTurn(Side.LEVEL, level=at_district.level)
    assert at_district.level == 2


def test_who_had_it_goes_on_when_the_result_is_refused() -> None:
    """Refused, or reopened by the teller or a leader: the last holder; the coordinator looks on."""
    closed = standing(Status.CLOSED, owner=OFFICER)
    reopened, _ = told(closed, Reopen(TELLER, "off again"), NOW + timedelta(hours=1))
    by_leader = after(RESOLVED, OpenedAgain(OFFICER, "a mistake", DUE))
    assert [whose_turn(x) for x in (REFUSED, reopened, by_leader)] == [GOES_ON] * 3
    there = There(goes_on=OFFICER)
    assert whose_turn(REFUSED, there) == replace(GOES_ON, above=1)
    assert whose_turn(REFUSED, replace(there, rank=1)) == GOES_ON


def test_who_cannot_go_on_is_not_waited_for() -> None:
    """Left, closed for them, or their own decision: then it is the level's turn."""
    level = WhoseTurn(Side.LEVEL, level=1)
    assert whose_turn(REFUSED, There()) == level
    assert whose_turn(replace(REFUSED, had_by=KIN, excluded=(KIN,))) == level
    objected = after(RESOLVED, Objected(TELLER, "look again", 1, VILLAGE, DUE))
    assert whose_turn(objected) == level


@pytest.mark.parametrize(
    "event",
    [Escalated(0, 2, DISTRICT, "unowned"), Raised(TELLER, 2, DISTRICT, NOW)],
    ids=["by the clock", "by its teller"],
)
def test_a_free_case_that_climbs_is_the_turn_of_the_level_that_it_reaches(
    event: Escalated | Raised,
) -> None:
    """The district's turn, and the village hears of it only, also after who had it last."""
    turn = WhoseTurn(Side.LEVEL, level=2, below=True)
    assert [whose_turn(after(x, event)) for x in (NEW, REFUSED)] == [turn, turn]
    assert not whose_turn(after(replace(NEW, confidential=True), event)).below
    assert not whose_turn(after(NEW, event), There(village=False)).below


def test_a_held_case_that_climbs_stays_with_its_holder() -> None:
    """Those above look on, unless the holder is one of them."""
    climbed = after(NEW, Claimed(OFFICER), Escalated(0, 2, DISTRICT, "late"))
    assert whose_turn(climbed, There()) == WhoseTurn(Side.HOLDER, OFFICER, above=2)
    assert whose_turn(climbed, There(rank=2)) == WhoseTurn(Side.HOLDER, OFFICER)


def test_given_back_or_freed_it_is_the_office_that_takes_it() -> None:
    """Never the turn of who could not go on with it."""
    held = after(REFUSED, Claimed(OFFICER))
    for event in (GivenBack(OFFICER, "no car"), Freed(OFFICER)):
        assert whose_turn(after(held, event)) == WhoseTurn(Side.LEVEL, level=1)


def test_a_level_without_people_is_skipped() -> None:
    """The next one up at which somebody works has its turn; where nobody does, it stays."""
    manned = There(manned=frozenset({2, 3}))
    assert whose_turn(NEW, manned).level == 2
    assert whose_turn(NEW, There(manned=frozenset())).level == 0


def test_another_office_has_its_turn_until_the_case_comes_back() -> None:
    """Asked or accepted it is theirs; returned it is its holder's again."""
    offered = Offered(OFFICER, DINSOS, "Dinsos", Channel.BOT, "please", False, "", DUE)
    asked = after(NEW, Claimed(OFFICER), offered)
    accepted = after(asked, Accepted(31, DINSOS, "Dinsos", DUE))
    theirs = WhoseTurn(Side.OFFICE, OFFICER, office=DINSOS)
    assert [whose_turn(x) for x in (asked, accepted)] == [theirs, theirs]
    back = after(accepted, Returned(31, DINSOS, "Dinsos", Why.NO_MEANS, "no budget", DUE))
    assert whose_turn(back) == WhoseTurn(Side.HOLDER, OFFICER)


def test_what_waits_for_its_teller_is_theirs() -> None:
    """A question and a result wait for the teller; a closed case for nobody."""
    sides = {s: whose_turn(standing(s, owner=OFFICER)).side for s in Status}
    assert sides[Status.WAITING] is sides[Status.RESOLVED] is Side.TELLER
    assert sides[Status.CLOSED] is Side.NOBODY
    offered = having(NEW, referral=Referral(DINSOS, Stage.OFFERED, DUE))
    assert whose_turn(offered).side is Side.OFFICE


@pytest.mark.parametrize(
    ("reached", "manned", "level"),
    [(2, {0, 1}, 1), (2, {0}, 0), (2, {0, 3}, 3), (3, set(), 3), (0, {0, 1}, 0)],
)
def test_the_level_that_is_asked_is_the_one_that_is_named(
    reached: int, manned: set[int], level: int
) -> None:
    """Where nobody works above, the next one down is; the village is then no mere reader."""
    there = There(manned=frozenset(manned), village=True)
    turn = whose_turn(replace(NEW, level=reached), there)
    assert (turn.side, turn.level, turn.below) == (Side.LEVEL, level, level >= 2)
