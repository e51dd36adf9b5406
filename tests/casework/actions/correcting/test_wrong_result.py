"""A result that was wrong is taken back after it was sent, and the case goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import lifecycle
from casework.actions.correcting.wrong_result import ResultRetracted, RetractResult
from casework.case.model import Case, Decision, Ending, Refused, Status
from tests.casework.cases import COLLEAGUE, MAIN, NOW, OFFICER, POLICY, standing, told

WRONG = RetractResult(OFFICER, "it was another card")
S = Status


@pytest.mark.parametrize("status", [S.RESOLVED, S.CLOSED])
def test_its_holder_goes_on_with_a_fresh_clock(status: Status) -> None:
    """Nothing is decided any more, whoever held it holds it, and its bells are set."""
    case, events = told(standing(status, owner=COLLEAGUE, decided_by=COLLEAGUE), WRONG)
    assert (case.status, case.owner, case.closed_at) == (S.IN_PROGRESS, COLLEAGUE, None)
    assert (case.ending.decision, case.ending.objected) == (None, False)
    assert case.due_at == POLICY.due("pkh", case.urgency, NOW)
    assert {"late", "still"} <= {bell.kind for bell in POLICY.bells(case, events, NOW).bells}


def test_a_free_case_is_held_by_who_found_the_mistake() -> None:
    """Whoever says so goes on with it."""
    case, _ = told(standing(S.RESOLVED), WRONG)
    assert (case.status, case.owner) == (S.IN_PROGRESS, OFFICER)


def test_an_objection_is_open_again() -> None:
    """What was decided about an objection was wrong: the first decision is in question as it was,
    with the time that an objection has."""
    before = replace(standing(S.IN_PROGRESS), ending=Ending(decided_by=COLLEAGUE, decided_level=0))
    case, (event,) = told(
        standing(S.RESOLVED, owner=OFFICER, decided_by=OFFICER),
        replace(WRONG, before=before, said_at=NOW - timedelta(days=1)),
    )
    assert isinstance(event, ResultRetracted)
    assert (case.ending.objected, case.ending.decided_by) == (True, COLLEAGUE)
    assert event.decided_by == OFFICER
    assert case.due_at == POLICY.due("pkh", case.urgency, NOW, objected=True)


LONG_CLOSED = replace(standing(S.CLOSED), closed_at=NOW - timedelta(days=31))


@pytest.mark.parametrize(
    ("case", "reason", "key"),
    [
        (standing(S.RESOLVED), " ", "no_reason"),
        (standing(S.CLOSED, decision=Decision.WITHDRAWN), "x", "withdrawn"),
        (standing(S.CLOSED, merged_into=MAIN.id), "x", "merged"),
        (LONG_CLOSED, "x", "too_late"),
    ],
)
def test_what_stays(case: Case, reason: str, key: str) -> None:
    """Nothing without a reason, nothing that is no result of ours, nothing of long ago."""
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, replace(WRONG, reason=reason), NOW, POLICY)
    assert caught.value.key.endswith(key)
