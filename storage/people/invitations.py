"""Invitations: what each gives, and using it once. Of its code only the SHA-256 is kept.

Tested in tests/storage/people/test_people.py."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Desk, Membership, Role
from storage.db.database import table_of
from storage.people.people import membership_in
from storage.tables.people import Grant, InviteRow

_INVITE, _GRANT = table_of(InviteRow), table_of(Grant)


def mark_of(code: str) -> bytes:
    """What is kept of an invitation's code (128 random bits need no slow hash)."""
    return hashlib.sha256(code.encode()).digest()


async def add_invite(
    connection: AsyncConnection,
    *,
    mark: bytes,
    role: Role,
    scope: str,
    desks: Collection[Desk],
    made_by: int,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Keep an invitation (``mark_of`` its code)."""
    row = {
        "mark": mark,
        "role": str(role),
        "scope": scope,
        "desks": ",".join(sorted(desks)),
        "made_by": made_by,
        "made_at": at,
        "expires_at": expires_at,
    }
    await connection.execute(_INVITE.insert(), [row])


@dataclass(frozen=True)
class Invitation:
    """What an invitation gives; ``made_by`` is who made it, 0 for the operator."""

    given: Membership
    made_by: int


async def invitation(connection: AsyncConnection, code: str, at: datetime) -> Invitation | None:
    """An invitation that can still be used at ``at``."""
    wanted = select(_INVITE).where(
        _INVITE.c.mark == mark_of(code), _INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at
    )
    row = (await connection.execute(wanted)).one_or_none()
    return Invitation(membership_in(row), row.made_by) if row else None


async def redeem(
    connection: AsyncConnection, code: str, person: int, at: datetime
) -> Membership | None:
    """Use an invitation: once, in time. The statement decides, so of many at once exactly one
    wins."""
    mark = mark_of(code)
    used = await connection.execute(
        update(_INVITE)
        .where(_INVITE.c.mark == mark, _INVITE.c.used_at.is_(None), _INVITE.c.expires_at > at)
        .values(used_by=person, used_at=at)
    )
    if used.rowcount != 1:
        return None
    row = (await connection.execute(select(_INVITE).where(_INVITE.c.mark == mark))).one()
    await connection.execute(
        _GRANT.insert(),
        [
            {
                "person_id": person,
                "role": row.role,
                "scope": row.scope,
                "desks": row.desks,
                "granted_by": row.made_by,
                "granted_at": at,
            }
        ],
    )
    return membership_in(row)
