"""The start and the doctor notice a master key that is another than the one of the database."""

import asyncio
from pathlib import Path

import pytest

from storage.db.database import Database
from storage.db.vault import Vault
from storage.people.people import Profile, save_profiles
from tests.bot.cli.test_main import _as_before, database, office, puskesos, telegram
from tests.casework.cases import NOW

__all__ = ["_as_before", "database", "office", "telegram"]

SEALED_WITH = Vault(bytes(32))


@pytest.fixture
def foreign(database: Path) -> Path:
    """The office's database, in which somebody is sealed under another key."""

    async def know() -> None:
        opened = Database(f"sqlite:///{database}")
        async with opened.write() as connection:
            await save_profiles(connection, SEALED_WITH, [Profile(5, name="the resident")], NOW)
        await opened.dispose()

    asyncio.run(know())
    return database


def test_run_refuses(office: Path, foreign: Path) -> None:
    """It says which key is wanted, and has asked Telegram nothing."""
    result = puskesos("run", "--nobody")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"was made with key {SEALED_WITH.key_id}; put back the key" in result.stderr


def test_doctor_says_so(office: Path, foreign: Path, telegram: None) -> None:
    """Among its findings."""
    result = puskesos("doctor")
    assert result.exit_code == 2
    (line,) = [line for line in result.stdout.splitlines() if " key " in line[:12]]
    assert line.startswith("mend")
    assert SEALED_WITH.key_id in line
