"""A wrong clock of the machine costs nobody anything: no case takes a step, nothing is held or
deleted, what is filed has its number, and all is as ever once the clock is right."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import program
from bot.telegram.pacing import Pace
from bot.true_time import TrueTime
from casework.case.model import Role
from storage.db.database import table_of
from storage.pending import outbox
from storage.tables.cases import CaseRow, EventRow
from storage.tables.pending import OutboxRow
from storage.tables.updates import Poison, SeenRow
from tests.support import kept
from tests.support import rig as rigs
from tests.support.direct import DirectRequest
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

YEAR = timedelta(days=365)
POWER_CUT = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


@dataclass
class Machine:
    """A machine whose clock can be wrong."""

    rig: Rig
    off: timedelta = timedelta(0)
    time: TrueTime = field(init=False)

    def _steady(self) -> float:
        return self.rig.now.timestamp()

    async def start(self) -> None:
        """Build the program as it starts on this machine."""
        await self.rig.program.close()
        self.time = TrueTime(lambda: self.rig.now + self.off, self._steady)
        request = DirectRequest(self.rig.telegram)
        with kept.shared():
            self.rig.program = program.build(
                self.rig.config,
                clock=self.time.now,
                pace=Pace.none(),
                requests=(request, request),
            )
        await self.rig.program.bot.initialize()

    def hears(self, way: str) -> None:
        """Telegram says what time it is: by the head of an answer, or by an update."""
        if way == "answers":
            self.time.answered(format_datetime(self.rig.now, usegmt=True))
        else:
            at = int(self.rig.now.timestamp())
            self.time.updates([{"update_id": 1, "message": {"date": at}}])

    async def tick(self) -> None:
        """All that happens at a tick."""
        await self.rig.program.ringer.ring()
        await self.rig.program.prune()
        await self.rig.program.sender.drain()

    async def kept(self) -> list[Any]:
        """What the database holds that a wrong tick would change."""
        async with self.rig.program.db.read() as connection:
            events = await connection.execute(select(table_of(EventRow).c.kind))
            seen = select(func.count()).select_from(table_of(SeenRow))
            letters = select(table_of(OutboxRow).c.not_before).where(outbox.WAITING)
            return [events.all(), await connection.scalar(seen), await connection.scalar(letters)]

    async def put_aside(self) -> int:
        async with self.rig.program.db.read() as connection:
            counted = select(func.count()).select_from(table_of(Poison))
            return await connection.scalar(counted) or 0


@pytest.fixture
async def machine(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Machine]:
    """A machine in whose district a case waits for an officer."""
    async with rigs.rig(sqlite_url, tmp_path) as made:
        await made.employ(11, Role.BACK_OFFICE, VILLAGE)
        phone = made.phone(701)
        await made.introduce(phone)
        await report(made, phone, "kartu KIS saya mati, mau kontrol")
        found = Machine(made)
        await found.start()
        yield found


@pytest.mark.parametrize("way", ["answers", "updates"])
@pytest.mark.parametrize("off", [YEAR, -YEAR, timedelta(days=9), -timedelta(hours=30)])
async def test_a_jump(machine: Machine, way: str, off: timedelta) -> None:
    """One tick with a clock that has jumped does what a tick a moment later does; the operator
    reads once that it has jumped, and once that it is right again."""
    machine.hears(way)
    await machine.tick()
    before = await machine.kept()
    machine.off = off
    with capture_logs() as logs:
        for _ in range(3):
            machine.rig.later(seconds=5)
            await machine.tick()
        assert await machine.kept() == before
        machine.off = timedelta(0)
        await machine.tick()
    said = [line["log_level"] for line in logs if "clock of this machine" in line["event"]]
    assert said == ["error", "warning"]


@pytest.mark.parametrize("way", ["answers", "updates"])
async def test_a_start_in_1970(machine: Machine, way: str) -> None:
    """After a power cut the clock stands in 1970: who files all the same has a number of this year,
    and nobody's message is put aside."""
    machine.off = POWER_CUT - machine.rig.now
    await machine.start()
    machine.hears(way)
    phone = machine.rig.phone(702)
    await machine.rig.introduce(phone)
    await report(machine.rig, phone, "butuh sktm")
    async with machine.rig.program.db.read() as connection:
        opened = (await connection.scalars(select(table_of(CaseRow).c.opened_at))).all()
    assert not await machine.put_aside()
    assert len(opened) == 2
    assert all(at.year == machine.rig.now.year for at in opened)


async def test_before_telegram_is_heard(machine: Machine) -> None:
    """Until then it is not before the moment at which a bot last worked here; a moment that a wrong
    clock has written counts no more once Telegram is heard."""
    machine.off = POWER_CUT - machine.rig.now
    machine.time.seen(machine.rig.now)
    assert machine.time.now() == machine.rig.now
    machine.off = timedelta(0)
    await machine.start()
    machine.time.seen(machine.rig.now + YEAR)
    machine.hears("answers")
    assert machine.time.now() == machine.rig.now
