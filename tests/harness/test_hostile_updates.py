"""Any Telegram update whatever: no exception gets out, nobody readable meets silence, the good ones
around it go on."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.settings import logs
from bot.telegram import updates
from bot.turns.turn import Turns
from conversations.protocol.talk.gathering import BURST_SECONDS
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.tables.pending import OutboxRow
from storage.tables.updates import Poison
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support import rig as rigs
from tests.support.crashes.robot import Robot
from tests.support.dice import thrown
from tests.support.mutations import HOSTILE_TEXTS, mutated, real_updates
from tests.support.rig import Rig

MUTATIONS, TEXTS = 5000, 500
BATCH = 10
"""Updates in one turn: the first and the last are good, what is between them is broken."""


@pytest.fixture
async def rig(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    logs.start(
        "CRITICAL"
    )  # what is put aside is told with its traceback; thousands of them only cost time
    async with rigs.rig(sqlite_url, tmp_path) as made:
        yield made


async def _told(rig: Rig) -> dict[int, int]:
    """How many letters each update has led to."""
    letters: dict[int, int] = {}
    async with rig.program.db.read() as connection:
        for key in (await connection.execute(select(table_of(OutboxRow).c.key))).scalars():
            if key.startswith("u"):
                update_id = int(key[1:].partition(".")[0])
                letters[update_id] = letters.get(update_id, 0) + 1
    return letters


async def _aside(rig: Rig) -> set[int]:
    async with rig.program.db.read() as connection:
        return set((await connection.execute(select(table_of(Poison).c.update_id))).scalars())


def _good(update_id: int, person: int, at: int) -> dict[str, Any]:
    user = {"id": person, "is_bot": False, "first_name": "Warga"}
    chat = {"id": person, "type": "private", "first_name": "Warga"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": at, "chat": chat, "from": user, "text": "halo"},
    }


def _readable(rig: Rig, raw: dict[str, Any]) -> bool | None:
    """Whether somebody says something here in private; None when the library can't parse it."""
    try:
        return updates.read(raw, rig.program.bot).said is not None
    except Exception:
        return None


@dataclass
class Played:
    """What has become of broken updates: how many ``good`` ones among them were not answered, which
    of a readable sender met silence (``silent``), which nobody can parse and how many of those are
    not put aside (``kept``), how many good ones were."""

    unanswered: set[int]
    silent: list[int]
    unparsable: set[int]
    kept: set[int]
    good_aside: set[int]


async def _break(rig: Rig, dice: random.Random, mutations: int) -> Played:
    """So many broken updates among good ones."""
    originals = real_updates()
    readable: dict[int, bool | None] = {}
    good: list[int] = []
    spoken: set[int] = set()
    for begin in range(0, mutations, BATCH - 2):
        batch = []
        for i in range(BATCH):
            update_id = 10 + begin * 2 + i
            rig.later(seconds=20)
            if i in (0, BATCH - 1):
                good.append(update_id)
                batch.append(_good(update_id, 10**6 + update_id, int(rig.now.timestamp())))
                continue
            raw = mutated(
                _aged(dice.choice(originals), 10**7 + update_id, int(rig.now.timestamp())), dice
            )
            batch.append(_alone(raw, spoken, update_id) | {"update_id": update_id})
            readable[update_id] = _readable(rig, batch[-1])
        await rig.program.turns.play(batch)
    told, aside = await _told(rig), await _aside(rig)
    silent = [i for i, heard in readable.items() if heard and i not in told and i not in aside]
    unparsable = {i for i, heard in readable.items() if heard is None}
    return Played(
        set(good) - told.keys(), silent, unparsable, unparsable - aside, aside - readable.keys()
    )


@played("5,000 broken updates")
async def test_no_broken_update_gets_through_or_stops_the_others(
    rig: Rig, go: int, figure: Figure
) -> None:
    """5,000 broken updates among good ones: each is answered, passed over as not ours, or put
    aside."""
    seed, dice = thrown()
    found = await _break(rig, dice, MUTATIONS)
    figure(
        "G6",
        "broken updates among good ones",
        updates=MUTATIONS,
        unparsable=len(found.unparsable),
        of_those_not_put_aside=len(found.kept),
        met_with_silence=len(found.silent),
        good_ones_stopped=len(found.unanswered | found.good_aside),
    )
    assert not found.unanswered, f"seed {seed}"
    assert not found.silent, f"seed {seed}: silence for {found.silent[:5]}"
    assert not found.kept, f"seed {seed}: not put aside: {sorted(found.kept)[:5]}"
    assert len(found.unparsable) > MUTATIONS // 20, f"seed {seed}: the mutations are too tame"
    assert not found.good_aside, f"seed {seed}: good updates were put aside"


async def test_what_nobody_puts_aside_is_found(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where nothing is put aside, what can't be parsed is gone without a trace."""

    async def forgets(self: Turns, raw: object, error: Exception) -> None:
        pass

    monkeypatch.setattr(Turns, "_aside", forgets)
    _, dice = thrown()
    found = await _break(rig, dice, MUTATIONS // 20)
    figure(
        "G6",
        "control: nothing is put aside",
        updates=MUTATIONS // 20,
        unparsable=len(found.unparsable),
        of_those_not_put_aside=len(found.kept),
    )
    assert found.kept


def _aged(update: Any, person: int, at: int) -> Any:
    """A copy from another person, at another moment."""
    if isinstance(update, dict):
        aged = {key: _aged(value, person, at) for key, value in update.items()}
        return aged | ({"date": at} if "date" in aged else {})
    if isinstance(update, list):
        return [_aged(value, person, at) for value in update]
    return person if update == 11 else update


def _alone(update: dict[str, Any], spoken: set[int], more: int) -> dict[str, Any]:
    """The update, from somebody who has not spoken: what one person says in one moment is answered
    once.

    Two senders may have become one number, and two moments one or an earlier one; then the second
    sender moves on."""
    for part in update.values():
        sender = part.get("from") if isinstance(part, dict) else None
        number = sender.get("id") if isinstance(sender, dict) else None
        if type(number) is int and number > 0:
            sender["id"] = number + more if number in spoken else number
            spoken.add(sender["id"])
    return update


@pytest.mark.parametrize("nobody", [0, -1, -100])
async def test_who_is_nobody_is_not_heard(rig: Rig, nobody: int) -> None:
    """A message from no person's id is put aside: 0 stands for nobody, and numbers below are
    groups."""
    await rig.program.turns.play([_good(10, nobody, int(rig.now.timestamp()))])
    assert await _aside(rig) == {10}
    assert not await _told(rig)


@played("500 hostile texts")
async def test_hostile_texts_at_every_step_are_answered(rig: Rig, go: int, figure: Figure) -> None:
    """500 hostile texts, at random steps of a report and outside every form: always an answer,
    never poison."""
    seed, dice = thrown()
    people = [Robot(rig.phone(11 + i)) for i in range(8)]
    for robot in people:
        await rig.introduce(robot.phone)
        robot.read = len(rig.telegram.ledger)
    silent = []
    for n in range(TEXTS):
        robot = dice.choice(people)
        for _ in range(dice.choice((0, 1, 1, 2))):
            rig.later(seconds=10)
            if not robot.react():
                robot.nudge()
            await rig.settle()
        rig.later(seconds=10)
        update_id = 10**6 + n
        raw = _good(update_id, robot.phone.chat_id, int(rig.now.timestamp()))
        text = dice.choice(HOSTILE_TEXTS)
        raw["message"] |= {
            "message_id": 10**6 + n,
            dice.choice(("text", "text", "text", "caption")): text,
        }
        if "caption" in raw["message"]:
            del raw["message"]["text"]
        await rig.program.turns.play([raw])
        await rig.program.sender.drain()
        if update_id not in await _told(rig):
            silent.append(text[:30])
    aside = await _aside(rig)
    figure("G6", "hostile texts", texts=TEXTS, met_with_silence=len(silent), put_aside=len(aside))
    assert not silent, f"seed {seed}: {silent}"
    assert not aside, f"seed {seed}"
    async with rig.program.db.read() as connection:
        states = table_of(OutboxRow).c
        dead = (
            await connection.execute(
                select(states.method, states.error).where(states.state == "dead")
            )
        ).all()
    assert not dead, f"seed {seed}: Telegram refused {dead[:3]}"


async def test_an_emergency_told_at_the_review_card_is_filed(rig: Rig) -> None:
    """When the report has told everything already, nothing more is asked, and the emergency is a
    case."""
    robot = Robot(rig.phone(11))
    await rig.introduce(robot.phone)
    robot.read = len(rig.telegram.ledger)
    robot.nudge()
    await rig.settle()
    while not robot.questions or not robot.questions[-1].startswith("phone"):
        rig.later(seconds=10)
        robot.react()
        await rig.settle()
    await rig.write(robot.phone, "tolong ada kebakaran sekarang, api besar")
    async with rig.program.db.read() as connection:
        (case,) = (await connection.execute(select(CASES))).all()
    assert (case.urgency, case.rank) == ("emergency", 0)
    assert not await _aside(rig)


async def test_time_between_updates_is_enough_for_a_burst_to_end() -> None:
    """The tests above can demand an answer to each message because their people wait longer than a
    burst lasts."""
    assert timedelta(seconds=10) > timedelta(seconds=BURST_SECONDS)
