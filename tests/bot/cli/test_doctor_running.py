"""The doctor says in plain words how the bot runs, what waits too long, and what to do."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import asking_telegram, running
from bot.cli.finding import Finding
from storage.db.database import Database
from storage.db.vault import Vault, read_key
from storage.pending.backlog import WAITING, Backlog
from storage.people.people import Profile, save_profiles
from tests.bot.cli.test_main import _as_before, database, office, puskesos, telegram
from tests.bot.cli.test_status import _status

__all__ = ["_as_before", "database", "office", "telegram"]
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
DAY = 86_400
SEEN = "UPDATE lease SET seen_at = ?"


def _lines(subject: str) -> list[str]:
    found = puskesos("doctor").stdout.splitlines()
    return [line for line in found if line[6:].startswith(f"{subject} ")]


def _write(database: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(database)) as opened:
        opened.execute(statement, [str(value) for value in values])
        opened.commit()


def test_a_bot_that_works(office: Path, database: Path, telegram: None) -> None:
    """It said so lately; one that never did, or not for days, is named with what to do."""
    (line,) = _lines("bot")
    assert line == "note  bot       has not worked with this database yet; puskesos run"
    lately = datetime.now(UTC).replace(tzinfo=None)
    _write(database, SEEN, lately)
    assert _lines("bot")[0].startswith("ok    bot       runs; it said so ")
    assert f"last worked        {lately:%Y-%m-%dT%H:%M:%S}+00:00" in _status()
    _write(database, SEEN, lately - timedelta(days=3))
    assert _lines("bot") == [
        "note  bot       does not run; it last worked 3 days ago;"
        " start it: puskesos run, or its service"
    ]
    _write(database, SEEN, lately + timedelta(days=3))
    assert "which is to come; see that the clock" in _lines("bot")[0]


@pytest.mark.parametrize("name", WAITING)
def test_what_waits_too_long(name: str) -> None:
    """Everything that can wait has its line with something to do; nothing waits, no line."""
    assert running.late({name: Backlog(0, 0)}) == []
    (found,) = running.late({name: Backlog(7, 3 * DAY)})
    assert found.words.startswith("7 ")
    assert found.words.endswith("(the oldest for 3 days)")
    assert found.verdict == ("mend" if name == "alarms" else "note")
    patient = running.LONGEST[name].longest.total_seconds()
    assert bool(running.late({name: Backlog(1, max(int(patient) - 1, 0))})) is (patient == 0)


def test_put_aside_and_errands(office: Path, database: Path, telegram: None) -> None:
    """Read from the database of the office; none of them makes the exit code another."""
    put = "INSERT INTO poison (update_id, raw, error, at) VALUES (1, x'', 'KeyError', '2026-01-02')"
    _write(database, put)
    (line,) = _lines("waiting")
    assert "1 messages could not be handled; see: puskesos poison list" in line
    assert puskesos("doctor").exit_code == 0


async def _seal(path: Path, vault: Vault) -> None:
    opened = Database(f"sqlite:///{path}")
    async with opened.write() as connection:
        await save_profiles(connection, vault, [Profile(5, name="the resident")], NOW)
    await opened.dispose()


def test_what_is_sealed_opens(office: Path, database: Path, telegram: None) -> None:
    """With its own key it does; a damaged value is named by its row, with what to do."""
    assert _lines("sealed") == []
    asyncio.run(_seal(database, Vault(read_key((office / "master.key").read_text()))))
    assert _lines("sealed") == ["ok    sealed    2 values opened with this key"]
    _write(database, "UPDATE person SET name = CAST(substr(name, 1, 40) AS BLOB) WHERE id = 5")
    (line,) = _lines("sealed")
    assert line.startswith("mend  sealed    person.name of row 5 was changed")
    assert "restore it from a backup" in line
    assert "the resident" not in line


async def _said(
    monkeypatch: pytest.MonkeyPatch, webhook: Mapping[str, Any], date: datetime | None
) -> dict[str, Finding]:
    async def asked(_: object, method: str) -> tuple[dict[str, Any], datetime | None]:
        if method == "getMe":
            return {"username": "puskesos_bot"}, date
        if not webhook:
            raise asking_telegram.NoBot
        return dict(webhook), date

    monkeypatch.setattr(asking_telegram, "_asked", asked)
    found = [one async for one in asking_telegram.look(None, NOW)]  # type: ignore[arg-type]
    return {one.subject: one for one in found}


async def test_a_webhook_left_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take all messages; none, or none that is known, is no line."""
    found = await _said(monkeypatch, {"url": "https://x/hook"}, NOW)
    assert found["webhook"].verdict == "mend"
    assert "deleteWebhook" in found["webhook"].words
    assert "x/hook" not in found["webhook"].words, "an address may hold a secret"
    for other in ({"url": ""}, {}):
        assert "webhook" not in await _said(monkeypatch, other, NOW)


@pytest.mark.parametrize(
    ("off", "verdict", "words"),
    [
        (3, "ok", "agrees with Telegram"),
        (90, "note", "90 seconds ahead of Telegram; set it"),
        (-90, "note", "90 seconds behind Telegram; set it"),
        (3_600, "mend", "3600 seconds ahead"),
        (-3_600, "mend", "3600 seconds behind"),
    ],
)
async def test_the_clock(
    monkeypatch: pytest.MonkeyPatch, off: int, verdict: str, words: str
) -> None:
    """Off by seconds is noted; by more than the bot believes, it is to be mended."""
    found = (await _said(monkeypatch, {}, NOW - timedelta(seconds=off)))["clock"]
    assert (found.verdict, words in found.words) == (verdict, True), found


async def test_an_answer_without_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of our own may give none: then nothing is said of the clock."""
    assert "clock" not in await _said(monkeypatch, {}, None)


def test_the_doctor_asks_both(office: Path, database: Path, telegram: None) -> None:
    """A server that knows no webhooks has none; its clock is this machine's."""
    assert _lines("webhook") == []
    assert _lines("clock") == ["ok    clock     agrees with Telegram"]
