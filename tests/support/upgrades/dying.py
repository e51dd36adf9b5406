"""A child of the fork server that brings a database up to date and dies on the way, as by SIGKILL,
after so many statements."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db import migrate
from tests.support.crashes.fork import serve


def run(what: Mapping[str, Any]) -> None:
    """Migrate the database at ``url``; ``dies_after`` so many statements, 0: never. ``careless``:
    without a transaction."""
    if what["careless"]:
        without_transaction()
    left = what["dies_after"]

    def passed(*_: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)

    event.listen(Engine, "after_cursor_execute", passed)
    asyncio.run(migrate.upgrade(what["url"]))


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many statements run in the block: the only number of the list."""
    count = [0]

    def passed(*_: Any) -> None:
        count[0] += 1

    event.listen(Engine, "after_cursor_execute", passed)
    try:
        yield count
    finally:
        event.remove(Engine, "after_cursor_execute", passed)


def without_transaction() -> None:
    """The fault that all this looks for: each statement of a migration is committed by itself."""
    shipped = migrate.make_engine

    def careless(url: str, use: Any = "write") -> AsyncEngine:
        engine = shipped(url, use)
        if engine.dialect.name == "postgresql":
            return engine.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(engine.sync_engine, "after_cursor_execute", _committed)
        return engine

    migrate.make_engine = careless


def _committed(connection: Connection, cursor: Any, *_: Any) -> None:
    if cursor.description is None:  # nobody reads from it any more
        aside = connection.connection.cursor()
        aside.execute("COMMIT")
        aside.execute("BEGIN IMMEDIATE")
        aside.close()


if __name__ == "__main__":
    import alembic.command  # noqa: F401 - every child needs it

    serve(run)
