"""Taking back, without a store: what can be held, what figures and residents see of it, and what
builds on it already."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import lifecycle
from casework.actions.correcting.taking_back import (
    QUESTION,
    TakeBack,
    TakenBack,
    can_be_held,
    still_said,
)
from casework.actions.correspondence import Noted, Replied
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Resolve, Resolved
from casework.actions.question import Asked
from casework.actions.referral import Done
from casework.case.events import Event
from casework.case.model import Case, Decision, Refused, SaidBy, Status, Urgency, Verdict
from casework.reports.first_times import first_times
from casework.reports.time_spent import charges
from tests.casework.cases import DINSOS, NOW, OFFICER, POLICY, TELLER, filed, standing, told

RESOLVED = Resolved(OFFICER, Decision.HELPED, "the card works")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("case", "events", "what"),
    [
        (standing(Status.RESOLVED), (RESOLVED,), "result"),
        (standing(Status.WAITING), (Asked(OFFICER, "when?", "text"),), QUESTION),
        (standing(Status.IN_PROGRESS), (Replied(OFFICER, "soon"),), "reply"),
        (standing(Status.IN_PROGRESS), (Noted(OFFICER, "called"),), ""),
        (standing(Status.RESOLVED, urgency=Urgency.EMERGENCY), (RESOLVED,), ""),
        (standing(Status.RESOLVED, helper=TELLER), (RESOLVED,), "result"),
        (standing(Status.RESOLVED), (Done(OFFICER, DINSOS, "Dinsos"), RESOLVED), "result"),
        (standing(Status.RESOLVED), (), ""),
    ],
)
def test_what_can_be_held(case: Case, events: tuple[Event, ...], what: str) -> None:
    """Replies, questions and results; of what a volunteer tells by hand and another office has
    written, too; never in an emergency."""
    assert can_be_held(case, events) == what


def test_what_its_reader_never_got_is_not_shown() -> None:
    """The words and their taking back are both gone; the rest stays as it was."""
    case, opening = filed()
    back = TakenBack(OFFICER, "reply", 2, NOW, case.status, None, None, None, 0)
    trail = [(opening, NOW), (Replied(OFFICER, "no"), NOW), (Replied(OFFICER, "yes"), NOW)]
    assert still_said([*trail, (back, NOW)]) == [trail[0], trail[2]]


def test_a_result_that_reached_nobody_was_no_answer() -> None:
    """It is not counted, our time has run on, and the real result counts when it comes."""
    _, opening = filed()
    at = NOW + MINUTE
    back = TakenBack(OFFICER, "result", 2, at, Status.RECEIVED, None, None, None, 0)
    trail = [(opening, NOW), (RESOLVED, at), (back, at + MINUTE)]
    assert "answered" not in first_times(trail, NOW + 9 * MINUTE).words
    assert charges(trail, NOW + 9 * MINUTE)[-1].payer == "ours"
    again = [*trail, (RESOLVED, at + 5 * MINUTE)]
    assert first_times(again, NOW + 9 * MINUTE).words["answered"].at == at + 5 * MINUTE


def test_what_builds_on_it_stays() -> None:
    """A result that was confirmed, or words that somebody else wrote, are not taken back."""
    case, opening = filed()
    confirmed = Confirmed(TELLER, Verdict.FIXED, "", SaidBy.SELF)
    trail = ((opening, NOW), (RESOLVED, NOW), (confirmed, NOW))
    for by, key in ((OFFICER, "moved_on"), (TELLER, "not_yours")):
        with pytest.raises(Refused) as caught:
            lifecycle.decide(case, TakeBack(by, 2, trail, case), NOW, POLICY)
        assert caught.value.key == f"refused.take_back.{key}"


def test_an_objection_waits_again() -> None:
    """The decision before the result that was taken back still is whose it was."""
    objected = standing(Status.IN_PROGRESS, owner=OFFICER, decided_by=22, decided_level=1)
    decided, (event,) = told(objected, Resolve(OFFICER, Decision.HELPED, "x", 2))
    trail = ((filed()[1], NOW), (event, NOW))
    back, _ = told(decided, TakeBack(OFFICER, 2, trail, objected))
    assert replace(back, version=objected.version) == objected
