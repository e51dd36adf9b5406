"""Moving what was promised because the calendar has changed: a decree of joint leave, a local day,
other hours. Pure.

What has passed never moves, and nothing moves into the past: nobody becomes late, or stops being
late, by a decree. The bells follow by themselves (reports/promises.py)."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import OPEN, Case, Referral, Stage, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import CLOCK

RUNNING = OPEN - {Status.RESOLVED}
"""Statuses in which a due time means something: once there is a result, we wait for the teller's
word and no time runs."""


@dataclass(frozen=True)
class Reschedule(Command):
    """Move what is given: the due time, and what hangs on a referral, which is the ``answer_by`` of
    the other office and the ``own_due`` of the person meanwhile. ``because``: the names of the days
    that did it, "" when nobody named them."""

    due_at: datetime | None
    because: str
    by: int = 0
    answer_by: datetime | None = None
    own_due: datetime | None = None


@dataclass(frozen=True)
class Rescheduled(Event):
    kind = "rescheduled"
    due_at: datetime
    because: str


@dataclass(frozen=True)
class AnswerRescheduled(Event):
    """Another office has until ``answer_by``; ``own_due`` is the person's own time once that office
    has the case."""

    kind = "answer_rescheduled"
    answer_by: datetime
    own_due: datetime | None
    because: str


def moves(case: Case, due_at: datetime, at: datetime) -> bool:
    """Whether a case's due time may become ``due_at``."""
    return case.status in RUNNING and ahead(case.due_at, due_at, at)


def ahead(was: datetime, becomes: datetime, at: datetime) -> bool:
    """Whether a moment moves, and neither out of the past nor into it."""
    return was > at and becomes > at and was != becomes


def _reschedule(case: Case, command: Reschedule, at: datetime, policy: Policy) -> Events:
    events: list[Event] = []
    if command.due_at and moves(case, command.due_at, at):
        events.append(Rescheduled(command.by, command.due_at, command.because))
    referral = referral_again(case, command.answer_by, command.own_due, at)
    if referral is not None and case.status in RUNNING:
        events.append(
            AnswerRescheduled(command.by, referral.answer_by, referral.own_due, command.because)
        )
    return tuple(events)


def referral_again(
    case: Case, answer_by: datetime | None, own_due: datetime | None, at: datetime
) -> Referral | None:
    """The referral with those of its moments that move; None when none does."""
    before = case.referral
    if before is None:
        return None
    after = before
    # Once the office has the case, its time is the due time, which moves by itself.
    if answer_by and case.stage is Stage.OFFERED and ahead(before.answer_by, answer_by, at):
        after = replace(after, answer_by=answer_by)
    if own_due and before.own_due and ahead(before.own_due, own_due, at):
        after = replace(after, own_due=own_due)
    return after if after != before else None


def _rescheduled(case: Case, event: Rescheduled) -> Case:
    referral = case.referral
    if referral is not None and case.stage is Stage.ACCEPTED:
        referral = replace(referral, answer_by=event.due_at)
    return replace(case, due_at=event.due_at, referral=referral)


def _answer_rescheduled(case: Case, event: AnswerRescheduled) -> Case:
    if case.referral is None:
        return case
    referral = replace(case.referral, own_due=event.own_due)
    if case.stage is Stage.OFFERED:
        referral = replace(referral, answer_by=event.answer_by)
    return replace(case, referral=referral)


RULES: tuple[AnyRule, ...] = (Rule(Reschedule, EVERY, CLOCK, _reschedule),)
CHANGES: tuple[AnyChange, ...] = (
    Change(Rescheduled, evolve=_rescheduled),
    Change(AnswerRescheduled, evolve=_answer_rescheduled),
)
