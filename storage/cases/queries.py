"""What pages are made of: queues, lists and searches. Reads only; every list is a keyset page,
never an offset.

A queue is read by the index on open cases (rank, due_at, id): emergencies first, then what is due
first. Who may see a case is said by access/visibility.py; the conditions here are its set-based
twin, and what they find is checked by it again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import covers, may_see
from casework.case.model import Case, Desk, Membership, Role, Status, Urgency
from casework.case.number import YEAR
from casework.case.roles import DISCREET, STAFF
from casework.search.queue_filter import Sieve, View
from storage.cases.attachments import telegram_id
from storage.cases.cases import CASES, IN_CLEAR, case_of, in_clear, open_to
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import FileRow

PAGE = 8
"""Cases on one page of a list: what a phone shows without scrolling twice."""

MOST_COUNTED = 100
"""A queue is counted no further: whoever has so many does not need the number to know what to
do."""

FREE = CASES.c.owner.is_(None)
REFERRED = CASES.c.referral.is_not(None)

TO_DO = (Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.REFERRED)
"""Statuses in which the next step is ours; the others wait for the teller."""

_FILES = table_of(FileRow)


@dataclass(frozen=True)
class Found:
    """One page, the key that the next one begins after ("" at the end), and how many there are in
    all."""

    cases: tuple[Case, ...]
    following: str = ""
    total: int = 0


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


def in_sight(
    memberships: Sequence[Membership], villages: Collection[str], *, of_owner: bool = False
) -> ColumnElement[bool]:
    """The open cases of somebody's scopes: a district's by office, smaller ones by village, unless
    confidential.

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
        below = [v for v in villages if covers(m.scope, v)]
        here = (
            and_(village.in_(below), CASES.c.confidential.is_(False))
            if m.scope.count(".") > 1
            else office == m.scope
        )
        here = here if m.role in DISCREET else and_(here, CASES.c.sensitive.is_(False))
        ways.append(and_(here, CASES.c.desk.in_([str(d) for d in m.desks])) if _few(m) else here)
    return or_(*ways) if ways else false()


def _few(membership: Membership) -> bool:
    return (
        membership.role is Role.BACK_OFFICE
        and bool(membership.desks)
        and membership.desks != frozenset(Desk)
    )


@dataclass(frozen=True)
class Through:
    """What somebody (``person``) wants to see of their queue, at a moment (UTC)."""

    sieve: Sieve
    person: int
    at: datetime


def _sieved(through: Through | None) -> list[ColumnElement[bool]]:
    """The conditions of a sieve, each within the order of an index: late cases stand at the head of
    either rank."""
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


async def queue(
    connection: AsyncConnection,
    vault: Vault,
    memberships: Sequence[Membership],
    villages: Collection[str],
    *,
    after: str = "",
    through: Through | None = None,
    only: ColumnElement[bool] | None = None,
    viewer: int = 0,
) -> Found:
    """One page of somebody's queue: what waits for the office, emergencies first, then by due time;
    of it ``only``.

    ``viewer``: whose queue it is (of a sieve, the person of ``through``); what was closed for them
    is not in it."""
    if through is not None and through.sieve.village:
        villages = [v for v in villages if v == through.sieve.village]
    mine = through is not None and through.sieve.view is View.MINE
    sight = and_(
        CASES.c.closed_at.is_(None),
        in_sight(memberships, villages, of_owner=mine),
        *_sieved(through),
    )
    sight = sight if only is None else and_(sight, only)
    viewer = through.person if through is not None else viewer
    sight = and_(sight, open_to(viewer)) if viewer else sight
    start = _after(after) if after else None
    page = (
        select(CASES)
        .where(sight)
        .order_by(CASES.c.rank, CASES.c.due_at, CASES.c.id)
        .limit(PAGE + 1)
    )
    if start is not None:
        page = page.where(tuple_(CASES.c.rank, CASES.c.due_at, CASES.c.id) > tuple_(*start))
    rows = (await connection.execute(page)).all()
    counted = select(CASES.c.id).where(sight).limit(MOST_COUNTED).subquery()
    total = (await connection.execute(select(func.count()).select_from(counted))).scalar_one()
    return _page(vault, rows, total)


def _page(vault: Vault, rows: Sequence[Any], total: int) -> Found:
    shown = rows[:PAGE]
    following = _key(shown[-1]) if len(rows) > PAGE else ""
    return Found(tuple(case_of(vault, row) for row in shown), following, total)


async def told_by(
    connection: AsyncConnection,
    vault: Vault,
    teller: int,
    *,
    before: str = "",
    only_open: bool = False,
) -> Found:
    """The cases that a person told us of, newest first."""
    told = CASES.c.teller == teller
    told = and_(told, CASES.c.closed_at.is_(None)) if only_open else told
    page = select(CASES).where(told).order_by(CASES.c.id.desc()).limit(PAGE + 1)
    if before.isdecimal():
        page = page.where(CASES.c.id < min(int(before), 100 * YEAR))
    rows = (await connection.execute(page)).all()
    total = (
        await connection.execute(select(func.count()).select_from(CASES).where(told))
    ).scalar_one()
    shown = rows[:PAGE]
    return Found(
        tuple(case_of(vault, r) for r in shown),
        str(shown[-1].id) if len(rows) > PAGE else "",
        total,
    )


async def book_of(
    connection: AsyncConnection, vault: Vault, person: int, before: str = ""
) -> Found:
    """A volunteer's book, newest first: what they told of, and what they gave away and may still
    look at."""
    mine = or_(CASES.c.teller == person, CASES.c.helper == person)
    page = select(CASES).where(mine).order_by(CASES.c.id.desc()).limit(PAGE + 1)
    if before.isdecimal():
        page = page.where(CASES.c.id < min(int(before), 100 * YEAR))
    rows = (await connection.execute(page)).all()
    total = (
        await connection.execute(select(func.count()).select_from(CASES).where(mine))
    ).scalar_one()
    shown = rows[:PAGE]
    return Found(
        tuple(case_of(vault, r) for r in shown),
        str(shown[-1].id) if len(rows) > PAGE else "",
        total,
    )


async def count_told_by(connection: AsyncConnection, teller: int) -> int:
    """How many cases a person has told us of."""
    counted = select(func.count()).select_from(CASES).where(CASES.c.teller == teller)
    return int((await connection.execute(counted)).scalar_one())


async def owned_by(connection: AsyncConnection, vault: Vault, owner: int) -> Found:
    """The open cases in somebody's hands, what is due first before the rest."""
    page = (
        select(CASES)
        .where(CASES.c.owner == owner, CASES.c.closed_at.is_(None))
        .order_by(CASES.c.rank, CASES.c.due_at, CASES.c.id)
        .limit(PAGE)
    )
    rows = (await connection.execute(page)).all()
    return Found(tuple(case_of(vault, row) for row in rows), "", len(rows))


@dataclass(frozen=True)
class Viewer:
    """Who looks: a search shows only what this person may see."""

    id: int
    memberships: tuple[Membership, ...]


async def of_people(
    connection: AsyncConnection, vault: Vault, tellers: Collection[int], phone: str, viewer: Viewer
) -> Found:
    """Cases told by some people, or in which this phone number (E.164) may be called, as far as the
    viewer may see."""
    mark = vault.fingerprint("phone", phone)
    page = select(CASES).where(or_(CASES.c.teller.in_(tellers), CASES.c.phone_mark == mark))
    return await _visible(connection, vault, page, viewer)


async def of_village(
    connection: AsyncConnection, vault: Vault, village: str, viewer: Viewer
) -> Found:
    """The open cases of a village, as far as the viewer may see them."""
    page = select(CASES).where(CASES.c.village == village, CASES.c.closed_at.is_(None))
    return await _visible(connection, vault, page, viewer)


async def _visible(connection: AsyncConnection, vault: Vault, page: Any, viewer: Viewer) -> Found:
    rows = (await connection.execute(page.order_by(CASES.c.id.desc()).limit(5 * PAGE))).all()
    cases = tuple(
        c
        for c in (case_of(vault, row) for row in rows)
        if may_see(viewer.id, viewer.memberships, c)
    )[:PAGE]
    return Found(cases, "", len(cases))


async def similar(connection: AsyncConnection, case: Case, since: datetime) -> int:
    """How many other cases of the same village and service were opened since, and before this
    one."""
    same = and_(
        CASES.c.village == case.village,
        CASES.c.service == case.service,
        CASES.c.id != case.id,
        CASES.c.opened_at >= since,
        CASES.c.opened_at <= case.opened_at,
    )
    return int(
        (await connection.execute(select(func.count()).select_from(CASES).where(same))).scalar_one()
    )


async def loads(connection: AsyncConnection, owners: Collection[int]) -> dict[int, int]:
    """How many open cases each of some people has in hand."""
    counted = (
        select(CASES.c.owner, func.count().label("open"))
        .where(CASES.c.owner.in_(owners), CASES.c.closed_at.is_(None))
        .group_by(CASES.c.owner)
    )
    return {row.owner: row.open for row in await connection.execute(counted)}


async def to_do(connection: AsyncConnection) -> list[Case]:
    """Every open case whose next step is ours, in clear only: nothing that was told is opened."""
    wanted = and_(CASES.c.closed_at.is_(None), CASES.c.status.in_(TO_DO))
    return [in_clear(row) for row in await connection.execute(select(*IN_CLEAR).where(wanted))]


async def weights(
    connection: AsyncConnection, owners: Collection[int]
) -> dict[int, dict[Urgency, int]]:
    """How many open cases of each urgency some people have in hand."""
    counted = (
        select(CASES.c.owner, CASES.c.urgency, func.count().label("open"))
        .where(CASES.c.owner.in_(owners), CASES.c.closed_at.is_(None))
        .group_by(CASES.c.owner, CASES.c.urgency)
    )
    found: dict[int, dict[Urgency, int]] = {}
    for row in await connection.execute(counted):
        found.setdefault(row.owner, {})[Urgency(row.urgency)] = row.open
    return found


async def count_files(connection: AsyncConnection, case_id: int) -> int:
    """How many attachments of a case are kept or still being fetched."""
    wanted = and_(_FILES.c.case_id == case_id, _FILES.c.state.in_(("wanted", "kept")))
    return int(
        (
            await connection.execute(select(func.count()).select_from(_FILES).where(wanted))
        ).scalar_one()
    )


async def files_of(
    connection: AsyncConnection, vault: Vault, case_id: int
) -> list[tuple[str, str]]:
    """The attachments of a case that are kept or still being fetched: (kind, Telegram's name for
    it)."""
    rows = await connection.execute(
        select(_FILES.c.kind, _FILES.c.case_id, _FILES.c.unique_id, _FILES.c.file_id)
        .where(_FILES.c.case_id == case_id, _FILES.c.state.in_(("wanted", "kept")))
        .order_by(_FILES.c.id)
        .limit(20)
    )
    return [(row.kind, telegram_id(vault, row)) for row in rows]
