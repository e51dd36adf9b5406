"""Whoever has lost the database to another bot stops before it writes, and takes the lost lock
again where nobody else has it."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot import lifetime, program
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram.pacing import Pace
from storage.db.database import Database, table_of
from storage.db.single_instance import AlreadyRunning, single_instance
from storage.tables.updates import Poison, SeenRow
from tests.support.crashes.children import TOKEN, config_at
from tests.support.crashes.crashing import until

SOON = 10.0
IDS = itertools.count(1_000_000, 1_000_000)
ADVISORY = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"


@dataclass
class Running:
    """A bot at work, with a Telegram of its own."""

    telegram: Telegram
    work: "asyncio.Task[None]"


@asynccontextmanager
async def _bot(url: str, folder: Path) -> AsyncIterator[Running]:
    """A bot that runs as ``lifetime.run`` has it."""
    telegram, stop = Telegram(TOKEN), asyncio.Event()
    telegram.updates.next_id = next(IDS)  # the same bot to both, and never the same update
    os.makedirs(folder, exist_ok=True)
    async with await serve(app(telegram)) as server:
        made = program.build(config_at(server.url, url, folder), pace=Pace.none())

        async def run() -> None:
            async with single_instance(made.db) as lock:
                await lifetime.serve(made, stop, poll_seconds=5, lock=lock)

        running = Running(telegram, asyncio.create_task(run()))
        try:
            yield running
        finally:
            stop.set()
            await asyncio.gather(running.work, return_exceptions=True)
            await made.close()


async def _lose(database: Database) -> None:
    """Let the lock be lost while its holder lives: the server ends the session, or somebody tidies
    the file away."""
    if database.path:
        os.unlink(f"{database.path}.lock")
        return
    async with database.write() as connection:
        await connection.execute(text(ADVISORY))


async def _answered(running: Running, person: int) -> bool:
    """Whether somebody who writes is answered within a moment; False where the bot has ended."""
    phone = running.telegram.phone(person)
    phone.start()

    async def over() -> bool:
        return running.work.done() or any(message.from_bot for message in phone.messages)

    await until(over, SOON, "neither answered nor ended")
    return not running.work.done()


async def _seen(database: Database) -> int:
    async with database.read() as connection:
        counted = select(func.count()).select_from(table_of(SeenRow))
        return await connection.scalar(counted) or 0


async def test_who_has_lost_it_stops(database_url: str, database: Database, tmp_path: Path) -> None:
    """The lock is lost and another bot starts: the first one ends before it writes anything more,
    and puts nobody's message aside; the other goes on."""
    async with AsyncExitStack() as both:
        first = await both.enter_async_context(_bot(database_url, tmp_path / "first"))
        assert await _answered(first, 701)
        await _lose(database)
        other = await both.enter_async_context(_bot(database_url, tmp_path / "other"))
        assert await _answered(other, 702)
        before = await _seen(database)
        assert not await _answered(first, 703)
        with pytest.raises(AlreadyRunning, match="another puskesos"):
            await first.work
        assert await _seen(database) == before
        assert await _answered(other, 704)
    async with database.read() as connection:
        assert not (await connection.execute(select(table_of(Poison)))).all()


async def test_a_lost_lock_is_taken_again(
    database_url: str, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is lost and nobody else starts in between: the bot goes on, and soon a second one is
    refused as before."""
    monkeypatch.setattr(lifetime, "RENEW_SECONDS", 0.05)
    async with _bot(database_url, tmp_path / "first") as first:
        assert await _answered(first, 701)
        await _lose(database)
        await asyncio.sleep(1)
        async with _bot(database_url, tmp_path / "other") as other:
            assert not await _answered(other, 702)
            with pytest.raises(AlreadyRunning, match="already runs"):
                await other.work
        assert await _answered(first, 703)
