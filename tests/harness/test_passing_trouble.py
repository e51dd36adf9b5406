"""Trouble of the database that passes costs nothing: no message is put aside, no bell is taken for
rung."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.turns import bells as bells_rung_by
from bot.turns import turn as turns
from storage.db.database import table_of
from storage.db.trouble import trouble
from storage.tables.pending import BellRow
from storage.tables.updates import Poison
from storage.unit_of_work import Batch
from tests.figures import Figure
from tests.support import rig as rigs
from tests.support.rig import Rig


def _raised(sqlstate: str) -> str:
    return f"DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '{sqlstate}'; END $$"


TROUBLES = {
    "the session is ended": ["SELECT pg_terminate_backend(pg_backend_pid())"],
    "a statement takes too long": ["SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)"],
    "another server leads now": ["SET TRANSACTION READ ONLY", "DELETE FROM seen"],
    "a lock is not to be had": [_raised("55P03")],
    "a deadlock": [_raised("40P01")],
    "the disk is full": [_raised("53100")],
    "the server stops": [_raised("57P01")],
}
"""What PostgreSQL is made to do in the middle of a transaction."""


@pytest.fixture
async def rig(postgresql_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A rig on PostgreSQL."""
    async with rigs.rig(postgresql_url, tmp_path) as made:
        yield made


def _spoil(
    monkeypatch: pytest.MonkeyPatch, method: str, statements: list[str], times: int
) -> list[int]:
    """Let the next transactions of the program meet trouble where they call a method of their
    batch; gives how many still shall."""
    left, real = [times], getattr(Batch, method)

    async def spoiled(batch: Batch, *given: Any) -> Any:
        if left[0]:
            left[0] -= 1
            for statement in statements:
                await batch.connection.execute(text(statement))
        return await real(batch, *given)

    monkeypatch.setattr(Batch, method, spoiled)
    return left


async def _count(rig: Rig, *which: Any) -> int:
    async with rig.program.db.read() as connection:
        return await connection.scalar(select(func.count()).where(*which)) or 0


async def _settled(rig: Rig) -> None:
    """Let the bot handle what waits as its loops do: with patience."""
    for _ in range(20):
        try:
            await rig.settle()
        except Exception as error:
            if not trouble(error):
                raise
        else:
            return
    raise AssertionError("the trouble does not end")


async def _answers(rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str) -> list[list[str]]:
    """What five residents read who write while it happens."""
    phones = [rig.phone(user) for user in range(701, 706)]
    for phone in phones:
        phone.start()
    left = _spoil(monkeypatch, "load_all", TROUBLES[name], 5)
    await _settled(rig)
    assert left == [0]
    return [[m.text for m in phone.messages if m.from_bot] for phone in phones]


@pytest.mark.parametrize("name", TROUBLES)
async def test_good_messages(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str, figure: Figure
) -> None:
    """Five residents write while it happens, and then again: each is answered once, and nobody
    reads that something went wrong."""
    answers = await _answers(rig, monkeypatch, name)
    aside = await _count(rig, table_of(Poison).c.update_id > 0)
    figure("G14", "trouble of PostgreSQL that passes", troubles=1, messages=5, put_aside=aside)
    assert [len(each) for each in answers] == [len(answers[0])] * 5
    assert answers[0]
    assert not aside


@pytest.mark.parametrize("name", TROUBLES)
async def test_trouble_taken_for_a_fault(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str, figure: Figure
) -> None:
    """The control: where nobody tells trouble from faults, good messages are put aside."""
    monkeypatch.setattr(turns, "trouble", lambda error: None)
    await _answers(rig, monkeypatch, name)
    aside = await _count(rig, table_of(Poison).c.update_id > 0)
    figure("G14", "control: trouble taken for a fault", troubles=1, messages=5, put_aside=aside)
    assert aside


@pytest.mark.parametrize("name", TROUBLES)
async def test_bells(rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A reminder that falls due while it happens comes afterwards, once, also where it is the last
    bell of its round."""
    monkeypatch.setattr(bells_rung_by, "ROUND", 1)
    phone = rig.phone(701)
    await rig.introduce(phone)
    await rig.write(phone, "/lapor kartu KIS saya mati")
    before = len(phone.messages)
    bells = table_of(BellRow)
    waiting = await _count(rig, bells.c.fired_at.is_(None))
    assert waiting
    left = _spoil(monkeypatch, "know", TROUBLES[name], 2)
    rig.later(days=3)
    for _ in range(3):
        with suppress(Exception):
            await rig.program.ringer.ring()
    assert left == [0]
    await _settled(rig)
    assert len([m for m in phone.messages[before:] if m.from_bot]) == 1


async def test_a_message_that_always_clashes(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who alone takes too long again and again is put aside after a few tries, and the others are
    answered."""
    _spoil(monkeypatch, "load_all", TROUBLES["a deadlock"], 1 + 5)
    first, second = rig.phone(701), rig.phone(702)
    first.start()
    second.start()
    await _settled(rig)
    assert await _count(rig, table_of(Poison).c.update_id > 0) == 1
    assert any(m.from_bot for m in first.messages)
    assert any(m.from_bot for m in second.messages)
