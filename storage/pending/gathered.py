"""Letters that others may join while they wait: which there are, and how many went out lately.

Their purpose begins with ``cases:`` (bot/turns/digests.py), and their parameters hold what they are
made of.

Tested in tests/bot/turns/test_gathering.py."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.among import among
from storage.db.vault import Vault
from storage.pending.outbox import OUTBOX, WAITING, opened

PARTS = "parts"
"""The parameter that holds what a letter is made of; Telegram does not get it."""

# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
_HELD = text('"rank" = 2')

# Asked for whatever is told, so they are built once.
_UNTRIED = (
    select(OUTBOX)
    .where(WAITING, OUTBOX.c.purpose.startswith("cases:"))
    .where(OUTBOX.c.state == "due", OUTBOX.c.tries == 0)
    .order_by(OUTBOX.c.id)
    .with_for_update(skip_locked=True)
)
_IN_CHATS = _UNTRIED.where(among(OUTBOX.c.chat_id, "chats"))
_ABOUT = _UNTRIED.where(OUTBOX.c.purpose.contains(bindparam("case", type_=Text)))
_TAKE_BACK = delete(OUTBOX).where(among(OUTBOX.c.id, "ids"))
_SENT_SINCE = (
    select(OUTBOX.c.chat_id, func.count(), func.max(OUTBOX.c.done_at))
    .where(_HELD, among(OUTBOX.c.chat_id, "chats"), OUTBOX.c.done_at >= bindparam("since"))
    .group_by(OUTBOX.c.chat_id)
)


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
    if not chats:
        return []
    return _opened(vault, await connection.execute(_IN_CHATS, {"chats": chats}))


async def waiting_about(connection: AsyncConnection, vault: Vault, case: int) -> list[Waiting]:
    """What waits and names a case, in whatever chat."""
    return _opened(vault, await connection.execute(_ABOUT, {"case": str(case)}))


def _opened(vault: Vault, rows: Iterable[Any]) -> list[Waiting]:
    letters = [(row, opened(vault, row)) for row in rows]
    return [
        Waiting(row.id, row.chat_id, row.not_before, row.purpose, letter.params[PARTS])
        for row, letter in letters
        if PARTS in letter.params
    ]


async def take_back(connection: AsyncConnection, letters: Sequence[Waiting]) -> None:
    """Take back letters, because another one holds what they say."""
    if letters:
        await connection.execute(_TAKE_BACK, {"ids": [letter.id for letter in letters]})


async def sent_since(
    connection: AsyncConnection, chats: Collection[int], since: datetime
) -> dict[int, tuple[int, datetime]]:
    """How many held letters went out to each of these chats since then, and when the last one
    did."""
    if not chats:
        return {}
    rows = await connection.execute(_SENT_SINCE, {"chats": chats, "since": since})
    return {chat: (number, last) for chat, number, last in rows}
