"""Answers that stand ready: offered for the service, shown whole, sent as if typed, never in the
way of own words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correspondence import Replied
from casework.actions.question import Asked
from casework.case import events as e
from casework.case.model import Decision, Role, Status
from storage.cases import cases
from tests.bot.trials.test_office_day import FIRST, case
from tests.support.begun.rigs import begun
from tests.support.rig import OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """An officer (11) with the first report of a resident (1): a dead health card."""
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    officer = await running.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await report(running, running.phone(1), "kartu KIS saya mati, mau kontrol", [])
    await running.press(officer, f"c:open:{FIRST}")


async def history(made: Rig) -> list[e.Event]:
    async with made.program.db.read() as connection:
        return [event for event, _ in await cases.history(connection, made.program.vault, FIRST)]


def says(phone: Phone, words: str) -> bool:
    return any(words in message.text for message in phone.messages if message.from_bot)


async def test_a_ready_reply_is_shown_and_sent(made: Rig) -> None:
    """Three taps: reply, choose, send. The resident reads what the officer saw, with number and
    date filled in."""
    officer, resident = made.phone(11), made.phone(1)
    await made.press(officer, f"c:reply:{FIRST}")
    await made.press(officer, ":pbi_passed_on")
    shown = next(m.text for m in reversed(officer.messages) if "Ini yang dibaca" in m.text)
    text = next(line for line in shown.splitlines() if "teruskan" in line)
    assert "26-00001-R" in text
    assert "{" not in text
    assert not says(resident, text), "nothing is sent before it is confirmed"
    await made.press(officer, "ks:")
    assert says(resident, text)
    assert isinstance((await history(made))[-1], Replied)


async def test_typing_instead_sends_ones_own_words(made: Rig) -> None:
    """Whoever has looked at a ready answer and types sends what they typed; the ready one is not
    sent after that."""
    officer, resident = made.phone(11), made.phone(1)
    await made.press(officer, f"c:reply:{FIRST}")
    await made.press(officer, ":pbi_go_anyway")
    await made.write(officer, "Besok pagi kami telepon.")
    assert says(resident, "Besok pagi kami telepon.")
    await made.press(officer, "ks:")
    assert not says(resident, "tidak boleh ditolak")
    assert "tidak dipakai lagi" in officer.last.text


async def test_a_ready_question_asks_for_its_kind_of_answer(made: Rig) -> None:
    """A question that stands ready brings the kind of its answer along, and the case waits for the
    resident."""
    officer = made.phone(11)
    await made.press(officer, f"c:ask:{FIRST}")
    await made.press(officer, ":pbi_treatment_letter")
    await made.press(officer, "ks:")
    asked = (await history(made))[-1]
    assert isinstance(asked, Asked)
    assert (asked.wants, (await case(made)).status) == ("photos", Status.WAITING)


async def test_a_ready_result_ends_the_case_as_it_says(made: Rig) -> None:
    """How the case ends is chosen first; the one text that fits is shown at once, and sent with
    one more tap."""
    officer, resident = made.phone(11), made.phone(1)
    await made.press(officer, f"c:resolve:{FIRST}")
    assert not says(officer, "sudah aktif lagi"), "nobody has said yet how it ends"
    await made.press(officer, ":decision:helped")
    assert says(officer, "Ini yang dibaca")
    await made.press(officer, "ks:")
    found = await case(made)
    assert (found.status, found.ending.decision) == (Status.RESOLVED, Decision.HELPED)
    assert says(resident, "sudah aktif lagi")


async def test_typed_words_end_the_case_as_was_chosen(made: Rig) -> None:
    """Who looks at a ready result and types their own sends it under the outcome that they have
    chosen."""
    officer = made.phone(11)
    await made.press(officer, f"c:resolve:{FIRST}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, "Kartunya sudah kami coba sendiri.")
    assert "Sudah dibantu" in officer.last.text
    await made.press(officer, ":!:send")
    found = await case(made)
    assert (found.status, found.ending.decision) == (Status.RESOLVED, Decision.HELPED)


async def test_another_outcome_is_offered_no_result_that_says_it_is_done(made: Rig) -> None:
    """ "The card works again" is not offered for what could not be helped, and not sent with it
    when the outcome is changed while the text stands above."""
    officer, resident = made.phone(11), made.phone(1)
    await made.press(officer, f"c:resolve:{FIRST}")
    await made.press(officer, ":decision:not_possible")
    assert not says(officer, "sudah aktif lagi")
    await made.press(officer, ":result:<")
    await made.press(officer, ":decision:helped")
    ready = next(m for m in reversed(officer.messages) if "Ini yang dibaca" in m.text)
    send = next(b.data or "" for row in ready.buttons for b in row if "ks:" in (b.data or ""))
    await made.press(officer, ":result:<")
    await made.press(officer, ":decision:partly")
    officer.tap_data(send, ready.message_id)
    await made.settle()
    assert says(officer, "untuk hasil yang lain")
    assert (await case(made)).status is not Status.RESOLVED
    assert not says(resident, "sudah aktif lagi")


async def test_an_outcome_changed_on_the_card_brings_its_own_texts(made: Rig) -> None:
    """Who changes the result on the card is shown what fits the outcome that stands there."""
    officer = made.phone(11)
    await made.press(officer, f"c:resolve:{FIRST}")
    await made.press(officer, ":decision:not_possible")
    await made.write(officer, "Belum bisa, masih dicek.")
    await made.press(officer, ":!:edit")
    await made.press(officer, ":!:decision")
    await made.press(officer, ":decision:helped")
    assert not says(officer, "Ini yang dibaca"), "own words are there already"
    await made.press(officer, ":!:edit")
    await made.press(officer, ":!:result")
    assert says(officer, "sudah aktif lagi")


async def test_only_what_fits_the_service_is_offered(made: Rig) -> None:
    """Other services' answers are not offered, and a forged button sends nothing."""
    officer = made.phone(11)
    await made.press(officer, f"c:reply:{FIRST}")
    offered = [
        b.data or ""
        for m in officer.messages
        for row in m.buttons
        for b in row
        if (b.data or "").startswith("k:")
    ]
    assert {data.rpartition(":")[2] for data in offered} == {"pbi_passed_on", "pbi_go_anyway"}
    draft = offered[0].split(":")[1]
    for forged in (
        f"ks:{draft}:kks_bank",
        f"ks:{draft}:nothing",
        f"k:{draft}:kks_bank",
        "ks:other:pbi_passed_on",
    ):
        await made.press(officer, f"c:reply:{FIRST}") if "other" in forged else None
        officer.tap_data(forged, officer.last.message_id)
        await made.settle()
    assert not any(isinstance(event, Replied) for event in await history(made))


async def test_strangers_learn_nothing(made: Rig) -> None:
    """An officer of another village is offered nothing for the case, and can send nothing."""
    other = await made.employ(13, Role.FRONT_OFFICE, OTHER_VILLAGE)
    before = len(other.messages)
    other.tap_data(f"c:reply:{FIRST}", other.last.message_id)
    await made.settle()
    assert "tidak kami temukan" in other.last.text
    assert not any("sudah siap" in message.text for message in other.messages[before:])
    assert not other.last.buttons  # no form either, by which one could be sent
    assert not any(isinstance(event, Replied) for event in await history(made))
