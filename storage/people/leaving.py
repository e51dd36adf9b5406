"""The end of roles: what follows of it in the store.

Tested in tests/bot/desk/staff/test_leaving.py."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Membership
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.tables.people import Grant, NightDuty, StandInRow

_GRANT, _DUTY, _AWAY = table_of(Grant), table_of(NightDuty), table_of(StandInRow)


async def held_by(connection: AsyncConnection, person: int) -> list[int]:
    """The open cases in somebody's hands, oldest first."""
    wanted = select(CASES.c.id).where(CASES.c.owner == person, CASES.c.closed_at.is_(None))
    rows = await connection.execute(wanted.order_by(CASES.c.id))
    return [row.id for row in rows]


async def of_hands(
    connection: AsyncConnection, people: Collection[int], scopes: Collection[str]
) -> list[int]:
    """The open cases that these people hold or had last, and those at some offices that nobody
    holds or that were asked there; oldest first."""
    ids, here, columns = sorted(people), sorted(scopes), CASES.c
    theirs = or_(
        columns.owner.in_(ids),
        columns.had_by.in_(ids),
    )
    lying = or_(
        columns.office.in_(here),
        columns.village.in_(here),
    )
    free = and_(
        columns.owner.is_(None),
        lying,
    )
    wanted = (
        select(columns.id)
        .where(columns.closed_at.is_(None))
        .where(or_(theirs, free, columns.referred_to.in_(here)))
        .order_by(columns.id)
    )
    return [row.id for row in await connection.execute(wanted)]


async def end_roles(
    connection: AsyncConnection, person: int, ended: Collection[Membership], at: datetime
) -> None:
    """These roles of a person are over at ``at`` (UTC)."""
    for one in ended:
        theirs = (_GRANT.c.person_id == person, _GRANT.c.ended_at.is_(None))
        this = (_GRANT.c.role == str(one.role), _GRANT.c.scope == one.scope)
        await connection.execute(update(_GRANT).where(*theirs, *this).values(ended_at=at))


async def forget_plans(connection: AsyncConnection, person: int, today: date) -> None:
    """Who works nowhere any more is on duty in no night from ``today`` (local) on, and nobody
    stands in for them."""
    await connection.execute(
        delete(_DUTY).where(_DUTY.c.person_id == person, _DUTY.c.night >= today)
    )
    await connection.execute(
        delete(_AWAY).where(_AWAY.c.person_id == person, _AWAY.c.last >= today)
    )
