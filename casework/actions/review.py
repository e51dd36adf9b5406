"""Reading a case: an officer has read it, or has seen the phone number of the person who may be
called. Pure.

Tested in tests/casework/actions/test_conflict_of_interest.py."""

from dataclasses import dataclass
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff, workers


@dataclass(frozen=True)
class Review(Command):
    """An officer has read the case."""

    by: int


@dataclass(frozen=True)
class Reveal(Command):
    """Show the phone number of the person who may be called; leaves a trace."""

    by: int


@dataclass(frozen=True)
class Reviewed(Event):
    kind = "reviewed"


@dataclass(frozen=True)
class Revealed(Event):
    kind = "revealed"


def read_first(case: Case, by: int) -> Events:
    """That an officer has read a new case, who opens it or replies to it; nothing of any other."""
    return (Reviewed(by),) if case.status is Status.RECEIVED else ()


def _review(case: Case, command: Review, at: datetime, policy: Policy) -> Events:
    return read_first(case, command.by)


def _reveal(case: Case, command: Reveal, at: datetime, policy: Policy) -> Events:
    return (Revealed(command.by),)


RULES: tuple[AnyRule, ...] = (
    Rule(Review, EVERY, staff(), _review),
    Rule(Reveal, EVERY, workers(Condition.ACCEPTED, Condition.STILL_SHARED), _reveal),
)
CHANGES: tuple[AnyChange, ...] = (Change(Reviewed, Status.REVIEWED), Change(Revealed))
