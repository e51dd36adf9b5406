"""A few sealed values tell whether the key does its work."""

import pytest
from sqlalchemy import insert, update

from storage.db import sealed_samples
from storage.db.database import Database
from storage.db.vault import Unreadable, Vault
from storage.people.people import Profile, save_profiles
from storage.tables.cases import EventRow
from storage.tables.people import PersonRow
from tests.storage.db.test_database import NOON


async def _fill(database: Database, vault: Vault) -> None:
    async with database.write() as connection:
        people = [Profile(n, name=name) for n, name in ((1, ""), (5, "the officer"), (9, "other"))]
        await save_profiles(connection, vault, people, NOON)
        for case in (3, 4):
            body = vault.seal_json("event", "body", f"{case}.1", {"actor": 7})
            row = {"case_id": case, "n": 1, "kind": "x", "actor": 7, "at": NOON, "body": body}
            await connection.execute(insert(EventRow), [row])


async def _opened(database: Database, vault: Vault) -> int:
    async with database.read() as connection:
        return await sealed_samples.opened(connection, vault)


async def test_what_is_whole_opens(database: Database, vault: Vault) -> None:
    """The oldest and newest of each; nothing in an empty database."""
    assert await _opened(database, vault) == 0
    await _fill(database, vault)
    assert await _opened(database, vault) == 4


async def test_another_key_is_noticed(database: Database, vault: Vault) -> None:
    """It names the row and the key, and no person."""
    await _fill(database, vault)
    with pytest.raises(Unreadable, match=r"person.name of row 5 was sealed with key"):
        await _opened(database, Vault(bytes(32)))


async def test_a_damaged_value_is_noticed(database: Database, vault: Vault) -> None:
    """Also the last one."""
    await _fill(database, vault)
    async with database.write() as connection:
        sealed = vault.seal("person", "name", 8, "moved here")
        await connection.execute(update(PersonRow).where(PersonRow.id == 9).values(name=sealed))  # type: ignore[arg-type]
    with pytest.raises(Unreadable, match="row 9 was changed or moved"):
        await _opened(database, vault)
