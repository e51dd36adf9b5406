"""Claiming and assigning: an officer takes a case, or a leader gives it to somebody. Pure.

Tested in tests/casework/actions/test_objection.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.objection import check_hands
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, leaders, staff


@dataclass(frozen=True)
class Claim(Command):
    by: int


@dataclass(frozen=True)
class Assign(Command):
    by: int
    to: int


@dataclass(frozen=True)
class Claimed(Event):
    """``office``: where whoever has it now works (a code), as the desk knows; "" in what was stored
    before it was kept, here and in the two below."""

    kind = "claimed"
    office: str = ""


@dataclass(frozen=True)
class Assigned(Event):
    kind = "assigned"
    to: int
    office: str = ""


@dataclass(frozen=True)
class HandedOver(Event):
    """Assigned from one officer to another: the hands change, the status does not. ``had``: who
    held it, where somebody else did this; None also in what was stored before we asked."""

    kind = "handed_over"
    to: int
    had: int | None = None
    office: str = ""


def owned(case: Case, by: int) -> Events:
    """The event by which somebody who acts on an unclaimed case claims it; none when it has an
    owner. Raises Refused when they may not hold it (objection.py)."""
    if case.owner is None:
        check_hands(case, by)
    return () if case.owner is not None else (Claimed(by),)


def _claim(case: Case, command: Claim, at: datetime, policy: Policy) -> Events:
    if case.owner == command.by:
        raise Refused("refused.claim.yours", number=number(case.id))
    if case.owner is not None:
        raise Refused("refused.claim.taken", number=number(case.id), holder=case.owner)
    check_hands(case, command.by)
    return (Claimed(command.by),)


def _assign(case: Case, command: Assign, at: datetime, policy: Policy) -> Events:
    if case.owner == command.to:
        raise Refused("refused.assign.same", number=number(case.id))
    check_hands(case, command.to)
    held = case.owner is not None and case.status in (
        Status.WAITING,
        Status.IN_PROGRESS,
        Status.REFERRED,
    )
    if held:
        return (handed_over(case, command.by, command.to),)
    return (Assigned(command.by, command.to),)


def handed_over(case: Case, by: int, to: int) -> HandedOver:
    """The event by which a case goes from its holder to somebody else."""
    return HandedOver(by, to, None if case.owner == by else case.owner)


def _claimed(case: Case, event: Claimed) -> Case:
    return replace(case, owner=event.by)


def _assigned(case: Case, event: Assigned | HandedOver) -> Case:
    return replace(case, owner=event.to)


RULES: tuple[AnyRule, ...] = (
    Rule(Claim, AT_A_DESK, staff(Condition.JUDGES), _claim),
    Rule(Assign, AT_A_DESK | {Status.WAITING, Status.REFERRED}, leaders(Condition.JUDGES), _assign),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Claimed, Status.IN_PROGRESS, _claimed),
    Change(Assigned, Status.IN_PROGRESS, _assigned),
    Change(HandedOver, evolve=_assigned),
)
