"""A conflict of interest: a case is closed for one officer, and opened for them again. Pure.

An officer who is of the household complained of, is its kin or its RT does not work on the
complaint. A leader closes one case for one colleague, who from then on sees nothing of it
(access/visibility.py); the trail keeps who did so."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import leaders


@dataclass(frozen=True)
class Exclude(Command):
    """Close a case for an officer (``who``, an id)."""

    by: int
    who: int


@dataclass(frozen=True)
class Readmit(Command):
    """Open a case again for an officer for whom it was closed."""

    by: int
    who: int


@dataclass(frozen=True)
class Excluded(Event):
    """Closed for an officer. What they held is held by the leader who closed it, until it is given
    on."""

    kind = "excluded"
    who: int


@dataclass(frozen=True)
class Readmitted(Event):
    kind = "readmitted"
    who: int


def _exclude(case: Case, command: Exclude, at: datetime, policy: Policy) -> Events:
    if command.who == command.by:
        raise Refused("refused.exclude.yourself")
    if command.who in case.excluded:
        raise Refused("refused.exclude.already", number=number(case.id))
    return (Excluded(command.by, command.who),)


def _readmit(case: Case, command: Readmit, at: datetime, policy: Policy) -> Events:
    if command.who not in case.excluded:
        raise Refused("refused.exclude.not", number=number(case.id))
    return (Readmitted(command.by, command.who),)


def _excluded(case: Case, event: Excluded) -> Case:
    owner = event.by if case.owner == event.who else case.owner
    return replace(case, owner=owner, excluded=(*case.excluded, event.who))


def _readmitted(case: Case, event: Readmitted) -> Case:
    return replace(case, excluded=tuple(person for person in case.excluded if person != event.who))


RULES: tuple[AnyRule, ...] = (
    Rule(Exclude, EVERY, leaders(), _exclude),
    Rule(Readmit, EVERY, leaders(), _readmit),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Excluded, evolve=_excluded),
    Change(Readmitted, evolve=_readmitted),
)
