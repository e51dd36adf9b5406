"""What a teller may do when the due time has passed: remind whoever holds the case, and take it a
level higher. Pure.

Both leave an event, and each is possible once a day, so that whoever is asked gets a chance to act
before they are asked again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.actions.escalation import next_level
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import DISTRICT_LEVEL, Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER

REST = timedelta(hours=24)
"""How long a reminder, and a step up, stand before the next (our proposal: a day is what one desk
needs to react)."""

PRESSED = frozenset({Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.REFERRED})
"""Statuses in which a teller may remind us: somebody in an office is the one who is late."""


@dataclass(frozen=True)
class Nudge(Command):
    """The teller reminds whoever holds the case (``by`` is the teller)."""

    by: int


@dataclass(frozen=True)
class Raise(Command):
    """The teller takes the case one level higher. ``manned``: the levels at which somebody works
    and ``watching`` as of ``Ring``."""

    by: int
    manned: frozenset[int] = frozenset({1, 2, 3})
    watching: int | None = None


@dataclass(frozen=True)
class Nudged(Event):
    """The teller has reminded whoever holds the case. ``count`` numbers the reminders of this case
    from 1; ``again_at``: when the next one is possible (UTC)."""

    kind = "nudged"
    count: int
    again_at: datetime


@dataclass(frozen=True)
class Raised(Event):
    """The teller has taken the case to ``level``; ``again_at``: when the next step is possible
    (UTC)."""

    kind = "raised"
    level: int
    office: str
    again_at: datetime


def late(case: Case, at: datetime) -> bool:
    """Whether the teller may remind us: the due time has passed, and it is not the teller whom we
    wait for."""
    return case.status in PRESSED and case.due_at < at


def _nudge(case: Case, command: Nudge, at: datetime, policy: Policy) -> Events:
    if not late(case, at):
        raise Refused("refused.nudge.early", number=number(case.id), due=case.due_at)
    if case.reminders.nudge_again_at is not None and at < case.reminders.nudge_again_at:
        raise Refused(
            "refused.nudge.again", number=number(case.id), again=case.reminders.nudge_again_at
        )
    return (Nudged(command.by, case.reminders.nudges + 1, at + REST),)


def _raise(case: Case, command: Raise, at: datetime, policy: Policy) -> Events:
    if not late(case, at):
        raise Refused("refused.raise.early", number=number(case.id), due=case.due_at)
    level = next_level(case, command.manned, command.watching)
    if level is None:
        raise Refused("refused.raise.top", number=number(case.id))
    if case.reminders.raise_again_at is not None and at < case.reminders.raise_again_at:
        raise Refused(
            "refused.raise.again", number=number(case.id), again=case.reminders.raise_again_at
        )
    office = policy.district if level >= DISTRICT_LEVEL else case.office
    return (Raised(command.by, level, office, at + REST),)


def _nudged(case: Case, event: Nudged) -> Case:
    reminders = replace(case.reminders, nudges=event.count, nudge_again_at=event.again_at)
    return replace(case, reminders=reminders)


def _raised(case: Case, event: Raised) -> Case:
    reminders = replace(case.reminders, raise_again_at=event.again_at)
    raised = replace(case, level=event.level, office=event.office, had_by=None)
    return replace(raised, reminders=reminders)


RULES: tuple[AnyRule, ...] = (
    Rule(Nudge, PRESSED, TELLER, _nudge),
    Rule(Raise, PRESSED, TELLER, _raise),
)
CHANGES: tuple[AnyChange, ...] = (Change(Nudged, evolve=_nudged), Change(Raised, evolve=_raised))
