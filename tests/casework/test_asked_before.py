"""What a level was asked before, for the same reason."""

from casework.actions.correcting.letting_go import GivenBack
from casework.actions.escalation import Escalated, Rung
from casework.actions.reminder import Nudged, Raised
from casework.asked_before import KINDS, levels_asked
from tests.casework.cases import DISTRICT, NOW, OFFICER, TELLER, VILLAGE, filed

FILED = filed()[1]
UP = Escalated(0, 2, DISTRICT, "unread")


def test_nobody_takes_it_is_one_thing_to_be_told() -> None:
    """Filed, not read, not taken, given back: each asks the level that the case had then."""
    back, rung = GivenBack(OFFICER, "kin"), Rung(0, "unowned")
    assert levels_asked([FILED, UP, back, rung], "unowned") == (0, 2, 2, 2)
    raised = Raised(TELLER, 3, DISTRICT, NOW)
    assert levels_asked([FILED, raised, back], "unread") == (0, 3)


def test_that_it_is_late_is_another() -> None:
    """A new fact is told, also to who was asked about the case before."""
    assert levels_asked([FILED, UP], "late") == ()
    assert levels_asked([FILED, Escalated(0, 1, VILLAGE, "late")], "late") == (1,)
    assert levels_asked([FILED, Escalated(0, 1, VILLAGE, "late")], "unread") == (0,)


def test_a_reminder_of_its_teller_asks_nobody_what_a_bell_asks() -> None:
    """It is a fact of its own."""
    assert Nudged.kind not in KINDS
    assert levels_asked([Nudged(TELLER, 1, NOW)], "late") == ()
