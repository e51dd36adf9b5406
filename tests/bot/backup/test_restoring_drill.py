"""The drill of the operator's guide, as it is written there: the machine is lost, and the office
goes on on another one. CI does it on both databases."""

import logging
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.cli.main import app
from casework.case.number import number
from storage.cases.cases import CASES
from tests.bot.cli.test_main import TOKEN, _as_before, telegram
from tests.conftest import run_apart
from tests.support.backups.kept_office import NOW, Office, opened_up, running
from tests.support.walking import report

__all__ = ["_as_before", "telegram"]


def puskesos(*words: str) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def _settled(monkeypatch: pytest.MonkeyPatch, telegram: None) -> None:
    """The token, and a Telegram that knows it."""
    monkeypatch.setenv("PUSKESOS_TOKEN", TOKEN)


async def _opened_up(office: Office) -> None:
    await opened_up(office)


async def _file(office: Office) -> str:
    """Somebody tells the restored office of their trouble; the number that they get."""
    async with running(office, NOW) as made:
        await report(made, made.phone(77), "atap rumah bocor")
        async with made.program.db.read() as connection:
            newest = await connection.scalar(select(func.max(CASES.c.id)))
    return number(newest or 0)


@pytest.mark.usefixtures("_settled")
def test_the_drill(
    office: Office, place: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backup, new machine, restore, a first backup there, doctor and check without a word to
    mend, and the next report has the number that was told."""
    run_apart(_opened_up(office))
    stick = tmp_path / "stick"
    stick.mkdir()
    puskesos("backup", str(stick), "--config", str(office.config))
    (file,) = stick.iterdir()
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", place.url)
    at = ("--config", str(place.config))
    told = puskesos("restore", str(file), "--identity", str(place.identity), *at).output
    puskesos("backup", *at)
    puskesos("check", *at)
    assert "mend" not in puskesos("doctor", *at).output
    filed: list[str] = []

    logging.getLogger().handlers.clear()  # the last command's, with its stderr
    structlog.reset_defaults()

    async def go_on() -> None:
        filed.append(await _file(place))

    run_apart(go_on())
    assert f"go on with {filed[0]}" in told
