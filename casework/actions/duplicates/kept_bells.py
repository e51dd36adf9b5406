"""The bells of a case as its trail keeps them, so that a merge can be taken back, and how they move
with the due time. Pure.

Tested in tests/casework/actions/duplicates/test_merging.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.policy.policy import Policy

Kept = tuple[tuple[str, str, str], ...]
"""Bells as they stand in the trail: kind, occurrence, due time (ISO 8601)."""


ACT = "act"
"""The clock of the due time: bells that ring after it (policy/followups.toml) move when the due
time moves."""


def kept(bells: Sequence[Bell]) -> Kept:
    """Bells as the trail keeps them, in order."""
    return tuple(sorted((b.kind, b.occurrence, b.due_at.isoformat()) for b in bells))


def again(case: int, bells: Kept) -> tuple[Bell, ...]:
    """The bells of a case, made again from its trail."""
    return tuple(
        Bell(kind, OfCase(case), occurrence, datetime.fromisoformat(due))
        for kind, occurrence, due in bells
    )


def due_kinds(policy: Policy) -> frozenset[str]:
    """Kinds of bells that belong to the due time."""
    return frozenset(row.kind for row in policy.followups.values() if row.after == ACT)


def moved(late: Sequence[Bell], by: timedelta, at: datetime, name: str) -> tuple[Bell, ...]:
    """Bells that move with the due time. Of those whose time is over then only the last is kept, so
    that nobody is asked several times at once."""
    all_moved = [replace(b, due_at=b.due_at + by) for b in sorted(late, key=lambda b: b.due_at)]
    over = [b for b in all_moved if b.due_at <= at]
    return tuple(
        replace(b, occurrence=f"{name}.{i}")
        for i, b in enumerate([*over[-1:], *(b for b in all_moved if b.due_at > at)])
    )
