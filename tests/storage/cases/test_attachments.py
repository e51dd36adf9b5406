"""Attachments in the database and the sealed files beside it."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from storage.cases import attachments
from storage.cases.attachments import Fetched, Wanted
from storage.db.database import Database, table_of
from storage.db.vault import Unreadable, Vault
from storage.tables.cases import FileRow

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CASE, OTHER = 26_00042, 26_00043
MINUTE = timedelta(minutes=1)


def item(unique: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "photo",
        "file_id": f"telegram-{unique}",
        "unique_id": unique,
        "size": 1000,
        **more,
    }


async def put(database: Database, vault: Vault, case: int, *items: dict[str, Any]) -> None:
    async with database.write() as connection:
        await attachments.put_wanted(connection, vault, case, items, AT)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def wanted(
    database: Database, vault: Vault, at: datetime = AT, limit: int = 99
) -> list[Wanted]:
    async with database.read() as connection:
        return await attachments.wanted(connection, vault, at, limit)


async def record(database: Database, *results: Fetched) -> None:
    async with database.write() as connection:
        await attachments.record(connection, results)


async def test_wanted(database: Database, vault: Vault) -> None:
    """What is wanted comes out as it was put in, once, in order; Telegram's id of the file is
    sealed."""
    await put(database, vault, CASE, item("a"), item("b", kind="voice", size=None))
    await put(database, vault, CASE, item("b"))
    await put(database, vault, OTHER, item("a"))
    found = await wanted(database, vault)
    assert [
        (one.case_id, one.unique_id, one.kind, one.file_id, one.size, one.tries) for one in found
    ] == [
        (CASE, "a", "photo", "telegram-a", 1000, 0),
        (CASE, "b", "voice", "telegram-b", 0, 0),
        (OTHER, "a", "photo", "telegram-a", 1000, 0),
    ]
    assert len(await wanted(database, vault, limit=2)) == 2
    async with database.read() as connection:
        sealed = (await connection.execute(select(table_of(FileRow).c.file_id))).scalars().all()
    assert not any(b"telegram" in value for value in sealed)


async def test_too_many(database: Database, vault: Vault) -> None:
    """A case has at most twenty attachments; the others are noted as refused."""
    await put(database, vault, CASE, *(item(f"a{n}") for n in range(15)))
    await put(database, vault, CASE, *(item(f"b{n}") for n in range(10)))
    async with database.read() as connection:
        states = [one.state for one in await attachments.of_case(connection, CASE)]
    assert (states.count("wanted"), states.count("refused")) == (20, 5)


async def test_record(database: Database, vault: Vault) -> None:
    """Each end is written down; what is wanted again is wanted when its time has come; a late end
    changes nothing."""
    await put(database, vault, CASE, *(item(key) for key in "abcd"))
    a, b, c, d = (one.id for one in await wanted(database, vault))
    await record(
        database,
        Fetched(a, "kept", 0, AT, 900, "name"),
        Fetched(b, "wanted", 1, AT + MINUTE),
        Fetched(c, "refused", 0, AT),
        Fetched(d, "failed", 3, AT),
    )
    await record(database, Fetched(a, "failed", 3, AT))
    async with database.read() as connection:
        found = await attachments.of_case(connection, CASE)
    assert [(one.state, one.size) for one in found] == [
        ("kept", 900),
        ("wanted", 0),
        ("refused", 0),
        ("failed", 0),
    ]
    assert await wanted(database, vault) == []
    assert [(one.id, one.tries) for one in await wanted(database, vault, AT + MINUTE)] == [(b, 1)]


async def test_damaged_id(database: Database, vault: Vault) -> None:
    """An attachment whose id can't be opened does not stop the others."""
    await put(database, vault, CASE, item("a"), item("b"))
    columns = table_of(FileRow).c
    async with database.write() as connection:
        sealed = await connection.scalar(select(columns.file_id).where(columns.unique_id == "b"))
        await connection.execute(
            update(table_of(FileRow)).where(columns.unique_id == "a").values(file_id=sealed)
        )
    assert [one.file_id for one in await wanted(database, vault)] == ["", "telegram-b"]


async def test_keep_and_load(sqlite_database: Database, vault: Vault, tmp_path: Path) -> None:
    """What is kept can be loaded again; on the disk it is sealed, nameless, and for its owner
    only."""
    folder, content = tmp_path / "deep" / "files", b"kartu keluarga " * 1000
    await put(sqlite_database, vault, CASE, item("AgAD-unique"))
    (one,) = await wanted(sqlite_database, vault)
    name = await attachments.keep(vault, folder, CASE, "AgAD-unique", content)
    await record(sqlite_database, Fetched(one.id, "kept", 0, AT, len(content), name))
    async with sqlite_database.read() as connection:
        assert await attachments.load(connection, vault, folder, one.id) == content
    (path,) = folder.iterdir()
    assert (path.name, "AgAD" in name, str(CASE) in name) == (name, False, False)
    assert b"kartu" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_keep_again(vault: Vault, tmp_path: Path) -> None:
    """Keeping the same attachment again replaces it; the same file in another case is kept
    apart."""
    first = await attachments.keep(vault, tmp_path, CASE, "a", b"1")
    assert await attachments.keep(vault, tmp_path, CASE, "a", b"2") == first
    assert await attachments.keep(vault, tmp_path, OTHER, "a", b"1") != first
    assert len(on_disk(tmp_path)) == 2


async def test_disk_full(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file can't be written to its end, nothing of it stays, and what was there before is
    whole."""
    await attachments.keep(vault, tmp_path, CASE, "a", b"1")
    before = on_disk(tmp_path)

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        await attachments.keep(vault, tmp_path, CASE, "a", b"2")
    assert on_disk(tmp_path) == before


async def test_load_what_is_not_there(
    sqlite_database: Database, vault: Vault, tmp_path: Path
) -> None:
    """An unknown attachment, one not kept, a lost file and a file of another attachment each fail
    in their own way."""
    await put(sqlite_database, vault, CASE, item("a"), item("b"), item("c"))
    a, b, c = (one.id for one in await wanted(sqlite_database, vault))
    name = await attachments.keep(vault, tmp_path, CASE, "a", b"1")
    await record(
        sqlite_database, Fetched(b, "kept", 0, AT, 1, name), Fetched(c, "kept", 0, AT, 1, "lost")
    )
    async with sqlite_database.read() as connection:
        for file, error in (
            (999, LookupError),
            (a, LookupError),
            (b, Unreadable),
            (c, FileNotFoundError),
        ):
            with pytest.raises(error):
                await attachments.load(connection, vault, tmp_path, file)


async def test_index(sqlite_database: Database, vault: Vault) -> None:
    """Looking for wanted attachments reads their index and not the whole table."""
    async with sqlite_database.read() as connection:
        statements: list[tuple[str, Any]] = []

        @event.listens_for(connection.sync_connection, "before_cursor_execute")
        def _note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            statements.append((statement, parameters))

        await attachments.wanted(connection, vault, AT, 4)
        ((statement, parameters),) = statements
        plan = (
            await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ).all()
    assert "USING INDEX ix_file_wanted" in str(plan)
