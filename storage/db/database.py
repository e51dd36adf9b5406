"""One way in to SQLite and PostgreSQL: engines set for durability, transactions, and the few
statements that differ.

Whatever depends on the kind of database stands here and nowhere else. No table and no query of
ours."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import URL, Connection, Insert, Table, event, inspect, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel import SQLModel

from storage.db import sqlite_driver
from storage.db.sqlite_driver import OneHopConnection

Use = Literal["write", "read", "migrate"]
Guard = Callable[[AsyncConnection], Awaitable[None]]

BUSY_SECONDS = 5.0
POOL_SECONDS = 30.0
"""How long one of ours waits for another's transaction to end."""

READERS = 4

# What the start insists on. secure_delete: an erased story must not survive in a free page.
SQLITE_WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
}
POSTGRESQL_WANTED = {
    "fsync": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
    "full_page_writes": {"on"},
}

_SAFE = ("synchronous=FULL", "secure_delete=ON", "mmap_size=0")
_PRAGMAS: dict[Use, tuple[str, ...]] = {
    "write": ("journal_mode=WAL", *_SAFE, "foreign_keys=ON"),
    # Readers never checkpoint: before 3.51.3 a WAL can break when two connections write or
    # checkpoint.
    "read": ("query_only=1", "wal_autocheckpoint=0", *_SAFE, "foreign_keys=ON"),
    # A migration may rebuild a table, which would fire the foreign keys of others.
    "migrate": ("journal_mode=WAL", *_SAFE, "foreign_keys=OFF"),
}
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class WrongDatabase(Exception):
    """The database can't be used as it is. The text says what, where and how to mend it, and holds
    no password."""


def read_url(text: str) -> URL:
    """``sqlite:///file`` or ``postgresql://…`` with the driver that we use; WrongDatabase for
    anything else."""
    mend = "write sqlite:///puskesos.db or postgresql://user:password@host/name"
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise WrongDatabase(f"database.url can't be read; {mend}") from error
    name = _DRIVERS.get(url.get_backend_name())
    if name is None:
        raise WrongDatabase(
            f"database.url names {url.get_backend_name()!r}, which is not supported; {mend}"
        )
    if name.startswith("sqlite") and (url.database in {None, "", ":memory:"} or url.query):
        raise WrongDatabase("database.url must name a plain file; write sqlite:///puskesos.db")
    return url.set(drivername=name)


def make_engine(url: str, use: Use = "write") -> AsyncEngine:
    """An engine for one use. SQLite has one writing connection; "read" refuses to write and never
    waits for it.

    Parameters never reach logs or error texts. Raises WrongDatabase for an unusable address.
    """
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, use)
    try:
        return create_async_engine(parsed, hide_parameters=True, pool_size=5, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise WrongDatabase(
            "PostgreSQL needs the driver asyncpg; install puskesos[postgres]"
        ) from error


def _sqlite_engine(url: URL, use: Use) -> AsyncEngine:
    path = str(Path(url.database or "").absolute())
    engine = create_async_engine(
        url,
        async_creator=partial(
            sqlite_driver.connect,
            path,
            _PRAGMAS[use],
            busy_seconds=BUSY_SECONDS,
            create=use != "read",
        ),
        hide_parameters=True,
        pool_size=READERS if use == "read" else 1,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
    )
    # A transaction that reads before it writes must own the right to write from its first moment.
    begin = "BEGIN" if use == "read" else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        cast("OneHopConnection", connection.connection.driver_connection).begin(begin)

    return engine


class Database:
    """The open database: one transaction at a time to write, as many as wanted to read.

    ``url`` is the address as configured, ``dialect`` is "sqlite" or "postgresql", ``path`` is the
    SQLite file or None, ``place`` is how to name the database to a person (no password in it).
    ``guard`` is asked at the start of each transaction that may write, whether it may (lease.py).
    Nothing is opened before the first transaction. Always ``dispose``."""

    def __init__(self, url: str) -> None:
        parsed = read_url(url)
        self.url = url
        self.guard: Guard | None = None
        self.dialect = parsed.get_backend_name()
        self.path = Path(parsed.database or "").absolute() if self.dialect == "sqlite" else None
        self.place = (
            str(self.path) if self.path else parsed.set(drivername="postgresql").render_as_string()
        )
        self._writer = make_engine(url)
        self._reader = (
            make_engine(url, "read")
            if self.path
            else self._writer.execution_options(
                postgresql_readonly=True, isolation_level="REPEATABLE READ"
            )
        )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back when it raises.

        Never nest two of them and never wait for the network inside: SQLite has a single writer.
        """
        async with self._writer.begin() as connection:
            if self.guard:
                await self.guard(connection)
            yield connection

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """One consistent view of what is committed; writing through it fails."""
        return self._reader.connect()

    async def check(self) -> None:
        """Open the database and read its settings back; WrongDatabase when a confirmed commit could
        be lost."""
        try:
            async with self._writer.connect() as connection:
                found = await self._settings(connection)
        except (DBAPIError, OSError) as error:
            raise self.cannot_open(error) from error
        wrong = {
            name: value
            for name, value in found.items()
            if not _as_wanted(self.dialect, name, value)
        }
        if wrong:
            raise WrongDatabase(self._unsafe(wrong))

    def cannot_open(self, error: DBAPIError | OSError) -> WrongDatabase:
        """What to tell the operator when opening or reading the database has failed with
        ``error``."""
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        mend = (
            "check that the folder exists, that this user may write there,"
            " and that the file is a Puskesos database"
            if self.path
            else "check that the server runs and that address,"
            " user and password in database.url are right"
        )
        return WrongDatabase(f"the database {self.place} can't be opened ({reason}); {mend}")

    async def dispose(self) -> None:
        """Close every connection, readers first: whoever closes last writes the WAL back into the
        file."""
        await self._reader.dispose()
        await self._writer.dispose()

    async def _settings(self, connection: AsyncConnection) -> dict[str, object]:
        if self.dialect == "sqlite":
            command, names = "PRAGMA", list(SQLITE_WANTED)
        else:
            command, names = "SHOW", list(POSTGRESQL_WANTED)
        return {
            name: (await connection.exec_driver_sql(f"{command} {name}")).scalar() for name in names
        }

    def _unsafe(self, wrong: Mapping[str, object]) -> str:
        found = ", ".join(f"{name} is {value!r}" for name, value in wrong.items())
        mend = (
            "put the file on a local disk (not on a network share)"
            if self.path
            else "set them on in postgresql.conf"
            " (synchronous_commit also for the role and the database) and reload"
        )
        return f"the database {self.place} could lose what it has confirmed: {found}; {mend}"


def _as_wanted(dialect: str, name: str, value: object) -> bool:
    return value == SQLITE_WANTED[name] if dialect == "sqlite" else value in POSTGRESQL_WANTED[name]


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a table model."""
    return cast("Table", inspect(model).local_table)


async def upsert(
    connection: AsyncConnection,
    model: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    keys: tuple[str, ...],
    keep: tuple[str, ...] = (),
) -> None:
    """Write whole rows, in order: new ones are inserted, those whose ``keys`` exist get the other
    columns' values.

    ``keys`` must be the primary key or a unique set of columns; what ``keep`` names is only written
    for new rows. Every row names the same columns."""
    if rows:
        written = tuple(name for name in rows[0] if name not in (*keys, *keep))
        await connection.execute(_insert(connection.dialect.name, model, keys, written), list(rows))


async def insert_new(
    connection: AsyncConnection,
    model: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    keys: tuple[str, ...],
) -> None:
    """Insert the rows whose ``keys`` don't exist yet and leave the others as they are; else like
    ``upsert``."""
    if rows:
        await connection.execute(_insert(connection.dialect.name, model, keys, ()), list(rows))


@lru_cache(maxsize=256)
def _insert(
    dialect: str, model: type[SQLModel], keys: tuple[str, ...], written: tuple[str, ...]
) -> Insert:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table_of(model))
    if not written:
        return statement.on_conflict_do_nothing(index_elements=keys)
    changed = {name: statement.excluded[name] for name in written}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)
