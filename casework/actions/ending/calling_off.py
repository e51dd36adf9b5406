"""Calling an emergency off: its teller says that it is none after all. The case goes on as a plain
report, with the clock of one; taking it back is another step (resolution.py). Pure.

What has climbed meanwhile stays where it is: somebody there has read of it.

Tested in tests/casework/test_lifecycle.py and
tests/conversations/handlers/emergencies/test_emergency_words.py.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import OPEN, Case, Urgency
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER

OF_ALARMS = ("alarm", "unsure")
"""Facts that speak of danger; what is called off has none of them."""


@dataclass(frozen=True)
class CallOff(Command):
    """``words``: what the teller wrote, "" for a tap."""

    by: int
    words: str = ""


@dataclass(frozen=True)
class CalledOff(Event):
    """No emergency any more. ``due_at``: the new due time (UTC), None while the old one rests or
    another office has the case."""

    kind = "called_off"
    urgency: Urgency
    due_at: datetime | None
    words: str = ""


def _call_off(case: Case, command: CallOff, at: datetime, policy: Policy) -> Events:
    if case.urgency is not Urgency.EMERGENCY:
        return ()  # said twice
    urgency = plain_urgency(case, policy)
    due_at = policy.due(case.service, urgency, at) if case.status in AT_A_DESK else None
    return (CalledOff(command.by, urgency, due_at, command.words),)


def plain_urgency(case: Case, policy: Policy) -> Urgency:
    """How urgent a case is without its alarm; of a service that is an emergency by itself, high."""
    told = {k: v for k, v in (case.intake.facts or {}).items() if k not in OF_ALARMS}
    urgency = policy.route(case.service, told, case.village, case.known).urgency
    return Urgency.HIGH if urgency is Urgency.EMERGENCY else urgency


def _called_off(case: Case, event: CalledOff) -> Case:
    off = replace(case, urgency=event.urgency, intake=case.intake.called_off())
    return replace(off, due_at=event.due_at or case.due_at)


RULES: tuple[AnyRule, ...] = (Rule(CallOff, OPEN, TELLER, _call_off),)
CHANGES: tuple[AnyChange, ...] = (Change(CalledOff, evolve=_called_off),)
