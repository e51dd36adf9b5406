"""Whether all of an office is there and can be read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from storage.backup import proof
from storage.backup.sealed_places import PLACES
from storage.backup.trouble import BackupTrouble
from storage.cases import attachments
from storage.cases.attachments import Fetched
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow
from storage.tables.columns import Sealed
from storage.tables.people import TalkRow

VAULT = Vault(b"\x07" * 32)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_no_column_is_forgotten() -> None:
    """Every sealed column of every table is looked at."""
    sealed = {
        table.name: tuple(sorted(one.name for one in columns))
        for table in SQLModel.metadata.sorted_tables
        if (columns := [one for one in table.columns if isinstance(one.type, Sealed)])
    }
    assert {name: tuple(sorted(place.columns)) for name, place in PLACES.items()} == sealed


async def _talks(database: Database, people: Sequence[int], vault: Vault = VAULT) -> None:
    rows = [
        {"person_id": n, "state": vault.seal("talk", "state", n, "{}"), "updated_at": NOW}
        for n in people
    ]
    async with database.write() as connection:
        await connection.execute(table_of(TalkRow).insert(), rows)


async def test_every_row_is_opened(database: Database, tmp_path: Path) -> None:
    """Also of those behind the first block: one that is damaged, and one of another key."""
    await _talks(database, range(1, 1203))
    assert await proof.faults(database, VAULT, tmp_path) == []
    async with database.write() as connection:
        await connection.execute(
            text(
                "UPDATE talk SET state = (SELECT state FROM talk WHERE person_id = 1)"
                " WHERE person_id = 1202"
            )
        )
    await _talks(database, [1203], Vault(b"\x08" * 32))
    found = await proof.faults(database, VAULT, tmp_path)
    assert [line[:27] for line in found] == [
        "talk.state of row 1202 was ",
        "talk.state of row 1203 was ",
    ]
    assert "changed or moved" in found[0]
    assert "sealed with key" in found[1]


async def test_files(database: Database, tmp_path: Path) -> None:
    """An attachment that is kept must be there and open."""
    items = [{"kind": "photo", "file_id": "f", "unique_id": f"u{n}"} for n in (1, 2, 3)]
    names = [await attachments.keep(VAULT, tmp_path, 1, f"u{n}", b"photo") for n in (1, 2, 3)]
    async with database.write() as connection:
        await attachments.put_wanted(connection, VAULT, 1, items, NOW)
        for n, name in enumerate(names, 1):
            await attachments.record(connection, [Fetched(n, "kept", 1, NOW, 5, name)])
    assert await proof.faults(database, VAULT, tmp_path) == []
    second, third = (tmp_path / names[n] for n in (1, 2))
    second.unlink()
    third.write_bytes(third.read_bytes()[:-1])
    assert await proof.faults(database, VAULT, tmp_path) == [
        "the file of attachment 2 is missing",
        "the file of attachment 3 is damaged",
    ]


async def test_trail(database: Database, tmp_path: Path) -> None:
    """An event of a case that is not there."""
    body = VAULT.seal("event", "body", "7.1", "{}")
    row = {"case_id": 7, "n": 1, "kind": "filed", "actor": 1, "at": NOW, "body": body}
    async with database.write() as connection:
        await connection.execute(table_of(EventRow).insert(), [row])
    assert await proof.faults(database, VAULT, tmp_path) == [
        "the trail of case 7 belongs to no case"
    ]


async def test_a_broken_database(sqlite_database: Database, tmp_path: Path) -> None:
    """One that SQLite itself finds damaged is no list of faults but a refusal."""
    await _talks(sqlite_database, range(1, 400))
    await sqlite_database.dispose()
    path = sqlite_database.path
    assert path
    content = bytearray(path.read_bytes())
    for page in range(20, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(BackupTrouble, match="put back a backup"):
        await proof.faults(Database(f"sqlite:///{path}"), VAULT, tmp_path)
