"""A district's database as it stood at any earlier revision, with rows in every table that there
was then, and what a database holds, to be compared.

The rows are those that today's program writes, as far as the old schema had their columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from alembic import command
from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Table,
    TypeDecorator,
    column,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

from storage.db.database import Database, make_engine
from storage.db.migrate import alembic_config
from storage.tables.columns import metadata

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table, each with its columns by name."""

_BOOKS = "alembic_version"
_OF_A_KIND: Mapping[type, Any] = {
    bytes: b"\x07",
    str: "x",
    bool: True,
    int: 7,
    datetime: datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    date: date(2026, 11, 23),
}


async def rows_of(database: Database) -> Rows:
    """All rows of a database of today's schema; a table without any has one that is made up."""
    async with database.read() as connection:
        return {
            each.name: [dict(row._mapping) for row in await connection.execute(select(each))]
            or [{one.name: _OF_A_KIND[_plain(one).python_type] for one in each.c}]
            for each in metadata.sorted_tables
        }


def _plain(column: Column[Any]) -> TypeEngine[Any]:
    """Its type, without what our own types do."""
    kind = column.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


async def make(url: str, revision: str, rows: Rows) -> None:
    """Bring the empty database at ``url`` to a revision and put the rows in."""
    engine = make_engine(url, "migrate")
    async with engine.begin() as connection:
        await connection.run_sync(_make, revision, rows)
    await engine.dispose()


def _make(connection: Connection, revision: str, rows: Rows) -> None:
    command.upgrade(alembic_config(connection), revision)
    for each in _tables(connection):
        names = [one.name for one in each.c]
        put = [{name: row[name] for name in names} for row in rows[each.name]]
        if each.name == "lease":  # the migration has put in its only row
            connection.execute(each.delete())
        connection.execute(each.insert(), put)


def _tables(connection: Connection) -> Iterable[Table]:
    found = MetaData()
    found.reflect(connection)
    return [each for name, each in sorted(found.tables.items()) if name != _BOOKS]


async def columns_of(database: Database) -> dict[str, list[str]]:
    """The columns of each table."""

    def found(connection: Connection) -> dict[str, list[str]]:
        return {each.name: [one.name for one in each.c] for each in _tables(connection)}

    async with database.read() as connection:
        return await connection.run_sync(found)


async def content(database: Database, columns: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What stands in some columns of some tables, in an order of its own."""
    async with database.read() as connection:
        return {
            name: sorted(
                repr(tuple(row))
                for row in await connection.execute(
                    select(*map(column, names)).select_from(table(name))
                )
            )
            for name, names in columns.items()
        }


async def all_of(url: str) -> dict[str, list[str]]:
    """Everything: the columns that there are with what stands in them, and the indexes."""
    database = Database(url)
    try:
        columns = await columns_of(database)
        found = await content(database, {_BOOKS: ["version_num"], **columns})
        indexes = {
            "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index'",
            "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        }
        async with database.read() as connection:
            drawn = await connection.scalars(text(indexes[database.dialect]))
            found["indexes"] = sorted(map(str, drawn))
        return found | {f"columns of {name}": names for name, names in columns.items()}
    finally:
        await database.dispose()
