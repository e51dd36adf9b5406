"""Trouble of both databases, as it really arrives, is known by its code; faults are not trouble."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.db import database as databases
from storage.db.database import Database
from storage.db.trouble import Trouble, trouble

Case = Callable[[Database], Awaitable[None]]


async def _met(work: Awaitable[None]) -> Trouble | None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 (which one is what is asked)
        await work
    return trouble(caught.value)


@pytest.fixture
async def postgres(postgresql_url: str) -> AsyncIterator[Database]:
    """A PostgreSQL with two rows to fight for."""
    db = Database(postgresql_url)
    async with db.write() as connection:
        await connection.execute(text("CREATE TABLE rows (id int PRIMARY KEY, n int)"))
        await connection.execute(text("INSERT INTO rows VALUES (1, 0), (2, 0)"))
    yield db
    await db.dispose()


async def _session_ended(db: Database) -> None:
    async with db.write() as one:
        pid = await one.scalar(text("SELECT pg_backend_pid()"))
        async with db.write() as other:
            await other.execute(text(f"SELECT pg_terminate_backend({pid})"))
        await asyncio.sleep(0.1)
        await one.execute(text("SELECT 1"))


async def _ended_at_commit(db: Database) -> None:
    async with db.write() as one:
        pid = await one.scalar(text("SELECT pg_backend_pid()"))
        await one.execute(text("UPDATE rows SET n = 1"))
        async with db.write() as other:
            await other.execute(text(f"SELECT pg_terminate_backend({pid})"))
        await asyncio.sleep(0.1)


async def _too_slow(db: Database) -> None:
    async with db.write() as one:
        await one.execute(text("SET LOCAL statement_timeout = 20"))
        await one.execute(text("SELECT pg_sleep(5)"))


async def _locked(db: Database) -> None:
    async with db.write() as one, db.write() as other:
        await one.execute(text("UPDATE rows SET n = 1 WHERE id = 1"))
        await other.execute(text("SET LOCAL lock_timeout = 20"))
        await other.execute(text("UPDATE rows SET n = 2 WHERE id = 1"))


async def _read_only(db: Database) -> None:
    async with db.write() as one:
        await one.execute(text("SET TRANSACTION READ ONLY"))
        await one.execute(text("UPDATE rows SET n = 1"))


async def _deadlock(db: Database) -> None:
    met = asyncio.Barrier(2)

    async def both(first: int, then: int) -> None:
        async with db.write() as one:
            await one.execute(text("UPDATE rows SET n = 1 WHERE id = :id"), {"id": first})
            await met.wait()
            await one.execute(text("UPDATE rows SET n = 1 WHERE id = :id"), {"id": then})

    ends = await asyncio.gather(both(1, 2), both(2, 1), return_exceptions=True)
    (lost,) = [end for end in ends if end]
    raise lost


async def _server_away(db: Database) -> None:
    other = Database("postgresql://postgres@127.0.0.1:1/nobody")
    try:
        async with other.write():
            pass
    finally:
        await other.dispose()


async def _said_twice(db: Database) -> None:
    async with db.write() as one:
        await one.execute(text("INSERT INTO rows VALUES (1, 0)"))


async def _nonsense(db: Database) -> None:
    async with db.write() as one:
        await one.execute(text("SELECT nothing FROM nowhere"))


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        (_session_ended, Trouble.DOWN),
        (_ended_at_commit, Trouble.DOWN),
        (_too_slow, Trouble.CLASH),
        (_locked, Trouble.CLASH),
        (_read_only, Trouble.DOWN),
        (_deadlock, Trouble.CLASH),
        (_server_away, Trouble.DOWN),
        (_said_twice, None),
        (_nonsense, None),
    ],
)
async def test_postgresql(postgres: Database, work: Case, kind: Trouble | None) -> None:
    """What PostgreSQL really raises is told apart: wait, play again, or a fault."""
    assert await _met(work(postgres)) is kind


async def test_sqlite_locked_by_another_program(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that holds the file is trouble that passes."""
    monkeypatch.setattr(databases, "BUSY_SECONDS", 0.05)
    db = Database(sqlite_url)
    assert db.path
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    async def work() -> None:
        async with db.write() as connection:
            await connection.execute(text("SELECT 1"))

    assert await _met(work()) is Trouble.DOWN
    other.close()
    await work()
    await db.dispose()


async def test_sqlite_damaged(sqlite_url: str) -> None:
    """A file that is no database any more is nobody's message to blame."""
    db = Database(sqlite_url)
    assert db.path
    db.path.write_bytes(b"no database " * 100)

    async def work() -> None:
        async with db.write() as connection:
            await connection.execute(text("SELECT * FROM cases"))

    assert await _met(work()) is Trouble.DOWN
    await db.dispose()


async def test_a_writer_of_our_own_for_too_long(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writing connection: who waits too long for it may try again."""
    monkeypatch.setattr(databases, "POOL_SECONDS", 0.05)
    db = Database(sqlite_url)

    async def work() -> None:
        async with db.write():
            pass

    async with db.write():
        assert await _met(work()) is Trouble.DOWN
    await db.dispose()


async def test_a_fault_on_sqlite_is_no_trouble(sqlite_url: str) -> None:
    """A statement that is wrong stays wrong."""
    db = Database(sqlite_url)

    async def work() -> None:
        async with db.write() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))

    assert await _met(work()) is None
    await db.dispose()


@pytest.mark.parametrize("error", [ValueError("x"), DBAPIError("s", {}, Exception("odd"))])
def test_what_has_no_code(error: Exception) -> None:
    """An error without a code is a fault."""
    assert trouble(error) is None


async def test_a_connection_that_was_lost_meanwhile_is_made_anew(postgresql_url: str) -> None:
    """The server ends the session of a connection that nobody uses: the next transaction gets
    another one, and knows nothing of it."""
    db, other = Database(postgresql_url), Database(postgresql_url)
    async with db.write() as one:
        pid = await one.scalar(text("SELECT pg_backend_pid()"))
    async with other.write() as killer:
        await killer.execute(text(f"SELECT pg_terminate_backend({pid})"))
    await asyncio.sleep(0.1)
    async with db.write() as one:
        assert await one.scalar(text("SELECT pg_backend_pid()")) != pid
    await db.dispose()
    await other.dispose()
