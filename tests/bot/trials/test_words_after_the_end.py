"""What a resident writes after the result, or after the end, of their case: it is never taken for
silence, and one tap does the rest."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.actions.resolution import Reopened
from casework.case.events import Event
from casework.case.model import Case, Role, Status
from casework.case.number import number
from storage.cases import attachments
from storage.cases import cases as stored
from storage.cases.cases import CASES, case_of
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

CARD = "kartu KIS ibu mati, mau kontrol gula"
NOT_YET = "belum masuk bu, saldo masih nol"
OFFICER, LEADER, ME = 900, 901, 1


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with two officers and a resident whose case has its result."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
        await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
        await report(made, made.phone(ME), CARD)
        case = await the_case(made)
        await made.write(officer, f"/ambil {number(case.id)}")
        await resolve(made)
        yield made


async def resolve(made: Rig) -> None:
    """The officer writes the result."""
    officer = made.phone(OFFICER)
    await made.write(officer, f"/selesai {number((await the_case(made)).id)}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, "Kartu sudah aktif lagi.")
    await made.press(officer, ":!:send")


async def the_case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        row = (await connection.execute(select(CASES).order_by(CASES.c.id))).first()
    return case_of(made.program.vault, row)


async def trail(made: Rig) -> list[Event]:
    """All that happened to the case."""
    case = await the_case(made)
    async with made.program.db.read() as connection:
        return [x for x, _ in await stored.history(connection, made.program.vault, case.id)]


def shown(phone: Phone) -> str:
    """Everything that was ever on the screen."""
    return "\n".join(message.text for message in phone.messages)


async def reply(made: Rig, phone: Phone, to: str, words: str) -> None:
    """Answer, by a reply, the newest message that says something."""
    made.later(seconds=10)
    which = next(m for m in reversed(phone.messages) if to in m.text and m.from_bot)
    phone.send(words, reply_to=which.message_id)
    await made.settle()


# ---- after the end -------------------------------------------------------------------------------


async def test_a_reply_to_a_closed_case_offers_to_open_it_again(village: Rig) -> None:
    """The words are kept: one tap opens the case with them, and the coordinator reads them."""
    me = village.phone(ME)
    await village.press(me, ":fixed")
    assert (await the_case(village)).status is Status.CLOSED
    village.later(days=29)
    await reply(village, me, "Kartu sudah aktif lagi", NOT_YET)
    assert "sudah ditutup" in me.last.text
    assert NOT_YET in me.last.text
    await village.press(me, f"o:{(await the_case(village)).id}")
    case = await the_case(village)
    assert (case.status, case.level) == (Status.REVIEWED, 1)
    assert [x.words for x in await trail(village) if isinstance(x, Reopened)] == [NOT_YET]


async def test_loose_words_after_the_end_may_be_meant_for_it(village: Rig) -> None:
    """Written without a reply, with a photo: opening the case again is among the answers, and the
    photo goes along."""
    me = village.phone(ME)
    await village.press(me, ":fixed")
    village.later(days=3)
    me.photo("saldonya masih nol lagi bu, ini fotonya")
    await village.settle()
    case = await the_case(village)
    await village.press(me, f"o:{case.id}")
    assert (await the_case(village)).status is Status.REVIEWED
    async with village.program.db.read() as connection:
        assert len(await attachments.files_of(connection, village.program.vault, case.id)) == 1


async def test_after_thirty_days_it_is_a_new_report(village: Rig) -> None:
    """What was closed longer ago is not offered any more; the words may become a report."""
    me = village.phone(ME)
    await village.press(me, ":fixed")
    village.later(days=31)
    await reply(village, me, "Kartu sudah aktif lagi", NOT_YET)
    taps = [b.data for row in me.last.buttons for b in row]
    assert taps == ["o:new", "o:no"]
