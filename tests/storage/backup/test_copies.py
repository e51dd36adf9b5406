"""The database as one file: of one moment, while others write."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.backup import copies
from storage.backup.trouble import BackupTrouble
from storage.db.database import Database, read_url, table_of
from storage.tables.updates import SeenRow

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SEEN = table_of(SeenRow)


async def _see(database: Database, n: int) -> None:
    """Two rows in one transaction: both are there, or none."""
    async with database.write() as connection:
        rows = [{"bot_id": bot, "update_id": n, "at": NOW} for bot in (1, 2)]
        await connection.execute(SEEN.insert(), rows)


def _counted(path: Path) -> tuple[int, int]:
    """How many rows of each half a file has, opened without any WAL."""
    with closing(sqlite3.connect(path)) as opened:
        halves = "SELECT sum(bot_id = 1), sum(bot_id = 2) FROM seen"
        one, two = opened.execute(halves).fetchone()
        return one or 0, two or 0


async def test_under_load(sqlite_database: Database, tmp_path: Path) -> None:
    """What was committed before the copy is in it, and of what is committed meanwhile all or
    nothing. A copy of the bare file misses what lies in the WAL."""
    for n in range(50):
        await _see(sqlite_database, n)
    stop = asyncio.Event()

    async def go_on() -> int:
        n = 50
        while not stop.is_set():
            await _see(sqlite_database, n)
            n += 1
        return n

    writing = asyncio.create_task(go_on())
    for round_ in range(5):
        await copies.copy_out(sqlite_database, tmp_path / f"copy{round_}")
    assert sqlite_database.path
    bare = shutil.copyfile(sqlite_database.path, tmp_path / "bare")
    stop.set()
    written = await writing
    for round_ in range(5):
        one, two = _counted(tmp_path / f"copy{round_}")
        assert one == two
        assert 50 <= one <= written
    assert _counted(bare)[0] < 50


async def test_no_room(sqlite_database: Database, tmp_path: Path) -> None:
    """Where the copy can't be written, and where the database is none."""
    with pytest.raises(BackupTrouble, match="can't be copied"):
        await copies.copy_out(sqlite_database, tmp_path / "nowhere" / "copy")
    (tmp_path / "none.db").write_bytes(os.urandom(5000))
    broken = Database(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(BackupTrouble, match="puskesos doctor"):
        await copies.copy_out(broken, tmp_path / "copy")


async def test_programs_are_missing(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PostgreSQL's programs are not installed, the package is named; where one fails, what
    it said, and no password."""
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database(postgresql_url.replace("postgres@/", "postgres:secret@/"))
    with pytest.raises(BackupTrouble, match="postgresql-client"):
        await copies.copy_out(database, tmp_path / "copy")
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho server version mismatch: $* >&2; exit 1\n")
    (tmp_path / "pg_dump").chmod(0o700)
    with pytest.raises(BackupTrouble, match="server version mismatch") as caught:
        await copies.copy_out(database, tmp_path / "copy")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgresql://me:pw@db.example:5433/office?ssl=require",
            {"PGHOST": "db.example", "PGPORT": "5433", "PGPASSWORD": "pw", "PGSSLMODE": "require"},
        ),
        ("postgresql://me@/office?host=/run/pg", {"PGHOST": "/run/pg"}),
    ],
)
def test_address(url: str, told: Mapping[str, str]) -> None:
    """The address goes by the environment: words of a program can be read by everybody."""
    always = {"PGUSER": "me", "PGDATABASE": "office"}
    assert copies._address(read_url(url)) == {**always, **told}
