"""The disk of SQLite fails wherever something is written, and is full for a while: what was
confirmed is stored, each report is one case, and nobody's message is put aside."""

import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot import patience
from bot.telegram import sender
from bot.turns import turn as turns
from casework.case.number import number
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.db.sqlite_driver import OneHopConnection, OneHopCursor
from storage.db.trouble import trouble
from storage.tables.updates import Poison
from tests.figures import Figure
from tests.support import rig as rigs
from tests.support.crashes.robot import Robot
from tests.support.dice import thrown
from tests.support.rig import Rig

WRITES = ("INSERT", "UPDATE", "DELETE")
CODES = {
    "the disk is full": sqlite3.SQLITE_FULL,
    "an error of the disk": sqlite3.SQLITE_IOERR,
    "somebody else holds it": sqlite3.SQLITE_BUSY,
}
REPORTS, FAILS, SOON = 4, 0.25, 0.005
FAILURES = 25
"""So many writes fail at least."""

TRIES = 100
LONGEST = 25
FULL_AT, FREE_AT = 3, 9
"""The steps between which the disk is full."""

ROOM = 2**30


class Disk:
    """One of four writes and commits fails, as the dice fall. ``failed`` counts them; once it is
    ``whole`` again none does."""

    def __init__(self, code: int, dice: random.Random) -> None:
        self.code, self.dice, self.failed, self.whole = code, dice, 0, False

    def written(self) -> None:
        """Something is to be written, or committed."""
        if not self.whole and self.dice.random() < FAILS:
            self.failed += 1
            error = sqlite3.OperationalError("made up")
            error.sqlite_errorcode = self.code
            raise error


@pytest.fixture
async def rig(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Rig]:
    """A rig on SQLite, whose loops wait but shortly."""
    monkeypatch.setattr(patience, "PAUSE_SECONDS", SOON)
    monkeypatch.setattr(sender, "LINGER_SECONDS", SOON)
    monkeypatch.setattr(sender, "POLL_SECONDS", SOON)
    async with rigs.rig(sqlite_url, tmp_path) as made:
        yield made


def _spoil(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    run, commit = OneHopCursor._run, OneHopConnection.commit

    def spoiled(cursor: OneHopCursor, call: Any, sql: str, *given: Any) -> None:
        if sql.lstrip().startswith(WRITES):
            disk.written()
        run(cursor, call, sql, *given)

    async def committed(connection: OneHopConnection) -> None:
        if connection.in_transaction:
            disk.written()
        await commit(connection)

    monkeypatch.setattr(OneHopCursor, "_run", spoiled)
    monkeypatch.setattr(OneHopConnection, "commit", committed)


async def _patiently(rig: Rig) -> None:
    """Let the bot handle what waits as its loops do."""
    for _ in range(TRIES):
        try:
            await rig.settle()
        except Exception as error:
            if not trouble(error):
                raise
        else:
            return


async def _reports(rig: Rig, *robots: Robot) -> None:
    """Let each resident tell one report, from the first word to the receipt."""
    for robot in robots:
        robot.begin()
    for _ in range(LONGEST):
        rig.later(seconds=10)
        await _patiently(rig)
        for robot in robots:
            if not robot.promised and not robot.react():
                robot.nudge()


async def _found(rig: Rig, *robots: Robot) -> dict[str, int]:
    """Reports that are not one case or not told as one, promises without a case, and messages put
    aside."""
    async with rig.program.db.read() as connection:
        rows = (await connection.execute(select(CASES.c.id, CASES.c.teller))).all()
        aside = len((await connection.execute(select(table_of(Poison).c.update_id))).all())
    wrong = empty = 0
    for robot in robots:
        mine = {number(row.id) for row in rows if row.teller == robot.phone.chat_id}
        wrong += len(mine) != 1 or robot.promised != mine
        empty += len(robot.promised - mine)
    return {"reports_not_one_case": wrong, "promises_without_a_case": empty, "put_aside": aside}


async def _spoiled(rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str) -> dict[str, int]:
    """Reports during which one write of four fails."""
    seed, dice = thrown()
    print(f"seed {seed}")
    disk, robots = Disk(CODES[name], dice), [Robot(rig.phone(11 + n)) for n in range(REPORTS)]
    _spoil(monkeypatch, disk)
    await _reports(rig, *robots)
    disk.whole = True
    await _patiently(rig)
    return {"failures": disk.failed, "reports": len(robots), **await _found(rig, *robots)}


def _harm(found: dict[str, int]) -> int:
    names = ("reports_not_one_case", "promises_without_a_case", "put_aside")
    return sum(found[name] for name in names)


@pytest.mark.parametrize("name", CODES)
async def test_writes_that_fail(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str, figure: Figure
) -> None:
    """Whatever could not be written is written afterwards, once."""
    found = await _spoiled(rig, monkeypatch, name)
    figure("G14", "one write of four fails", **found)
    assert found["failures"] >= FAILURES
    assert not _harm(found)


async def test_a_failing_disk_taken_for_a_fault(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where nobody tells trouble of the disk from faults, good messages are put
    aside."""
    monkeypatch.setattr(turns, "trouble", lambda error: None)
    found = await _spoiled(rig, monkeypatch, "the disk is full")
    figure("G14", "control: a failing disk taken for a fault", **found)
    assert _harm(found)


async def _pages(rig: Rig, most: int | None) -> None:
    """Give the file no more room than it has, or so many pages."""
    async with rig.program.db._writer.connect() as connection:
        most = most or int((await connection.exec_driver_sql("PRAGMA page_count")).scalar_one())
        await connection.execute(text(f"PRAGMA max_page_count = {most}"))


async def test_a_full_disk(rig: Rig, figure: Figure) -> None:
    """Twenty residents write while nothing more has room; when there is room again they are
    answered, and each report is one case."""
    robots = [Robot(rig.phone(11 + n)) for n in range(20)]
    for robot in robots:
        robot.begin()
    refused = 0
    for step in range(LONGEST):
        if step in (FULL_AT, FREE_AT):
            await _pages(rig, None if step == FULL_AT else ROOM)
        rig.later(seconds=10)
        try:
            await rig.settle()
        except Exception as error:
            if not trouble(error):
                raise
            refused += 1
        for robot in robots:
            if not robot.promised and not robot.react():
                robot.nudge()
    found = await _found(rig, *robots)
    figure("G14", "a full disk", rounds_refused=refused, reports=len(robots), **found)
    assert refused
    assert not _harm(found)
