"""One bot per database: two would answer everything twice. Short commands (invite, imports) need no lock."""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text

from storage.db import Database, make_engine

ADVISORY_KEY = int.from_bytes(b"puskesos")
"""Any constant would do; PostgreSQL keeps these locks apart per database."""


class AlreadyRunning(Exception):
    """Another instance works with this database. The text says which database and what to do."""


@asynccontextmanager
async def single_instance(database: Database) -> AsyncIterator[None]:
    """Hold the database for this process; AlreadyRunning when somebody else holds it.

    The lock ends with the block or with the process, however it dies; nothing has to be cleaned up after a crash.
    SQLite: a lock on ``<file>.lock``. PostgreSQL: an advisory lock on a connection of its own.
    """
    if database.path:
        with _file_lock(database.path, database):
            yield
    else:
        async with _advisory_lock(database):
            yield


@contextmanager
def _file_lock(path: Path, database: Database) -> Iterator[None]:
    try:
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise database.cannot_open(error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _already(database.place) from error
    else:
        yield
    finally:
        os.close(handle)


@asynccontextmanager
async def _advisory_lock(database: Database) -> AsyncIterator[None]:
    engine = make_engine(database.url)
    try:
        async with engine.connect() as connection:
            # no open transaction while the lock is held: it would keep old rows alive for as long as the bot runs
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
                raise _already(database.place)
            yield
    finally:
        await engine.dispose()


def _already(place: str) -> AlreadyRunning:
    return AlreadyRunning(f"puskesos already runs with the database {place}; stop it first, or use another config")
