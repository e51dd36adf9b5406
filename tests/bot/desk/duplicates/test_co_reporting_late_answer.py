"""An answer that was begun while its case waited is sent when it waits no more: whoever works on
the case reads it as news; it is never refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Role, Status
from casework.case.number import number
from storage.cases import cases
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

CASE, OFFICER, ME = 260_000_001, 11, 1
WORDS = "Sejak bulan Maret, waktu saya pindah rumah."


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """An officer has taken a case."""
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(made: Rig) -> None:
    officer = await made.employ(OFFICER, Role.COORDINATOR, VILLAGE)
    await report(made, made.phone(ME), "kartu KIS ibu mati, mau kontrol gula")
    await made.write(officer, f"/ambil {number(CASE)}")


async def ask(made: Rig, wants: str = "text") -> Phone:
    """They ask; the resident opens the form of the answer."""
    officer, me = made.phone(OFFICER), made.phone(ME)
    await made.write(officer, f"/tanya {number(CASE)}")
    await made.press(officer, f":wants:{wants}")
    await made.write(officer, "Sejak kapan pindah?")
    await made.press(me, f"c:answer:{CASE}")
    return me


async def resolve(made: Rig) -> None:
    officer = made.phone(OFFICER)
    await made.write(officer, f"/selesai {number(CASE)}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, "Kartunya sudah aktif.")
    await made.press(officer, ":!:send")


async def drop(made: Rig) -> None:
    officer = made.phone(OFFICER)
    await made.write(officer, f"/kasus {number(CASE)}")
    await made.press(officer, f"c:drop_question:{CASE}")


async def the_case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, CASE, lock=False)
    assert found is not None
    return found


def heard(made: Rig, before: int) -> str:
    """What the officer has read since, but for their own."""
    messages = made.phone(OFFICER).messages[before:]
    return "\n".join(m.text for m in messages if m.from_bot)


@pytest.mark.parametrize("ends", [resolve, drop])
async def test_it_is_news_for_the_officer(made: Rig, ends: object) -> None:
    """After the result, and after the question was dropped; the words are in the case."""
    me = await ask(made)
    await (resolve if ends is resolve else drop)(made)
    status, before = (await the_case(made)).status, len(made.phone(OFFICER).messages)
    await made.write(me, WORDS)
    await made.pass_time(minutes=11)
    assert not any("belum terkirim" in m.text for m in me.messages)
    assert number(CASE) in heard(made, before)
    assert (await the_case(made)).status is status
    page = made.phone(OFFICER)
    await made.write(page, f"/kasus {number(CASE)}")
    assert WORDS in page.last.text


async def test_a_place_is_one(made: Rig) -> None:
    """A neighbour: what was asked for was a place on the map, and it opens on the map."""
    me = await ask(made, "location")
    await resolve(made)
    me.location(-6.72, 108.55)
    await made.settle()
    async with made.program.db.read() as connection:
        trail = await cases.history(connection, made.program.vault, CASE)
    told = trail[-1][0]
    assert getattr(told, "story", {}).get("location") == [-6.72, 108.55]


async def test_a_case_that_is_closed(made: Rig) -> None:
    """Another: it has closed by itself meanwhile; the words are given back, with the way to open
    it again."""
    me = await ask(made)
    await resolve(made)
    await made.pass_time(days=11)
    assert (await the_case(made)).status is Status.CLOSED
    await made.write(me, WORDS)
    assert WORDS in me.last.text
    await made.press(me, f"o:{CASE}")
    assert (await the_case(made)).status is Status.REVIEWED
