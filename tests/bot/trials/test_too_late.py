"""Who comes too late is told so before they write, or gets back what they wrote; nobody reads a
thank-you for what was not done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.case.model import Case, Role, Status
from casework.case.number import number
from storage.cases.cases import CASES, case_of
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

FIRST, SECOND, LEADER, ME = 900, 902, 901, 1
LONG = "Sudah kami cek ke dinas, kartunya aktif lagi per hari ini."


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, and a case that nobody has claimed."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(FIRST, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(SECOND, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await report(made, made.phone(ME), "kartu KIS ibu mati, mau kontrol gula")


async def the_case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        row = (await connection.execute(select(CASES))).one()
    return case_of(made.program.vault, row)


def thanked(phone: Phone) -> bool:
    """Whether the newest messages thank for something."""
    return any("Baik, terima kasih" in message.text for message in phone.messages[-2:])


async def resolve(made: Rig, phone: Phone) -> None:
    """Somebody writes a result and sends it."""
    case = await the_case(made)
    await made.write(phone, f"/selesai {number(case.id)}")
    await made.press(phone, ":decision:helped")
    await made.write(phone, "Beres.")
    await made.press(phone, ":!:send")


async def test_the_second_result_is_given_back(village: Rig) -> None:
    """Two officers write a result; whoever sends last reads why it was not sent, on the very card,
    with their words, and no thank-you."""
    first, second = village.phone(FIRST), village.phone(SECOND)
    case = await the_case(village)
    await village.write(second, f"/selesai {number(case.id)}")
    await village.press(second, ":decision:partly")
    await village.write(second, LONG)
    await resolve(village, first)
    card = second.last.message_id
    await village.press(second, ":!:send")
    assert not thanked(second)
    shown = next(m for m in second.messages if m.message_id == card)
    assert "belum terkirim" in shown.text
    assert LONG in shown.text
    assert shown.buttons == ()
    assert (await the_case(village)).ending.decision == "helped"


@pytest.mark.parametrize(
    ("command", "answers"),
    [("tanya", (":wants:text",)), ("balas", ()), ("catatan", ())],
)
async def test_words_that_were_typed_last_are_given_back(
    village: Rig, command: str, answers: tuple[str, ...]
) -> None:
    """A question or a reply that nobody can be sent any more, in a form without a card."""
    second = village.phone(SECOND)
    case = await the_case(village)
    await village.write(second, f"/{command} {number(case.id)}")
    for answer in answers:
        await village.press(second, answer)
    me = village.phone(ME)
    await village.press(me, f"c:open:{case.id}")
    await village.press(me, f"c:withdraw:{case.id}")
    await village.press(me, ":why:")
    await village.write(second, LONG)
    noted = command == "catatan"  # colleagues may note something whatever has become of the case
    assert ("belum terkirim" in second.last.text) is not noted
    assert (LONG in second.last.text) is not noted


async def test_a_residents_words_are_given_back(village: Rig) -> None:
    """News for a case that was closed meanwhile: the words are kept, and one tap opens it again
    with them; so does *Tambah keterangan* of an old page."""
    me = village.phone(ME)
    case = await the_case(village)
    await village.press(me, f"c:open:{case.id}")
    await village.press(me, f"c:add:{case.id}")
    await resolve(village, village.phone(FIRST))
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.CLOSED
    await village.write(me, "dompet saya juga hilang")
    assert "dompet saya juga hilang" in me.last.text
    assert not thanked(me)
    await village.press(me, f"o:{case.id}")
    assert (await the_case(village)).status is Status.REVIEWED


async def test_an_old_page_of_a_closed_case_opens_it_again(village: Rig) -> None:
    """*Tambah keterangan*, tapped when the case is closed, leads to the words for opening it."""
    me = village.phone(ME)
    case = await the_case(village)
    await village.press(me, f"c:open:{case.id}")
    page = me.last.message_id
    await resolve(village, village.phone(FIRST))
    await village.press(me, ":fixed")
    me.tap_data(f"c:add:{case.id}", page)
    await village.settle()
    await village.write(me, "dompet saya juga hilang")
    assert (await the_case(village)).status is Status.REVIEWED


async def test_a_ready_answer_that_is_too_late(village: Rig) -> None:
    """A ready answer is sent by a tap: the refusal stands in place of the thank-you."""
    second = village.phone(SECOND)
    case = await the_case(village)
    await village.write(second, f"/balas {number(case.id)}")
    await village.press(second, "k:")
    me = village.phone(ME)
    await village.press(me, f"c:open:{case.id}")
    await village.press(me, f"c:withdraw:{case.id}")
    await village.press(me, ":why:")
    await village.press(second, "ks:")
    assert not thanked(second)


@pytest.mark.parametrize(
    "action", ["reply", "ask", "resolve", "refer", "split", "return", "withdraw", "answer"]
)
async def test_what_can_only_be_refused_asks_nothing(village: Rig, action: str) -> None:
    """A button of an old page, once the case is closed: the reason at once, and no form."""
    resident = action in ("withdraw", "answer")
    phone = village.phone(ME if resident else SECOND)
    case = await the_case(village)
    me = village.phone(ME)
    await village.press(me, f"c:open:{case.id}")
    await village.press(me, f"c:withdraw:{case.id}")
    await village.press(me, ":why:")
    phone.tap_data(f"c:{action}:{case.id}", 1)
    await village.settle()
    await village.write(phone, "/batal")
    assert "Tidak ada yang perlu dibatalkan" in phone.last.text


async def test_a_form_that_may_go_on_is_not_refused(village: Rig) -> None:
    """Whoever may still do it is asked as before: nothing is tried out on the way."""
    second = village.phone(SECOND)
    case = await the_case(village)
    for command in ("balas", "catatan", "tanya", "selesai"):
        await village.write(second, f"/{command} {number(case.id)}")
        await village.write(second, "/batal")
        assert "kami hentikan" in second.last.text
    assert (await the_case(village)).version == case.version
