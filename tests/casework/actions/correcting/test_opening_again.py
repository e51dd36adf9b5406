"""A leader opens a case again that has ended."""

import pytest

from casework import lifecycle
from casework.actions.correcting.opening_again import OpenAgain
from casework.case.model import Case, Decision, Refused, Status
from casework.reports.first_times import first_times
from tests.casework.cases import MAIN, NOW, OFFICER, POLICY, filed, standing, told


def refused(case: Case, reason: str = "it is off again") -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, OpenAgain(OFFICER, reason), NOW, POLICY)
    return caught.value.key


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_it_is_free_has_a_fresh_clock_and_rings(status: Status) -> None:
    """Nobody holds it, its time begins anew, and the bells of a free case are set; reports count it
    as opened again."""
    case, events = told(standing(status, owner=OFFICER), OpenAgain(OFFICER, "it is off again"))
    assert (case.status, case.owner, case.closed_at) == (Status.REVIEWED, None, None)
    assert (case.due_at, case.ending.decision) == (POLICY.due("pkh", case.urgency, NOW), None)
    assert {"unowned", "late"} <= {bell.kind for bell in POLICY.bells(case, events, NOW).bells}
    assert "reopened" in first_times([(filed()[1], NOW), (events[0], NOW)], NOW).words


def test_what_is_not_ours_to_open() -> None:
    """What its teller took back, what became part of another case, and anything without a
    reason."""
    assert refused(standing(Status.CLOSED, decision=Decision.WITHDRAWN)).endswith("withdrawn")
    assert refused(standing(Status.CLOSED, merged_into=MAIN.id)).endswith("merged")
    assert refused(standing(Status.CLOSED), " ") == "refused.correct.no_reason"
