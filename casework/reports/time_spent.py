"""Whose time each minute of a case's life was: ours, another office's, or the resident's.

Read from the trail by the status after each event, so it holds for every event that the lifecycle
knows. Pure: times are aware UTC, and the caller says what "now" is."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from casework.actions.correcting.taking_back import TakenBack
from casework.actions.duplicates.unmerging import Unmerged
from casework.case.events import Event
from casework.case.model import Status
from casework.clock.open_time import Span
from casework.lifecycle import BECOMES


class Payer(StrEnum):
    """Who had the next step. People read it as the text ``payer.<value>``."""

    OURS = "ours"
    OTHER_OFFICE = "other_office"
    RESIDENT = "resident"


PAYERS: Mapping[Status, Payer] = {
    Status.RECEIVED: Payer.OURS,
    Status.REVIEWED: Payer.OURS,
    Status.IN_PROGRESS: Payer.OURS,
    Status.WAITING: Payer.RESIDENT,
    Status.REFERRED: Payer.OTHER_OFFICE,
    Status.RESOLVED: Payer.RESIDENT,
    Status.CLOSED: Payer.RESIDENT,
}
"""Whose time runs in a status. A closed case has none; of one that was opened again, the time in
which it was closed is the resident's: nobody else could have opened it."""

UNDOING = TakenBack | Unmerged
"""Events that undo the one before: its teller knew nothing of it, or had nothing to do."""

History = Sequence[tuple[Event, datetime]]


class Charge(NamedTuple):
    """From ``start`` up to, but not including, ``end``: whose time it was."""

    start: datetime
    end: datetime
    payer: Payer


def stays(history: History, now: datetime) -> list[tuple[Status, datetime, datetime]]:
    """The statuses of a case, one after another without a gap, from its first event until ``now``.

    Events at one moment leave only the last one's status; an event later than ``now`` has not
    happened yet. What was undone has never been: the time until then is of the status before."""
    found: list[tuple[Status, datetime, datetime]] = []
    status, since = Status.RECEIVED, history[0][1]
    for event, at in history:
        after = _after(event) or status
        if after is status or at > now:
            continue
        if isinstance(event, UNDOING):
            since = found.pop()[1] if found and found[-1][0] is after else since
            status = after
            continue
        found += [(status, since, at)] if since < at else []
        status, since = after, at
    return [*found, (status, since, now)] if since < now else found


def _after(event: Event) -> Status | None:
    """The status after an event, None: it stays. What is undone leads back to what was before."""
    return event.status if isinstance(event, UNDOING) else BECOMES.get(type(event))


def _status(history: History, now: datetime) -> Status:
    """The status at ``now``, also one that has only just begun."""
    became = [_after(event) for event, at in history if at <= now]
    return next((status for status in reversed(became) if status), Status.RECEIVED)


def charges(history: History, now: datetime) -> tuple[Charge, ...]:
    """The life of a case, from its opening to its closing (or ``now``), each minute charged to
    exactly one."""
    lived = stays(history, now)
    if lived and lived[-1][0] is Status.CLOSED and _status(history, now) is Status.CLOSED:
        lived.pop()
    joined: list[Charge] = []
    for status, start, end in lived:
        payer = PAYERS[status]
        before = joined.pop() if joined and joined[-1].payer is payer else Charge(start, end, payer)
        joined.append(Charge(before.start, end, payer))
    return tuple(joined)


def totals(found: Sequence[Charge]) -> dict[Payer, timedelta]:
    """How much of a life was whose. Every payer has a total; together they are the life of the
    case."""
    return {
        payer: sum((c.end - c.start for c in found if c.payer is payer), timedelta(0))
        for payer in Payer
    }


def pauses(history: History, now: datetime) -> tuple[Span, ...]:
    """When we waited for the resident's answer, and our time stood still."""
    return tuple(
        Span(start, end) for status, start, end in stays(history, now) if status is Status.WAITING
    )
