"""What is held back: kept once, sealed, taken back or done."""

from datetime import timedelta

from sqlalchemy import select

from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending import held_actions
from storage.pending.held_actions import DONE, HeldAction
from storage.tables.pending import BulkRow
from tests.casework.cases import NOW, OFFICER

HELD = HeldAction(
    "draft", OFFICER, NOW, NOW + timedelta(minutes=10), {"text": "cucakhijau", "cases": [1]}
)


async def test_it_is_kept_once_and_sealed(database: Database, vault: Vault) -> None:
    """What is put twice stays as it was first, comes back as it was put, and stands nowhere in
    clear."""
    async with database.write() as connection:
        await held_actions.put(connection, vault, HELD)
        await held_actions.put(
            connection, vault, HeldAction("draft", 9, NOW, NOW, {"text": "other"})
        )
        assert await held_actions.find(connection, vault, "draft") == HELD
        assert await held_actions.find(connection, vault, "nothing") is None
        (row,) = (await connection.execute(select(table_of(BulkRow)))).all()
    assert b"cucakhijau" not in row.body


async def test_it_ends(database: Database, vault: Vault) -> None:
    """Done or taken back, it says so."""
    async with database.write() as connection:
        await held_actions.put(connection, vault, HELD)
        await held_actions.end(connection, "draft", DONE)
        found = await held_actions.find(connection, vault, "draft")
    assert found is not None
    assert found.state == DONE
