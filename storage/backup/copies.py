"""The database as one file, and back: a copy that holds one moment, while others go on writing.

SQLite copies itself (VACUUM INTO; a copy of the bare file would miss what lies in the WAL).
PostgreSQL is copied by its own programs, pg_dump and pg_restore, which must be installed."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.backup.trouble import BackupTrouble
from storage.db.database import Database, make_engine, read_url

BUSY_SECONDS = 30.0
_QUIET = ("--no-password",)
_MADE_BY_US = (
    "SELECT 'DROP FUNCTION ' || oid::regprocedure FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace"
)


def name_of(dialect: str) -> str:
    """What the copy of the database is called in a backup."""
    return "database.sqlite" if dialect == "sqlite" else "database.pgdump"


async def copy_out(database: Database, target: Path) -> None:
    """Write the database as it is at one moment to ``target``, which is not there yet;
    BackupTrouble when that fails."""
    if database.path:
        return await asyncio.to_thread(_vacuum, database.path, target)
    words = ("--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    await _tool("pg_dump", words, database.url)


async def copy_in(database: Database, source: Path) -> None:
    """Fill an empty database with such a copy, all or nothing; BackupTrouble when that fails."""
    if database.path:
        await asyncio.to_thread(source.replace, database.path)
        return
    words = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    await _tool("pg_restore", (*words, "--dbname=", str(source)), database.url)


def _vacuum(path: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as source:
            # The bot's own connection is the only one that checkpoints.
            source.execute("PRAGMA wal_autocheckpoint=0").close()
            source.execute("VACUUM INTO ?", (str(target),)).close()
    except sqlite3.Error as error:
        raise BackupTrouble(
            f"the database {path} can't be copied to {target.parent} ({error});"
            " look at the room on the disk, and at the database with: puskesos doctor"
        ) from error


async def _tool(program: str, words: Sequence[str], url: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupTrouble(
            f"the program {program} was not found; install the client programs of PostgreSQL"
            " (package postgresql-client), of the version of the server or newer"
        )
    parsed = read_url(url)
    process = await asyncio.create_subprocess_exec(
        found,
        *_QUIET,
        *(f"{word}{parsed.database}" if word == "--dbname=" else word for word in words),
        env={**os.environ, **_address(parsed)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode:
        why = " ".join(said.decode(errors="replace").split())
        raise BackupTrouble(
            f"{program} has failed ({why[:500]}); look at the server, its version, the room on"
            " the disk, and database.url"
        )


def _address(url: URL) -> Mapping[str, str]:
    """The address as the programs read it from their environment: a password among their words
    could be read by everybody on the machine."""
    query = {name: value for name, value in url.query.items() if isinstance(value, str)}
    told = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port or query.get("port") or ""),
        "PGUSER": url.username or query.get("user"),
        "PGPASSWORD": url.password or query.get("password"),
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("ssl") or query.get("sslmode"),
    }
    return {name: value for name, value in told.items() if value}


async def empty_again(database: Database) -> None:
    """Take away what was put into a PostgreSQL database that was empty before."""
    engine: AsyncEngine = make_engine(database.url, "migrate")
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_drop_all)
    finally:
        await engine.dispose()


def _drop_all(connection: Connection) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    for table in inspect(connection).get_table_names():
        connection.execute(text(f"DROP TABLE {quoted(table)} CASCADE"))
    for (drop,) in connection.execute(text(_MADE_BY_US)).all():
        connection.execute(text(drop))
