"""The queue of an office: the open cases that somebody of it may see, a page at a time.

It is read by the index on open cases (rank, due_at, id): emergencies first, then what is due first.
Who may see a case is said by casework/access/visibility.py; the conditions here are its set-based
twin, and what they find is checked by it again.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Case, Desk, Membership, Role, Status
from casework.case.number import YEAR
from casework.case.roles import DISCREET, STAFF
from casework.search.queue_filter import QueueFilter, View
from storage.cases.case_columns import case_in
from storage.cases.cases import CASES, IN_CLEAR, case_of, open_to
from storage.cases.list_page import PAGE, ListPage
from storage.db.vault import Vault

MOST_COUNTED = 100
"""How far the cases of a queue are counted: whoever has so many does not need the exact number to
know what to do."""

FREE = CASES.c.owner.is_(None)
VILLAGE_DOTS = 3
"""Dots in the code of a village (Kemendagri): ``32.74.05.1003``."""

REFERRED = CASES.c.referral.is_not(None)

TO_DO = (Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.REFERRED)
"""Statuses in which the next step is ours; the others wait for the teller."""


def in_sight(memberships: Sequence[Membership], *, of_owner: bool = False) -> ColumnElement[bool]:
    """The open cases of somebody's scopes: a district's by office, smaller ones by village, unless
    confidential. A code counts by what it begins with: the list of places may not have it any more.

    ``of_owner``: they are looked for by their owner, so neither place may tempt a planner away from
    that index."""
    village, office = (
        column.concat("") if of_owner else column for column in (CASES.c.village, CASES.c.office)
    )
    ways: list[ColumnElement[bool]] = []
    for m in memberships:
        if m.role is Role.AGENCY_OFFICER:
            ways.append(and_(CASES.c.referral.is_not(None), CASES.c.referred_to == m.scope))
        if m.role not in STAFF:
            continue
        here = (
            and_(_below(village, m.scope), CASES.c.confidential.is_(False))
            if m.scope.count(".") > 1
            else office == m.scope
        )
        here = here if m.role in DISCREET else and_(here, CASES.c.sensitive.is_(False))
        ways.append(and_(here, CASES.c.desk.in_([str(d) for d in m.desks])) if _few(m) else here)
    return or_(*ways) if ways else false()


def _below(village: ColumnElement[str], scope: str) -> ColumnElement[bool]:
    """The cases of a village, or of all villages below a code."""
    if scope.count(".") == VILLAGE_DOTS:
        return village == scope
    return or_(village == scope, village.startswith(f"{scope}.", autoescape=True))


def _few(membership: Membership) -> bool:
    return (
        membership.role is Role.BACK_OFFICE
        and bool(membership.desks)
        and membership.desks != frozenset(Desk)
    )


@dataclass(frozen=True)
class Through:
    """A queue filter, with the person who uses it and the moment (UTC) at which a case is late or
    not."""

    sieve: QueueFilter
    person: int
    at: datetime


def _filtered(through: Through | None) -> list[ColumnElement[bool]]:
    """The conditions of a queue filter, each within the order of an index: late cases stand at the
    head of either rank."""
    if through is None:
        return [CASES.c.status.in_(TO_DO)]
    sieve, ways = through.sieve, list[ColumnElement[bool]]()
    match sieve.view:
        case View.MINE:
            ways.append(CASES.c.owner == through.person)
        case View.UNREAD:
            ways.append(CASES.c.status == Status.RECEIVED)
        case View.LATE:
            ways += [
                CASES.c.status.in_(TO_DO),
                CASES.c.rank.in_((0, 1)),
                CASES.c.due_at < through.at,
            ]
        case _:
            ways.append(CASES.c.status.in_(TO_DO))
    ways += [CASES.c.desk == str(sieve.desk)] if sieve.desk else []
    return ways + ([CASES.c.village.concat("") == sieve.village] if sieve.village else [])


async def page(
    connection: AsyncConnection,
    vault: Vault,
    memberships: Sequence[Membership],
    *,
    after: str = "",
    through: Through | None = None,
    only: ColumnElement[bool] | None = None,
    viewer: int = 0,
) -> ListPage:
    """One page of somebody's queue: what waits for the office, emergencies first, then by due time;
    of it ``only``.

    ``viewer``: whose queue it is (with a filter, the person of ``through``); what was closed for
    them is not in it."""
    mine = through is not None and through.sieve.view is View.MINE
    sight = and_(
        CASES.c.closed_at.is_(None),
        in_sight(memberships, of_owner=mine),
        *_filtered(through),
    )
    sight = sight if only is None else and_(sight, only)
    viewer = through.person if through is not None else viewer
    sight = and_(sight, open_to(viewer)) if viewer else sight
    start = _after(after) if after else None
    wanted = (
        select(CASES)
        .where(sight)
        .order_by(CASES.c.rank, CASES.c.due_at, CASES.c.id)
        .limit(PAGE + 1)
    )
    if start is not None:
        wanted = wanted.where(tuple_(CASES.c.rank, CASES.c.due_at, CASES.c.id) > tuple_(*start))
    rows = (await connection.execute(wanted)).all()
    counted = select(CASES.c.id).where(sight).limit(MOST_COUNTED).subquery()
    total = (await connection.execute(select(func.count()).select_from(counted))).scalar_one()
    return _page(vault, rows, total)


def _page(vault: Vault, rows: Sequence[Any], total: int) -> ListPage:
    shown = rows[:PAGE]
    following = _key(shown[-1]) if len(rows) > PAGE else ""
    return ListPage(tuple(case_of(vault, row) for row in shown), following, total)


def _after(key: str) -> tuple[int, datetime, int] | None:
    """The place in a queue that a page key names; None for a key that is none (a forged or very old
    button)."""
    try:
        rank, seconds, micro, case_id = (int(part) for part in key.split("."))
        moment = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=micro)
        return (rank, moment, case_id) if rank in (0, 1) and abs(case_id) < 100 * YEAR else None
    except (ValueError, OverflowError, OSError):
        return None


def _key(row: Any) -> str:
    # Microseconds matter: two cases of one second must not hide each other.
    return f"{row.rank}.{int(row.due_at.timestamp())}.{row.due_at.microsecond}.{row.id}"


async def to_do(connection: AsyncConnection) -> list[Case]:
    """Every open case whose next step is ours, in clear only: nothing that was told is opened."""
    wanted = and_(CASES.c.closed_at.is_(None), CASES.c.status.in_(TO_DO))
    return [case_in(row) for row in await connection.execute(select(*IN_CLEAR).where(wanted))]
