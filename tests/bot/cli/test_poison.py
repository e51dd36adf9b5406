"""The commands for updates that were put aside."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import admin
from bot.cli.main import app
from bot.settings import config
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.updates import Poison
from tests.bot.cli.test_main import _as_before, office

__all__ = ["_as_before", "office"]
WHEN = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def puskesos(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def aside(office: Path) -> list[int]:
    """Two updates that were put aside: one that says nothing any more, and one of another key."""
    read = config.load(office / "config.toml")
    vault = Vault(read.keys.master.get_secret_value())

    async def put() -> None:
        await admin.bring_up_to_date(read.database.url)
        rows = [
            {"update_id": n, "raw": raw, "error": "KeyError", "at": WHEN}
            for n, raw in (
                (5, vault.seal("poison", "raw", 5, b'{"update_id": 5}')),
                (6, Vault(bytes(32)).seal("poison", "raw", 6, b"{}")),
            )
        ]
        database = Database(read.database.url)
        async with database.write() as connection:
            await connection.execute(table_of(Poison).insert(), rows)
        await database.dispose()

    asyncio.run(put())
    return [5, 6]


def test_list_and_retry(aside: list[int]) -> None:
    """Each is named by number, moment and error. What is done is gone; what can't be read stays,
    and the exit code says so."""
    lines = puskesos("poison", "list").output.splitlines()
    assert lines == ["5  2026-11-21 03:00  KeyError", "6  2026-11-21 03:00  KeyError"]
    result = puskesos("poison", "retry")
    assert (result.exit_code, "5: done" in result.output) == (2, True)
    assert "6: fails again (Unreadable)" in result.output
    assert puskesos("poison", "list").output.startswith("6  ")
    assert "update 5 was not put aside" in puskesos("poison", "retry", "5").output


def test_drop(aside: list[int]) -> None:
    """Dropping asks first, and says of each number whether there was one."""
    assert "nothing was changed" in puskesos_told("n\n", "poison", "drop", "5").output
    assert puskesos("poison", "drop", "--yes", "5", "6", "7").output.splitlines() == [
        "5: deleted",
        "6: deleted",
        "7: was not put aside",
    ]
    assert puskesos("poison", "list").output == "no update is put aside\n"


def puskesos_told(answer: str, *words: str) -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def test_version() -> None:
    """The version is that of the package."""
    assert puskesos("--version").output.startswith("puskesos 0.")
