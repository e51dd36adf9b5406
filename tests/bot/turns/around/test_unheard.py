"""An edit of a message that was never heard is heard as the message, once, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.turns import turn
from casework.case.model import Role
from conversations.content.content import Turn
from conversations.protocol.dialogue import Talk
from storage.cases.cases import CASES
from storage.people import people
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

WORDS = "kis bapak mati sejak Mei"
FIRE = "tolong rumah tetangga kebakaran"


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """An officer (11) and a known resident (1)."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    await running.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await running.introduce(running.phone(1))
    running.later(minutes=5)


async def waiting(made: Rig) -> list[dict[str, Any]]:
    """What waits at Telegram, taken from there."""
    raws = await made.telegram.updates.get(0, 100, 0)
    made.telegram.updates.drop_all()
    return raws


async def play(made: Rig, raws: list[dict[str, Any]]) -> list[str]:
    """What the resident is told of some updates."""
    before = len(_told(made))
    await made.program.turns.play(raws)
    await made.settle()
    return _told(made)[before:]


def _told(made: Rig) -> list[str]:
    return [m.text for m in made.phone(1).messages if m.from_bot]


async def cases(made: Rig) -> int:
    """How many cases there are."""
    async with made.program.db.read() as connection:
        return len((await connection.execute(CASES.select())).all())


def changed(made: Rig, words: str, new: str, **more: Any) -> None:
    """The resident writes something and changes it at once."""
    phone = made.phone(1)
    phone.send(words, **more)
    phone.edit(mine(made), new)


def mine(made: Rig) -> int:
    """The newest message of the resident."""
    return next(m.message_id for m in reversed(made.phone(1).messages) if not m.from_bot)


async def talk_of(made: Rig) -> Talk:
    """Where the resident is in the conversation."""
    async with made.program.db.read() as connection:
        return (await people.load(connection, made.program.vault, [1]))[1].talk


@pytest.mark.parametrize("together", [True, False])
async def test_the_edit_comes_first(made: Rig, together: bool) -> None:
    """In one batch or two: the words of the edit are asked about once, and the message that comes
    after it is silence."""
    changed(made, "kis bapak", WORDS)
    message, edit = await waiting(made)
    if together:
        told = await play(made, [edit, message])
    else:
        told = await play(made, [edit]) + await play(made, [message])
    assert len(told) == 1
    assert (WORDS in told[0], "Mau dijadikan laporan?" in told[0]) == (True, True)


async def test_it_can_be_edited_on(made: Rig) -> None:
    """A further edit, and the message after that, find the words where they stand."""
    changed(made, "kis bapak", WORDS)
    message, edit = await waiting(made)
    await play(made, [edit])
    made.phone(1).edit(mine(made), "kis ibu")
    told = await play(made, [*await waiting(made), message])
    assert ["kis ibu" in words for words in told] == [True]


async def test_an_alarm_whose_edit_comes_first_is_one_alarm(made: Rig) -> None:
    """A cry for help is raised by the edit, and its message raises no second one."""
    changed(made, "tolong kebakaran", FIRE)
    message, edit = await waiting(made)
    await play(made, [edit, message])
    assert await cases(made) == 1
    assert any("DARURAT" in m.text for m in made.phone(11).messages)


@pytest.mark.parametrize("hours", [1, 25, 47])
async def test_the_message_never_came(made: Rig, hours: float) -> None:
    """The bot was down for longer than Telegram keeps messages: the edit is all there is."""
    changed(made, "kis bapak", WORDS)
    _, edit = await waiting(made)
    made.later(hours=hours)
    told = await play(made, [edit])
    assert (len(told), WORDS in told[0]) == (1, True)


async def test_a_message_that_was_put_aside(made: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed once is heard when it is edited, though we have said sorry meanwhile."""
    respond = turn.respond

    def failing(asked: Turn, talk: Any) -> Any:
        if "rusak" in asked.said.text:
            raise ArithmeticError
        return respond(asked, talk)

    monkeypatch.setattr(turn, "respond", failing)
    await made.write(made.phone(1), "kis bapak rusak")
    made.phone(1).edit(mine(made), WORDS)
    told = await play(made, await waiting(made))
    assert (len(told), WORDS in told[0], "Mau dijadikan laporan?" in told[0]) == (1, True, True)


async def test_what_is_overtaken_answers_no_question(made: Rig) -> None:
    """A question of a form came after the message: the words do not answer it, and are kept."""
    changed(made, "RT 01", "atap rumah roboh di RT 01")
    _, edit = await waiting(made)
    await made.write(made.phone(1), "/lapor")
    told = await play(made, [edit])
    assert ["atap rumah roboh" in words for words in told] == [True]
    talk = await talk_of(made)
    assert talk.loose.texts == ("atap rumah roboh di RT 01",)
    assert "atap rumah roboh" not in str(talk.draft)


async def test_a_reply_that_was_edited_first_reaches_its_case(made: Rig) -> None:
    """An edited reply goes to the case that it answers, once."""
    await report(made, made.phone(1), "butuh sktm")
    receipt = next(m.message_id for m in reversed(made.phone(1).messages) if "26-00001-R" in m.text)
    made.later(minutes=5)
    await waiting(made)
    changed(made, "untuk anak", "untuk anak sekolah", reply_to=receipt)
    message, edit = await waiting(made)
    told = await play(made, [edit, message])
    assert len(told) == 1
    await made.write(made.phone(11), "/kasus 26-00001-R")
    assert made.phone(11).last.text.count("untuk anak") == 1


@pytest.mark.parametrize("words", ["/status", "/hapus_saya", "/batal"])
async def test_a_command_in_such_an_edit_runs_not(made: Rig, words: str) -> None:
    """It is asked to be sent anew."""
    changed(made, "halo", words)
    _, edit = await waiting(made)
    told = await play(made, [edit])
    assert ["pesan baru" in line for line in told] == [True], told


async def test_a_number_that_left_the_chat_answers_no_later_question(made: Rig) -> None:
    """An identity number and its correction in one batch: the second is no answer to what is asked
    next."""
    await report(made, made.phone(1), "butuh sktm")
    await made.write(made.phone(11), "/ambil 26-00001-R")
    await made.press(made.phone(11), "c:ask:")
    await made.press(made.phone(11), ":nik")
    await made.write(made.phone(11), "NIK-nya berapa?")
    made.later(minutes=5)
    await waiting(made)
    await made.press(made.phone(1), "c:answer:")
    changed(made, "3274054101800001", "3274054101800002")
    told = await play(made, await waiting(made))
    assert "3274054101800002" not in str((await talk_of(made)).loose)
    assert not any("3274054101800002" in words for words in told)


async def test_an_old_message_is_not_news(made: Rig) -> None:
    """Telegram tells of changes of old messages that nobody has made: nothing is guessed."""
    changed(made, WORDS, WORDS)
    _, edit = await waiting(made)
    made.later(days=4)
    told = await play(made, [edit])
    assert not any("Mau dijadikan laporan?" in words for words in told)


async def test_a_photo_whose_caption_was_edited_is_kept_once(made: Rig) -> None:
    """The edit brings the photo, too; the message after it adds nothing."""
    made.phone(1).photo("kartu")
    made.phone(1).edit(mine(made), "kartu mati")
    message, edit = await waiting(made)
    assert len(await play(made, [edit, message])) == 1
    loose = (await talk_of(made)).loose
    assert (loose.texts, len(loose.files)) == (("kartu mati",), 1)


async def test_a_live_location_whose_beginning_was_lost(made: Rig) -> None:
    """Its next place is its first; those after it are silence."""
    await made.write(made.phone(1), FIRE)
    made.phone(1).location(-6.7, 108.5, live=900)
    where = mine(made)
    made.phone(1).move(where, -6.71, 108.51)
    _, first = await waiting(made)
    assert len(await play(made, [first])) == 1
    made.phone(1).move(where, -6.72, 108.52)
    assert await play(made, await waiting(made)) == []


async def test_somebody_new_is_met(made: Rig) -> None:
    """The first that we hear of somebody is an edit: they are met, and their words are kept."""
    phone = made.phone(2)
    phone.send("kis bapak")
    phone.edit(phone.messages[-1].message_id, WORDS)
    message, edit = await waiting(made)
    await made.program.turns.play([edit, message])
    await made.settle()
    async with made.program.db.read() as connection:
        known = (await people.load(connection, made.program.vault, [2]))[2]
    assert known.talk.loose.texts == (WORDS,)
    assert len([m for m in phone.messages if m.from_bot]) == 1
