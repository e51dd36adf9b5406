"""Words that an officer has written better: which they are, and when they still stand."""

from datetime import datetime

import pytest

from casework import lifecycle
from casework.actions.correcting.rewording import Reword, Reworded, found, standing_words
from casework.actions.correspondence import Noted, Replied
from casework.actions.ending.resolution import Resolved
from casework.case.events import Event
from casework.case.model import Decision, Refused, Status
from tests.casework.cases import COLLEAGUE, NOW, OFFICER, POLICY, filed, standing


def trail(*events: Event) -> tuple[tuple[Event, datetime], ...]:
    return tuple((event, NOW) for event in (filed()[1], *events))


SAID = trail(
    Replied(OFFICER, "Monday"),
    Noted(COLLEAGUE, "Monday"),
    Replied(OFFICER, "Monday"),
    Reworded(OFFICER, "reply", 4, "Tuesday"),
)


def test_the_newest_of_ones_own_words_is_meant() -> None:
    """Not what a colleague wrote, and what was bettered by what it says now."""
    assert standing_words(SAID) == {2: "Monday", 3: "Monday", 4: "Tuesday"}
    assert found(SAID, OFFICER, " Tuesday ") == 4
    assert (found(SAID, OFFICER, "Monday"), found(SAID, COLLEAGUE, "Monday")) == (2, 3)
    assert found(SAID, OFFICER, "Friday") == 0


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [("Friday", "Monday", "unknown"), ("Monday", " ", "unknown"), ("done", "x", "moved_on")],
)
def test_what_is_refused(was: str, now: str, key: str) -> None:
    """Words that nobody wrote, no words, and a result that stands no more."""
    told = (*SAID, (Resolved(OFFICER, Decision.HELPED, "done"), NOW))
    with pytest.raises(Refused) as caught:
        lifecycle.decide(standing(Status.IN_PROGRESS), Reword(OFFICER, was, now, told), NOW, POLICY)
    assert caught.value.key == f"refused.reword.{key}"
