"""Transactions keep what they confirm, on both databases; wrong databases are named before anything
is written."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from storage.db.database import _PRAGMAS, Database, WrongDatabase, insert_new, read_url, upsert
from storage.tables.cases import Counter
from storage.tables.people import TalkRow
from storage.tables.places import AreaRow
from storage.tables.updates import Poison
from tests.conftest import PostgreSQL

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def _areas(connection: AsyncConnection) -> list[tuple[str, str]]:
    rows = await connection.execute(
        select(col(AreaRow.code), col(AreaRow.name)).order_by(col(AreaRow.code))
    )
    return [(code, name) for code, name in rows]


def _rights(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:////tmp/x.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg"),
        ("postgresql+psycopg://u:p@h/n", "postgresql+asyncpg"),
    ],
)
def test_the_driver_is_ours_to_choose(text: str, driver: str) -> None:
    """A plain address gets the asynchronous driver, whatever driver it names."""
    assert read_url(text).drivername == driver


@pytest.mark.parametrize(
    "text", ["", "puskesos.db", "mysql://h/n", "sqlite://", "sqlite:///:memory:"]
)
def test_an_unusable_address_is_refused(text: str) -> None:
    """What is no file and no PostgreSQL gets a message that shows how an address is written."""
    with pytest.raises(WrongDatabase, match=r"write sqlite:///puskesos\.db"):
        Database(text)


async def test_a_good_database_passes_the_check(database: Database) -> None:
    """A database as we open it could lose nothing that it has confirmed."""
    await database.check()


async def test_unsafe_settings_of_sqlite_are_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that can't have a write-ahead log, as on a network share, is named with its
    setting."""
    monkeypatch.setitem(
        _PRAGMAS, "write", ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON")
    )
    opened = Database(sqlite_url)
    with pytest.raises(WrongDatabase, match=r"journal_mode is 'delete'.*local disk"):
        await opened.check()
    await opened.dispose()


async def test_unsafe_settings_of_postgresql_are_refused(
    postgresql_server: PostgreSQL, postgresql_url: str
) -> None:
    """A server that answers before it has written is named with its setting."""
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    await asyncio.to_thread(
        postgresql_server.command, f"ALTER DATABASE {name} SET synchronous_commit = off"
    )
    opened = Database(postgresql_url)
    with pytest.raises(WrongDatabase, match=r"synchronous_commit is 'off'.*postgresql\.conf"):
        await opened.check()
    await opened.dispose()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """Another file in the place of the database is left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but longer than the head of one would be" * 3)
    before = path.read_bytes()
    opened = Database(f"sqlite:///{path}")
    with pytest.raises(WrongDatabase, match=r"notes\.txt can't be opened \(file is not a database"):
        await opened.check()
    await opened.dispose()
    assert path.read_bytes() == before


async def test_a_silent_server_is_named_without_the_password(tmp_path: Path) -> None:
    """Nobody listens there: the message says where, and keeps the password to itself."""
    opened = Database(f"postgresql://desk:s3cr3t@/cases?host={tmp_path}")
    with pytest.raises(WrongDatabase, match="check that the server runs") as caught:
        await opened.check()
    await opened.dispose()
    assert "s3cr3t" not in str(caught.value)
    assert "postgresql://desk:***@/cases" in str(caught.value)


async def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """Other accounts of the machine can't read the database nor its log."""
    opened = Database(f"sqlite:///{tmp_path}/new.db")
    async with opened.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE t (n)")
        assert _rights(tmp_path) == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}
    await opened.dispose()


async def test_dispose_leaves_one_file(sqlite_database: Database, sqlite_url: str) -> None:
    """After the last connection has gone, everything stands in the file itself."""
    async with sqlite_database.write() as connection:
        await upsert(connection, AreaRow, [{"code": "32", "name": "Jawa Barat"}], ("code",))
    async with sqlite_database.read() as connection:
        assert await _areas(connection) == [("32", "Jawa Barat")]
    await sqlite_database.dispose()
    assert list(_rights(Path(sqlite_url.removeprefix("sqlite:///")).parent)) == ["puskesos.db"]


async def test_an_error_takes_everything_back(database: Database) -> None:
    """What a failed transaction wrote is gone; what was committed before stays."""
    async with database.write() as connection:
        await upsert(connection, AreaRow, [{"code": "32", "name": "Jawa Barat"}], ("code",))

    async def fail() -> None:
        async with database.write() as connection:
            await upsert(connection, AreaRow, [{"code": "33", "name": "Jawa Tengah"}], ("code",))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as connection:
        assert await _areas(connection) == [("32", "Jawa Barat")]


async def test_a_reader_sees_one_moment(database: Database) -> None:
    """A commit that comes between two reads of one view does not show in the second."""
    async with database.read() as view:
        assert await _areas(view) == []
        async with database.write() as connection:
            await upsert(connection, AreaRow, [{"code": "32", "name": "Jawa Barat"}], ("code",))
        assert await _areas(view) == []
    async with database.read() as view:
        assert await _areas(view) == [("32", "Jawa Barat")]


async def test_a_reader_can_not_write(database: Database) -> None:
    """The database itself refuses a write through a reading connection."""
    async with database.read() as connection:
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            await connection.execute(insert(AreaRow), [{"code": "32", "name": "Jawa Barat"}])


async def test_no_increment_is_lost(database_url: str, database: Database) -> None:
    """Two programs with four tasks each read, wait a moment and write; all hundred increments
    count."""
    other = Database(database_url)
    async with database.write() as connection:
        await connection.execute(insert(Counter), [{"name": "cases", "value": 0}])

    async def count_up(opened: Database) -> None:
        for _ in range(13):
            async with opened.write() as connection:
                value = await connection.scalar(select(col(Counter.value)).with_for_update())
                assert value is not None
                await asyncio.sleep(0.001)
                await connection.execute(update(Counter).values(value=value + 1))

    await asyncio.gather(*(count_up(opened) for opened in [database, other] * 4))
    async with database.read() as connection:
        assert await connection.scalar(select(col(Counter.value))) == 8 * 13
    await other.dispose()


async def test_a_cancelled_transaction_is_whole_or_nothing(database: Database) -> None:
    """Cancelled at any moment, both rows are there or none, and the next transaction works."""

    async def write_pair(n: int) -> None:
        async with database.write() as connection:
            await connection.execute(insert(AreaRow), [{"code": f"{n}a", "name": "x"}])
            await connection.execute(insert(AreaRow), [{"code": f"{n}b", "name": "x"}])

    for n in range(30):
        await (
            database.check()
        )  # connects again; the driver forgets a connection that is cancelled while it opens
        task = asyncio.create_task(write_pair(n))
        await asyncio.sleep(n / 10_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write_pair(99)
    async with database.read() as connection:
        codes = {code for code, _ in await _areas(connection)}
    assert codes >= {"99a", "99b"}
    assert codes == {f"{code[:-1]}{half}" for code in codes for half in "ab"}


async def test_a_failed_step_inside_can_be_taken_back(database: Database) -> None:
    """A savepoint undoes one refused row; the transaction around it goes on."""
    async with database.write() as connection:
        await connection.execute(insert(AreaRow), [{"code": "32", "name": "Jawa Barat"}])
        with pytest.raises(IntegrityError):
            async with connection.begin_nested():
                await connection.execute(insert(AreaRow), [{"code": "32", "name": "again"}])
        await connection.execute(insert(AreaRow), [{"code": "33", "name": "Jawa Tengah"}])
    async with database.read() as connection:
        assert await _areas(connection) == [("32", "Jawa Barat"), ("33", "Jawa Tengah")]


async def test_upsert_adds_and_changes(database: Database) -> None:
    """New keys are added, known keys get the new values, and the last of two equal keys wins."""
    async with database.write() as connection:
        await upsert(connection, AreaRow, [], ("code",))
        await upsert(
            connection,
            AreaRow,
            [{"code": "32", "name": "old"}, {"code": "33", "name": "kept"}],
            ("code",),
        )
        await upsert(
            connection,
            AreaRow,
            [{"code": "32", "name": "newer"}, {"code": "32", "name": "newest"}],
            ("code",),
        )
        assert await _areas(connection) == [("32", "newest"), ("33", "kept")]


async def test_insert_new_leaves_what_is_there(database: Database) -> None:
    """Rows whose key is known change nothing."""
    async with database.write() as connection:
        await insert_new(connection, AreaRow, [{"code": "32", "name": "first"}], ("code",))
        await insert_new(
            connection,
            AreaRow,
            [{"code": "32", "name": "x"}, {"code": "33", "name": "y"}],
            ("code",),
        )
        assert await _areas(connection) == [("32", "first"), ("33", "y")]


async def test_the_number_of_changed_rows_is_known(database: Database) -> None:
    """An update tells how many rows it hit: that is how a claim knows whether it has won."""
    async with database.write() as connection:
        await connection.execute(
            insert(Counter), [{"name": "a", "value": 1}, {"name": "b", "value": 1}]
        )
        hit = await connection.execute(
            update(Counter).where(col(Counter.value) == 1).values(value=2)
        )
        missed = await connection.execute(
            update(Counter).where(col(Counter.value) == 1).values(value=2)
        )
        assert (hit.rowcount, missed.rowcount) == (2, 0)


async def test_errors_show_no_values(database: Database) -> None:
    """The text of a database error, which may reach a log, holds nothing that was to be stored."""
    async with database.write() as connection:
        await connection.execute(insert(AreaRow), [{"code": "32", "name": "first"}])
    with pytest.raises(IntegrityError) as caught:
        async with database.write() as connection:
            await connection.execute(insert(AreaRow), [{"code": "32", "name": "rahasia"}])
    assert "rahasia" not in str(caught.value)


async def test_times_come_back_aware_in_utc(database: Database) -> None:
    """A time of any zone is the same instant after a trip through the database."""
    jakarta = timezone(timedelta(hours=7))
    sealed = b"\x01"
    async with database.write() as connection:
        row = {
            "person_id": 1,
            "state": sealed,
            "updated_at": datetime(2026, 11, 21, 19, tzinfo=jakarta),
        }
        await connection.execute(insert(TalkRow), [row])
        found = await connection.scalar(select(col(TalkRow.updated_at)))
        assert found == NOON
        assert found is not None
        assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("raw", "at", "what"),
    [
        (b"\x01", datetime(2026, 11, 21), "without a zone"),  # noqa: DTZ001  the naive time is the point
        (b'{"text": "plain"}', NOON, "what the vault has sealed"),
    ],
)
async def test_a_naive_time_or_plain_text_is_refused(
    database: Database, raw: bytes, at: datetime, what: str
) -> None:
    """A forgotten zone or a forgotten seal is an error at the first try, not a wrong row."""
    async with database.write() as connection:
        with pytest.raises(StatementError, match=what):
            await connection.execute(
                insert(Poison), [{"update_id": 1, "raw": raw, "error": "", "at": at}]
            )
