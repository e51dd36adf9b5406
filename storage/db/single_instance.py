"""One bot per database: two would answer everything twice. Short commands (invite, imports) need no
lock."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import Database, make_engine

ADVISORY_KEY = int.from_bytes(b"puskesos")
"""Any constant would do; PostgreSQL keeps these locks apart per database."""


ANSWER_SECONDS = 5.0
"""A server that says nothing for so long has lost our lock."""


class AlreadyRunning(Exception):
    """Another instance works with this database. The text says which database and what to do."""


class Lock(Protocol):
    """What keeps a second bot from starting. It can be lost while its holder lives."""

    async def take(self) -> bool:
        """Take it, anew where it was lost; False when somebody else holds it."""
        ...

    async def held(self) -> bool:
        """Whether it is still ours."""
        ...

    async def release(self) -> None:
        """Let go of it, if we hold it."""
        ...


@asynccontextmanager
async def single_instance(database: Database) -> AsyncIterator[Lock]:
    """Hold the database for this process; AlreadyRunning when somebody else holds it.

    The lock ends with the block or with the process, however it dies; nothing has to be cleaned up
    after a crash. SQLite: a lock on ``<file>.lock``. PostgreSQL: an advisory lock on a connection
    of its own."""
    lock = _FileLock(database) if database.path else _AdvisoryLock(database)
    try:
        if not await lock.take():
            raise AlreadyRunning(
                f"puskesos already runs with the database {database.place};"
                " stop it first, or use another config"
            )
        yield lock
    finally:
        await lock.release()


class _FileLock:
    """Lost when somebody removes the file."""

    def __init__(self, database: Database) -> None:
        self._database, self._path = database, Path(f"{database.path}.lock")
        self._handle: int | None = None

    async def take(self) -> bool:
        await self.release()
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._database.cannot_open(error) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await self.release()
        return self._handle is not None

    async def held(self) -> bool:
        if self._handle is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        except FileNotFoundError:
            return False

    async def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


class _AdvisoryLock:
    """Lost with its connection."""

    def __init__(self, database: Database) -> None:
        self._url = database.url
        self._stack = AsyncExitStack()
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        await self.release()
        engine = make_engine(self._url)
        self._stack.push_async_callback(engine.dispose)
        connection = await self._stack.enter_async_context(engine.connect())
        # no open transaction while the lock is held: it would keep old rows alive for as long
        # as the bot runs
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        asked = text("SELECT pg_try_advisory_lock(:key)")
        if await connection.scalar(asked, {"key": ADVISORY_KEY}):
            self._connection = connection
        else:
            await self.release()
        return self._connection is not None

    async def held(self) -> bool:
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._connection.scalar(text("SELECT 1"))
        except (DBAPIError, OSError):
            return False
        return True

    async def release(self) -> None:
        self._connection = None
        await self._stack.aclose()
