"""Resume: killed between any two updates of a report, delivered twice, out of order, under strange
ids: one case."""

import asyncio
import random
from collections.abc import AsyncIterator, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.settings import contents
from bot.telegram import polling
from bot.telegram.polling import poll
from casework.case.model import Case
from storage.cases.cases import CASES, case_of
from storage.db.database import table_of
from storage.tables.updates import Poison
from storage.unit_of_work import Batch
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support import rig as rigs
from tests.support.crashes.crashing import END_SECONDS, until
from tests.support.crashes.robot import Robot
from tests.support.dice import thrown
from tests.support.rig import Rig

REPORT = ["who", "sector", "service", "depth", "story", "secret", "place", "phone", "!"]


@pytest.fixture
async def rig(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Rig]:
    """A rig whose program is quickly built anew: what it reads from files are values that do not
    change."""
    async with rigs.rig(database_url, tmp_path) as made:
        values = made.program.policy, made.program.content
        monkeypatch.setattr(contents, "read", lambda config, today, imported=(): values)
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


def _story(case: Case) -> Any:
    return case.intake.story


def _asked(robot: Robot) -> list[str]:
    return [question.partition(":")[0] for question in robot.questions]


async def test_a_report_killed_between_any_two_updates_goes_on(rig: Rig) -> None:
    """Wherever the bot dies, after the turn or after the sending, the same question comes again:
    one form, one case."""
    robots: list[Robot] = []
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
            if sent and position < len(REPORT) - 1:
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


async def _doubled(rig: Rig, dice: random.Random) -> list[Robot]:
    """Five residents report; every update comes up to five times, neighbours swapped, with restarts
    in between."""
    robots = [await _meet(rig, 11 + i) for i in range(5)]
    robots[0].photo = True
    faults = rig.telegram.faults
    faults.dice, faults.duplicate, faults.shuffle = dice, 0.9, 0.5
    for step in range(60):
        rig.later(seconds=10)
        for robot in robots:
            if not robot.promised and not robot.react():
                robot.nudge()
        await rig.settle()
        if dice.random() < 0.1:
            await rig.restart()
        if step > len(REPORT) and all(robot.promised for robot in robots):
            break
    faults.clear()
    await rig.settle()
    return robots


@played("doubled and shuffled")
async def test_updates_that_come_twice_and_out_of_order_are_one_case_each(
    rig: Rig, go: int, figure: Figure
) -> None:
    """Every update up to five times, neighbours swapped, restarts in between: the state of a single
    ordered run."""
    seed, dice = thrown()
    robots = await _doubled(rig, dice)
    cases = await _cases(rig)
    figure(
        "G4",
        "updates doubled and shuffled",
        updates=rig.telegram.updates.next_id - 1,
        reports=len(robots),
        cases=len(cases),
        told_wrongly=sum(not _as_told(robot, cases) for robot in robots),
    )
    assert sorted(case.teller for case in cases) == [robot.phone.chat_id for robot in robots], (
        f"seed {seed}"
    )
    for robot in robots:
        (case,) = [case for case in cases if case.teller == robot.phone.chat_id]
        assert len(robot.promised) == len(robot.told) == 1, f"seed {seed}"
        assert robot.marker_of(1) in str(case.intake.place), f"seed {seed}"
        assert len(_story(case)["texts"]) == 1, f"seed {seed}: the story was told once"
        assert len(_story(case)["files"]) == int(robot.photo), f"seed {seed}"


async def test_without_a_memory_of_updates(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: the same with a program that takes every update for a new one."""

    async def all_new(batch: Batch, bot_id: int, update_ids: Collection[int]) -> set[int]:
        return set(update_ids)

    monkeypatch.setattr(Batch, "unseen", all_new)
    seed, dice = thrown()
    robots = await _doubled(rig, dice)
    cases = await _cases(rig)
    wrong = sum(not _as_told(robot, cases) for robot in robots)
    figure(
        "G4",
        "control: every update is taken for new",
        updates=rig.telegram.updates.next_id - 1,
        reports=len(robots),
        cases=len(cases),
        told_wrongly=wrong,
    )
    assert wrong, f"seed {seed}"


def _as_told(robot: Robot, cases: Sequence[Case]) -> bool:
    """Whether the report is one case, promised once, with the story that was told, once."""
    mine = [_story(case) for case in cases if case.teller == robot.phone.chat_id]
    told = [(len(story["texts"]), len(story["files"])) for story in mine]
    return told == [(1, int(robot.photo))] and len(robot.promised) == len(robot.told) == 1


async def test_a_tap_and_the_text_after_it_may_change_places(rig: Rig) -> None:
    """What overtakes the tap before it is asked for again, and the report comes out right."""
    robot = await _meet(rig, 11)
    robot.nudge()
    await rig.settle()
    await _steps(rig, robot, REPORT.index("secret"))
    assert _asked(robot)[-1] == "story"
    rig.later(seconds=10)
    question = robot.phone.last
    rig.telegram.faults.shuffle = 1.0
    robot.phone.tap_data(
        next(b.data or "" for row in question.buttons for b in row if "open" in (b.data or "")), 0
    )
    robot.phone.send(f"RT 02 RW 05, {robot.marker}")
    await rig.settle()
    await _steps(rig, robot)
    (case,) = await _cases(rig)
    assert robot.marker_of(1) in str(case.intake.place)
    assert case.intake.secret == "open"


async def test_ids_that_jump_or_fall_after_a_quiet_week_are_handled(rig: Rig) -> None:
    """A jump up, a random lower id after a week without updates, and a restart: nothing is taken
    for seen."""
    robot = await _meet(rig, 11)
    robot.nudge()
    await rig.settle()
    await _steps(rig, robot, 3)
    rig.telegram.updates.next_id += 1_000_000
    await _steps(rig, robot, 2)
    await rig.pass_time(days=8)
    await rig.program.prune()
    rig.telegram.updates.next_id = 2  # an id that was there before, more than a week ago
    await rig.restart()
    robot.read = len(rig.telegram.ledger)
    robot.nudge()
    await _steps(rig, robot)
    assert len(await _cases(rig)) == 1
    assert [len(forms) for forms in robot.drafts.values()] == [1]


async def test_the_poll_itself_survives_ids_that_fall(rig: Rig, figure: Figure) -> None:
    """Once nothing is left to confirm, the poll asks from the beginning again: no lower id is
    confirmed unseen."""
    played: list[int] = []
    stop = asyncio.Event()

    async def play(raws: Sequence[dict[str, Any]]) -> None:
        played.extend(raw["update_id"] for raw in raws)

    async def _handled(update_id: int) -> bool:
        return update_id in played and not len(queue)

    queue = rig.telegram.updates
    phone = rig.phone(11)
    working = asyncio.create_task(poll(rig.program.bot, play, stop, seconds=1))
    for wanted in (5000, 9000, 17):
        queue.next_id = wanted
        phone.send("halo")
        await until(partial(_handled, wanted), END_SECONDS, f"{wanted} is not handled")
    stop.set()
    await working
    figure("G5", "ids that jump up and fall", updates=3, handled_in_order=len(played))
    assert played == [5000, 9000, 17]


async def test_a_poll_that_never_looks_back_does_not_get_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: a poll that only ever counts up gets lower ids again and again."""
    read, top, played = polling._updates, [0], list[int]()

    async def counts_up(bot: Bot, offset: int, seconds: int) -> list[dict[str, Any]]:
        top[0] = max(top[0], offset)
        return await read(bot, top[0], seconds)

    async def play(raws: Sequence[dict[str, Any]]) -> None:
        played.extend(raw["update_id"] for raw in raws)

    async def _handled(update_id: int) -> bool:
        return update_id in played

    monkeypatch.setattr(polling, "_updates", counts_up)
    stop = asyncio.Event()
    working = asyncio.create_task(poll(rig.program.bot, play, stop, seconds=1))
    for wanted in (5000, 9000, 17):
        rig.telegram.updates.next_id = wanted
        rig.phone(11).send("halo")
        if wanted != 17:
            await until(partial(_handled, wanted), END_SECONDS, f"{wanted} is not handled")
    await asyncio.sleep(1)
    stop.set()
    await working
    figure("G5", "control: a poll that only counts up", updates=3, times_handled=len(played))
    assert played != [5000, 9000, 17]


async def test_nothing_of_all_this_is_put_aside(rig: Rig) -> None:
    """A report with every update doubled leaves no poison behind."""
    rig.telegram.faults.duplicate = 1.0
    robot = await _meet(rig, 11)
    robot.nudge()
    await rig.settle()
    await _steps(rig, robot)
    async with rig.program.db.read() as connection:
        assert not (await connection.execute(select(table_of(Poison)))).all()
    assert len(await _cases(rig)) == 1
