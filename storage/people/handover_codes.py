"""Hand-over codes: kept as a hash, single use, expiring, the newest of a case only; and tries that
opened nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.tables.people import HandoverCode, WrongCode

_CODES = table_of(HandoverCode)
_WRONG = table_of(WrongCode)


@dataclass(frozen=True)
class CodeTarget:
    """What a code that may still be used opens: a case, and who made the code."""

    case_id: int
    made_by: int


def mark_of(code: str) -> bytes:
    """What is kept of a code (80 random bits need no slow hash)."""
    return hashlib.sha256(code.encode()).digest()


async def add(
    connection: AsyncConnection, code: str, opens: CodeTarget, *, at: datetime, expires_at: datetime
) -> None:
    """Keep a new code; the older ones of this case open nothing any more."""
    await void(connection, opens.case_id, at)
    row = {
        "mark": mark_of(code),
        "case_id": opens.case_id,
        "made_by": opens.made_by,
        "made_at": at,
        "expires_at": expires_at,
    }
    await connection.execute(_CODES.insert(), [row])


async def void(connection: AsyncConnection, case_id: int, at: datetime) -> None:
    """The codes of a case open nothing any more."""
    still = (
        (_CODES.c.case_id == case_id) & _CODES.c.used_at.is_(None) & _CODES.c.voided_at.is_(None)
    )
    await connection.execute(update(_CODES).where(still).values(voided_at=at))


async def find(connection: AsyncConnection, code: str, at: datetime) -> CodeTarget | None:
    """What a code opens now; None for one that is wrong, used, replaced or too old."""
    row = (await connection.execute(select(_CODES).where(_usable(code, at)))).one_or_none()
    return CodeTarget(row.case_id, row.made_by) if row else None


async def use(connection: AsyncConnection, code: str, by: int, at: datetime) -> bool:
    """Use a code up. The statement decides, so of many at once exactly one wins."""
    used = await connection.execute(
        update(_CODES).where(_usable(code, at)).values(used_by=by, used_at=at)
    )
    return used.rowcount == 1


async def taken_with(connection: AsyncConnection, code: str, by: int) -> int | None:
    """The case that somebody has taken over with this very code."""
    used = select(_CODES.c.case_id).where(_CODES.c.mark == mark_of(code), _CODES.c.used_by == by)
    return (await connection.execute(used)).scalar_one_or_none()


def _usable(code: str, at: datetime) -> ColumnElement[bool]:
    c = _CODES.c
    return (
        (c.mark == mark_of(code))
        & c.used_at.is_(None)
        & c.voided_at.is_(None)
        & (c.expires_at > at)
    )


async def tried(connection: AsyncConnection, person: int, at: datetime) -> None:
    """Note that somebody tried a code that opens nothing."""
    await connection.execute(_WRONG.insert(), [{"person_id": person, "at": at}])


async def tries(connection: AsyncConnection, person: int, since: datetime) -> int:
    """How many such tries somebody has made since then."""
    counted = (
        select(func.count())
        .select_from(_WRONG)
        .where(_WRONG.c.person_id == person, _WRONG.c.at > since)
    )
    return int((await connection.execute(counted)).scalar_one())
