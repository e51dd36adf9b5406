"""Climbing: what a bell leads to, and the chain of those who are asked one after another. Pure,
like its neighbours.

A bell asks, it never orders: when it no longer matters, nothing follows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case
from casework.policy.policy import Policy

CHAIN = ("desk", "coordinator", "district_officer", "district_manager")
"""Who is asked at each level of a case. From level 2 on the district is the responsible office."""

DISTRICT_LEVEL = 2

Events = tuple[e.Event, ...]


def level_of(office: str, policy: Policy) -> int:
    """The level at which a case of an office begins."""
    return DISTRICT_LEVEL if office == policy.district else 0


def _ring(case: Case, command: c.Ring, at: datetime, policy: Policy) -> Events:
    row = policy.followups.get(command.kind)
    if row is None or not row.matters(case):
        return ()
    return _RINGS[row.does](case, command, policy)


def next_level(case: Case, manned: frozenset[int]) -> int | None:
    """The next level up at which somebody works; where nobody does at all, the next one. None: it
    is at the top."""
    above = [level for level in range(case.level + 1, len(CHAIN)) if level in manned]
    if not above and case.level in manned:
        return None
    level = above[0] if above else case.level + 1
    return level if level < len(CHAIN) else None


def _climb(case: Case, ring: c.Ring, policy: Policy) -> Events:
    """One step up, to the next level where somebody works; when nobody does, the step is taken all
    the same."""
    level = next_level(case, ring.manned)
    if level is None:
        return (e.Rung(0, ring.kind),)
    return (
        e.Escalated(
            0, level, policy.district if level >= DISTRICT_LEVEL else case.office, ring.kind
        ),
    )


_RINGS: Mapping[str, Callable[[Case, c.Ring, Policy], Events]] = {
    "climb": _climb,
    "remind": lambda case, ring, policy: (e.Reminded(0, ring.kind),),
    # Nothing ends in silence: what has not reached the person is never closed, it climbs until
    # somebody tells them.
    "close": lambda case, ring, policy: (e.Lapsed(0),) if case.ending.heard else (),
    "tell": lambda case, ring, policy: () if case.ending.heard else _climb(case, ring, policy),
}


def _escalated(case: Case, event: e.Escalated) -> Case:
    return replace(case, level=event.level, office=event.office)


DECIDE: Mapping[type, Callable[..., Events]] = {c.Ring: _ring}
CHANGES: Mapping[type, Callable[..., Case]] = {e.Escalated: _escalated}
