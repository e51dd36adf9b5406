"""The cases of one person: told by them, handed over by them; and how many are in their hands.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import Whose
from casework.case.model import Urgency
from casework.case.number import YEAR
from storage.cases import queue_ways
from storage.cases.cases import CASES, case_of, open_to
from storage.cases.list_page import PAGE, ListPage
from storage.cases.office_queue import to_do
from storage.db.vault import Vault


async def told_by(
    connection: AsyncConnection,
    vault: Vault,
    teller: int,
    *,
    before: str = "",
    only_open: bool = False,
) -> ListPage:
    """The cases that a person told us of, newest first."""
    told = CASES.c.teller == teller
    told = and_(told, CASES.c.closed_at.is_(None)) if only_open else told
    return await _newest_first(connection, vault, told, before)


async def book_of(
    connection: AsyncConnection, vault: Vault, person: int, before: str = ""
) -> ListPage:
    """A volunteer's book, newest first: what they told of, and what they handed over and may still
    look at."""
    mine = or_(CASES.c.teller == person, CASES.c.helper == person)
    return await _newest_first(connection, vault, mine, before)


async def _newest_first(
    connection: AsyncConnection, vault: Vault, wanted: ColumnElement[bool], before: str
) -> ListPage:
    page = select(CASES).where(wanted).order_by(CASES.c.id.desc()).limit(PAGE + 1)
    if before.isdecimal():
        page = page.where(CASES.c.id < min(int(before), 100 * YEAR))
    rows = (await connection.execute(page)).all()
    counted = select(func.count()).select_from(CASES).where(wanted)
    total = (await connection.execute(counted)).scalar_one()
    shown = rows[:PAGE]
    following = str(shown[-1].id) if len(rows) > PAGE else ""
    return ListPage(tuple(case_of(vault, row) for row in shown), following, total)


async def count_told_by(connection: AsyncConnection, teller: int) -> int:
    """How many cases a person has told us of."""
    counted = select(func.count()).select_from(CASES).where(CASES.c.teller == teller)
    return int((await connection.execute(counted)).scalar_one())


async def to_do_of(connection: AsyncConnection, whose: Whose, officer: Whose) -> int:
    """How many cases a colleague has in hand that wait for their step, as their own queue and
    morning list say, and as the filter of a queue by officer shows ``whose`` reader."""
    ways = [way.cases for way in queue_ways.of_officer(whose, officer)]
    wanted = (CASES.c.closed_at.is_(None), open_to(whose.person), to_do(officer))
    counted = select(func.count()).select_from(CASES).where(or_(false(), *ways), *wanted)
    return int((await connection.execute(counted)).scalar_one())


async def weights(
    connection: AsyncConnection, owners: Collection[int], *within: ColumnElement[bool]
) -> dict[int, dict[Urgency, int]]:
    """How many open cases of each urgency some people have in hand; of those that lie ``within``
    what somebody may open, where that is asked."""
    counted = (
        select(CASES.c.owner, CASES.c.urgency, func.count().label("open"))
        .where(CASES.c.owner.in_(owners), CASES.c.closed_at.is_(None), *within)
        .group_by(CASES.c.owner, CASES.c.urgency)
    )
    found: dict[int, dict[Urgency, int]] = {}
    for row in await connection.execute(counted):
        found.setdefault(row.owner, {})[Urgency(row.urgency)] = row.open
    return found
