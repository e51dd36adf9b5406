"""The harness that kills the bot (tests/support/crashes) judges by what was confirmed, never by how
quick the machine was."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.simulator.telegram import Telegram
from tests.support.crashes import oracle
from tests.support.crashes.children import TOKEN
from tests.support.crashes.crashing import Crashing
from tests.support.crashes.fork import Child
from tests.support.crashes.oracle import Found

NOTHING = Found((), Counter(), Counter(), Counter(), 0, 0, frozenset(), 0)
LIVES = 100


class _NoForks:
    """Lives in which nothing happens: each ends before it has done anything."""

    async def start(self, what: object) -> Any:
        return Child


def _place(folder: Path, minutes_a_round: float = 0) -> Crashing:
    telegram = Telegram(TOKEN)
    forks: Any = _NoForks()
    place = Crashing(telegram, "", forks, folder, "", minutes_a_round)
    telegram.now = place.now
    return place


async def test_no_update_grows_too_old_in_lives_that_are_too_short(tmp_path: Path) -> None:
    """However many lives end before an update is written, and though the clock is moved between
    them, Telegram still has it."""
    place = _place(tmp_path, minutes_a_round=60)
    wanted = place.telegram.phone(11).start()
    for _ in range(LIVES):
        await place.start()
        assert [raw["update_id"] for raw in await place.telegram.updates.get(0, 100, 0)] == [wanted]


async def test_the_clock_goes_on_where_nothing_waits(tmp_path: Path) -> None:
    """It stands still for a waiting update only."""
    place = _place(tmp_path, minutes_a_round=60)
    begin = place.now()
    for _ in range(LIVES):
        await place.start()
    assert (place.now() - begin).days == LIVES // 24


async def test_what_still_waits_was_never_confirmed(tmp_path: Path) -> None:
    """An update that Telegram still has is named as what it is."""
    place = _place(tmp_path)
    place.telegram.phone(11).start()
    (wrong,) = oracle.complaints(NOTHING, (), place.telegram)
    assert wrong == "these updates still wait: [1]"


async def test_what_was_confirmed_and_not_written_is_lost(tmp_path: Path) -> None:
    """The control: what Telegram was told to forget, and the database does not know."""
    place = _place(tmp_path)
    first, last = place.telegram.phone(11).start(), place.telegram.phone(12).start()
    await place.telegram.updates.get(last + 1, 100, 0)
    found = replace(NOTHING, seen=frozenset({last}))
    (wrong,) = oracle.complaints(found, (), place.telegram)
    assert wrong == f"these updates were confirmed and never handled: [{first}]"


async def test_nobody_speaks_while_all_is_judged(tmp_path: Path) -> None:
    """Somebody who asks again just when the database is read has not come to rest, and when all
    rest, nobody speaks any more."""
    place = _place(tmp_path)
    robot = place.resident(11)
    robot.resting = True
    speaks = [True, False]

    async def found() -> Found:
        if speaks.pop(0):
            robot.begin()
        return NOTHING

    setattr(place, "found", found)  # noqa: B010 - mypy allows no other way
    await place.telegram.updates.get(place.telegram.updates.next_id, 100, 0)
    assert not await place._rest()
    await place.telegram.updates.get(place.telegram.updates.next_id, 100, 0)
    assert await place._rest()
    assert place.over
