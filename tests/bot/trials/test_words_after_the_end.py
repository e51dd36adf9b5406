"""What a resident writes after the result, or after the end, of their case: it is never taken for
silence, and one tap does the rest."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.actions.correspondence import Add
from casework.actions.ending.resolution import Reopened
from casework.case.events import Event
from casework.case.intake import Intake
from casework.case.model import Case, Decision, Role, Status, Verdict
from casework.case.number import number
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Do
from storage.cases import attachments, co_reporters
from storage.cases import cases as stored
from storage.cases.cases import CASES, case_of
from storage.unit_of_work import Batch
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

CARD = "kartu KIS ibu mati, mau kontrol gula"
NOT_YET = "belum masuk bu, saldo masih nol"
OFFICER, LEADER, ME = 900, 901, 1


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with two officers and a resident whose case has its result."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await report(made, made.phone(ME), CARD)
    case = await the_case(made)
    await made.write(officer, f"/ambil {number(case.id)}")
    await resolve(made)


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


# ---- after the result ----------------------------------------------------------------------------


async def test_words_after_the_result_are_no_silence(village: Rig) -> None:
    """ "Not yet" by a reply: the officer hears of it, the three buttons come again, and on the
    tenth day the case is not closed as if there had been no word; later it climbs."""
    me, officer = village.phone(ME), village.phone(OFFICER)
    await reply(village, me, "Kartu sudah aktif lagi", NOT_YET)
    case = await the_case(village)
    asked = [b.data for row in me.last.buttons for b in row]
    assert asked[:3] == [f"cf:{case.id}:{verdict}" for verdict in ("fixed", "partly", "no")]
    assert "sesudah hasil" in officer.last.text
    await village.pass_time(days=11)
    case = await the_case(village)
    assert (case.status, case.ending.decision) == (Status.RESOLVED, Decision.HELPED)
    assert "belum ada kabar" not in shown(me)
    await village.pass_time(days=4)
    assert "escalated" in [x.kind for x in await trail(village)]


async def test_silence_still_ends_a_case(village: Rig) -> None:
    """Without a word the tenth day ends it as before; words from before the result are no answer
    to it."""
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.CLOSED


async def test_the_words_need_not_be_written_again(village: Rig) -> None:
    """One tap on "not yet" opens the case with what was written, and asks nothing more."""
    me = village.phone(ME)
    for words in (NOT_YET, "padahal sudah seminggu"):
        await reply(village, me, "Kartu sudah aktif lagi", words)
        village.later(seconds=30)
    await village.press(me, ":no")
    case = await the_case(village)
    assert (case.status, case.level) == (Status.REVIEWED, 1)
    told = [x.words for x in await trail(village) if isinstance(x, Reopened)]
    assert told == [f"{NOT_YET}\npadahal sudah seminggu"]


async def test_thanks_are_no_reason_to_open_it_again(village: Rig) -> None:
    """Thanks after the result and then "not yet": what is missing is asked for, and that alone is
    the reason, without the thanks."""
    me = village.phone(ME)
    await reply(village, me, "Kartu sudah aktif lagi", "makasih ya bu")
    await village.press(me, ":no")
    assert (await the_case(village)).status is Status.RESOLVED
    await village.write(me, f"{NOT_YET}\nmakasih")
    assert (await the_case(village)).status is Status.REVIEWED
    assert [x.words for x in await trail(village) if isinstance(x, Reopened)] == [NOT_YET]


async def test_a_mere_thanks_to_the_form_is_no_reason(village: Rig) -> None:
    """Opened again by its button, and thanks where the reason is asked for: it is open, and no
    line says "opened again: thanks"."""
    me = village.phone(ME)
    await village.press(me, ":fixed")
    await village.press(me, "c:reopen:")
    await village.write(me, "makasih pak 🙏")
    assert (await the_case(village)).status is Status.REVIEWED
    assert [x.words for x in await trail(village) if isinstance(x, Reopened)] == [""]


async def test_what_is_left_is_a_case_with_the_same_words(village: Rig) -> None:
    """One tap on "partly" files the smaller case with the words and the photo that were sent."""
    me = village.phone(ME)
    village.later(seconds=10)
    which = next(m for m in reversed(me.messages) if "Kartu sudah aktif" in m.text and m.from_bot)
    me.send("kartu ibu sudah, kartu adik belum", reply_to=which.message_id)
    me.photo("ini kartu adik")
    await village.settle()
    await village.press(me, ":partly")
    async with village.program.db.read() as connection:
        rows = (await connection.execute(select(CASES).order_by(CASES.c.id))).all()
    first, left = (case_of(village.program.vault, row) for row in rows)
    assert (first.ending.verdict, left.parent) == (Verdict.PARTLY, first.id)
    assert left.intake.story is not None
    assert left.intake.story["texts"] == ["kartu ibu sudah, kartu adik belum", "ini kartu adik"]
    assert len(left.intake.story["files"]) == 1


async def test_any_way_to_say_it_counts(village: Rig) -> None:
    """Written without a reply: the closing stops as well."""
    me = village.phone(ME)
    case = await the_case(village)
    await village.write(me, "kok saldonya masih nol ya bu")
    assert f"cf:{case.id}:no" in [b.data for row in me.last.buttons for b in row]
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.RESOLVED


async def test_no_other_matter_hides_it(village: Rig) -> None:
    """A second case and a message that waits change nothing; thanks afterwards are no all-clear,
    and the older message is still there."""
    me, officer = village.phone(ME), village.phone(OFFICER)
    await report(village, me, "atap rumah saya bocor dan mau ambruk")
    await village.write(me, "gmn pkh adik saya")
    for words in ("belum bu", "blm bs dipake bu kartunya ditolak", "belum masuk bu"):
        await village.write(me, words)
        assert "Masih belum beres?" in me.last.text
    await village.write(me, "makasih")
    assert "Syukurlah" not in shown(me)
    assert "Sepertinya sudah beres" not in shown(officer)
    assert "Mungkin belum beres" in shown(officer)
    assert "gmn pkh adik saya" in me.last.text
    await village.press(me, "o:new")
    assert "Siapa" in me.last.text
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.RESOLVED


async def test_a_photo_alone_is_a_word_too(village: Rig) -> None:
    """Sent without a caption; "not yet" then opens the case and adds no photo twice."""
    me = village.phone(ME)
    village.later(seconds=10)
    me.photo(None)
    await village.settle()
    await village.press(me, f"o:{(await the_case(village)).id}")
    await village.press(me, ":no")
    case = await the_case(village)
    assert case.status is Status.REVIEWED
    async with village.program.db.read() as connection:
        assert len(await attachments.files_of(connection, case.id)) == 1


async def test_words_to_an_earlier_result_do_not_answer_the_next(village: Rig) -> None:
    """Opened again and resolved anew: the next result may lapse by itself, and its "not yet" asks
    for words of its own."""
    me = village.phone(ME)
    await reply(village, me, "Kartu sudah aktif lagi", NOT_YET)
    await village.press(me, ":no")
    leader = village.phone(LEADER)
    case = await the_case(village)
    await village.write(leader, f"/selesai {number(case.id)}")
    await village.press(leader, ":decision:helped")
    await village.write(leader, "Sudah dicek, saldo masuk.")
    await village.press(leader, ":!:send")
    await village.press(me, f"cf:{case.id}:no")
    assert (await the_case(village)).status is Status.RESOLVED
    await village.write(me, "/batal")
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.CLOSED


async def test_a_further_tellers_word_stops_the_closing_too(village: Rig) -> None:
    """ "Not at ours yet", from somebody who follows the case, is no silence either."""
    case = await the_case(village)
    async with village.program.db.write() as connection:
        batch = Batch(connection, village.program.vault, village.now)
        joined = co_reporters.Teller(2, village.now, Intake())
        await co_reporters.join(connection, village.program.vault, case.id, [joined])
        story = Story(("di tempat kami belum",)).dump()
        await village.program.desk.do(batch, 2, Do(Add(2, story), case.id))
        await batch.flush()
    await village.pass_time(days=11)
    assert (await the_case(village)).status is Status.RESOLVED


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
        assert len(await attachments.files_of(connection, case.id)) == 1


async def test_after_thirty_days_it_is_a_new_report(village: Rig) -> None:
    """What was closed longer ago is not offered any more; the words may become a report."""
    me = village.phone(ME)
    await village.press(me, ":fixed")
    village.later(days=31)
    await reply(village, me, "Kartu sudah aktif lagi", NOT_YET)
    taps = [b.data for row in me.last.buttons for b in row]
    assert taps == ["o:new:2", "o:no:2"]
