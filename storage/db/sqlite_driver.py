"""aiosqlite with one thread hop per statement instead of four, and a file opened the way we insist
on.

Every call through aiosqlite crosses to a thread and back (about 45 µs); SQLAlchemy makes four of
them per statement (cursor, execute, fetch, close). Here a statement runs and is read to its end in
one crossing, so results are always held whole in memory; a transaction begins in the crossing of
its first statement. No SQL of ours and no SQLAlchemy here.

Tested in tests/storage/db/test_database.py and tests/storage/db/test_sqlite_driver.py."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import aiosqlite


class OneHopCursor:
    """What SQLAlchemy's asyncio adapter needs of a cursor; the rows are already here when
    ``execute`` returns."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "OneHopCursor":
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "OneHopCursor":
        """Run one statement and read all it gives; the errors are those of ``sqlite3``."""
        await self._connection.in_thread(
            partial(self._run, sqlite3.Connection.execute, sql, parameters)
        )
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> "OneHopCursor":
        """Run one statement once per row of parameters; the errors are those of ``sqlite3``."""
        await self._connection.in_thread(
            partial(self._run, sqlite3.Connection.executemany, sql, parameters)
        )
        return self

    async def fetchall(self) -> list[Any]:
        """All rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing is left open between statements."""

    def _run(
        self,
        call: Callable[[sqlite3.Connection, str, Any], sqlite3.Cursor],
        sql: str,
        parameters: Iterable[Any],
        connection: sqlite3.Connection,
    ) -> None:
        self._connection.begin_now(connection)
        cursor = call(connection, sql, parameters)
        self.description, self.rowcount, self.lastrowid = (
            cursor.description,
            cursor.rowcount,
            cursor.lastrowid,
        )
        self._rows = cursor.fetchall() if cursor.description else []
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors cost one hop."""

    _waiting = ""
    """The statement that begins a transaction, until it has one to begin."""

    def begin(self, sql: str) -> None:
        """Begin a transaction with the first statement; where none comes, there was none."""
        self._waiting = sql

    def begin_now(self, connection: sqlite3.Connection) -> None:
        """In the thread, before a statement. What fails to begin is begun again before the next:
        nothing may be written outside its transaction."""
        if self._waiting:
            connection.execute(self._waiting).close()
            self._waiting = ""

    async def commit(self) -> None:
        """Commit what was begun."""
        if not self._waiting:
            await super().commit()
        self._waiting = ""

    async def rollback(self) -> None:
        """Take back what was begun."""
        if not self._waiting:
            await super().rollback()
        self._waiting = ""

    def cursor(self) -> Any:
        """A cursor, without a trip to the thread."""
        return OneHopCursor(self)

    async def in_thread(self, job: Callable[[sqlite3.Connection], None]) -> None:
        """Run ``job`` with the real connection in this connection's thread."""
        await self._execute(job, self._conn)  # type: ignore[no-untyped-call]


async def connect(
    path: str, pragmas: tuple[str, ...], *, busy_seconds: float, create: bool
) -> OneHopConnection:
    """Open the file in autocommit mode with the pragmas set; ``create`` makes a missing one, for
    its owner only.

    Raises ``sqlite3.Error`` or ``OSError`` when the file can't be opened or is no database.
    """
    connection = OneHopConnection(
        partial(_open, path, pragmas, busy_seconds, create), iter_chunk_size=64
    )
    connection._thread.daemon = True  # an exit must not hang on a connection that somebody forgot
    try:
        await connection
    except Exception:
        # aiosqlite lets its thread end later, maybe after the event loop has gone
        connection._thread.join()
        raise
    return connection


def _open(
    path: str, pragmas: tuple[str, ...], busy_seconds: float, create: bool
) -> sqlite3.Connection:
    # Only a file that is not there yet may be opened beside SQLite: closing any descriptor of a
    # file drops the locks that this process has on it, and the next short command to close would
    # then take the WAL away under the bot.
    if create:
        with suppress(FileExistsError):
            # -wal and -shm inherit these rights.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    os.stat(path)  # else SQLite would make a missing one
    # isolation_level None: the driver must never emit a BEGIN of its own
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
