"""Bells that are put off: those that wait for a case, and their new moments.

Tested in tests/bot/trials/test_storms.py."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from storage.db.database import table_of
from storage.tables.pending import BellRow

_BELLS = table_of(BellRow)


async def waiting(connection: AsyncConnection, of: OfCase) -> list[tuple[int, Bell]]:
    """The bells that wait for a case, with their ids, earliest first."""
    rows = await connection.execute(
        select(_BELLS)
        .where(_BELLS.c.subject == str(of), _BELLS.c.fired_at.is_(None))
        .order_by(_BELLS.c.due_at)
    )
    return [(row.id, Bell(row.kind, of, row.occurrence, row.due_at)) for row in rows]


PUT_OFF = "+"
"""Stands behind the occurrence of a bell that was put off: it does not ring when the rules say."""


async def move(connection: AsyncConnection, due: Mapping[int, datetime]) -> None:
    """Let waiting bells (by id) ring at other moments (UTC), and remember that they do."""
    if due:
        await connection.execute(
            update(_BELLS)
            .where(_BELLS.c.id == bindparam("bell"), _BELLS.c.fired_at.is_(None))
            .values(due_at=bindparam("moment"), occurrence=_BELLS.c.occurrence + PUT_OFF),
            [{"bell": bell_id, "moment": moment} for bell_id, moment in due.items()],
        )
