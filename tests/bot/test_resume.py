"""Resume: killed between any two updates of a report, delivered twice, out of order, under strange ids: one case."""

import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import contents, loops
from casework.model import Case
from storage.cases import CASES, case_of
from storage.db import table_of
from storage.tables import Poison
from tests.support import rig as rigs
from tests.support.rig import Rig
from tests.support.robot import Robot

REPORT = ["who", "sector", "service", "depth", "story", "secret", "place", "phone", "!"]


@pytest.fixture
async def rig(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    """A rig whose program is quickly built anew: what it reads from files are values that do not change."""
    async with rigs.rig(database_url, tmp_path) as made:
        values = made.program.policy, made.program.house
        monkeypatch.setattr(contents, "read", lambda config, today: values)
        yield made


async def _meet(rig: Rig, user_id: int) -> Robot:
    """A resident who knows the bot already."""
    phone = rig.phone(user_id)
    await rig.introduce(phone)
    robot = Robot(phone, read=len(rig.telegram.ledger))
    robot.n = 1
    return robot


async def _play(rig: Rig) -> None:
    """Handle what waits, but send nothing: the letters stay in the outbox."""
    offset = 0
    while raws := await rig.telegram.updates.get(offset, 100, 0):
        await rig.program.turns.play(raws)
        offset = max(raw["update_id"] for raw in raws) + 1


async def _steps(rig: Rig, robot: Robot, count: int = 30) -> None:
    """Let somebody answer so many questions, or to the end of the report."""
    for _ in range(count):
        if robot.promised:
            return
        rig.later(seconds=10)
        if not robot.react():
            robot.nudge()
        await rig.settle()


async def _cases(rig: Rig) -> Sequence[Case]:
    async with rig.program.db.read() as connection:
        rows = await connection.execute(select(CASES).order_by(CASES.c.id))
        return [case_of(rig.program.vault, row) for row in rows]


def _asked(robot: Robot) -> list[str]:
    return [question.partition(":")[0] for question in robot.questions]


async def test_a_report_killed_between_any_two_updates_goes_on(rig: Rig) -> None:
    """Wherever the bot dies, after the turn or after the sending, the same question comes again: one form, one case."""
    robots = []
    for position in range(len(REPORT)):
        for sent in (False, True):
            robot = await _meet(rig, 11 + len(robots))
            robots.append(robot)
            robot.nudge()
            await rig.settle()
            await _steps(rig, robot, position)
            rig.later(seconds=10)
            robot.react()
            await _play(rig)
            if sent:
                await rig.program.sender.drain()
                robot.read = len(rig.telegram.ledger)  # the phone was off: nothing of it was seen
            await rig.restart()
            await rig.settle()
            await _steps(rig, robot)
            where = f"killed after {REPORT[position]}, letters {'sent' if sent else 'not sent'}"
            assert len(robot.promised) == 1, where
            assert [len(forms) for forms in robot.drafts.values()] == [1], where
            assert list(dict.fromkeys(_asked(robot))) == REPORT, where
            assert len(_asked(robot)) == len(REPORT), where
    cases = await _cases(rig)
    assert [case.teller for case in cases] == [robot.phone.chat_id for robot in robots]
