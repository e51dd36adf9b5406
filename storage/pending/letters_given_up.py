"""Letters that were given up, by how they ended: numbers only.

Tested in tests/bot/trials/letters/test_counted.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX, UNMADE


@dataclass(frozen=True)
class GivenUp:
    """So many letters ended alike. ``error`` holds nothing personal."""

    state: str
    error: str
    tries: int
    number: int


# Asked for every night, so it is built once. Of a paper that could not be made only words went out.
_ENDED = or_(
    OUTBOX.c.state.in_(["dead", "parked"]),
    and_(OUTBOX.c.state == "sent", OUTBOX.c.error.startswith(UNMADE, autoescape=True)),
)
_ALIKE = (OUTBOX.c.state, OUTBOX.c.error, OUTBOX.c.tries)
_BETWEEN = (
    select(*_ALIKE, func.count().label("number"))
    .where(OUTBOX.c.done_at >= bindparam("since"), OUTBOX.c.done_at < bindparam("until"), _ENDED)
    .group_by(*_ALIKE)
)


async def between(
    connection: AsyncConnection, since: datetime, until: datetime
) -> Sequence[GivenUp]:
    """What was given up from ``since`` until ``until`` (UTC); of a paper that could not be made
    only words went out."""
    rows = await connection.execute(_BETWEEN, {"since": since, "until": until})
    return [GivenUp(row.state, row.error, row.tries, row.number) for row in rows]
