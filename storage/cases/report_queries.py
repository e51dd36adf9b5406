"""The cases that the figures of a period are made of, in somebody's scope. Reads only; every
statement is set-based.

The scope is the set-based twin of ``sees`` in casework/access/visibility.py. Of the trails only
those events are opened that figures are made of; ``listed`` opens the cases themselves, for a
workbook."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.actions.ending.rating import RATE_WITHIN
from casework.case.events import Event
from casework.case.model import Case, Membership, Role
from casework.case.roles import DISCREET, STAFF
from casework.reports.first_times import READ, first_times
from casework.reports.tally import CountedCase
from casework.trail import from_mapping
from storage.cases import cases
from storage.cases.cases import CASES, case_of, open_to
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow

LONGEST_LIST = 20_000
"""Cases in one workbook: what opens on a village computer."""

_EVENTS = table_of(EventRow)
_KINDS = sorted(kind.kind for kind in READ)


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
    now: datetime,
    *,
    viewer: int = 0,
) -> dict[int, CountedCase]:
    """What ``casework.reports.tally`` counts, by case: everything to which something may have
    happened in ``span``, and whatever is open at ``now``. ``viewer``: for whom; what was closed for
    them is not counted."""
    wanted = and_(in_scope(memberships, viewer), _counts_in(span))
    plain = (await connection.execute(_plain(wanted))).all()
    events = (await connection.execute(_events(wanted))).all()
    # Of many cases this takes a while, and others wait.
    return await asyncio.to_thread(_counted, vault, plain, events, now)


def _counted(
    vault: Vault, plain: Sequence[Any], events: Sequence[Any], now: datetime
) -> dict[int, CountedCase]:
    trails = _trails(vault, events)
    firsts = {case_id: first_times(trail, now) for case_id, trail in trails.items()}
    return {
        case_id: CountedCase(
            village, firsts[case_id].office, service, status, firsts[case_id], confidential
        )
        for case_id, village, _, service, status, confidential in plain
        if case_id in firsts
    }


def _trails(vault: Vault, events: Sequence[Any]) -> dict[int, list[tuple[Event, datetime]]]:
    """The events of each case, opened."""
    found: dict[int, list[tuple[Event, datetime]]] = {}
    for case_id, n, kind, at, body in events:
        told = vault.json_or(None, "event", "body", f"{case_id}.{n}", body)
        if told is not None:
            found.setdefault(case_id, []).append((from_mapping(kind, told), at))
    return found


async def listed(connection: AsyncConnection, vault: Vault, case_ids: Sequence[int]) -> list[Case]:
    """These cases, oldest first, at most ``LONGEST_LIST``."""
    found: list[Case] = []
    wanted = sorted(case_ids)[:LONGEST_LIST]
    for start in range(0, len(wanted), cases.IN_ONE_GO):
        some = CASES.c.id.in_(wanted[start : start + cases.IN_ONE_GO])
        rows = (await connection.execute(select(CASES).where(some).order_by(CASES.c.id))).all()
        found += await asyncio.to_thread(_opened, vault, rows)
    return found


def _opened(vault: Vault, rows: Sequence[Any]) -> list[Case]:
    return [case_of(vault, row) for row in rows]


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


def _counts_in(span: TimeRange) -> ColumnElement[bool]:
    # What is open counts as of now, also when it was opened after the span. Stars come later than
    # the end for which they are given.
    since = span.start - RATE_WITHIN
    return or_(
        CASES.c.closed_at.is_(None), and_(CASES.c.opened_at < span.end, CASES.c.closed_at >= since)
    )


def _plain(wanted: ColumnElement[bool]) -> Select[Any]:
    """The codes of each case."""
    c = CASES.c
    return select(c.id, c.village, c.office, c.service, c.status, c.confidential).where(wanted)


def _events(wanted: ColumnElement[bool]) -> Select[Any]:
    """Those events of each case that figures are made of, oldest first."""
    c = _EVENTS.c
    return (
        select(c.case_id, c.n, c.kind, c.at, c.body)
        .join(CASES, CASES.c.id == c.case_id)
        .where(wanted, c.kind.in_(_KINDS))
        .order_by(c.case_id, c.n)
    )
