"""Actions on several cases that are held back for a while, so that they can be undone. What they
say is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import insert_new, table_of
from storage.db.vault import Vault
from storage.tables.pending import BulkRow

_BULKS = table_of(BulkRow)

WAITING, UNDONE, DONE = "waiting", "undone", "done"


@dataclass(frozen=True)
class HeldAction:
    """An action that is held back. ``body`` holds plain JSON values; times are UTC."""

    id: str
    made_by: int
    made_at: datetime
    due_at: datetime
    body: Mapping[str, Any]
    state: str = WAITING


async def put(connection: AsyncConnection, vault: Vault, held: HeldAction) -> None:
    """Keep a held action; one of this id that is there already stays as it is."""
    row = {**vars(held), "body": vault.seal_json("bulk", "body", held.id, dict(held.body))}
    await insert_new(connection, BulkRow, [row], ("id",))


async def find(connection: AsyncConnection, vault: Vault, key: str) -> HeldAction | None:
    """The held action of an id, locked until the transaction ends."""
    row = (
        await connection.execute(select(_BULKS).where(_BULKS.c.id == key).with_for_update())
    ).one_or_none()
    if row is None:
        return None
    body = vault.open_json("bulk", "body", row.id, row.body)
    return HeldAction(row.id, row.made_by, row.made_at, row.due_at, body, row.state)


async def end(connection: AsyncConnection, key: str, state: str) -> None:
    """Note that a held action was done, or taken back."""
    await connection.execute(update(_BULKS).where(_BULKS.c.id == key).values(state=state))
