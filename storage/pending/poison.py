"""Updates that were put aside because they fail alone: named, taken to be played again, dropped.

Tested in tests/bot/turns/test_turn_again.py and tests/bot/cli/test_poison.py."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.updates import Poison, SeenRow

_POISON, _SEEN = table_of(Poison), table_of(SeenRow)


@dataclass(frozen=True)
class PutAside:
    """An update that was put aside: when (UTC), and the name of the error."""

    update_id: int
    at: datetime
    error: str


async def listed(connection: AsyncConnection) -> list[PutAside]:
    """All that were put aside, oldest first; what stands in them stays sealed."""
    c = _POISON.c
    found = await connection.execute(select(c.update_id, c.at, c.error).order_by(c.at, c.update_id))
    return [PutAside(*row) for row in found]


async def take(connection: AsyncConnection, vault: Vault, bot_id: int, update_id: int) -> Any:
    """The update as Telegram sent it, from now on neither put aside nor seen. LookupError when it
    was not put aside; Unreadable when it can't be opened."""
    wanted = _POISON.c.update_id == update_id
    sealed = (await connection.execute(select(_POISON.c.raw).where(wanted))).scalar_one_or_none()
    if sealed is None:
        raise LookupError(f"update {update_id} was not put aside")
    raw = json.loads(vault.open("poison", "raw", update_id, sealed))
    await drop(connection, update_id)
    seen = (_SEEN.c.bot_id == bot_id, _SEEN.c.update_id == update_id)
    await connection.execute(delete(_SEEN).where(*seen))
    return raw


async def drop(connection: AsyncConnection, update_id: int) -> bool:
    """Forget an update that was put aside, for ever; whether there was one."""
    gone = await connection.execute(delete(_POISON).where(_POISON.c.update_id == update_id))
    return gone.rowcount > 0
