"""Another village or office: the case is new there and in nobody's hands; what the district has
comes down only by the district's word."""

from dataclasses import replace

import pytest

from casework import lifecycle
from casework.actions.correcting.placing import DISTRICT as ABOVE
from casework.actions.correcting.placing import VILLAGE as BELOW
from casework.actions.correcting.placing import CorrectPlace
from casework.case.model import Case, Refused, Status, Urgency
from casework.reports import held_by
from tests.casework.cases import (
    DISTRICT,
    NOW,
    OFFICER,
    OTHER,
    POLICY,
    VILLAGE,
    filed,
    standing,
    told,
)


def refused(case: Case, command: CorrectPlace) -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, NOW, POLICY)
    return caught.value.key


@pytest.mark.parametrize("urgency", [Urgency.EMERGENCY, Urgency.NORMAL])
def test_a_wrong_village_moves_the_case_and_rings_there(urgency: Urgency) -> None:
    """In the right village the case is unread and in nobody's hands, with the bells of that: alarms
    in an emergency; its due time stays."""
    held = standing(Status.IN_PROGRESS, owner=OFFICER, urgency=urgency)
    case, events = told(held, CorrectPlace(OFFICER, "the house is there", village=OTHER))
    assert (case.village, case.office, case.owner, case.status) == (
        OTHER,
        OTHER,
        None,
        Status.RECEIVED,
    )
    assert case.due_at == held.due_at
    wanted = "alarm" if urgency is Urgency.EMERGENCY else "unread"
    assert wanted in {bell.kind for bell in POLICY.bells(case, events, NOW).bells}
    trail = [(filed()[1], NOW), *((event, NOW) for event in events)]
    assert held_by.stays(trail)[-1] == (NOW, OTHER)


def test_what_has_climbed_stays_above() -> None:
    """Of a case that the district has, the village is corrected and the hands stay; down it goes by
    the district's word alone."""
    climbed = standing(Status.IN_PROGRESS, owner=OFFICER, office=DISTRICT, level=2)
    moved, events = told(climbed, CorrectPlace(OFFICER, "there", village=OTHER))
    assert (moved.village, moved.office, moved.owner, len(events)) == (OTHER, DISTRICT, OFFICER, 1)
    down = CorrectPlace(OFFICER, "the village can", office=BELOW)
    assert refused(climbed, replace(down, rank=1)) == "refused.correct.above"
    below, _ = told(climbed, replace(down, rank=2))
    assert (below.office, below.level, below.owner) == (VILLAGE, 0, None)


def test_up_goes_whatever_the_district_must_have() -> None:
    """An officer may give a case to the district, with a reason; nobody there holds it yet."""
    up, _ = told(filed()[0], CorrectPlace(OFFICER, "two villages", office=ABOVE))
    assert (up.office, up.level, up.village, up.owner) == (DISTRICT, 2, VILLAGE, None)


def test_nobody_works_there_so_the_district_has_it() -> None:
    """Where a village has no office at work, the district gets the case, as it would at first."""
    moved, _ = told(filed()[0], CorrectPlace(OFFICER, "there", village=OTHER, manned=False))
    assert (moved.village, moved.office, moved.level) == (OTHER, DISTRICT, 2)


def test_what_was_told_in_confidence_never_goes_down() -> None:
    """A case that accuses an official stays with the district, whatever is asked."""
    secret, _ = filed("official_complaint")
    down = CorrectPlace(OFFICER, "x", office=BELOW, rank=3)
    assert refused(secret, down) == "refused.correct.same"


def test_a_place_that_was_unknown_brings_the_case_home() -> None:
    """A case that lay with the district because nobody knew its village goes there."""
    found, _ = told(filed(village="")[0], CorrectPlace(OFFICER, "they called", village=OTHER))
    assert (found.village, found.office, found.level) == (OTHER, OTHER, 0)


def test_the_same_place_and_no_reason_are_refused() -> None:
    """Nothing changes without a why, and what is so already is not done again."""
    assert refused(filed()[0], CorrectPlace(OFFICER, "x", village=VILLAGE)).endswith("same")
    assert refused(filed()[0], CorrectPlace(OFFICER, " ", village=OTHER)).endswith("no_reason")
