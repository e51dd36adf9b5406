"""The operator reads where nobody works, and the bot does not start for nobody."""

from pathlib import Path

import pytest

from tests.bot.cli.test_main import _as_before, database, office, puskesos, telegram

__all__ = ["_as_before", "database", "office", "telegram"]

EMPTY = "nobody works here and nobody is invited"
INVITED = ("invite", "--role", "coordinator", "--scope", "32.74.05.1003")


def test_run_refuses_an_empty_district(office: Path, database: Path) -> None:
    """One line that says what to do, before Telegram is spoken to."""
    result = puskesos("run")
    told = result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
    assert told.splitlines()[-1].startswith(EMPTY)
    assert "puskesos invite --role district_manager --scope 32.74" in told
    assert "--nobody" in told


def test_doctor_names_an_empty_district(office: Path, database: Path, telegram: None) -> None:
    """The same in a line of its own."""
    assert f"note  people    {EMPTY}" in puskesos("doctor").stdout


def test_doctor_names_levels_and_villages(office: Path, database: Path, telegram: None) -> None:
    """Once somebody is invited, what is still missing."""
    assert puskesos(*INVITED).exit_code == 0
    lines = [line for line in puskesos("doctor").stdout.splitlines() if " people " in line]
    assert "nobody works as desk or coordinator" in lines[0]
    assert "villages without anybody: " in lines[1]


@pytest.mark.parametrize("arguments", [("run", "--nobody"), ("run",)])
def test_it_starts_when_told_or_when_somebody_is_invited(
    office: Path,
    database: Path,
    telegram: None,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    """With --nobody, or with an open invitation, it comes as far as serving."""
    served: list[bool] = []

    async def serve(*_: object, **__: object) -> None:
        served.append(True)

    monkeypatch.setattr("bot.lifetime.serve", serve)
    if "--nobody" not in arguments:
        puskesos(*INVITED)
    assert (puskesos(*arguments).exit_code, served) == (0, [True])
