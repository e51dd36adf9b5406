"""Letters that others may join while they wait: which there are, and how many went out lately.

Their purpose begins with ``cases:`` (bot/turns/digests.py), and their parameters hold what they are
made of.

Tested in tests/bot/turns/test_gathering.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.vault import Vault
from storage.pending.outbox import OUTBOX, WAITING, opened

PARTS = "parts"
"""The parameter that holds what a letter is made of; Telegram does not get it."""

# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
_HELD = text('"rank" = 2')


@dataclass(frozen=True)
class Waiting:
    """A letter that waits, untried, and may be replaced by one that holds it."""

    id: int
    chat_id: int
    not_before: datetime
    purpose: str
    parts: Sequence[dict[str, Any]] = field(repr=False)


async def waiting(
    connection: AsyncConnection, vault: Vault, chats: Collection[int]
) -> list[Waiting]:
    """What waits in these chats, oldest first; nobody sends it meanwhile."""
    return await _found(connection, vault, OUTBOX.c.chat_id.in_(chats)) if chats else []


async def waiting_about(connection: AsyncConnection, vault: Vault, case: int) -> list[Waiting]:
    """What waits and names a case, in whatever chat."""
    return await _found(connection, vault, OUTBOX.c.purpose.contains(str(case)))


async def _found(
    connection: AsyncConnection, vault: Vault, which: ColumnElement[bool]
) -> list[Waiting]:
    columns = OUTBOX.c
    rows = await connection.execute(
        select(OUTBOX)
        .where(WAITING, which, columns.purpose.startswith("cases:"))
        .where(columns.state == "due", columns.tries == 0)
        .order_by(columns.id)
        .with_for_update(skip_locked=True)
    )
    letters = [(row, opened(vault, row)) for row in rows]
    return [
        Waiting(row.id, row.chat_id, row.not_before, row.purpose, letter.params[PARTS])
        for row, letter in letters
        if PARTS in letter.params
    ]


async def take_back(connection: AsyncConnection, letters: Sequence[Waiting]) -> None:
    """Take back letters, because another one holds what they say."""
    if letters:
        ids = [letter.id for letter in letters]
        await connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(ids)))


async def sent_since(
    connection: AsyncConnection, chats: Collection[int], since: datetime
) -> dict[int, tuple[int, datetime]]:
    """How many held letters went out to each of these chats since then, and when the last one
    did."""
    if not chats:
        return {}
    columns = OUTBOX.c
    rows = await connection.execute(
        select(columns.chat_id, func.count(), func.max(columns.done_at))
        .where(_HELD, columns.chat_id.in_(chats), columns.done_at >= since)
        .group_by(columns.chat_id)
    )
    return {chat: (number, last) for chat, number, last in rows}
