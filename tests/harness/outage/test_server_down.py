"""The server of PostgreSQL ends sessions, only reads, or dies and comes again, while residents
write: the bot waits and goes on by itself, and nothing is lost, doubled or put aside."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from storage.db.database import read_url
from tests.conftest import PostgreSQL
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support.crashes import oracle
from tests.support.crashes.crashing import Crashing, crashing, until
from tests.support.dice import thrown

RESIDENTS, TIMES = 6, 2
BORN_SECONDS, UP_SECONDS = 120, 60

pytestmark = pytest.mark.timeout(900)


def _ended(name: str) -> str:
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608


async def _sessions_end(server: PostgreSQL, name: str, dice: random.Random) -> None:
    for _ in range(3):
        await asyncio.to_thread(server.command, _ended(name))
        await asyncio.sleep(dice.uniform(0.01, 0.3))


async def _only_reads(server: PostgreSQL, name: str, dice: random.Random) -> None:
    """As after a failover to a server that does not lead yet."""
    only = f"ALTER DATABASE {name} SET default_transaction_read_only"
    for state in ("on", "off"):
        await asyncio.to_thread(server.command, f"{only} = {state}")
        await asyncio.to_thread(server.command, _ended(name))
        await asyncio.sleep(dice.uniform(0.5, 1.5) if state == "on" else 0)


async def _dies(server: PostgreSQL, name: str, dice: random.Random) -> None:
    await asyncio.to_thread(server.die)
    await asyncio.sleep(dice.uniform(0.2, 1.5))
    await asyncio.to_thread(server.rise)


TROUBLES: Mapping[str, Callable[[PostgreSQL, str, random.Random], Awaitable[None]]] = {
    "sessions are ended": _sessions_end,
    "it only reads": _only_reads,
    "it dies and comes again": _dies,
}


async def _lives_through(
    place: Crashing, server: PostgreSQL, dice: random.Random, kind: str = "ours"
) -> list[float]:
    """One life of the bot through all troubles, in any order: how many seconds passed after each
    until it said something again."""
    name = read_url(place.url).database or ""
    child = await place.start(kind)
    await asyncio.wait_for(place.polled.wait(), BORN_SECONDS)
    seconds = []
    for trouble in dice.sample([*TROUBLES] * TIMES, len(TROUBLES) * TIMES):
        await asyncio.sleep(dice.uniform(0.1, 0.5))
        await TROUBLES[trouble](server, name, dice)
        said, over = len(place.telegram.ledger), time.monotonic()

        async def up(said: int = said) -> bool:
            return len(place.telegram.ledger) > said

        await until(up, UP_SECONDS, f"after {trouble} nobody is answered: {place.log()}")
        seconds.append(time.monotonic() - over)
        assert not child.ended.done(), f"the bot has ended by itself: {place.log()}"
    await child.kill()
    return seconds


@played("the server goes")
async def test_a_server_that_goes_and_comes_again(
    postgresql_server: PostgreSQL, postgresql_url: str, tmp_path: Path, go: int, figure: Figure
) -> None:
    """One life of the bot through all of it: whatever was promised is there, each report once."""
    seed, dice = thrown()
    async with crashing(postgresql_url, tmp_path) as place:
        for n in range(RESIDENTS):
            place.resident(11 + n, photo=n % 3 == 0)
        seconds = await _lives_through(place, postgresql_server, dice)
        await place.quiet()
        found = await place.found()
        wrong = oracle.complaints(found, place.robots, place.telegram)
    figure(
        "G14",
        "a server that goes and comes again",
        troubles=len(seconds),
        reports=len(found.cases),
        lost_or_doubled=len(wrong),
        put_aside=found.poison,
        most_seconds_until_on_again=round(max(seconds)),
    )
    assert wrong == [], f"seed {seed}"
    assert not found.poison, f"seed {seed}"
    assert found.cases


async def test_who_confirms_too_early_loses_messages(
    postgresql_server: PostgreSQL, postgresql_url: str, tmp_path: Path, figure: Figure
) -> None:
    """The control: a poll that confirms before it plays, through the same troubles."""
    seed, dice = thrown()
    async with crashing(postgresql_url, tmp_path) as place:
        for n in range(RESIDENTS):
            place.resident(11 + n)
        seconds = await _lives_through(place, postgresql_server, dice, "hasty")
        found = await place.found()
        wrong = oracle.complaints(found, place.robots, place.telegram)
    lost = [one for one in wrong if one.startswith("these updates were confirmed")]
    figure(
        "G14",
        "control: a poll that confirms before it plays",
        troubles=len(seconds),
        losses_found=len(lost),
    )
    assert lost, f"seed {seed}"
