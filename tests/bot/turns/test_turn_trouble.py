"""The database has trouble of its own in the middle of a turn: nothing is put aside for that, and
nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot.telegram import polling
from storage.db.database import table_of
from storage.db.trouble import Trouble, trouble
from storage.tables.pending import BellRow
from storage.tables.updates import Poison, SeenRow
from storage.unit_of_work import Batch
from tests.support import rig as rigs
from tests.support.crashes.crashing import END_SECONDS, until
from tests.support.rig import Rig

_ERROR = "DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{code}'; END $$"
TROUBLES = {
    "the server is stopped": "SELECT pg_terminate_backend(pg_backend_pid())",
    "the disk is full": _ERROR.format(code="53100"),
    "the server has become a copy": _ERROR.format(code="25006"),
}
Troubles = Callable[[int], None]


@pytest.fixture
async def rig(postgresql_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rigs.rig(postgresql_url, tmp_path) as made:
        yield made


@pytest.fixture(params=list(TROUBLES))
def troubles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Troubles:
    """What is about to be written next meets each of these, one after the other."""
    left: list[str] = []
    write = Batch.flush

    async def flush(batch: Batch) -> None:
        if left:
            await batch.connection.exec_driver_sql(left.pop())
        await write(batch)

    monkeypatch.setattr(Batch, "flush", flush)
    return lambda count: left.extend([TROUBLES[request.param]] * count)


async def _rows(rig: Rig, table: type[SQLModel]) -> Sequence[Any]:
    async with rig.program.db.read() as connection:
        return (await connection.execute(select(table_of(table)))).all()


async def test_an_update_stays_telegrams(rig: Rig, troubles: Troubles) -> None:
    """The turn is void and told as trouble of the database; when it is over the update is played
    as if it came for the first time."""
    troubles(1)
    rig.phone(11).start()
    with pytest.raises(DBAPIError) as met:
        await rig.settle()
    assert trouble(met.value) is Trouble.DOWN
    assert not await _rows(rig, Poison)
    assert not await _rows(rig, SeenRow)
    await rig.settle()
    assert not await _rows(rig, Poison)
    assert rig.phone(11).messages[-1].buttons, "the first question has come"


async def test_the_poll_rests_and_asks_again(
    rig: Rig, troubles: Troubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop does not end, and confirms nothing, until the trouble is over."""
    monkeypatch.setattr(polling, "LONGEST_PAUSE_SECONDS", 0.02)
    troubles(2)
    program, stop, queue = rig.program, asyncio.Event(), rig.telegram.updates
    rig.phone(11).start()
    waited: list[int] = []

    async def play(raws: Sequence[dict[str, Any]]) -> None:
        waited.append(len(queue))
        await program.turns.play(raws)

    async def confirmed() -> bool:
        assert not task.done(), f"the poll has ended: {task}"
        return not len(queue)

    task = asyncio.create_task(polling.poll(program.bot, play, stop, seconds=0))
    await until(confirmed, END_SECONDS, "the update is never confirmed")
    stop.set()
    await task
    assert waited == [1, 1, 1]
    assert [row.update_id for row in await _rows(rig, SeenRow)] == [1]
    assert not await _rows(rig, Poison)


async def test_a_bell_stays_due(rig: Rig, troubles: Troubles) -> None:
    """No bell counts as rung because the database could not write it."""
    await rig.program.ringer.ring()
    waiting = [row for row in await _rows(rig, BellRow) if row.fired_at is None]
    assert waiting
    rig.later(days=1)
    troubles(1)
    with pytest.raises(DBAPIError) as met:
        await rig.program.ringer.ring()
    assert trouble(met.value) is Trouble.DOWN
    assert set(waiting) <= set(await _rows(rig, BellRow))
    await rig.program.ringer.ring()
    left = {row.id for row in await _rows(rig, BellRow) if row.fired_at is None}
    assert not left & {row.id for row in waiting}
