"""Searches for cases: by people, by village, by likeness. Each shows only what the person who
searches may see.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import may_see
from casework.case.model import Case, Membership, Role, Urgency
from storage.cases.case_columns import known_in
from storage.cases.cases import CASES, case_of, open_to
from storage.cases.list_page import PAGE, ListPage, found_in_all, newest_first
from storage.cases.report_queries import in_scope
from storage.db.vault import Vault

READ = 5 * PAGE
"""Cases that are looked at for one page; not all of them may be seen."""


@dataclass(frozen=True)
class Viewer:
    """Who searches: only what this person may see is shown."""

    id: int
    memberships: tuple[Membership, ...]


def as_staff(viewer: Viewer) -> ColumnElement[bool]:
    """The cases that somebody may open by their roles: those of their scopes, and those that
    another office of theirs was asked to take, unless closed for them. The set-based twin of what
    ``may_see`` says of roles (casework/access/visibility.py)."""
    asked = [m.scope for m in viewer.memberships if m.role is Role.AGENCY_OFFICER]
    received = and_(CASES.c.referral.is_not(None), CASES.c.referred_to.in_(asked))
    return and_(open_to(viewer.id), or_(in_scope(viewer.memberships), received))


def in_sight(viewer: Viewer) -> ColumnElement[bool]:
    """The same, and what they have told themselves."""
    return or_(CASES.c.teller == viewer.id, as_staff(viewer))


async def of_people(
    connection: AsyncConnection,
    vault: Vault,
    tellers: Collection[int],
    phone: str,
    viewer: Viewer,
    *,
    after: int = 0,
) -> ListPage:
    """Cases told by some people, or in which this phone number (E.164) may be called, as far as the
    viewer may see. ``after``: the case with which the page before ended."""
    mark = vault.fingerprint("phone", phone)
    page = select(CASES).where(or_(CASES.c.teller.in_(tellers), CASES.c.phone_mark == mark))
    return await _visible(connection, vault, page, viewer, after)


async def of_village(
    connection: AsyncConnection,
    vault: Vault,
    village: str,
    viewer: Viewer,
    *,
    after: int = 0,
    also: Collection[str] = (),
) -> ListPage:
    """The open cases of a village, as far as the viewer may see them. ``after``: the case with
    which the page before ended; ``also``: other codes that it has had."""
    there = CASES.c.village.in_([village, *also])
    page = select(CASES).where(there, CASES.c.closed_at.is_(None))
    return await _visible(connection, vault, page, viewer, after)


async def lost_villages(connection: AsyncConnection, listed: Collection[str]) -> dict[str, str]:
    """The villages of open cases that are not ``listed`` (any more): code and last known name."""
    village = CASES.c.village
    lost = and_(CASES.c.closed_at.is_(None), village != "", village.not_in(listed))
    named = select(village, func.max(CASES.c.known)).where(lost).group_by(village)
    rows = await connection.execute(named)
    return {code: known_in(known).get(f"village {code}", code) for code, known in rows}


async def _visible(
    connection: AsyncConnection, vault: Vault, wanted: Select[Any], viewer: Viewer, after: int
) -> ListPage:
    wanted = wanted.where(in_sight(viewer))
    page = wanted.where(CASES.c.id < after) if after else wanted
    rows = (await connection.execute(page.order_by(CASES.c.id.desc()).limit(READ))).all()
    cases = [case_of(vault, row) for row in rows]
    seen = [c for c in cases if may_see(viewer.id, viewer.memberships, c)]
    more = len(rows) == READ
    total = await found_in_all(connection, wanted, len(seen), after=after, more=more)
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


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


async def same_event(connection: AsyncConnection, case: Case, within: timedelta) -> list[int]:
    """The emergencies that may be the same event: of the same kind, from the same village and at
    about the same time, that are not closed; the newest first. Of sensitive ones nothing."""
    if not case.village or case.sensitive or case.urgency is not Urgency.EMERGENCY:
        return []
    columns = CASES.c
    wanted = select(columns.id).where(
        columns.village == case.village,
        columns.service == case.service,
        columns.opened_at.between(case.opened_at - within, case.opened_at + within),
        columns.urgency == str(Urgency.EMERGENCY),
        columns.id != case.id,
        columns.sensitive.is_(False),
        columns.closed_at.is_(None),
    )
    return list(await connection.scalars(wanted.order_by(columns.id.desc()).limit(PAGE)))


async def with_phone(connection: AsyncConnection, case: Case) -> list[int]:
    """The other cases of the same teller in which a phone number stands, the newest first."""
    columns = CASES.c
    theirs = and_(columns.teller == case.teller, columns.id != case.id)
    wanted = select(columns.id).where(theirs, columns.phone_mark.is_not(None))
    return list(await connection.scalars(wanted.order_by(columns.id.desc()).limit(PAGE)))
