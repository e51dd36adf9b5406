"""The cases that an officer wishes for by service, state, RT, place, officer or the end of a
number, newest first, within what they may see.

Tested in tests/bot/pages/test_lists_wishes.py."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import may_see
from casework.case.model import Case, Status
from casework.case.number import YEAR, number
from casework.policy.duplicates import rt_of
from casework.search.wishes import Wishes
from storage.cases.cases import CASES, case_of
from storage.cases.list_page import ListPage, found_in_all, newest_first
from storage.cases.search import Viewer, as_staff
from storage.db.vault import Vault

MOST_READ = 200
"""Cases that are opened for one page: an RT stands in the sealed address only."""


async def by_wishes(
    connection: AsyncConnection, vault: Vault, wishes: Wishes, viewer: Viewer, *, after: int = 0
) -> ListPage:
    """One page of such cases. ``after``: the case with which the page before ended."""
    wanted = select(CASES).where(as_staff(viewer), *_ways(wishes))
    page = wanted.where(CASES.c.id < after) if after else wanted
    rows = (await connection.execute(page.order_by(CASES.c.id.desc()).limit(MOST_READ))).all()
    cases = [case_of(vault, row) for row in rows]
    seen = [c for c in cases if may_see(viewer.id, viewer.memberships, c) and _fits(c, wishes)]
    more = len(rows) == MOST_READ
    total = (
        0  # what is sealed can't be counted by the database
        if more and (wishes.rt or wishes.letter)
        else await found_in_all(connection, wanted, len(seen), after=after, more=more)
    )
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


async def holders(connection: AsyncConnection, viewer: Viewer) -> list[int]:
    """Who holds open cases that somebody may see, whether they still work here or not."""
    held = and_(
        CASES.c.owner.is_not(None),
        CASES.c.closed_at.is_(None),
        as_staff(viewer),
    )
    wanted = select(CASES.c.owner).where(held).distinct()
    found = await connection.execute(wanted)
    return list(found.scalars())


def _ways(wishes: Wishes) -> list[ColumnElement[bool]]:
    """The conditions that the database can see; closed cases only where they are wished for."""
    listed: list[tuple[Any, Any]] = [
        (CASES.c.service, wishes.services),
        (CASES.c.status, wishes.statuses),
        (CASES.c.village, wishes.villages),
        (CASES.c.owner, {int(one) for one in wishes.officers if one.isdecimal()}),
    ]
    ways = [column.in_(sorted(values)) for column, values in listed if values]
    if wishes.offices:
        offices = sorted(wishes.offices)
        ways.append(or_(CASES.c.office.in_(offices), CASES.c.referred_to.in_(offices)))
    if wishes.year:
        ways.append(CASES.c.id == int(wishes.year) * YEAR + int(wishes.end))
    elif wishes.end:
        ways.append(CASES.c.id % 10 ** len(wishes.end) == int(wishes.end))
    elif Status.CLOSED not in wishes.statuses:
        ways.append(CASES.c.closed_at.is_(None))
    return ways


def _fits(case: Case, wishes: Wishes) -> bool:
    rt = not wishes.rt or rt_of(case.intake.place or "") == wishes.rt
    return rt and number(case.id).endswith(wishes.letter)
