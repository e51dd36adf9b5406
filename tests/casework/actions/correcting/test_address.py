"""A wrong address is set right by whoever works on the case."""

import pytest

from casework import lifecycle
from casework.actions.correcting.address import CorrectAddress
from casework.case.model import Refused, Status
from tests.casework.cases import NOW, OFFICER, POLICY, standing, told

CASE = standing(Status.IN_PROGRESS, owner=OFFICER, intake={"place": "RT 02"})


def test_the_page_shows_the_right_one() -> None:
    """Nothing else changes, and what stood there before is kept in the trail."""
    case, (event,) = told(CASE, CorrectAddress(OFFICER, " RT 03 ", "a neighbour said so"))
    assert (case.intake.place, case.status, case.due_at) == ("RT 03", CASE.status, CASE.due_at)
    assert (event.place, event.was) == ("RT 03", "RT 02")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("place", "reason", "key"), [("RT 02", "x", "same"), (" ", "x", "same"), ("RT 3", "", "reason")]
)
def test_what_is_refused(place: str, reason: str, key: str) -> None:
    """The same, nothing, and nobody says why."""
    with pytest.raises(Refused) as caught:
        lifecycle.decide(CASE, CorrectAddress(OFFICER, place, reason), NOW, POLICY)
    assert caught.value.key.endswith(key)
