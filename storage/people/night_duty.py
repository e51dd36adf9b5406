"""Who is on duty at night: a row for each officer and night; a night is named by the local day on
whose evening it begins.

Tested in tests/bot/pages/test_night_duty.py."""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.tables.people import NightDuty

_DUTY = table_of(NightDuty)


async def between(connection: AsyncConnection, first: date, last: date) -> list[tuple[date, int]]:
    """Who is on duty in these nights: (night, person), in order."""
    wanted = (
        select(_DUTY.c.night, _DUTY.c.person_id)
        .where(_DUTY.c.night >= first, _DUTY.c.night <= last)
        .order_by(_DUTY.c.night, _DUTY.c.person_id)
    )
    return [(row.night, row.person_id) for row in await connection.execute(wanted)]


async def turn_over(
    connection: AsyncConnection, person: int, night: date, by: int, at: datetime
) -> bool:
    """Put somebody on duty in a night, or take them off; whether they are on duty then."""
    row = {"night": night, "person_id": person}
    gone = await connection.execute(
        delete(_DUTY).where(_DUTY.c.night == night, _DUTY.c.person_id == person)
    )
    if gone.rowcount:
        return False
    await connection.execute(_DUTY.insert(), [{**row, "made_by": by, "made_at": at}])
    return True
