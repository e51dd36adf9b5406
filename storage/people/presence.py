"""Who can be written to, as far as Telegram has told us.

Tested in tests/bot/trials/test_nobody_called.py and tests/bot/cli/people/test_listing.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.among import among
from storage.db.database import table_of
from storage.tables.people import PersonRow, TalkRow

_PERSON, _TALK = table_of(PersonRow), table_of(TalkRow)

# Noted for every message that goes out, so it is built once.
_REACHED = (
    update(_PERSON)
    .where(among(_PERSON.c.id, "people"), _PERSON.c.unreachable_at.is_not(None))
    .values(unreachable_at=None)
)


async def unreachable(connection: AsyncConnection, chats: Collection[int], at: datetime) -> None:
    """Note that these people can't be written to since ``at``; an earlier note stays. It goes with
    the next message from them or to them (``reached``)."""
    if chats:
        await connection.execute(
            update(_PERSON)
            .where(_PERSON.c.id.in_(chats), _PERSON.c.unreachable_at.is_(None))
            .values(unreachable_at=at)
        )


@dataclass(frozen=True)
class Presence:
    """``seen``: when somebody last wrote or tapped; ``blocked``: since when nothing reaches them
    (UTC). None: not yet, or not at all."""

    seen: datetime | None = None
    blocked: datetime | None = None


async def presence(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Presence]:
    """Of those of some people who are known."""
    wanted = (
        select(_PERSON.c.id, _PERSON.c.unreachable_at, _TALK.c.updated_at)
        .select_from(_PERSON.outerjoin(_TALK, _TALK.c.person_id == _PERSON.c.id))
        .where(_PERSON.c.id.in_(sorted(ids)))
    )
    rows = await connection.execute(wanted)
    return {row.id: Presence(row.updated_at, row.unreachable_at) for row in rows}


async def reached(connection: AsyncConnection, chats: Collection[int]) -> None:
    """Note that messages reach these people, whatever was noted before."""
    if chats:
        await connection.execute(_REACHED, {"people": chats})
