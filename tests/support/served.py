"""The rig over HTTP: the whole program polls, rings, sends and fetches by itself against a served
simulator.

Whoever drives it does something on a phone and then waits until the program has nothing more to do
at this moment."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import lifetime, program
from bot.program import Program
from bot.settings.config import Config
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram.pacing import Pace
from casework.clock.decreed_days import DecreedDay
from storage.db.database import table_of
from storage.pending.bells import next_bell
from storage.tables.cases import FileRow
from tests.support.crashes import oracle
from tests.support.crashes.children import TOKEN, config_at
from tests.support.crashes.crashing import END_SECONDS, until
from tests.support.rig import START, Rig

TICK_SECONDS = 0.05


class Served(Rig):
    """A rig whose program runs by itself; ``settle`` only waits."""

    async def settle(self) -> None:
        """Until no update waits, no bell, letter or file is due, and nothing is under way."""
        self.program.sender.wake()
        await until(self._still, END_SECONDS, "the program does not come to rest")

    async def _still(self) -> bool:
        """What leads to letters is looked at before the letters, so that nothing slips through in
        between."""
        if len(self.telegram.updates):
            return False
        async with self.program.db.read() as connection:
            bell = await next_bell(connection)
            files = await connection.scalar(
                select(func.count()).where(table_of(FileRow).c.state == "wanted")
            )
        rings = bell is not None and bell <= self.now
        return not (
            rings
            or files
            or (await oracle.read(self.program.db, self.program.vault, self.now)).under_way
        )


@asynccontextmanager
async def served(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A program that runs over HTTP, on a database that has its tables, with the rig's clock."""
    monkeypatch.setattr(lifetime, "TICK_SECONDS", TICK_SECONDS)
    clock: list[datetime] = [START]
    telegram, stop = Telegram(TOKEN, now=lambda: clock[0]), asyncio.Event()
    async with await serve(app(telegram)) as server:

        def build(config: Config, days: Sequence[DecreedDay], moves: Mapping[str, str]) -> Program:
            return program.build(
                config, clock=lambda: clock[0], pace=Pace.none(), days=days, moves=moves
            )

        made = Served(telegram, build, clock, config_at(server.url, url, folder))
        running = asyncio.create_task(lifetime.serve(made.program, stop, poll_seconds=5))
        try:
            yield made
        finally:
            stop.set()
            await running
            await made.program.close()
