"""SIGKILL at any moment: no confirmed case is lost, none is doubled. The stock library's polling is
the control."""

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from casework.case.model import Role
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support.crashes import oracle
from tests.support.crashes.children import DYING
from tests.support.crashes.crashing import Crashing, crashing
from tests.support.dice import dice, thrown

ROUNDS = 200
LIFE_SECONDS, BIRTH_SECONDS = 0.2, 0.15
RESIDENTS = 6
BORN_SECONDS = 120
"""No bot takes so long to come up, however much else the machine has to do."""
MEETS_IT_SECONDS, LONGEST_SECONDS = 1.0, 30.0
PASSES = 10
STOCK_LIVES = 40

pytestmark = pytest.mark.timeout(900)


async def _lives(
    place: Crashing,
    dice: random.Random,
    rounds: int,
    kind: str = "ours",
    *,
    longest: float = LIFE_SECONDS,
) -> None:
    """So many lives of the bot, each ended at a random moment, at most so many seconds after it
    has come up."""
    for _ in range(rounds):
        child = await place.start(kind)
        if dice.random() < 0.1:
            await asyncio.sleep(dice.uniform(0, BIRTH_SECONDS))  # while it comes up
        else:
            await asyncio.wait_for(place.polled.wait(), BORN_SECONDS)
            await asyncio.sleep(dice.uniform(0, longest))
        code = await child.kill()
        assert code == -9, f"the bot ended by itself ({code}):\n{place.log()}"


@played("200 kills")
async def test_no_confirmed_report_is_lost_or_doubled_by_200_kills(
    sqlite_url: str, tmp_path: Path, go: int, figure: Figure
) -> None:
    """Killed 200 times at random moments while residents write, every report is one case and every
    promise holds."""
    seed, dice = thrown()
    print(f"seed {seed}")
    async with crashing(sqlite_url, tmp_path, minutes_a_round=10) as place:
        await place.employ(1, Role.FRONT_OFFICE)
        await place.employ(2, Role.COORDINATOR)
        for i in range(RESIDENTS):
            place.resident(11 + i, photo=i % 3 == 0)
        await _lives(place, dice, kills := ROUNDS)
        for n in range(1, 5):  # where the machine is slow, short lives are also poor ones
            if len(place.telegram.ledger) <= ROUNDS:
                await _lives(place, dice, ROUNDS // 2, longest=LIFE_SECONDS * 2**n)
                kills += ROUNDS // 2
        await place.quiet()
        found = await place.found()
        wrong = oracle.complaints(found, place.robots, place.telegram)
    figure(
        "G1",
        "killed at random moments",
        kills=kills,
        messages=len(place.telegram.ledger),
        reports=len(found.cases),
        lost_or_doubled=len(wrong),
    )
    assert not wrong, f"seed {seed}: {wrong}\n{place.screens()}\n{place.log()}"
    assert not found.poison, f"seed {seed}"
    assert oracle.intact(tmp_path / "puskesos.db") == "ok"
    delivered = len(place.telegram.ledger)
    assert delivered > ROUNDS, (
        f"seed {seed}: only {delivered} messages came through, so little was tried"
    )


@played("every named point")
async def test_dying_at_every_named_point_loses_nothing(
    sqlite_url: str, tmp_path: Path, go: int, figure: Figure
) -> None:
    """Killed at each of the named points, in the first work of a life and in its next: still one
    case per report."""
    left = {(point, 1) for point in DYING} | {
        (point, 2) for point in DYING if point.startswith(("poll", "turn", "letter"))
    }
    every = len(left)
    async with crashing(sqlite_url, tmp_path, minutes_a_round=60) as place:
        for i in range(RESIDENTS):
            place.resident(11 + i, photo=True)
        await place.meet()
        for n in range(PASSES):
            for point, nth in sorted(left):
                if await _dies_at(place, point, nth, min(MEETS_IT_SECONDS * 2**n, LONGEST_SECONDS)):
                    left.remove((point, nth))
        await place.quiet()
        found = await place.found()
        wrong = oracle.complaints(found, place.robots, place.telegram)
        state = await place.state()
    died = every - len(left)
    figure("G2", "killed at named points", points=died, never_met=len(left), wrong=len(wrong))
    assert not left, f"never passed: {left}\n{state}\n{place.screens()}\n{place.log()}"
    assert not wrong, f"{wrong}\n{place.screens()}\n{place.log()}"
    assert oracle.intact(tmp_path / "puskesos.db") == "ok"


async def _dies_at(place: Crashing, point: str, nth: int, seconds: float) -> bool:
    """A life that should end at that point within so many seconds, and then a short one in which
    the residents get on.

    Where the machine is slow a point is met late: each time that one was not met, more time is
    given."""
    child = await place.start(die_at=(point, nth))
    up = asyncio.create_task(place.polled.wait())
    await asyncio.wait({child.ended, up}, timeout=BORN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    up.cancel()
    ended, _ = await asyncio.wait({child.ended}, timeout=seconds)
    assert await child.kill() == -9, place.log()
    await _lives(place, dice(0), 1)
    return bool(ended)


async def test_our_own_poll_that_confirms_too_early_is_found_out(
    sqlite_url: str, tmp_path: Path, figure: Figure
) -> None:
    """The control of the judge: let our poll confirm before it plays, and a death in the turn is
    told as the loss that it is."""
    async with crashing(sqlite_url, tmp_path) as place:
        place.resident(11)
        child = await place.start("hasty", die_at=("turn: begun", 1))
        assert await asyncio.wait_for(child.ended, BORN_SECONDS) == -9, place.log()
        found = await place.found()
        wrong = oracle.complaints(found, place.robots, place.telegram)
    # On a slow machine whoever got no answer has asked again before, and that is told, too.
    lost = [one for one in wrong if one.startswith("these updates were confirmed")]
    figure("G2", "control: a poll that confirms before it plays", kills=1, losses_found=len(lost))
    assert [one.partition(", ")[0].rstrip("]") for one in lost] == [
        "these updates were confirmed and never handled: [1"
    ]


async def test_stock_polling_loses_reports_when_killed(
    sqlite_url: str, tmp_path: Path, figure: Figure
) -> None:
    """The control: the library's own polling confirms updates before they are handled, and the same
    kills lose some."""
    seed, dice = thrown()
    sent = 0
    async with crashing(sqlite_url, tmp_path) as place:
        phone = place.telegram.phone(11)
        for n in range(STOCK_LIVES):  # the slower the machine, the later it confirms
            for _ in range(20):
                phone.send(f"laporan {sent}")
                sent += 1
            await _lives(place, dice, 1, "stock", longest=LIFE_SECONDS * 2 ** (n % 5))
            if await _lost(place, sent):
                break
        lost = await _lost(place, sent)
    figure(
        "G1", "control: the stock library's polling", kills=n + 1, reports=sent, reports_lost=lost
    )
    assert lost > 0, f"seed {seed}: of {sent} reports none was lost"


async def _lost(place: Crashing, sent: int) -> int:
    """How many reports are neither written nor waiting at Telegram."""
    stored = sqlite3.connect(place.folder / "stock.db")
    try:
        (count,) = stored.execute("SELECT count(DISTINCT text) FROM report").fetchone()
    except sqlite3.OperationalError:
        count = 0
    finally:
        stored.close()
    return sent - int(count) - len(place.telegram.updates)
