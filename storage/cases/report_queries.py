"""The cases that the figures of a period are made of, in somebody's scope. Reads only; every
statement is set-based.

The scope is the set-based twin of ``sees`` in casework/access/visibility.py. Besides the verdict at
closing and the moves of what has changed hands, nothing sealed is opened here; ``listed`` opens the
cases themselves, for a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopened, Resolved
from casework.case.events import Event
from casework.case.model import Case, Membership, Role
from casework.case.roles import DISCREET, STAFF
from casework.reports.figures import CountedCase
from casework.reports.held_by import Stays, came_to, held_at
from storage.cases import office_history
from storage.cases.cases import CASES, case_of, open_to
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow

LONGEST_LIST = 20_000
"""Cases in one workbook: what opens on a village computer."""

_EVENTS = table_of(EventRow)


@dataclass(frozen=True)
class TimeRange:
    """From ``start`` up to, but not including, ``end``, both UTC."""

    start: datetime
    end: datetime


async def rows(
    connection: AsyncConnection,
    vault: Vault,
    memberships: Sequence[Membership],
    span: TimeRange,
    *,
    viewer: int = 0,
) -> list[CountedCase]:
    """What ``casework.reports.figures`` needs: the cases opened before the end of ``span`` and not
    closed before its start, and whatever is open now. ``viewer``: for whom; what was closed for
    them is not counted."""
    wanted = and_(in_scope(memberships, viewer), _counts_in(span))
    moved = await office_history.stays(connection, vault, wanted)
    found = await connection.execute(_with_moments(wanted))
    return [_held(_row(vault, row, span), moved.get(row.id)) for row in found]


def _held(row: CountedCase, stays: Stays | None) -> CountedCase:
    """The row with the offices that had the case at its moments, where it has moved."""
    if not stays:
        return row
    done_by = held_at(stays, row.closed_at) if row.closed_at else ""
    late_by = held_at(stays, row.due_at)
    return row._replace(received_by=came_to(stays), late_by=late_by, done_by=done_by)


async def listed(
    connection: AsyncConnection,
    vault: Vault,
    memberships: Sequence[Membership],
    span: TimeRange,
    *,
    viewer: int = 0,
) -> list[Case]:
    """The cases opened or closed in ``span``, oldest first, at most ``LONGEST_LIST``."""
    moved = or_(CASES.c.opened_at >= span.start, CASES.c.closed_at < span.end)
    wanted = and_(
        in_scope(memberships, viewer), CASES.c.opened_at < span.end, _not_before(span), moved
    )
    found = await connection.execute(
        select(CASES).where(wanted).order_by(CASES.c.id).limit(LONGEST_LIST)
    )
    return [case_of(vault, row) for row in found]


def in_scope(memberships: Sequence[Membership], viewer: int = 0) -> ColumnElement[bool]:
    """The cases, open and closed, that somebody (``viewer``, an id) may see as staff."""
    ways = [_of(m) for m in memberships if m.role in STAFF]
    if not ways:
        return false()
    return and_(or_(*ways), open_to(viewer)) if viewer else or_(*ways)


def _of(membership: Membership) -> ColumnElement[bool]:
    here = or_(
        _below(CASES.c.office, membership.scope),
        and_(CASES.c.confidential.is_(False), _below(CASES.c.village, membership.scope)),
    )
    here = here if membership.role in DISCREET else and_(here, CASES.c.sensitive.is_(False))
    if membership.role is not Role.BACK_OFFICE or not membership.desks:
        return here
    return and_(here, CASES.c.desk.in_([str(desk) for desk in membership.desks]))


def _below(column: ColumnElement[str], scope: str) -> ColumnElement[bool]:
    return or_(column == scope, column.startswith(scope + ".", autoescape=True))


def _not_before(span: TimeRange) -> ColumnElement[bool]:
    return or_(CASES.c.closed_at.is_(None), CASES.c.closed_at >= span.start)


def _counts_in(span: TimeRange) -> ColumnElement[bool]:
    # What is open counts as of now, also when it was opened after the span.
    return or_(
        CASES.c.closed_at.is_(None),
        and_(CASES.c.opened_at < span.end, CASES.c.closed_at >= span.start),
    )


def _with_moments(wanted: ColumnElement[bool]) -> Select[Any]:
    """The plain columns, when the last result was written and the teller last said no, and the yes
    that closed it."""
    yes = and_(
        _EVENTS.c.case_id == CASES.c.id,
        _EVENTS.c.kind == Confirmed.kind,
        _EVENTS.c.at == CASES.c.closed_at,
    )
    return (
        select(
            CASES.c.id,
            CASES.c.office,
            CASES.c.service,
            CASES.c.status,
            CASES.c.opened_at,
            CASES.c.due_at,
            _last(Resolved).label("resolved_at"),
            CASES.c.closed_at,
            _last(Reopened).label("reopened_at"),
            CASES.c.rating,
            _EVENTS.c.n,
            _EVENTS.c.body,
        )
        .outerjoin(_EVENTS, yes)
        .where(wanted)
    )


def _last(kind: type[Event]) -> ScalarSelect[datetime | None]:
    # One case at a time by the key of its trail: a village's report must not read the events of the
    # whole district.
    trail = _EVENTS.alias()
    at = select(func.max(trail.c.at)).where(
        trail.c.case_id == CASES.c.id, trail.c.kind == kind.kind
    )
    return at.scalar_subquery()


def _row(vault: Vault, row: Any, span: TimeRange) -> CountedCase:
    (
        case_id,
        office,
        service,
        status,
        opened_at,
        due_at,
        resolved_at,
        closed_at,
        reopened_at,
        rating,
        n,
        body,
    ) = row
    stands = (
        resolved_at if resolved_at and (reopened_at is None or resolved_at > reopened_at) else None
    )
    verdict = None
    if body and closed_at < span.end:
        verdict = vault.open_json("event", "body", f"{case_id}.{n}", body)["verdict"]
    return CountedCase(
        office, service, status, opened_at, due_at, stands, closed_at, reopened_at, verdict, rating
    )
