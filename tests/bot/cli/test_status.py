"""How the bot stands, as an operator or their program reads it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection
from typer.testing import CliRunner

from bot.cli.main import app
from storage.db.database import Database, table_of
from storage.pending import backlog
from storage.pending.backlog import Backlog
from storage.tables.pending import BellRow
from storage.tables.updates import Poison
from tests.bot.cli.test_main import _as_before, office
from tests.support.rig import rig

__all__ = ["_as_before", "office"]
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
NOTHING = Backlog(0, 0)


def _status(*words: str) -> str:
    result = CliRunner().invoke(app, ["status", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_as_json(office: Path) -> None:
    """One object: version, schema and what waits; an empty database says that it is so."""
    told = json.loads(_status("--json"))
    assert (told["schema"], told["waiting"], told["last_worked"]) == ("empty", {}, None)
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
    told = json.loads(_status("--json"))
    assert told["waiting"] == {name: {"count": 0, "oldest": 0} for name in backlog.WAITING}
    assert "letters put aside  0" in _status()


async def _put(connection: AsyncConnection) -> None:
    bell = {"kind": "late", "subject": "case:1", "occurrence": "1"}
    bells = [
        {**bell, "due_at": NOW - timedelta(hours=1)},
        {**bell, "due_at": NOW + timedelta(hours=1), "occurrence": "2"},
        {**bell, "due_at": NOW - timedelta(hours=9), "occurrence": "3", "fired_at": NOW},
    ]
    for each in bells:
        await connection.execute(table_of(BellRow).insert(), [each])
    aside = {"update_id": 1, "raw": b"", "error": "KeyError", "at": NOW - timedelta(minutes=2)}
    await connection.execute(table_of(Poison).insert(), [aside])


async def test_what_waits(database: Database) -> None:
    """What is over, and what is for later, does not wait."""
    async with database.write() as connection:
        await _put(connection)
    async with database.read() as connection:
        found = await backlog.look(connection, NOW)
    assert found == dict.fromkeys(backlog.WAITING, NOTHING) | {
        "bells": Backlog(1, 3600),
        "updates_put_aside": Backlog(1, 120),
    }


async def test_letters(database_url: str, tmp_path: Path) -> None:
    """Letters wait from the moment at which they may go, until they have gone."""
    async with rig(database_url, tmp_path) as made:
        made.phone(1).send("/start")
        await made.program.turns.play(await made.telegram.updates.get(0, 100, 0))
        made.later(seconds=30)
        assert (await _look(made.program.db, made.now))["letters"].oldest == 30
        await made.settle()
        assert (await _look(made.program.db, made.now))["letters"] == NOTHING


async def _look(db: Database, at: datetime) -> dict[str, Backlog]:
    async with db.read() as connection:
        return await backlog.look(connection, at)
