"""A case that its holder gives back waits for somebody else, and is rung for again."""

import pytest

from casework import lifecycle
from casework.actions.correcting.letting_go import GiveBack
from casework.case.model import Case, Referral, Refused, Stage, Status, Urgency
from tests.casework.cases import DINSOS, NOW, OFFICER, POLICY, standing, told


def refused(case: Case, reason: str = "I am kin") -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, GiveBack(OFFICER, reason), NOW, POLICY)
    return caught.value.key


@pytest.mark.parametrize(
    ("urgency", "bell"), [(Urgency.NORMAL, "unowned"), (Urgency.EMERGENCY, "alarm")]
)
def test_given_back_it_is_free_and_rings(urgency: Urgency, bell: str) -> None:
    """The due time stays, the hands are empty, and the bell of a case without a holder is set; in
    an emergency the alarm."""
    held = standing(Status.IN_PROGRESS, owner=OFFICER, urgency=urgency)
    case, events = told(held, GiveBack(OFFICER, "I am kin"))
    assert (case.owner, case.status, case.due_at) == (None, Status.REVIEWED, held.due_at)
    assert bell in {each.kind for each in POLICY.bells(case, events, NOW).bells}


def test_what_cannot_be_given_back() -> None:
    """What nobody holds, what another office was asked to take, and anything without a reason."""
    assert refused(standing(Status.IN_PROGRESS)) == "refused.give_back.free"
    offered = {"owner": OFFICER, "referral": Referral(DINSOS, Stage.OFFERED, NOW)}
    assert refused(standing(Status.IN_PROGRESS, **offered)) == "refused.referral.offered"
    held = standing(Status.IN_PROGRESS, owner=OFFICER)
    assert refused(held, " ") == "refused.correct.no_reason"
