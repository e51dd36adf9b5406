"""Requests for workbooks that mask nothing: who asked for one, why, and whether a second person
agreed. They are the trail of each copy.

Tested in tests/bot/desk/test_unmasked_workbook.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.tables.people import FullWorkbook

_ROWS = table_of(FullWorkbook)


@dataclass(frozen=True)
class WorkbookRequest:
    """A request. ``agreed`` is None while nobody has decided."""

    id: int
    by: int
    period: str
    agreed: bool | None


async def ask(connection: AsyncConnection, by: int, period: str, purpose: str, at: datetime) -> int:
    """Keep a request; its id."""
    row = {"asked_by": by, "asked_at": at, "period": period, "purpose": purpose, "agreed": False}
    return int(
        (await connection.execute(_ROWS.insert().values(row).returning(_ROWS.c.id))).scalar_one()
    )


async def find(connection: AsyncConnection, which: int) -> WorkbookRequest | None:
    """One request."""
    row = (await connection.execute(select(_ROWS).where(_ROWS.c.id == which))).one_or_none()
    if row is None:
        return None
    return WorkbookRequest(row.id, row.asked_by, row.period, row.agreed if row.decided_at else None)


async def decide(
    connection: AsyncConnection, which: int, by: int, at: datetime, *, since: datetime, agrees: bool
) -> bool:
    """Decide what was asked after ``since``. The statement decides who was first; False for one who
    came later."""
    undecided = (_ROWS.c.id == which) & _ROWS.c.decided_at.is_(None) & (_ROWS.c.asked_at > since)
    done = await connection.execute(
        update(_ROWS).where(undecided).values(decided_by=by, decided_at=at, agreed=agrees)
    )
    return done.rowcount == 1
