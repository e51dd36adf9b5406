"""What a monitor is told of a program that is not well: in plain words, and never of a person."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.health import stand
from bot.health.stand import Stand
from bot.heart import LONGEST_SILENCE, Heart
from bot.true_time import HeardTime, now
from storage.db.lease import Lease
from tests.support.rig import Rig, rig

STARTING = ["starting: nothing was looked at yet"]


@asynccontextmanager
async def _watched(url: str, folder: Path) -> AsyncIterator[tuple[Rig, Stand]]:
    """A program with its lease, and its stand after one look."""
    async with rig(url, folder) as made:
        lease = Lease(made.program.db, made.program.clock, None)
        await lease.take()
        found = Stand(made.program, lease, {"sender": Heart()})
        assert found.unready() == STARTING
        found.seen = await found._look()
        yield made, found


async def test_all_well(database_url: str, tmp_path: Path) -> None:
    """Nothing to say; what waits is known."""
    async with _watched(database_url, tmp_path) as (_, found):
        assert (found.unready(), found.silent()) == ([], [])
        assert found.seen.ours
        assert set(found.seen.letters) == {"alarm", "I", "B", "C", "D"}


async def test_letters_by_class(database_url: str, tmp_path: Path) -> None:
    """The oldest of each class counts, from the moment at which it may go."""
    async with _watched(database_url, tmp_path) as (made, found):
        made.phone(1).start()
        await made.program.turns.play(await made.telegram.updates.get(0, 100, 0))
        made.later(seconds=40)
        letters = (await found._look()).letters
        assert sorted(letters.values()) == [0, 0, 0, 0, 40]
        assert letters["alarm"] == 0
        await made.settle()
        assert set((await found._look()).letters.values()) == {0}


async def test_a_lost_lease(database_url: str, tmp_path: Path) -> None:
    """Another bot has counted it up."""
    async with _watched(database_url, tmp_path) as (made, found):
        await Lease(made.program.db, made.program.clock, None).take()
        found.seen = await found._look()
        assert found.unready() == ["lease: another puskesos has taken over the database"]


async def test_another_schema(database_url: str, tmp_path: Path) -> None:
    """A program beside which somebody has migrated the database."""
    async with _watched(database_url, tmp_path) as (made, found):
        async with made.program.db.write() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        found.seen = await found._look()
        assert found.unready() == ["schema: newer; run: puskesos doctor"]


async def test_no_database(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the error says, only its name is told; the watch goes on and heals."""
    monkeypatch.setattr(stand, "LOOK_SECONDS", 0.01)
    async with _watched(sqlite_url, tmp_path) as (made, found):
        with monkeypatch.context() as away:

            def fail() -> None:
                raise RuntimeError("3274051203850003 of the resident")

            away.setattr(made.program.db, "read", fail)
            found.seen = await found._look()
            assert found.unready() == ["database: can't be read (RuntimeError)"]
            watch = asyncio.create_task(found.watch())
            await asyncio.sleep(0.1)
            assert found.unready()
        await asyncio.sleep(0.2)
        assert found.unready() == []
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def test_a_database_that_says_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """A look that does not come back is told from its age."""
    async with _watched(sqlite_url, tmp_path) as (_, found):
        at = [0.0]
        found.heart = Heart(lambda: at[0])
        found.heart.beat()
        at[0] = 90.0
        assert found.unready() == ["database: no answer for 90 seconds"]


async def test_a_wrong_clock(sqlite_url: str, tmp_path: Path) -> None:
    """A clock a year ahead is not believed, and one that is seconds off is only measured."""
    async with _watched(sqlite_url, tmp_path) as (made, found):
        time = made.program.time
        heard = HeardTime(now() - timedelta(seconds=20), time._steady(), timedelta(0))
        time._heard["answers"] = heard
        assert found.unready() == []
        assert time.off == pytest.approx(20, abs=1)
        year = timedelta(days=365)
        time._heard["answers"] = HeardTime(now() - year, time._steady(), timedelta(0))
        assert found.unready() == [
            "clock: that of this machine is 31536000 seconds ahead of Telegram"
        ]
        time._heard["answers"] = HeardTime(now() + year, time._steady(), timedelta(0))
        assert found.unready() == [
            "clock: that of this machine is 31536000 seconds behind Telegram"
        ]


async def test_a_silent_loop(sqlite_url: str, tmp_path: Path) -> None:
    """It is named, with how long."""
    at = [0.0]
    async with _watched(sqlite_url, tmp_path) as (_, found):
        found.hearts = {"sender": Heart(lambda: at[0]), "poller": Heart()}
        for heart in found.hearts.values():
            heart.beat()
        at[0] = LONGEST_SILENCE + 5
        assert found.silent() == ["sender: silent for 305 seconds"]
