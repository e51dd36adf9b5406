"""Moving a due time because the calendar has changed: a decree of joint leave, a local day. Pure.

A due time that has passed never moves, and none moves into the past: nobody becomes late, or stops
being late, by a decree."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import OPEN, Case, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import CLOCK

RUNNING = OPEN - {Status.RESOLVED}
"""Statuses in which a due time means something: once there is a result, we wait for the teller's
word and no time runs."""


@dataclass(frozen=True)
class Reschedule(Command):
    """Move the due time. ``because``: the names of the days that did it, "" when nobody named
    them."""

    due_at: datetime
    because: str
    by: int = 0


@dataclass(frozen=True)
class Rescheduled(Event):
    kind = "rescheduled"
    due_at: datetime
    because: str


def moves(case: Case, due_at: datetime, at: datetime) -> bool:
    """Whether a case's due time may become ``due_at``."""
    return case.status in RUNNING and case.due_at > at and due_at > at and due_at != case.due_at


def _reschedule(case: Case, command: Reschedule, at: datetime, policy: Policy) -> Events:
    if not moves(case, command.due_at, at):
        return ()
    return (Rescheduled(command.by, command.due_at, command.because),)


def _rescheduled(case: Case, event: Rescheduled) -> Case:
    return replace(case, due_at=event.due_at)


RULES: tuple[AnyRule, ...] = (Rule(Reschedule, EVERY, CLOCK, _reschedule),)
CHANGES: tuple[AnyChange, ...] = (Change(Rescheduled, evolve=_rescheduled),)
