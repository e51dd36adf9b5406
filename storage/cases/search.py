"""Searches for cases: by people, by village, by likeness. Each shows only what the person who
searches may see.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import may_see
from casework.case.model import Case, Membership
from storage.cases.cases import CASES, case_of
from storage.cases.list_page import PAGE, ListPage
from storage.db.vault import Vault


@dataclass(frozen=True)
class Viewer:
    """Who searches: only what this person may see is shown."""

    id: int
    memberships: tuple[Membership, ...]


async def of_people(
    connection: AsyncConnection, vault: Vault, tellers: Collection[int], phone: str, viewer: Viewer
) -> ListPage:
    """Cases told by some people, or in which this phone number (E.164) may be called, as far as the
    viewer may see."""
    mark = vault.fingerprint("phone", phone)
    page = select(CASES).where(or_(CASES.c.teller.in_(tellers), CASES.c.phone_mark == mark))
    return await _visible(connection, vault, page, viewer)


async def of_village(
    connection: AsyncConnection, vault: Vault, village: str, viewer: Viewer
) -> ListPage:
    """The open cases of a village, as far as the viewer may see them."""
    page = select(CASES).where(CASES.c.village == village, CASES.c.closed_at.is_(None))
    return await _visible(connection, vault, page, viewer)


async def _visible(
    connection: AsyncConnection, vault: Vault, page: Any, viewer: Viewer
) -> ListPage:
    rows = (await connection.execute(page.order_by(CASES.c.id.desc()).limit(5 * PAGE))).all()
    cases = tuple(
        c
        for c in (case_of(vault, row) for row in rows)
        if may_see(viewer.id, viewer.memberships, c)
    )[:PAGE]
    return ListPage(cases, "", len(cases))


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
