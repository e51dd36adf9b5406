"""Several tellers of one trouble, one case out of two, and two cases out of one: what may be asked,
what happens. Pure.

What joining, leaving and splitting lead to is decided here; merging, and taking it back, in
merging.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from casework.actions.escalation import Events
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import OPEN, Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.policy.timers import Bell

Kept = tuple[tuple[str, str, str], ...]
"""Bells as they stand in the trail: kind, occurrence, due time (ISO 8601)."""


@dataclass(frozen=True)
class Join(c.Command):
    """*Saya juga*: somebody else has the same trouble. ``again``: has joined already, and tells
    more."""

    by: int
    story: object
    again: bool = False


@dataclass(frozen=True)
class Leave(c.Command):
    by: int


@dataclass(frozen=True)
class Merge(c.Command):
    """This case is the same as ``main``. ``confirmed``: the officer has seen both side by side.

    ``into`` (the main case) and ``bells`` (those that wait for this one) are filled in by the desk.
    """

    by: int
    main: int
    confirmed: bool = False
    into: Case | None = None
    bells: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Absorb(c.Command):
    """The other half of a merge, at the main case. ``tellers`` come along; ``late``: its bells of
    the due time."""

    by: int
    other: Case
    tellers: tuple[int, ...] = ()
    late: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Unmerge(c.Command):
    """Take a merge back. ``merged`` and ``into`` are filled in by the desk."""

    by: int
    merged: "Merged | None" = None
    into: Case | None = None


@dataclass(frozen=True)
class Release(c.Command):
    """The other half of taking a merge back. ``trail``: what happened to the main case; ``late``:
    as in Absorb.

    ``tellers``: those who came along and are still here.
    """

    by: int
    other: int
    trail: tuple[tuple[e.Event, datetime], ...] = ()
    tellers: tuple[int, ...] = ()
    late: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Split(c.Command):
    """There is a second trouble in this case. ``key``: the draft's id; ``child`` is filled in by
    the desk."""

    by: int
    key: str
    service: str
    words: str
    child: int = 0


@dataclass(frozen=True)
class Joined(e.Event):
    kind = "joined"
    story: object
    again: bool


@dataclass(frozen=True)
class Left(e.Event):
    kind = "left"


@dataclass(frozen=True)
class Merged(e.Event):
    """Closed as a duplicate of ``main``; what it was before: ``status``, ``bells``."""

    kind = "merged"
    main: int
    status: Status
    bells: Kept

    @property
    def result(self) -> str:
        """The written result of the closed case: the number under which it goes on."""
        return number(self.main)


@dataclass(frozen=True)
class Unmerged(e.Event):
    kind = "unmerged"
    main: int
    status: Status
    bells: Kept


@dataclass(frozen=True)
class Absorbed(e.Event):
    """A duplicate has become part of this case: its ``began_at`` and ``was_due_at``; the earlier
    counts from now on.

    ``tellers``: who came along. ``late_before``, ``late``: the bells of the due time as they were,
    and as they are now."""

    kind = "absorbed"
    other: int
    began_at: datetime
    was_due_at: datetime
    tellers: tuple[int, ...]
    late_before: Kept = ()
    late: Kept = ()


@dataclass(frozen=True)
class Released(e.Event):
    """A duplicate is a case of its own again. ``began_at``, ``is_due_at``, ``late``: of this case
    from now on."""

    kind = "released"
    other: int
    began_at: datetime
    is_due_at: datetime
    tellers: tuple[int, ...]
    late: Kept = ()


@dataclass(frozen=True)
class Divided(e.Event):
    kind = "divided"
    child: int


@dataclass(frozen=True)
class SplitOff(e.Event):
    """What an officer did when this case was opened out of another (its Filed names the teller)."""

    kind = "split_off"
    parent: int


_S = Status
_AT_WORK = frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS, _S.WAITING})

ALLOWED: Mapping[type, frozenset[Status]] = {
    Join: _AT_WORK | {_S.REFERRED},
    Leave: frozenset(Status),
    Merge: _AT_WORK,
    Absorb: _AT_WORK | {_S.REFERRED},
    Unmerge: frozenset({_S.CLOSED}),
    Release: frozenset(Status),
    Split: OPEN,
}
"""A referred case is not closed as a duplicate: the other office has it in hand."""

BECOMES: Mapping[type[e.Event], Status | None] = {
    Joined: None,
    Left: None,
    Merged: _S.CLOSED,
    Unmerged: None,  # what it was before, which the event knows
    Absorbed: None,
    Released: None,
    Divided: None,
    SplitOff: None,
}

BY_STAFF = frozenset({Merge, Absorb, Unmerge, Release, Split})
BY_OTHERS = frozenset({Join, Leave})
"""Commands of those who have the same trouble; the desk sees to it that the case was offered, or
joined."""

PARSERS: Mapping[str, Callable[[Any], object]] = {
    "status": Status,
    "began_at": datetime.fromisoformat,
    "was_due_at": datetime.fromisoformat,
    "is_due_at": datetime.fromisoformat,
    "tellers": tuple,
    **dict.fromkeys(
        ("bells", "late", "late_before"), lambda rows: tuple(tuple(row) for row in rows)
    ),
}
"""How fields of these events are read back (trail.py)."""


def _join(case: Case, command: Join, at: datetime, policy: Policy) -> Events:
    if private(case, policy):
        raise Refused("refused.unknown_case")
    return (Joined(command.by, command.story, command.again),)


def private(case: Case, policy: Policy) -> bool:
    """Whether nobody but its teller may learn that the case exists."""
    return case.confidential or policy.catalogue.services[case.service].sensitive


def _leave(case: Case, command: Leave, at: datetime, policy: Policy) -> Events:
    return (Left(command.by),)


def _split(case: Case, command: Split, at: datetime, policy: Policy) -> Events:
    return (Divided(command.by, command.child),)


def _joined(case: Case, event: Joined) -> Case:
    return replace(case, others=case.others + (0 if event.again else 1))


def _left(case: Case, event: Left) -> Case:
    return replace(case, others=case.others - 1)


DECIDE: Mapping[type, Callable[..., Events]] = {Join: _join, Leave: _leave, Split: _split}
CHANGES: Mapping[type, Callable[..., Case]] = {Joined: _joined, Left: _left}
