"""Tunda: nothing can be done before a certain day, so the case is put off until then, with a reason
that its teller reads. Pure.

At most ``MOST`` ahead, and once; a second time only by a leader, then never again. On the day
itself a bell tells the holder, and the case is due when the office closes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from casework.actions.assignment import owned
from casework.actions.correcting.classification import LEADS, check_reason
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff

MOST = timedelta(days=30)
"""How far ahead a case may be put off (our proposal: within a month everybody remembers why)."""

OFTEN = 2
"""How often, the second time included."""


@dataclass(frozen=True)
class Postpone(Command):
    """``until``: a local date (ISO 8601). ``rank``: how high the person stands in the case,
    ``before``: how often it was put off; told by the desk."""

    by: int
    until: str
    reason: str
    rank: int = 0
    before: int = 0


@dataclass(frozen=True)
class Postponed(Event):
    kind = "postponed"
    due_at: datetime
    reason: str


def _postpone(case: Case, command: Postpone, at: datetime, policy: Policy) -> Events:
    check_reason(case, command.reason)
    if case.urgency is Urgency.EMERGENCY:
        raise Refused("refused.postpone.emergency", number=number(case.id))
    if command.before >= OFTEN:
        raise Refused("refused.postpone.often", number=number(case.id))
    if command.before and command.rank < LEADS:
        raise Refused("refused.postpone.leader", number=number(case.id))
    due_at = _end_of(command.until, case, at, policy)
    if due_at <= case.due_at:
        raise Refused("refused.postpone.earlier", number=number(case.id), due=case.due_at)
    return (*owned(case, command.by), Postponed(command.by, due_at, command.reason))


def _end_of(until: str, case: Case, at: datetime, policy: Policy) -> datetime:
    """When the office closes on that day, or on the next on which it opens (UTC)."""
    day, today = date.fromisoformat(until), at.astimezone(policy.calendar.zone).date()
    if not today < day <= today + MOST:
        raise Refused("refused.postpone.days", number=number(case.id), most=MOST.days)
    return policy.calendar.day_of_work(day)[1]


def _postponed(case: Case, event: Postponed) -> Case:
    return replace(case, due_at=event.due_at)


RULES: tuple[AnyRule, ...] = (
    Rule(Postpone, AT_A_DESK, staff(Condition.OWNS, Condition.JUDGES), _postpone),
)
CHANGES: tuple[AnyChange, ...] = (Change(Postponed, evolve=_postponed),)
"""The status stays; only the time moves."""
