"""The drill of the operator's guide, as it is written there: an officer's phone is stolen, and who
holds it is an officer no more."""

import logging
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.main import app
from bot.simulator.telegram import Telegram
from casework.case.model import Role
from storage.cases.cases import CASES
from tests.bot.cli.test_main import TOKEN, _as_before, telegram
from tests.conftest import run_apart
from tests.support.backups.kept_office import NOW, START, Office, office_in, running
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

__all__ = ["_as_before", "telegram"]
THIEF, MATE, HEAD, RESIDENT = 11, 12, 13, 1


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with a fresh migrated database."""
    monkeypatch.setenv("PUSKESOS_TOKEN", TOKEN)
    return office_in(tmp_path / "old", database_url)


def puskesos(office: Office, *words: str, typed: str | None = None) -> str:
    result = CliRunner().invoke(app, [*words, "--config", str(office.config)], input=typed)
    assert result.exit_code == 0, result.output
    logging.getLogger().handlers.clear()  # the command's, with its stderr
    structlog.reset_defaults()
    return result.output


async def _a_day(office: Office) -> None:
    """Three officers, and a report in the hands of the one whose phone is stolen later."""
    async with running(office, START) as made:
        for person, role in (
            (THIEF, Role.FRONT_OFFICE),
            (MATE, Role.FRONT_OFFICE),
            (HEAD, Role.COORDINATOR),
        ):
            made.telegram.phone(person, first_name=f"Rekan-{person}")
            await made.employ(person, role, VILLAGE)
        await report(made, made.phone(RESIDENT), "butuh sktm")
        await made.write(made.phone(THIEF), "/ambil 26-00001-R")


def told(made: Rig, person: int, since: int) -> str:
    return "\n".join(m.text for m in made.phone(person).messages[since:] if m.from_bot)


async def _afterwards(office: Office) -> None:
    """What the thief tries, and how the case goes on."""
    network = Telegram()
    async with running(office, NOW, network) as made:
        made.telegram.updates.next_id = 5_000_000
        await made.settle()
        thief = made.phone(THIEF)
        since = len(thief.messages)
        for words in ("/antrian", "/kasus 26-00001-R", "/cari sktm", "/undang"):
            await made.write(thief, words)
        assert "sktm" not in told(made, THIEF, since).casefold()
        await made.write(made.phone(MATE), "/ambil 26-00001-R")
        async with made.program.db.read() as connection:
            assert await connection.scalar(select(CASES.c.owner)) == MATE


def test_the_drill(office: Office, telegram: None) -> None:
    """Found by place and letter, ended, gone from the list; the thief reads nothing; a new
    invitation is made."""
    run_apart(_a_day(office))
    (line,) = [x for x in puskesos(office, "people").splitlines() if x.startswith(f"{THIEF} ")]
    assert f"R•••  front_office {VILLAGE}" in line
    number = line.split()[0]
    said = puskesos(office, "people", "end", number, typed="y\n")
    assert "ended" in said
    listed = puskesos(office, "people")
    assert f"\n{number} " not in f"\n{listed}"
    assert f"\n{HEAD} " in f"\n{listed}"
    run_apart(_afterwards(office))
    made = puskesos(office, "invite", "--role", "front_office", "--scope", VILLAGE)
    assert "start=u_" in made
