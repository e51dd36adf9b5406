"""What the outbox knows of the letters about one case.

Tested in tests/bot/trials/test_nobody_called.py and tests/bot/trials/test_alarm_called_off.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX
from storage.pending.replaced import PLACE


async def put_since(
    connection: AsyncConnection, case_id: int, since: datetime
) -> list[tuple[int, str]]:
    """The letters about a case that were put since then: (chat, state) of each."""
    columns = OUTBOX.c
    wanted = select(columns.chat_id, columns.state).where(
        columns.case_id == case_id, columns.created_at >= since
    )
    return [(row.chat_id, row.state) for row in await connection.execute(wanted)]


@dataclass(frozen=True)
class SentAlarm:
    """One alarm about a case on somebody's phone. ``message_id`` is None while it waits."""

    chat_id: int
    message_id: int | None
    at: datetime


def alarm_place(case_id: int) -> str:
    """The purpose of the alarms about a case: of several to one person the newest counts."""
    return f"{PLACE}alarm.{case_id}"


async def alarms(connection: AsyncConnection, case_id: int) -> list[SentAlarm]:
    """The alarms about a case that were put, oldest first."""
    columns = OUTBOX.c
    wanted = (
        select(columns.chat_id, columns.message_id, columns.created_at)
        .where(columns.case_id == case_id, columns.purpose == alarm_place(case_id))
        .order_by(columns.id)
    )
    rows = await connection.execute(wanted)
    return [SentAlarm(row.chat_id, row.message_id, row.created_at) for row in rows]
