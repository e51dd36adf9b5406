"""How a restored office goes on: what happened after the backup was made is lost, and nothing of it
may happen a second time."""

from collections import Counter as Count
from datetime import datetime, timedelta

from sqlalchemy import inspect, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.number import first_of
from storage.db.database import insert_new, table_of
from storage.pending.outbox import OUTBOX, WAITING
from storage.tables.cases import CaseRow, Counter
from storage.tables.people import HandoverCode, InviteRow

LEAST_JUMP = 100
_LOOKED_BACK = timedelta(days=60)
_COUNTER, _CASE = table_of(Counter), table_of(CaseRow)


async def numbers_go_on(
    connection: AsyncConnection, made_at: datetime, now: datetime
) -> dict[int, tuple[int, int]]:
    """Let the case numbers of each year since the backup jump over those that may have been given
    out since: by year how many are left out, and the case id that comes next. ``now``: local."""
    jump = await _jump(connection, made_at, now)
    found = {}
    for year in range(made_at.astimezone(now.tzinfo).year, now.year + 1):
        name = f"case:{year}"
        start = {"name": name, "value": first_of(year) - 1}
        await insert_new(connection, Counter, [start], ("name",))
        of_year = _COUNTER.c.name == name
        raised = update(_COUNTER).where(of_year).values(value=_COUNTER.c.value + jump)
        await connection.execute(raised)
        last = await connection.scalar(select(_COUNTER.c.value).where(of_year))
        found[year] = (jump, (last or 0) + 1)
    return found


async def _jump(connection: AsyncConnection, made_at: datetime, now: datetime) -> int:
    """Twice as many as came on the busiest of the last days, for each day since; in hundreds."""
    lately = select(_CASE.c.opened_at).where(_CASE.c.opened_at > made_at - _LOOKED_BACK)
    days = Count(at.astimezone(now.tzinfo).date() for at in await connection.scalars(lately))
    gone = max(0, (now - made_at).days) + 1
    likely = 2 * gone * max(days.values(), default=0)
    return -(-max(likely, LEAST_JUMP) // 100) * 100


async def letters_may_have_gone(connection: AsyncConnection, now: datetime) -> int:
    """Letters that were due count as under way, as the lost office may have sent them: at the next
    start each is treated as its class says of one that may have arrived. Gives their number."""
    due = (OUTBOX.c.state == "due") & (OUTBOX.c.not_before <= now)
    under_way = {"state": "sending", "tries": OUTBOX.c.tries + 1}
    done = await connection.execute(update(OUTBOX).where(WAITING, due).values(**under_way))
    return done.rowcount


async def codes_end(connection: AsyncConnection, now: datetime) -> int:
    """Codes that work once end, as they may have been used since. Gives their number."""
    number = 0
    there = await connection.run_sync(lambda opened: inspect(opened).get_table_names())
    for table in (table_of(InviteRow), table_of(HandoverCode)):
        if table.name not in there:  # an older schema
            continue
        waiting = table.c.used_at.is_(None) & (table.c.expires_at > now)
        ended = await connection.execute(update(table).where(waiting).values(expires_at=now))
        number += ended.rowcount
    return number
