"""The queue of an office: the open cases that somebody of it may see, a page at a time.

It is read by the index on open cases (rank, due_at, id): emergencies first, then what is due first.
Who may see a case is said by casework/access/visibility.py; the conditions here are its set-based
twin, and what they find is checked by it again.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Case, Desk, Membership, Role, Status
from casework.case.roles import DISCREET, STAFF
from casework.case.stage import NONE, Of
from casework.search.queue_filter import QueueFilter, View
from storage.cases.case_columns import case_in
from storage.cases.cases import CASES, IN_CLEAR, open_to
from storage.cases.list_page import BY_DUE, PAGE, ListPage, behind, page_by_due
from storage.db.vault import Vault

MOST_COUNTED = 100
"""How far the cases of a queue are counted: whoever has so many does not need the exact number to
know what to do."""

FREE = CASES.c.owner.is_(None)
VILLAGE_DOTS = 3
"""Dots in the code of a village (Kemendagri): ``32.74.05.1003``."""

NOT_REFERRED = CASES.c.referral.is_(None)

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

    narrowed: QueueFilter
    person: int
    at: datetime


def _filtered(through: Through | None) -> list[ColumnElement[bool]]:
    """The conditions of a queue filter, each within the order of an index: late cases stand at the
    head of either rank."""
    if through is None:
        return [CASES.c.status.in_(TO_DO)]
    narrowed, ways = through.narrowed, list[ColumnElement[bool]]()
    match narrowed.view:
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
    ways += [CASES.c.desk == str(narrowed.desk)] if narrowed.desk else []
    return ways + ([CASES.c.village.concat("") == narrowed.village] if narrowed.village else [])


def standing(
    statuses: Collection[Status],
    stages: Collection[Of] | None = None,
    *besides: ColumnElement[bool],
) -> ColumnElement[bool]:
    """The cases in one of these statuses and, when they are named, at one of these stages of a
    referral; of them those that fulfil what is asked ``besides``."""
    ways = [CASES.c.status.in_(sorted(statuses)), *besides]
    if stages is not None:
        at_stage = CASES.c.referral.in_(sorted(str(stage) for stage in stages if stage != NONE))
        ways.append(or_(at_stage, NOT_REFERRED) if NONE in stages else at_stage)
    return and_(*ways)


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
    or, instead of what waits, ``only`` some open cases.

    ``viewer``: whose queue it is (with a filter, the person of ``through``); what was closed for
    them is not in it."""
    mine = through is not None and through.narrowed.view is View.MINE
    sight = and_(
        CASES.c.closed_at.is_(None),
        in_sight(memberships, of_owner=mine),
        *(_filtered(through) if only is None else [only]),
    )
    viewer = through.person if through is not None else viewer
    sight = and_(sight, open_to(viewer)) if viewer else sight
    wanted = select(CASES).where(sight, *behind(after)).order_by(*BY_DUE).limit(PAGE + 1)
    rows = (await connection.execute(wanted)).all()
    counted = select(CASES.c.id).where(sight).limit(MOST_COUNTED).subquery()
    total = (await connection.execute(select(func.count()).select_from(counted))).scalar_one()
    return page_by_due(vault, rows, total)


async def to_do(connection: AsyncConnection) -> list[Case]:
    """Every open case whose next step is ours, in clear only: nothing that was told is opened."""
    wanted = and_(CASES.c.closed_at.is_(None), CASES.c.status.in_(TO_DO))
    return [case_in(row) for row in await connection.execute(select(*IN_CLEAR).where(wanted))]
