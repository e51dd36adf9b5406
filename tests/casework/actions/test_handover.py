"""Handing over and telling by hand: who becomes the teller, who still sees, and what counts as
heard."""

from dataclasses import replace
from typing import Any

import pytest

from casework import lifecycle
from casework.access import permissions, visibility
from casework.actions import handover
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.actions.escalation import Ring
from casework.actions.handover import (
    RESULT,
    Deliver,
    How,
    Share,
    SightChanged,
    TakenOver,
    TakeOver,
    Tell,
    by_hand,
    may_glance,
)
from casework.case import commands as c
from casework.case.model import CHAIN, Case, Decision, Refused, SaidBy, Status, Verdict
from casework.rules.who import TELLER as TELLERS
from tests.casework.cases import (
    NEIGHBOUR,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    filed,
    having,
    standing,
    told,
)

S = Status
FOR_NEIGHBOUR = {
    "who": "neighbour",
    "sufferer": "the neighbour",
    "consent": "not_asked",
    "place": "RT 2",
}
TAKE, FIXED = TakeOver(NEIGHBOUR, TELLER, True), Confirm(TELLER, Verdict.FIXED, "")


def helped(status: Status = S.IN_PROGRESS, **changed: Any) -> Case:
    """A case that its teller tells for somebody else."""
    return standing(status, helper=TELLER, intake=FOR_NEIGHBOUR, **changed)


def refused(case: Case, command: c.Command) -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, NOW, POLICY)
    return caught.value.key


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("status", Status)
def test_who_takes_a_case_over_is_its_teller(status: Status, keeps: bool) -> None:
    """In any status the neighbour becomes the teller and speaks for themselves; the volunteer stays
    if they wish it."""
    case, events = told(helped(status), TakeOver(NEIGHBOUR, TELLER, keeps))
    assert events == (TakenOver(NEIGHBOUR, TELLER, keeps),)
    assert (case.teller, case.helper, case.status) == (NEIGHBOUR, TELLER if keeps else None, status)
    assert case.intake.dump() == {**FOR_NEIGHBOUR, "who": "self", "consent": "yes"}
    assert not by_hand(case)


def test_who_gave_a_case_away_speaks_for_it_no_more() -> None:
    """The volunteer may look, and no command of the teller is theirs any longer."""
    case, _ = told(helped(), TAKE)
    assert (may_glance(TELLER, case), visibility.may_see(TELLER, (), case)) == (True, False)
    for kind in (kind for kind, who in permissions.WHO.items() if who == TELLERS):
        command = Withdraw(TELLER, "solved") if kind is not Share else Share(TELLER, TELLER)
        with pytest.raises(Refused, match="unknown_case"):
            permissions.check(command, (), case)


@pytest.mark.parametrize(
    ("case", "command"),
    [
        (filed()[0], TAKE),  # told for oneself
        (replace(helped(), teller=NEIGHBOUR), TAKE),  # taken over already
        (helped(), replace(TAKE, from_=OFFICER)),  # a code of somebody else
        (helped(), replace(TAKE, by=TELLER)),  # one's own code
    ],
)
def test_what_can_not_be_taken_over(case: Case, command: TakeOver) -> None:
    """A case of one's own, one that is taken, one of another volunteer: all get the same
    sentence."""
    assert refused(case, command) == "refused.handover.wrong"


def test_the_neighbour_changes_who_looks_on() -> None:
    """Sight is taken back and given again; what would change nothing is no event; the volunteer
    can't give it."""
    case, _ = told(helped(), TAKE)
    alone, events = told(case, Share(NEIGHBOUR, None))
    assert (events, alone.helper) == ((SightChanged(NEIGHBOUR, None),), None)
    assert told(alone, Share(NEIGHBOUR, TELLER))[0].helper == TELLER
    assert told(case, Share(NEIGHBOUR, TELLER))[1] == ()
    assert told(helped(), Share(TELLER, None))[1] == ()


def test_what_reaches_the_volunteer_has_not_reached_the_neighbour() -> None:
    """The letter that arrives is heard by who tells for themselves, and by nobody else."""
    own, other = (standing(S.RESOLVED, heard=False, helper=helper) for helper in (None, TELLER))
    assert (told(own, Deliver())[0].ending.heard, told(other, Deliver())[0].ending.heard) == (
        True,
        False,
    )
    assert told(having(own, heard=True), Deliver())[1] == ()


@pytest.mark.parametrize(
    ("news", "heard"), [((RESULT,), True), (("reply", RESULT), True), (("question",), False)]
)
def test_telling_the_result_makes_it_heard(news: tuple[str, ...], heard: bool) -> None:
    """Who told by hand of the result has told it; other news leaves it unheard."""
    case, _ = told(helped(S.RESOLVED, heard=False), Tell(TELLER, How.IN_PERSON, news))
    assert case.ending.heard is heard


@pytest.mark.parametrize("verdict", [Verdict.FIXED, Verdict.PARTLY])
def test_nobody_confirms_for_who_has_not_heard(verdict: Verdict) -> None:
    """A volunteer says that it is fixed only once the neighbour knows the result; "no" is heard at
    once."""
    case = helped(S.RESOLVED, heard=False)
    assert refused(case, replace(FIXED, verdict=verdict)) == "refused.tell_first"
    closed, _ = told(having(case, heard=True), replace(FIXED, verdict=verdict))
    assert (closed.status, closed.ending.said_by) == (S.CLOSED, SaidBy.ASKED_THEM)
    assert told(case, replace(FIXED, verdict=Verdict.NO))[0].status is S.REVIEWED


def test_who_answers_for_themselves_has_heard() -> None:
    """A teller's own answer is proof enough, whatever Telegram said of the letter."""
    case, _ = told(standing(S.RESOLVED, heard=False), FIXED)
    assert (case.status, case.ending.heard) == (S.CLOSED, True)


def test_a_new_result_must_be_heard_anew() -> None:
    """Opened again and resolved again, what was heard before does not count."""
    closed, _ = told(standing(S.RESOLVED), FIXED)
    opened, _ = told(closed, Reopen(TELLER, "off again"))
    again, _ = told(opened, Resolve(OFFICER, Decision.HELPED, "once more"))
    assert [x.ending.heard for x in (closed, opened, again)] == [True, False, False]


def test_what_was_not_heard_climbs_instead_of_closing() -> None:
    """On the tenth day the clock closes what was heard of; for the rest somebody above is asked to
    tell it."""
    unheard = standing(S.RESOLVED, heard=False)
    assert told(unheard, Ring("lapse"))[1] == ()
    climbed, _ = told(unheard, Ring("unheard"))
    assert (CHAIN[climbed.level], climbed.status) == ("coordinator", S.RESOLVED)
    assert told(standing(S.RESOLVED), Ring("unheard"))[1] == ()
    assert told(standing(S.RESOLVED), Ring("lapse"))[0].status is S.CLOSED


def test_who_files_for_another_is_their_helper() -> None:
    """The helper named when a case is filed is kept with it."""
    case, event = filed(helper=TELLER)
    assert (event.helper, case.helper, by_hand(case)) == (TELLER, TELLER, True)
    assert handover.NEWS.count(RESULT) == 1
