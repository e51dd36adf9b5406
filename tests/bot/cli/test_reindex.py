"""Before anybody is served, and when the database is migrated, numbers of old cases are marked
anew."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.cli.test_main import _as_before, database, office, puskesos, telegram

__all__ = ["_as_before", "database", "office", "telegram"]


@pytest.mark.parametrize("command", [("run", "--nobody"), ("migrate",)])
def test_none_is_left(
    office: Path,
    database: Path,
    telegram: None,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    """None waits when the first message is read."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("INSERT INTO case_to_mark (case_id) VALUES (7)")
        opened.commit()

    async def serve(*_: object, **__: object) -> None:
        await asyncio.sleep(0)
        assert _left(database) == 0

    monkeypatch.setattr("bot.lifetime.serve", serve)
    assert _left(database) == 1
    assert puskesos(*command).exit_code == 0
    assert _left(database) == 0


def _left(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        return int(opened.execute("SELECT count(*) FROM case_to_mark").fetchone()[0])
