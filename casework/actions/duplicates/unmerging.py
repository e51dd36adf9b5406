"""Taking a merge back: the duplicate becomes a case of its own again, and the main case gets its
own beginning and due time back. Pure.

Tested in tests/casework/actions/duplicates/test_merging.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.duplicates.kept_bells import ACT, Kept, again, due_kinds, kept, moved
from casework.actions.duplicates.merging import Absorbed, Merged
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status, Urgency
from casework.case.number import number
from casework.policy.followups import Bell, Changes
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff


@dataclass(frozen=True)
class Unmerge(Command):
    """Take a merge back. ``merged`` and ``into`` are filled in by the desk."""

    by: int
    merged: "Merged | None" = None
    into: Case | None = None


@dataclass(frozen=True)
class Release(Command):
    """The main case's half of taking a merge back: it lets the duplicate go. ``trail``: what
    happened to the main case; ``late``: as in Absorb.

    ``tellers``: those who came along and are still here."""

    by: int
    other: int
    trail: tuple[tuple[Event, datetime], ...] = ()
    tellers: tuple[int, ...] = ()
    late: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Unmerged(Event):
    kind = "unmerged"
    main: int
    status: Status
    bells: Kept


@dataclass(frozen=True)
class Released(Event):
    """A duplicate is a case of its own again. ``began_at``, ``is_due_at``, ``late``: of this case
    from now on; ``place``, ``phone``: as they were before the merge, "" for none, None where they
    stay."""

    kind = "released"
    other: int
    began_at: datetime
    is_due_at: datetime
    tellers: tuple[int, ...]
    late: Kept = ()
    place: str | None = None
    phone: str | None = None


def bells(case: Case, event: Event, policy: Policy) -> Changes:
    """What an event of this module means for the bells of its case, besides what the policy's rows
    say."""
    match event:
        case Unmerged():
            return Changes(again(case.id, event.bells), frozenset())
        case Absorbed() if event.late != event.late_before:
            return Changes(again(case.id, event.late), due_kinds(policy))
        case Released():
            return Changes(again(case.id, event.late), due_kinds(policy))
        case _:
            return Changes((), frozenset())


def _unmerge(case: Case, command: Unmerge, at: datetime, policy: Policy) -> Events:
    merged, main = command.merged, command.into
    if case.ending.merged_into is None or merged is None or main is None or case.closed_at is None:
        raise Refused("refused.unmerge.not_merged", number=number(case.id))
    if at - case.closed_at > policy.duplicates.undo:
        raise Refused(
            "refused.unmerge.too_late", number=number(case.id), days=policy.duplicates.undo.days
        )
    if main.ending.merged_into is not None:
        raise Refused("refused.unmerge.later", number=number(case.id), main=number(main.id))
    if case.urgency is Urgency.EMERGENCY and main.status in (Status.RESOLVED, Status.CLOSED):
        raise Refused("refused.unmerge.over", number=number(case.id), main=number(main.id))
    return (Unmerged(command.by, main.id, merged.status, merged.bells),)


def _release(case: Case, command: Release, at: datetime, policy: Policy) -> Events:
    began, due = beginnings(command.trail, without=command.other)
    absorbed = [
        x for x, _ in command.trail if isinstance(x, Absorbed) and x.other == command.other
    ][-1]
    late = command.late
    if {b.occurrence for b in late} <= {occurrence for _, occurrence, _ in absorbed.late}:
        rows = [
            row
            for row in policy.followups.values()
            if row.after == ACT and case.status in row.while_in
        ]
        late = again(case.id, absorbed.late_before) if rows else ()
    elif due != case.due_at:
        late = moved(late, due - case.due_at, at, f"m{case.version}")
    released = Released(command.by, command.other, began, due, command.tellers, kept(late))
    return (_with_its_own(case, released, absorbed),)


def _with_its_own(case: Case, released: Released, absorbed: Absorbed) -> Released:
    """The address and number as before the merge, unless somebody has changed them since."""
    place = absorbed.was_place if absorbed.place == case.intake.place else None
    phone = "" if absorbed.phone == case.intake.phone else None
    return replace(released, place=place, phone=phone)


def beginnings(trail: Sequence[tuple[Event, datetime]], without: int) -> tuple[datetime, datetime]:
    """When a case began and is due by its trail, as if ``without`` had never become part of it."""
    began, due = trail[0][1], trail[0][1]
    parts: dict[int, tuple[datetime, datetime | None]] = {}
    for event, _ in trail:
        if isinstance(event, Absorbed):
            parts[event.other] = (event.began_at, event.was_due_at)
        elif isinstance(event, Released):
            parts.pop(event.other, None)
        elif isinstance(restarted := getattr(event, "due_at", None), datetime):
            due, parts = restarted, {other: (its, None) for other, (its, _) in parts.items()}
    parts.pop(without, None)
    dues = [its for _, its in parts.values() if its is not None]
    return min([began, *(its for its, _ in parts.values())]), min([due, *dues])


def still_absorbed(events: Iterable[Event]) -> tuple[Absorbed, ...]:
    """The duplicates that are part of a case by its trail, in the order in which they came."""
    parts: dict[int, Absorbed] = {}
    for event in events:
        if isinstance(event, Absorbed):
            parts[event.other] = event
        elif isinstance(event, Released):
            parts.pop(event.other, None)
    return tuple(parts.values())


def _unmerged(case: Case, event: Unmerged) -> Case:
    ending = replace(case.ending, decision=None, merged_into=None)
    return replace(case, status=event.status, closed_at=None, ending=ending)


def _released(case: Case, event: Released) -> Case:
    return replace(
        case,
        opened_at=event.began_at,
        due_at=event.is_due_at,
        others=case.others - len(event.tellers),
        intake=replace(
            case.intake,
            place=case.intake.place if event.place is None else event.place or None,
            phone=case.intake.phone if event.phone is None else event.phone or None,
        ),
    )


RULES: tuple[AnyRule, ...] = (
    Rule(Unmerge, frozenset({Status.CLOSED}), staff(), _unmerge),
    Rule(Release, EVERY, staff(), _release),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Unmerged, evolve=_unmerged),  # the status before the merge, which the event knows
    Change(Released, evolve=_released),
)
