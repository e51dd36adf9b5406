"""A transaction begins with its first statement, and nothing is ever written outside of one."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.db.sqlite_driver import OneHopConnection, connect

BEGIN = "BEGIN IMMEDIATE"


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[OneHopConnection, OneHopConnection]]:
    """Two connections to one file with a table; neither waits for the other."""
    file, wal = str(tmp_path / "x.db"), ("journal_mode=WAL",)
    first = await connect(file, wal, busy_seconds=0, create=True)
    second = await connect(file, wal, busy_seconds=0, create=False)
    await first.cursor().execute("CREATE TABLE told (what TEXT)")
    yield first, second
    await first.close()
    await second.close()


async def told(connection: OneHopConnection) -> list[str]:
    cursor = await connection.cursor().execute("SELECT what FROM told")
    return [what for (what,) in await cursor.fetchall()]


async def test_the_first_statement_owns_the_right_to_write(
    two: tuple[OneHopConnection, OneHopConnection],
) -> None:
    """Also one that only reads; what was begun is seen by others once it is committed."""
    first, second = two
    first.begin(BEGIN)
    assert await told(first) == []
    second.begin(BEGIN)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await told(second)
    await second.rollback()
    await first.cursor().execute("INSERT INTO told VALUES ('a')")
    assert await told(second) == []
    await first.commit()
    assert await told(second) == ["a"]


async def test_what_could_not_begin_is_written_in_no_other_way(
    two: tuple[OneHopConnection, OneHopConnection],
) -> None:
    """After a refused beginning the next statement begins again, and can be rolled back."""
    first, second = two
    first.begin(BEGIN)
    await told(first)
    second.begin(BEGIN)
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await second.cursor().execute("INSERT INTO told VALUES ('b')")
    await first.rollback()
    await second.cursor().executemany("INSERT INTO told VALUES (?)", [("c",), ("d",)])
    await second.rollback()
    assert await told(first) == []


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_transaction_without_a_statement_leaves_nothing_behind(
    two: tuple[OneHopConnection, OneHopConnection], end: str
) -> None:
    """It locks nobody out, and what follows is not part of it."""
    first, second = two
    first.begin(BEGIN)
    await getattr(first, end)()
    await first.cursor().execute("INSERT INTO told VALUES ('e')")
    second.begin(BEGIN)
    assert await told(second) == ["e"]
    await second.commit()
