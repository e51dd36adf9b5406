"""A question that wants several things, half answered: its officer sees what has come, and may
close it with that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from casework.actions.question import Answered
from casework.case import events as e
from casework.case.model import Role, Status
from storage.cases import attachments, cases
from tests.bot.trials.test_office_day import FIRST, case
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

OFFICER, RESIDENT = 11, 1
WANTED = (":wants:several", ":kinds:photo_ktp", ":kinds:number", ":kinds:confirm", ":kinds:ok")


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A resident who was asked for a photo, a number and a yes or no, and has sent the photo."""
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    officer = await running.employ(OFFICER, Role.BACK_OFFICE, VILLAGE)
    resident = running.phone(RESIDENT)
    await report(running, resident, "kartu KIS saya mati, mau kontrol", [])
    for tap in (f"c:open:{FIRST}", f"c:ask:{FIRST}", *WANTED):
        await running.press(officer, tap)
    await running.write(officer, "Foto KTP, berapa orang serumah, sudah punya KIS?")
    await running.pass_time(minutes=3)
    await running.press(resident, f"c:answer:{FIRST}")
    running.later(seconds=10)
    resident.photo()
    await running.settle()


async def newest(made: Rig) -> e.Event:
    async with made.program.db.read() as connection:
        trail = await cases.history(connection, made.program.vault, FIRST)
    return trail[-1][0]


async def page(made: Rig) -> str:
    await made.write(made.phone(OFFICER), "/kasus 26-00001-R")
    return made.phone(OFFICER).last.text


async def test_the_officer_sees_what_has_come(made: Rig) -> None:
    """On the page of the case, before the answer is whole."""
    assert "sudah: Foto KTP · belum: Jumlah (angka), Ya atau tidak" in await page(made)
    await made.write(made.phone(RESIDENT), "4")
    assert "sudah: Foto KTP, Jumlah (angka) · belum: Ya atau tidak" in await page(made)


async def test_closed_with_what_came(made: Rig) -> None:
    """The photo and the number are the answer, what did not come is told as lacking; its teller
    hears that it is enough."""
    await made.write(made.phone(RESIDENT), "4 orang")
    await made.press(made.phone(OFFICER), f"c:drop_question:{FIRST}")
    event = await newest(made)
    assert isinstance(event, Answered)
    answer: Any = event.answer
    assert (answer["values"], answer["lacks"]) == ({"number": 4}, ["confirm"])
    assert (await case(made)).status is Status.IN_PROGRESS
    async with made.program.db.read() as connection:
        assert len(await attachments.files_of(connection, FIRST)) == 1
    assert any("sudah cukup" in m.text for m in made.phone(RESIDENT).messages)
    assert "belum:" not in await page(made)


async def test_what_is_sent_after_that_is_news(made: Rig) -> None:
    """The form of the resident is closed too: what they write then is not swallowed by it."""
    await made.press(made.phone(OFFICER), f"c:drop_question:{FIRST}")
    await made.write(made.phone(RESIDENT), "ya")
    assert isinstance(await newest(made), Answered)
    assert "Masih kurang" not in made.phone(RESIDENT).last.text


async def test_nothing_came(made: Rig) -> None:
    """Whoever has begun another answer, or none, is asked no more; nothing is made up."""
    await made.press(made.phone(RESIDENT), ":answer:x")
    assert "belum:" not in await page(made)
    await made.press(made.phone(OFFICER), f"c:drop_question:{FIRST}")
    assert not isinstance(await newest(made), Answered)
