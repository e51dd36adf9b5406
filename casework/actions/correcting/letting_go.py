"""Letting go of a case: its holder gives it back to the office with a reason, a correction has
taken it out of their hands, or they work here no more. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.assignment import handed_over
from casework.actions.objection import check_hands
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import DESK, Condition, staff


@dataclass(frozen=True)
class GiveBack(Command):
    """The holder, or a leader, gives a case back to its office."""

    by: int
    reason: str


@dataclass(frozen=True)
class Free(Command):
    """Who holds the case may not see it any more, because it was corrected."""

    by: int


@dataclass(frozen=True)
class Inherit(Command):
    """Who holds a case that is done works here no more: what its resident answers goes to ``by``,
    who has ended their roles."""

    by: int


@dataclass(frozen=True)
class GivenBack(Event):
    kind = "given_back"
    reason: str


@dataclass(frozen=True)
class Freed(Event):
    """A correction has brought the case to other people: it is new to them, and nobody has it."""

    kind = "freed"


def _give_back(case: Case, command: GiveBack, at: datetime, policy: Policy) -> Events:
    if case.owner is None:
        raise Refused("refused.give_back.free", number=number(case.id))
    if case.referral is not None:
        raise Refused("refused.referral.offered", number=number(case.id))
    if not command.reason.strip():
        raise Refused("refused.correct.no_reason", number=number(case.id))
    return (GivenBack(command.by, command.reason),)


def _free(case: Case, command: Free, at: datetime, policy: Policy) -> Events:
    return (Freed(command.by),)


def _inherit(case: Case, command: Inherit, at: datetime, policy: Policy) -> Events:
    check_hands(case, command.by)
    return (handed_over(case, command.by, command.by),)


def _without_owner(case: Case, event: Event) -> Case:
    return replace(case, owner=None, had_by=None)


RULES: tuple[AnyRule, ...] = (
    Rule(GiveBack, frozenset({Status.IN_PROGRESS}), staff(Condition.OWNS), _give_back),
    Rule(Free, AT_A_DESK, DESK, _free),
    Rule(Inherit, frozenset({Status.RESOLVED}), DESK, _inherit),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(GivenBack, Status.REVIEWED, _without_owner),
    Change(Freed, Status.RECEIVED, _without_owner),
)
