"""Bells reckoned anew: what rows of today would have set, without what has rung already."""

from dataclasses import replace
from datetime import timedelta

from casework.case.model import Status
from casework.policy.policy import Policy
from casework.policy.reckoning import moments_of, reckoned
from tests.casework.cases import NOW, POLICY, filed

CASE, FILED = filed()
HISTORY = [(FILED, NOW)]


def renamed(kind: str) -> Policy:
    """The policy with a follow-up under another name."""
    rows = dict(POLICY.followups)
    rows[f"{kind}_2"] = replace(rows.pop(kind), kind=f"{kind}_2")
    return replace(POLICY, followups=rows)


def test_a_row_with_another_name_rings_when_the_old_one_would_have() -> None:
    """The moments are those of the event that starts it; kinds that the case has had go on."""
    had = POLICY.followups.keys()
    bells = reckoned(CASE, HISTORY, NOW, renamed("unread"), had)
    assert {bell.kind for bell in bells} == {"unread_2"}
    assert [bell.due_at for bell in bells] == [*moments_of(CASE, "unread", HISTORY, POLICY)]


def test_what_should_have_rung_rings_once_now() -> None:
    """After a long time off one bell asks, not all that were missed."""
    later = NOW + timedelta(days=90)
    bells = reckoned(CASE, HISTORY, later, renamed("unread"), POLICY.followups.keys())
    assert [bell.due_at for bell in bells] == [later]


def test_a_row_that_does_not_matter_is_not_reckoned() -> None:
    """A case that is closed, or was never started, has no bells of it."""
    closed = replace(CASE, status=Status.CLOSED)
    assert reckoned(closed, HISTORY, NOW, POLICY, ()) == ()
    assert moments_of(CASE, "question", HISTORY, POLICY) == ()
