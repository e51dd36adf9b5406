"""One case out of two, and taking it back. Pure, like its neighbours; commands and events are in
co_reporting.py.

A merge closes the duplicate and says in its trail all that is needed to take it back: status,
bells, who came along. Taking it back gives the duplicate its own life again, and the main case its
own beginning and due time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from casework.actions.co_reporting import (
    ALLOWED,
    Absorb,
    Absorbed,
    Kept,
    Merge,
    Merged,
    Release,
    Released,
    Unmerge,
    Unmerged,
    private,
)
from casework.actions.escalation import Events
from casework.case import events as e
from casework.case.model import Case, Decision, Refused, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.policy.timers import Bell, Changes

ACT = "act"
"""Bells that ring after this clock (policy/followups.toml) belong to the due time, and move with
it."""

UNCONFIRMED = "refused.merge.unconfirmed"
"""Not refused for good: the desk shows both cases and asks whether they are the same."""


def kept(bells: Sequence[Bell]) -> Kept:
    """Bells as the trail keeps them, in order."""
    return tuple(sorted((b.kind, b.occurrence, b.due_at.isoformat()) for b in bells))


def again(case: int, bells: Kept) -> tuple[Bell, ...]:
    """The bells of a case out of its trail."""
    return tuple(
        Bell(kind, str(case), occurrence, datetime.fromisoformat(due))
        for kind, occurrence, due in bells
    )


def due_kinds(policy: Policy) -> frozenset[str]:
    """Kinds of bells that belong to the due time."""
    return frozenset(row.kind for row in policy.followups.values() if row.after == ACT)


def bells(case: Case, event: e.Event, policy: Policy) -> Changes:
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


def _merge(case: Case, command: Merge, at: datetime, policy: Policy) -> Events:
    main = command.into
    if main is None:
        raise Refused("refused.unknown_case")
    _check(case, main, policy)
    if (
        case.referral is not None
    ):  # another office was asked: first it must know that it need not answer
        raise Refused("refused.referral.offered", number=number(case.id))
    if not command.confirmed:
        raise Refused("refused.merge.unconfirmed", number=number(case.id), main=number(main.id))
    return (Merged(command.by, main.id, case.status, kept(command.bells)),)


def differences(case: Case, main: Case) -> tuple[str, ...]:
    """In what two cases are unlike: ``village``, ``service``, ``people``. A village that is not
    known differs."""
    unlike = {
        "village": not case.village or case.village != main.village,
        "service": case.service != main.service,
        "people": _whose(case) != _whose(main),
    }
    return tuple(name for name, differs in unlike.items() if differs)


def _whose(case: Case) -> object:
    """Whose trouble it is: the neighbour or visitor who was named, else the teller."""
    return " ".join((case.intake.sufferer or "").casefold().split()) or case.teller


def _check(case: Case, main: Case, policy: Policy) -> None:
    """Raise Refused unless two cases may become one."""
    numbers, differ = (number(case.id), number(main.id)), case.teller != main.teller
    if case.id == main.id:
        raise Refused("refused.merge.itself", number=numbers[0])
    if _district(case, policy) != _district(main, policy):
        raise Refused("refused.merge.district", number=numbers[0], main=numbers[1])
    if main.status not in ALLOWED[Absorb]:
        raise Refused("refused.merge.closed", main=numbers[1])
    if case.confidential is not main.confidential or (
        differ and (private(case, policy) or private(main, policy))
    ):
        raise Refused("refused.merge.private", number=numbers[0], main=numbers[1])
    if tuple(Urgency).index(case.urgency) < tuple(Urgency).index(main.urgency):
        raise Refused("refused.merge.urgent", number=numbers[0], main=numbers[1])


def _district(case: Case, policy: Policy) -> str:
    """The district of the place of a case: as many parts of its code as the district's own has."""
    return ".".join((case.village or policy.district).split(".")[: policy.district.count(".") + 1])


def _absorb(case: Case, command: Absorb, at: datetime, policy: Policy) -> Events:
    other, late = command.other, command.late
    earlier = case.due_at - other.due_at
    if earlier > timedelta(0):
        late = _moved(late, -earlier, at, f"m{case.version}")
    return (
        Absorbed(
            command.by,
            other.id,
            other.opened_at,
            other.due_at,
            command.tellers,
            kept(command.late),
            kept(late),
        ),
    )


def _moved(late: Sequence[Bell], by: timedelta, at: datetime, name: str) -> tuple[Bell, ...]:
    """Bells that move with the due time. Of those whose time is over one rings: nobody is asked
    thrice at once."""
    moved = [replace(b, due_at=b.due_at + by) for b in sorted(late, key=lambda b: b.due_at)]
    over = [b for b in moved if b.due_at <= at]
    return tuple(
        replace(b, occurrence=f"{name}.{i}")
        for i, b in enumerate([*over[-1:], *(b for b in moved if b.due_at > at)])
    )


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
        late = _moved(late, due - case.due_at, at, f"m{case.version}")
    return (Released(command.by, command.other, began, due, command.tellers, kept(late)),)


def beginnings(
    trail: Sequence[tuple[e.Event, datetime]], without: int
) -> tuple[datetime, datetime]:
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


def _merged(case: Case, event: Merged) -> Case:
    ending = replace(case.ending, decision=Decision.DUPLICATE, merged_into=event.main)
    return replace(case, ending=ending)


def _unmerged(case: Case, event: Unmerged) -> Case:
    ending = replace(case.ending, decision=None, merged_into=None)
    return replace(case, status=event.status, closed_at=None, ending=ending)


def _absorbed(case: Case, event: Absorbed) -> Case:
    return replace(
        case,
        opened_at=min(case.opened_at, event.began_at),
        due_at=min(case.due_at, event.was_due_at),
        others=case.others + len(event.tellers),
    )


def _released(case: Case, event: Released) -> Case:
    return replace(
        case,
        opened_at=event.began_at,
        due_at=event.is_due_at,
        others=case.others - len(event.tellers),
    )


DECIDE: Mapping[type, Callable[..., Events]] = {
    Merge: _merge,
    Absorb: _absorb,
    Unmerge: _unmerge,
    Release: _release,
}

CHANGES: Mapping[type, Callable[..., Case]] = {
    Merged: _merged,
    Unmerged: _unmerged,
    Absorbed: _absorbed,
    Released: _released,
}
