"""How a database stands when a beginning is over, kept and laid under the tests that go on from it:
the bytes of a SQLite file, or a database of PostgreSQL that nobody opens any more.

To copy one takes twenty milliseconds; to do a beginning again, hundreds."""

from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from storage.db.database import read_url

Kept = bytes | str
"""The bytes, or the name of the database."""


async def keep(url: str, name: str) -> Kept:
    """Keep what stands there. Nobody may be connected; ``name`` is new."""
    if url.startswith("sqlite"):
        return _file(url).read_bytes()
    await _command(url, _copy(name, read_url(url).database))
    return name


async def lay(url: str, kept: Kept) -> None:
    """Put a copy of what was kept in the place of what stands there."""
    if isinstance(kept, bytes):
        _file(url).write_bytes(kept)
        return
    there = read_url(url).database
    await _command(url, f"DROP DATABASE {there} WITH (FORCE)", _copy(there, kept))


def _copy(new: str | None, of: str | None) -> str:
    return f"CREATE DATABASE {new} TEMPLATE {of} STRATEGY file_copy"


def _file(url: str) -> Path:
    return Path(read_url(url).database or "")


async def _command(url: str, *statements: str) -> None:
    """Run statements beside all databases of tests."""
    server = read_url(url).query["host"]
    connection = await asyncpg.connect(host=server, user="postgres", database="postgres")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
