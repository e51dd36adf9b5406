"""A report that its teller took back and opens again, without a store."""

from datetime import timedelta

import pytest

from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.resolution import MISTAKE, Reopen, Withdraw
from casework.case.commands import Command
from casework.case.model import Case, Status, Urgency
from tests.casework.cases import NOW, POLICY, TELLER, standing, told

EMERGENCY = standing(Status.RECEIVED, urgency=Urgency.EMERGENCY)
MINUTE, LATER = timedelta(minutes=1), timedelta(days=2)


def played(case: Case, *commands: Command, then: timedelta = MINUTE) -> Case:
    """The case after some commands, the last of them opening it again after ``then``."""
    for command in commands:
        case, _ = told(case, command, NOW)
    case, _ = told(case, Reopen(TELLER, ""), NOW + then)
    return case


@pytest.mark.parametrize("words", ["", "salah pencet"])
def test_what_was_called_off_by_a_slip_is_an_emergency_again(words: str) -> None:
    """Its urgency and its time to act are those of one."""
    case = played(EMERGENCY, CallOff(TELLER, words), Withdraw(TELLER, MISTAKE))
    assert case.urgency is Urgency.EMERGENCY
    assert case.due_at == POLICY.due(case.service, Urgency.EMERGENCY, NOW + MINUTE)


def test_days_later_it_is_a_plain_report() -> None:
    """Nobody is woken for what was none two days ago."""
    off = (CallOff(TELLER), Withdraw(TELLER, MISTAKE))
    assert played(EMERGENCY, *off, then=LATER).urgency is not Urgency.EMERGENCY


@pytest.mark.parametrize("urgency", [Urgency.NORMAL, Urgency.EMERGENCY])
def test_what_was_only_taken_back_stays_as_it_was(urgency: Urgency) -> None:
    """It was never called off."""
    case = standing(Status.RECEIVED, urgency=urgency)
    assert played(case, Withdraw(TELLER, MISTAKE)).urgency is urgency
