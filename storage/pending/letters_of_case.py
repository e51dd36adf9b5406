"""What the outbox knows of the letters about one case.

Tested in tests/bot/trials/test_nobody_called.py and tests/bot/trials/test_alarm_called_off.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.talk.standing_above import Above
from storage.pending.outbox import OUTBOX
from storage.pending.replaced import PLACE


async def case_of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> int | None:
    """The case that a message of ours was about, or None: that is how a reply finds its case."""
    columns = OUTBOX.c
    found = await connection.scalar(
        select(columns.case_id)
        .where(
            columns.chat_id == chat_id,
            columns.message_id == message_id,
            columns.case_id.is_not(None),
        )
        .order_by(columns.id.desc())
        .limit(1)
    )
    return cast("int | None", found)


async def newest_above(
    connection: AsyncConnection, chat_id: int, before: int
) -> tuple[int, Above | None]:
    """The newest message of ours in a chat that stands above the message ``before`` (0 for none),
    and what it is, if it is about a case."""
    columns = OUTBOX.c
    query = (
        select(columns.message_id, columns.case_id, columns.purpose, columns.done_at)
        .where(
            columns.chat_id == chat_id, columns.message_id.is_not(None), columns.message_id < before
        )
        .order_by(columns.message_id.desc(), columns.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return 0, None
    about = None if row.case_id is None else Above(row.case_id, row.purpose, row.done_at)
    return row.message_id, about


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


async def take_back_alarms(connection: AsyncConnection, case_id: int) -> None:
    """Take back the alarms about a case that wait; what is on its way is left."""
    waiting = (OUTBOX.c.case_id == case_id, OUTBOX.c.purpose == alarm_place(case_id))
    await connection.execute(delete(OUTBOX).where(*waiting, OUTBOX.c.state == "due"))


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
