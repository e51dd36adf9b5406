"""Who is invited: by an invitation that was not used and has not ended.

Tested in tests/bot/desk/staff/test_manning.py and tests/bot/cli/inviting/test_pages.py."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Membership
from storage.db.database import table_of
from storage.people.people import membership_in
from storage.tables.people import Grant, InviteRow

_INVITE, _GRANT = table_of(InviteRow), table_of(Grant)


async def anybody_invited(connection: AsyncConnection, at: datetime) -> bool:
    """Whether an invitation can still be used ``at`` (UTC)."""
    still_open = (_INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at)
    found = await connection.execute(select(_INVITE.c.mark).where(*still_open).limit(1))
    return found.first() is not None


async def invited(connection: AsyncConnection, at: datetime) -> Counter[Membership]:
    """How many invitations can still be used ``at`` (UTC), by what they give."""
    wanted = select(_INVITE).where(_INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at)
    return Counter(membership_in(row) for row in await connection.execute(wanted))


async def at_work(connection: AsyncConnection) -> Counter[Membership]:
    """How many people have each role now."""
    rows = await connection.execute(select(_GRANT).where(_GRANT.c.ended_at.is_(None)))
    return Counter(role for _, role in {(row.person_id, membership_in(row)) for row in rows})


async def end_invitations(
    connection: AsyncConnection, roles: Collection[Membership], at: datetime
) -> int:
    """Nobody can use an invitation into one of these roles after ``at`` (UTC), whoever has made it;
    gives how many could."""
    wanted = select(_INVITE).where(_INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at)
    rows = await connection.execute(wanted)
    marks = [row.mark for row in rows if membership_in(row) in roles]
    for mark in marks:  # one by one: a list of thousands is more than a statement takes
        await connection.execute(
            update(_INVITE).where(_INVITE.c.mark == mark).values(expires_at=at)
        )
    return len(marks)
