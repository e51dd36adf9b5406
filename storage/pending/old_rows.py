"""What goes when it is old: rows that nothing needs any more, each kind at its own age. When that
was done last is stored, so that it happens also where the machine runs for a few hours a day.

Tested in tests/bot/trials/trouble/test_old_rows.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, String, and_, cast, delete, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.pending.outbox import EMPTIED, OUTBOX
from storage.tables.cases import CaseRow
from storage.tables.instance import LeaseRow
from storage.tables.messages import HeardMessage
from storage.tables.pending import BellRow, BulkRow
from storage.tables.people import Grant, HandoverCode, InviteRow, TalkRow, WrongCode
from storage.tables.updates import Poison, SeenRow

EVERY = timedelta(hours=12)

_BELL, _BULK, _GRANT = table_of(BellRow), table_of(BulkRow), table_of(Grant)
_CASE, _TALK, _LEASE = table_of(CaseRow), table_of(TalkRow), table_of(LeaseRow)
_OPEN = select(cast(_CASE.c.id, String)).where(_CASE.c.closed_at.is_(None))
_AT_WORK = select(_GRANT.c.person_id).where(_GRANT.c.ended_at.is_(None))


ALL = true()


@dataclass(frozen=True)
class OldRows:
    """Rows of one kind go so many days after the moment in ``since``; ``which``: only these."""

    since: Column[Any]
    days: int
    which: ColumnElement[bool] = ALL


KINDS = (
    # Telegram repeats updates for a day; after a quiet week its ids may come again.
    OldRows(table_of(SeenRow).c.at, 8),
    # Telegram lets people edit their messages for two days.
    OldRows(table_of(HeardMessage).c.at, 3),
    # Until then a reply to what we have sent finds its case.
    OldRows(OUTBOX.c.done_at, 120, OUTBOX.c.state.in_(["sent", "dead"])),
    OldRows(table_of(WrongCode).c.at, 8),
    OldRows(table_of(HandoverCode).c.expires_at, 120),
    OldRows(table_of(InviteRow).c.expires_at, 120),
    OldRows(table_of(Poison).c.at, 90),
    OldRows(_BULK.c.due_at, 30, _BULK.c.state != "waiting"),
    # By the bells that have rung for it an open case knows which it has had.
    OldRows(_BELL.c.fired_at, 120, _BELL.c.subject.not_in(_OPEN)),
    # What was begun and left; of colleagues it says when they were last there.
    OldRows(_TALK.c.updated_at, 30, _TALK.c.person_id.not_in(_AT_WORK)),
)

PARKED_DAYS = 90
"""So long the words of a letter that was given up are kept for a look; that there was one, for
ever."""


async def prune(connection: AsyncConnection, at: datetime) -> None:
    """Let go what is old ``at`` (UTC), and keep that this was done."""
    for kind in KINDS:
        old = kind.since < at - timedelta(days=kind.days)
        await connection.execute(delete(kind.since.table).where(old, kind.which))
    parked = and_(
        OUTBOX.c.state == "parked",
        OUTBOX.c.payload.is_not(None),
        OUTBOX.c.done_at < at - timedelta(days=PARKED_DAYS),
    )
    await connection.execute(update(OUTBOX).where(parked).values(payload=EMPTIED))
    await connection.execute(update(_LEASE).values(pruned_at=at))


async def is_due(connection: AsyncConnection, at: datetime) -> bool:
    """Whether it is time to let go what is old. A moment in the future was written by a wrong
    clock."""
    last = _LEASE.c.pruned_at
    wanted = select(_LEASE.c.fence).where(or_(last.is_(None), last <= at - EVERY, last > at))
    return (await connection.scalar(wanted)) is not None
