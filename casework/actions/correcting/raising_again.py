"""A call-off was a slip: its teller raises the emergency again. Pure.

Tested in tests/casework/test_lifecycle.py and
tests/conversations/handlers/emergencies/in_parts/test_undone.py."""

from dataclasses import dataclass
from datetime import datetime

from casework.actions.correcting.classification import UrgencyCorrected
from casework.case.commands import Command
from casework.case.events import Events
from casework.case.model import OPEN, Case, Urgency
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Rule
from casework.rules.who import TELLER


@dataclass(frozen=True)
class RaiseAgain(Command):
    """``words``: what the teller wrote."""

    by: int
    words: str


def _raise_again(case: Case, command: RaiseAgain, at: datetime, policy: Policy) -> Events:
    if case.urgency is Urgency.EMERGENCY:
        return ()  # said twice
    now, before = Urgency.EMERGENCY, case.due_at
    due_at = policy.due(case.service, now, at) if case.status in AT_A_DESK else before
    return (UrgencyCorrected(command.by, now, case.urgency, due_at, before, at, command.words),)


RULES: tuple[AnyRule, ...] = (Rule(RaiseAgain, OPEN, TELLER, _raise_again),)
CHANGES: tuple[AnyChange, ...] = ()
