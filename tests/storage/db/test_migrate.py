"""The migrations make exactly the schema that the tables describe, and a schema of another version
is recognised."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from storage.db import migrate
from storage.db.database import Database, WrongDatabase
from storage.db.migrate import revisions, state, upgrade
from storage.tables.cases import EventRow
from storage.tables.columns import metadata
from tests.storage.db.test_database import NOON

SCHEMA = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        " AND tbl_name != 'alembic_version'",
    ),
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE schemaname = 'public' AND tablename != 'alembic_version'",
        "SELECT table_name, column_name, data_type, is_nullable, column_default"
        " FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name != 'alembic_version'",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conrelid != 'alembic_version'::regclass",
    ),
}

BROKEN = """
from alembic import op
revision, down_revision = "9000", "{last}"
def upgrade():
    op.execute("CREATE TABLE half (n INTEGER)")
    op.execute("SELECT * FROM nothing")
"""


async def _schema(database: Database) -> set[tuple[Any, ...]]:
    """All that the database itself says about tables, indexes and constraints, without white space
    and quotes.

    SQLite quotes the name of a table that a migration has made anew.
    """
    async with database.read() as connection:
        rows = [
            row
            for query in SCHEMA[database.dialect]
            for row in await connection.execute(text(query))
        ]
    return {tuple("".join(str(value).replace('"', "").split()) for value in row) for row in rows}


async def test_alembic_sees_no_difference(database: Database) -> None:
    """Autogenerate would have nothing to add to the migrations."""

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrated_is_as_made_from_the_tables(empty_url: str) -> None:
    """Down to the conditions of partial indexes, the migrated schema is the one that the tables
    describe."""
    database = Database(empty_url)
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    made = await _schema(database)
    async with database.write() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.execute(text("DROP TABLE alembic_version"))
    await upgrade(empty_url)
    assert await _schema(database) == made
    await database.dispose()


async def test_a_queue_uses_its_partial_index(sqlite_database: Database) -> None:
    """The page of open cases is read from the index of open cases, in order, without sorting."""
    query = (
        "SELECT id FROM cases WHERE office = '32' AND closed_at IS NULL"
        " ORDER BY rank, due_at, id LIMIT 20"
    )
    async with sqlite_database.read() as connection:
        plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))).all()
    assert [row[3] for row in plan] == ["SEARCH cases USING INDEX ix_cases_open_office (office=?)"]


async def test_events_are_only_ever_added(database: Database) -> None:
    """The database itself refuses to change or delete an event."""
    event = {"case_id": 1, "n": 1, "kind": "opened", "actor": 7, "at": NOON, "body": b"\x01"}
    async with database.write() as connection:
        await connection.execute(insert(EventRow), [event])
    for statement in (update(EventRow).values(kind="closed"), delete(EventRow)):
        async with database.write() as connection:
            with pytest.raises(DBAPIError, match="events are only ever added"):
                await connection.execute(statement)
            await connection.rollback()


async def test_fresh_databases_become_current(empty_url: str) -> None:
    """Empty before, current after; upgrading once more changes nothing."""
    database = Database(empty_url)
    assert await state(database) == "empty"
    await upgrade(empty_url)
    assert await state(database) == "current"
    await upgrade(empty_url)
    assert await state(database) == "current"
    await database.dispose()


async def test_looking_makes_no_file(tmp_path: Path) -> None:
    """Asking for the state of a database that does not exist leaves nothing behind."""
    database = Database(f"sqlite:///{tmp_path}/new.db")
    assert await state(database) == "empty"
    assert not os.listdir(tmp_path)


async def test_an_old_schema_is_recognised(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the program knows a later revision, the database is old."""
    monkeypatch.setattr(migrate, "revisions", lambda: [*revisions(), "9000"])
    assert await state(database) == "old"


async def test_a_newer_schema_is_recognised(database: Database) -> None:
    """When the database holds a revision that the program doesn't know, it is newer."""
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9000'"))
    assert await state(database) == "newer"


async def test_foreign_tables_are_refused(empty_url: str) -> None:
    """A database that belongs to something else is named and left alone."""
    database = Database(empty_url)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE customer (id INTEGER)"))
    with pytest.raises(WrongDatabase, match="holds tables of something else"):
        await state(database)
    await database.dispose()


async def test_a_failed_migration_leaves_nothing(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All migrations of one upgrade are one transaction, tables included."""
    folder = shutil.copytree(migrate._FOLDER, tmp_path / "100% new")
    (folder / "versions" / "9000_broken.py").write_text(BROKEN.format(last=revisions()[-1]))
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    with pytest.raises(DBAPIError):
        await upgrade(empty_url)
    database = Database(empty_url)
    assert await state(database) == "empty"
    await database.dispose()


async def test_upgrading_a_file_that_is_no_database_names_it(tmp_path: Path) -> None:
    """There is a message for the operator, as everywhere else."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but longer than the head of one would be" * 3)
    with pytest.raises(WrongDatabase, match="file is not a database"):
        await upgrade(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    with pytest.raises(WrongDatabase, match="file is not a database"):
        await state(database)
    await database.dispose()


def test_the_history_is_one_numbered_line() -> None:
    """File names give the revisions in the order in which alembic runs them."""
    walked = ScriptDirectory(str(migrate._FOLDER)).walk_revisions()
    assert [script.revision for script in walked] == revisions()[::-1]
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


def test_migrations_stand_on_their_own() -> None:
    """No migration imports our code: the tables of today must not change what one of yesterday
    does."""
    for path in (migrate._FOLDER / "versions").glob("*.py"):
        assert "storage" not in path.read_text(), path.name
