"""Letters that were given up, by how they ended: numbers only.

Tested in tests/bot/trials/letters/test_counted.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX, UNMADE


@dataclass(frozen=True)
class GivenUp:
    """So many letters ended alike. ``error`` holds nothing personal."""

    state: str
    error: str
    tries: int
    number: int


async def between(
    connection: AsyncConnection, since: datetime, until: datetime
) -> Sequence[GivenUp]:
    """What was given up from ``since`` until ``until`` (UTC); of a paper that could not be made
    only words went out."""
    columns = OUTBOX.c
    words_only = and_(columns.state == "sent", columns.error.startswith(UNMADE, autoescape=True))
    ended = or_(columns.state.in_(["dead", "parked"]), words_only)
    alike = (columns.state, columns.error, columns.tries)
    rows = await connection.execute(
        select(*alike, func.count().label("number"))
        .where(columns.done_at >= since, columns.done_at < until, ended)
        .group_by(*alike)
    )
    return [GivenUp(row.state, row.error, row.tries, row.number) for row in rows]
