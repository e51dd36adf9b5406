"""What the outbox knows of the letters about one case.

Tested in tests/bot/trials/test_nobody_called.py."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX


async def put_since(
    connection: AsyncConnection, case_id: int, since: datetime
) -> list[tuple[int, str]]:
    """The letters about a case that were put since then: (chat, state) of each."""
    columns = OUTBOX.c
    wanted = select(columns.chat_id, columns.state).where(
        columns.case_id == case_id, columns.created_at >= since
    )
    return [(row.chat_id, row.state) for row in await connection.execute(wanted)]
