"""Whether all of an office is there and can be read: the database in itself, every sealed value and
file, and the trail of every case without a gap. Reads only, any schema that ever was."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from string import Formatter

from sqlalchemy import Column, Connection, MetaData, Table, inspect, literal, select, text, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.backup.sealed_places import PLACES, SealedPlace
from storage.backup.trouble import BackupTrouble
from storage.db import sealed_files
from storage.db.database import Database
from storage.db.vault import Unreadable, Vault

_BLOCK = 500
_GAPS = """
    SELECT c.id, c.version, count(e.n) AS events, coalesce(max(e.n), 0) AS last
    FROM cases c LEFT JOIN event e ON e.case_id = c.id
    GROUP BY c.id, c.version HAVING count(e.n) <> c.version OR coalesce(max(e.n), 0) <> c.version
    ORDER BY c.id
"""
_STRAYS = "SELECT DISTINCT case_id FROM event WHERE case_id NOT IN (SELECT id FROM cases)"


async def faults(database: Database, vault: Vault, files: Path) -> list[str]:
    """What is damaged or missing, a line for each; nothing when all is well. ``files``: where the
    sealed attachments lie. BackupTrouble when the database itself is broken."""
    try:
        async with database.read() as connection:
            await _whole(connection, database)
            tables = await connection.run_sync(_tables)
            found = [line async for line in _sealed(connection, vault, tables)]
            found += [line async for line in _files(connection, vault, files)]
            return found + [line async for line in _trails(connection)]
    except DBAPIError as error:
        raise BackupTrouble(
            f"the database {database.place} can't be read ({error.orig}); put back a backup"
        ) from error


async def _whole(connection: AsyncConnection, database: Database) -> None:
    if not database.path:
        return  # PostgreSQL refuses a broken dump by itself
    told = [str(row[0]) for row in await connection.execute(text("PRAGMA integrity_check"))]
    strays = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    told = [] if told == ["ok"] else told
    told += [f"a row of {row[0]} points to nothing" for row in strays]
    if told:
        raise BackupTrouble(
            f"the database {database.place} is damaged ({told[0]}; {len(told)} in all);"
            " put back a backup that is well"
        )


def _tables(connection: Connection) -> list[Table]:
    """The tables that hold sealed values, as they are in this database."""
    there = set(inspect(connection).get_table_names())
    metadata = MetaData()
    return [Table(name, metadata, autoload_with=connection) for name in PLACES if name in there]


async def _sealed(
    connection: AsyncConnection, vault: Vault, tables: list[Table]
) -> AsyncIterator[str]:
    for table in tables:
        place = PLACES[table.name]
        for name in place.columns:
            if name in table.c:
                async for line in _column(connection, vault, place, table.c[name]):
                    yield line


async def _column(
    connection: AsyncConnection, vault: Vault, place: SealedPlace, column: Column[bytes]
) -> AsyncIterator[str]:
    table = column.table
    keys = list(table.primary_key)
    names = [table.c[key] for _, key, _, _ in Formatter().parse(place.row) if key]
    wanted = select(column, *names, *keys).where(column.is_not(None)).order_by(*keys)
    rows = (await connection.execute(wanted.limit(_BLOCK))).all()
    while rows:
        for sealed, *rest in rows:
            named = {one.name: value for one, value in zip(names, rest, strict=False)}
            if sealed and (line := _opened(vault, column, place.row.format(**named), sealed)):
                yield line
        last = [literal(value) for value in rows[-1][-len(keys) :]]
        following = wanted.where(tuple_(*keys) > tuple_(*last)).limit(_BLOCK)
        rows = (await connection.execute(following)).all()


def _opened(vault: Vault, column: Column[bytes], row: str, sealed: bytes) -> str:
    """Why a value can't be opened; "" when it can."""
    try:
        vault.open(str(column.table), column.name, row, sealed)
    except Unreadable as error:
        return str(error)
    return ""


async def _files(connection: AsyncConnection, vault: Vault, folder: Path) -> AsyncIterator[str]:
    kept = text("SELECT id, case_id, unique_id, name FROM file WHERE state = 'kept' ORDER BY id")
    for row in (await connection.execute(kept)).all():
        place = f"{row.case_id}/{row.unique_id}"
        try:
            await asyncio.to_thread(sealed_files.load, vault, folder / row.name, place)
        except OSError:
            yield f"the file of attachment {row.id} is missing"
        except Unreadable:
            yield f"the file of attachment {row.id} is damaged"


async def _trails(connection: AsyncConnection) -> AsyncIterator[str]:
    for row in (await connection.execute(text(_GAPS))).all():
        yield f"the trail of case {row.id} has {row.events} of {row.version} events"
    for (case,) in (await connection.execute(text(_STRAYS))).all():
        yield f"the trail of case {case} belongs to no case"
