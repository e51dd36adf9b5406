"""The cases that an officer wishes for by service, state, RT, place, officer or the end of a
number, open emergencies before all others, then the newest, within what they may see.

Tested in tests/bot/pages/test_lists_wishes.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO
from casework.access.visibility import may_see
from casework.case.model import Case, Status
from casework.case.number import YEAR, number
from casework.policy.duplicates import rt_of
from casework.search.wishes import Wishes
from storage.cases.cases import CASES, case_of
from storage.cases.list_page import ListPage, found_in_all, newest_first
from storage.cases.office_queue import OFFERED
from storage.cases.search import Viewer, as_staff
from storage.db.vault import Vault

MOST_READ = 200
"""Cases that are opened for one page: an RT stands in the sealed address only."""


_CALM = case((and_(CASES.c.rank == 0, CASES.c.closed_at.is_(None)), 0), else_=1)
"""0 for an open emergency, 1 for the rest."""


async def by_wishes(
    connection: AsyncConnection,
    vault: Vault,
    wishes: Wishes,
    viewer: Viewer,
    *,
    at: datetime,
    after: int = 0,
) -> ListPage:
    """One page of such cases, late or not at this moment (UTC). ``after``: the case with which the
    page before ended."""
    wanted = select(CASES).where(as_staff(viewer), *_ways(wishes, at))
    page = wanted.where(*_behind(after)).order_by(_CALM, CASES.c.id.desc())
    rows = (await connection.execute(page.limit(MOST_READ))).all()
    read = [case_of(vault, row) for row in rows]
    seen = [c for c in read if may_see(viewer.id, viewer.memberships, c) and _fits(c, wishes)]
    more = len(rows) == MOST_READ
    total = (
        0  # what is sealed can't be counted by the database
        if more and (wishes.rt or wishes.letter)
        else await found_in_all(connection, wanted, len(seen), after=after, more=more)
    )
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


def _behind(after: int) -> list[ColumnElement[bool]]:
    """The condition of what stands behind a case; none at the beginning. An emergency that was
    closed meanwhile stands among the rest, and hides none of the emergencies."""
    if not after:
        return []
    last = select(_CALM).where(CASES.c.id == after).correlate(None).scalar_subquery()
    return [or_(last < _CALM, and_(last == _CALM, CASES.c.id < after))]


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


def _in_state(wishes: Wishes) -> ColumnElement[bool]:
    """The cases in one of these states; unanswered referrals are referred, too."""
    asked = CASES.c.status.in_(sorted(wishes.statuses))
    return or_(asked, OFFERED) if Status.REFERRED in wishes.statuses else asked


def _ways(wishes: Wishes, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions that the database can see; closed cases only where they are wished for."""
    listed: list[tuple[Any, Any]] = [
        (CASES.c.service, wishes.services),
        (CASES.c.village, wishes.villages),
        (CASES.c.owner, {int(one) for one in wishes.officers if one.isdecimal()}),
    ]
    ways = [column.in_(sorted(values)) for column, values in listed if values]
    ways += [_in_state(wishes)] if wishes.statuses else []
    ways += [CASES.c.status.in_(sorted(TO_DO)), CASES.c.due_at < at] if wishes.late else []
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


def _fits(found: Case, wishes: Wishes) -> bool:
    rt = not wishes.rt or rt_of(found.intake.place or "") == wishes.rt
    return rt and number(found.id).endswith(wishes.letter)
