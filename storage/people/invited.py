"""Whether anybody is invited: an invitation that was not used and has not ended.

Tested in tests/bot/desk/staff/test_manning.py."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.tables.people import InviteRow

_INVITE = table_of(InviteRow)


async def anybody_invited(connection: AsyncConnection, at: datetime) -> bool:
    """Whether an invitation can still be used ``at`` (UTC)."""
    still_open = (_INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at)
    found = await connection.execute(select(_INVITE.c.mark).where(*still_open).limit(1))
    return found.first() is not None
