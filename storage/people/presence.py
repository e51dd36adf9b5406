"""Who can be written to, as far as Telegram has told us.

Tested in tests/bot/trials/test_nobody_called.py."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.tables.people import PersonRow

_PERSON = table_of(PersonRow)


async def unreachable(connection: AsyncConnection, chats: Collection[int], at: datetime) -> None:
    """Note that these people can't be written to since ``at``; an earlier note stays. It goes with
    the next message from them or to them (``reached``)."""
    if chats:
        await connection.execute(
            update(_PERSON)
            .where(_PERSON.c.id.in_(chats), _PERSON.c.unreachable_at.is_(None))
            .values(unreachable_at=at)
        )


async def reached(connection: AsyncConnection, chats: Collection[int]) -> None:
    """Note that messages reach these people, whatever was noted before."""
    if chats:
        await connection.execute(
            update(_PERSON)
            .where(_PERSON.c.id.in_(chats), _PERSON.c.unreachable_at.is_not(None))
            .values(unreachable_at=None)
        )
