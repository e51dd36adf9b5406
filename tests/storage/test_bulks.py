"""What is held back: kept once, sealed, taken back or done."""

from datetime import timedelta

from sqlalchemy import select

from storage import bulks
from storage.bulks import DONE, Held
from storage.db import Database, table_of
from storage.tables import BulkRow
from storage.vault import Vault
from tests.casework.cases import NOW, OFFICER

HELD = Held("draft", OFFICER, NOW, NOW + timedelta(minutes=10), {"text": "cucakhijau", "cases": [1]})


async def test_it_is_kept_once_and_sealed(database: Database, vault: Vault) -> None:
    """What is put twice stays as it was first, comes back as it was put, and stands nowhere in clear."""
    async with database.write() as connection:
        await bulks.put(connection, vault, HELD)
        await bulks.put(connection, vault, Held("draft", 9, NOW, NOW, {"text": "other"}))
        assert await bulks.find(connection, vault, "draft") == HELD
        assert await bulks.find(connection, vault, "nothing") is None
        (row,) = (await connection.execute(select(table_of(BulkRow)))).all()
    assert b"cucakhijau" not in row.body


async def test_it_ends(database: Database, vault: Vault) -> None:
    """Done or taken back, it says so."""
    async with database.write() as connection:
        await bulks.put(connection, vault, HELD)
        await bulks.end(connection, "draft", DONE)
        found = await bulks.find(connection, vault, "draft")
    assert found is not None
    assert found.state == DONE
