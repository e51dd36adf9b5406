"""Escalation: what a bell leads to when it rings, and the levels at which people are asked one
after another. Pure.

A bell asks, it never orders: when its question no longer matters, nothing follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import CHAIN, DISTRICT_LEVEL, Case, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import CLOCK


@dataclass(frozen=True)
class Ring(Command):
    """A bell asks whether ``kind`` (a row of policy/followups.toml) still matters. ``decide`` may
    answer nothing.

    ``manned``: the levels of the chain at which somebody works; a case that climbs skips the
    others. ``spoken``: somebody has told more since the result. ``told``: whoever is asked again at
    the top was told so today already. ``watching``: the level that looks on while whoever had the
    case last goes on with it, None for nobody. All are told by the desk."""

    kind: str
    manned: frozenset[int] = frozenset({1, 2, 3})
    by: int = 0
    spoken: bool = False
    told: bool = False
    watching: int | None = None


@dataclass(frozen=True)
class Escalated(Event):
    """The case has climbed to ``level``; ``bell`` names the row that asked. ``watched``: that level
    had looked on, and now it is its turn."""

    kind = "escalated"
    level: int
    office: str
    bell: str
    watched: bool = False


@dataclass(frozen=True)
class Rung(Event):
    """The case is at the top already: whoever is there is asked again. ``bell`` names the row."""

    kind = "rung"
    bell: str


@dataclass(frozen=True)
class Reminded(Event):
    """The clock reminded the teller; ``bell`` names the row."""

    kind = "reminded"
    bell: str

    @property
    def label(self) -> str:
        return f"reminded:{self.bell}"


@dataclass(frozen=True)
class Woken(Event):
    """The day has come until which the case was put off (correcting/postponement.py)."""

    kind = "woken"


@dataclass(frozen=True)
class Lapsed(Event):
    """Closed by the clock: a result was written, and the teller did not answer in time."""

    kind = "lapsed"


def level_of(office: str, policy: Policy) -> int:
    """The level at which a case of an office begins."""
    return DISTRICT_LEVEL if office == policy.district else 0


def _ring(case: Case, command: Ring, at: datetime, policy: Policy) -> Events:
    row = policy.followups.get(command.kind)
    if row is None or not row.asks(case):
        return ()  # it may have been called off since the bell was set
    return _RINGS[row.does](case, command, policy)


def next_level(case: Case, manned: frozenset[int], watching: int | None = None) -> int | None:
    """The level that looks on already; else the next level up at which somebody works, the next of
    all where nobody works at any. None: the case is at the top."""
    if watching is not None:
        return watching
    above = [level for level in range(case.level + 1, len(CHAIN)) if level in manned]
    if not above and case.level in manned:
        return None
    level = above[0] if above else case.level + 1
    return level if level < len(CHAIN) else None


def _climb(case: Case, ring: Ring, policy: Policy) -> Events:
    """The events of one step up, to the next level where somebody works; when nobody does, the step
    is taken all the same."""
    level = next_level(case, ring.manned, ring.watching)
    if level is None:  # the trail names no reminder that nobody is sent
        return () if ring.told else (Rung(0, ring.kind),)
    office = policy.district if level >= DISTRICT_LEVEL else case.office
    return (Escalated(0, level, office, ring.kind, ring.watching is not None),)


_RINGS: Mapping[str, Callable[[Case, Ring, Policy], Events]] = {
    "climb": _climb,
    "remind": lambda case, ring, policy: (Reminded(0, ring.kind),),
    "wake": lambda case, ring, policy: (Woken(0),),
    # Nothing ends in silence: what has not reached the person is never closed, it climbs until
    # somebody tells them. Nor does what they have written to, which is no silence.
    # The row of its service may have become more careful since the bell was set.
    "close": lambda case, ring, policy: (
        (Lapsed(0),) if case.ending.heard and not ring.spoken and not policy.spares(case) else ()
    ),
    "tell": lambda case, ring, policy: () if case.ending.heard else _climb(case, ring, policy),
}


def _escalated(case: Case, event: Escalated) -> Case:
    return replace(case, level=event.level, office=event.office, had_by=None)


RULES: tuple[AnyRule, ...] = (Rule(Ring, EVERY, CLOCK, _ring),)
CHANGES: tuple[AnyChange, ...] = (
    Change(Escalated, evolve=_escalated),
    Change(Rung),
    Change(Reminded),
    Change(Woken),
    Change(Lapsed, Status.CLOSED),
)
