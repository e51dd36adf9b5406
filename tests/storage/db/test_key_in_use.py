"""Another master key than the one that a database was made with is noticed before anything is
written."""

import pytest
from sqlalchemy import select

from storage.db.database import Database, table_of
from storage.db.key_in_use import WrongKey, refuse_another
from storage.db.vault import Vault
from storage.people.people import Profile, save_profiles
from storage.tables.people import PersonRow
from tests.casework.cases import NOW

MINE, OTHER = Vault(bytes([1]) * 32), Vault(bytes([2]) * 32)


async def _know(database: Database, vault: Vault, *people: int) -> None:
    async with database.write() as connection:
        profiles = [Profile(person, name="the resident") for person in people]
        await save_profiles(connection, vault, profiles, NOW)


async def test_an_empty_database_takes_any_key(database: Database) -> None:
    """Nothing is sealed yet that could become unreadable."""
    await refuse_another(database, MINE)
    await refuse_another(database, OTHER)


async def test_another_key_is_refused(database: Database) -> None:
    """The operator reads which key it is and which it should be, and no key."""
    await _know(database, MINE, 5)
    await refuse_another(database, MINE)
    with pytest.raises(WrongKey, match=f"is key {OTHER.key_id}.* with key {MINE.key_id}"):
        await refuse_another(database, OTHER)


@pytest.mark.parametrize("people", [(5, 6), (6, 5)])
async def test_two_keys_in_one_database(database: Database, people: tuple[int, int]) -> None:
    """Whichever was first, each of them is told about the other."""
    await _know(database, MINE, people[0], people[0] + 10)
    await _know(database, OTHER, people[1], people[1] + 10)
    for vault, other in ((MINE, OTHER), (OTHER, MINE)):
        with pytest.raises(WrongKey, match=other.key_id):
            await refuse_another(database, vault)


async def test_a_damaged_head_is_no_other_key(database: Database) -> None:
    """One row whose head was spoiled keeps nobody from starting."""
    await _know(database, MINE, 5, 6, 7)
    table = table_of(PersonRow)
    async with database.write() as connection:
        sealed = await connection.scalar(select(table.c.name).where(table.c.id == 7))
        spoiled = sealed[:1] + bytes([sealed[1] ^ 1]) + sealed[2:]
        await connection.execute(table.update().where(table.c.id == 7).values(name=spoiled))
    await refuse_another(database, MINE)
