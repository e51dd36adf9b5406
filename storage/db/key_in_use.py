"""Whether the master key is the one that a database was made with. Everything that is sealed says
in its head with which key; under another one people could write and nobody could read.

Tested in tests/storage/db/test_key_in_use.py."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage.db.database import Database
from storage.db.vault import Vault, key_of
from storage.tables.columns import Sealed

LOOKED_AT = 3
"""Values of each column that are looked at, from both ends."""


class WrongKey(Exception):
    """The master key is another than the one of the database. The text says what to do."""


async def refuse_another(database: Database, vault: Vault) -> None:
    """WrongKey when the oldest or newest sealed values were sealed with another key. One among many
    is a damaged row, no other key; a database in which nothing is sealed yet takes any."""
    async with database.read() as connection:
        used = Counter(key_of(sealed) for sealed in await _found(connection))
    others = sorted(used.keys() - {vault.key_id})
    if others and (vault.key_id not in used or any(used[other] > 1 for other in others)):
        raise WrongKey(
            f"keys.master is key {vault.key_id}, but {database.place} was made with key"
            f" {', '.join(others)}; put back the key that this database was made with"
            " (nothing was changed)"
        )


async def _found(connection: AsyncConnection) -> list[bytes]:
    """The first and the last values of each sealed column."""
    found: list[bytes] = []
    for column, keys in _columns():
        for order in (keys, [key.desc() for key in keys]):
            there = select(column).where(func.length(column) > 0).order_by(*order).limit(LOOKED_AT)
            found += set(await connection.scalars(there)) - set(found)
    return found


def _columns() -> Iterator[tuple[ColumnElement[bytes], list[ColumnElement[object]]]]:
    """Every sealed column of every table, with the columns of its key."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield column, list(table.primary_key.columns)
