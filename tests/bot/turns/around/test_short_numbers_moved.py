"""Whoever has moved a case to another office reads where it is, by whatever they type of its number
and wherever; to a colleague who had nothing to do with it it does not exist."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from casework.case.number import number
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

FIRST = 260_000_001
MOVER, COLLEAGUE = 11, 12
GONE, UNKNOWN = "sudah pindah", ("tidak kami temukan", "Tidak ada laporan yang cocok")


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A coordinator has corrected the village of the only case."""
    async with begun(_moved, sqlite_url, tmp_path) as running:
        yield running


async def _moved(made: Rig) -> None:
    await made.employ(MOVER, Role.COORDINATOR, VILLAGE)
    await made.employ(COLLEAGUE, Role.FRONT_OFFICE, VILLAGE)
    await report(made, made.phone(100), "sembako BPNT saya belum cair", [])
    await move(made, made.phone(MOVER))


async def move(made: Rig, mover: Phone) -> None:
    await made.write(mover, f"/kasus {number(FIRST)}")
    mover.tap_data(f"c:correct:{FIRST}", mover.last.message_id)
    await made.settle()
    await made.press(mover, ":what:village")
    await made.write(mover, "Drajat")
    await made.write(mover, "rumahnya di Drajat")
    await made.press(mover, ":!:send")


async def told(made: Rig, who: int, words: str, reply_to: int | None = None) -> str:
    phone = made.phone(who)
    before = len(phone.messages)
    phone.send(words, reply_to=reply_to)
    await made.settle()
    return "\n".join(m.text for m in phone.messages[before:] if m.from_bot)


@pytest.mark.parametrize(
    "typed",
    [
        f"/kasus {number(FIRST)}",
        "/kasus 26-1",
        "/kasus 1",
        "/ambil 26-1",
        "/balas 26-1 besok kami datang",
        "26-1",
        "/cari 26-1",
        "/cari 1",
        f"/cari {number(FIRST)}",
        "/cari 26-00001",
    ],
)
async def test_the_mover_reads_where_it_is(made: Rig, typed: str) -> None:
    """The short number as the full one, behind a command, alone, and in a search."""
    found = await told(made, MOVER, typed)
    assert GONE in found
    assert number(FIRST) in found
    assert not any(words in found for words in UNKNOWN)
    assert GONE not in await told(made, COLLEAGUE, typed)


async def test_a_reply_to_its_news(made: Rig) -> None:
    """Words below a message about it reach nobody, and it is said where the case is."""
    mover = made.phone(MOVER)
    news = next(m for m in mover.messages if m.from_bot and number(FIRST) in m.text)
    await told(made, MOVER, "mohon tunggu ya bu", reply_to=news.message_id)
    if any(":resident" in (b.data or "") for row in mover.last.buttons for b in row):
        await made.press(mover, ":resident")
    assert GONE in mover.last.text


async def test_what_they_see_goes_first(made: Rig) -> None:
    """The same end of a number on a case of theirs: that one is meant."""
    for n in range(10):
        await report(made, made.phone(200 + n), "KIS saya tidak aktif", [])
    assert number(FIRST + 10) in await told(made, MOVER, "/kasus 1")
