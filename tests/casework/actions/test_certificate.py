"""The certificate of a household: what is verified, how long ago, and what for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.certificate import DECILES, FRESH, Certified, Certify
from casework.case.model import Refused, Status
from tests.casework.cases import NOW, OFFICER, POLICY, standing, told

TODAY = NOW.astimezone(POLICY.calendar.zone).date()
ASKED = Certify(OFFICER, "KIP Kuliah", 3, TODAY.isoformat())


def certified(**changed: object) -> object:
    _, (event,) = told(standing(Status.IN_PROGRESS), replace(ASKED, **changed))  # type: ignore[arg-type]
    return event


@pytest.mark.parametrize("decile", [None, 1, DECILES])
@pytest.mark.parametrize("ago", [timedelta(0), FRESH])
def test_what_was_verified_is_written_down(decile: int | None, ago: timedelta) -> None:
    """A household outside the list has no decile; a year ago is just fresh enough."""
    seen = (TODAY - ago).isoformat()
    wanted = Certified(OFFICER, "KIP Kuliah", decile, seen)
    assert certified(decile=decile, verified_on=seen) == wanted


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"purpose": " "}, "refused.certify.no_purpose"),
        ({"decile": 0}, "refused.certify.date"),
        ({"decile": DECILES + 1}, "refused.certify.date"),
        ({"verified_on": (TODAY + timedelta(days=1)).isoformat()}, "refused.certify.date"),
        ({"verified_on": (TODAY - FRESH - timedelta(days=1)).isoformat()}, "refused.certify.date"),
    ],
)
def test_what_nobody_can_have_verified_is_refused(changed: dict[str, object], key: str) -> None:
    """No purpose, a decile that does not exist, tomorrow, and more than a year ago."""
    with pytest.raises(Refused) as refused:
        certified(**changed)
    assert refused.value.key == key
