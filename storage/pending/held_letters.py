"""Letters that wait so that whoever wrote them can take them back: known by the deed that they tell
of, all of which go or stay together.

Tested in tests/bot/desk/correcting/test_taking_back.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX


def deed(case_id: int, place: int) -> str:
    """How the keys of the letters of one deed begin: the case, and the place of its event in the
    trail."""
    return f"deed.{case_id}.{place}."


async def _waiting(connection: AsyncConnection, of: str) -> Sequence[int]:
    """The ids of the letters of a deed, locked; none when one of them has gone out, or is about
    to."""
    columns = OUTBOX.c
    rows: Sequence[Any] = (
        await connection.execute(
            select(columns.id, columns.state, columns.tries)
            .where(columns.key.startswith(of, autoescape=True))
            .with_for_update()
        )
    ).all()
    untried = all(row.state == "due" and row.tries == 0 for row in rows)
    return [row.id for row in rows] if untried else []


async def take_back(connection: AsyncConnection, of: str) -> bool:
    """Take back the letters of a deed; False when that is too late."""
    ids = await _waiting(connection, of)
    if ids:
        await connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(ids)))
    return bool(ids)


async def send(connection: AsyncConnection, of: str, at: datetime) -> bool:
    """Let the letters of a deed go out at ``at`` (UTC); False when they have gone already."""
    ids = await _waiting(connection, of)
    if ids:
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(not_before=at))
    return bool(ids)
