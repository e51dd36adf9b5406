"""A backlog of replies: what a newer question replaces is not sent any more, and what says nothing
new is said once."""

from pathlib import Path

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.rig import VILLAGE, Rig, rig


async def _resident(made: Rig) -> Phone:
    phone = made.phone(1)
    phone.start()
    await made.settle()
    await made.introduce(phone)
    return phone


async def _unsent(made: Rig) -> None:
    """Let the bot handle what waits, while Telegram takes nothing from it yet."""
    offset = 0
    while raws := await made.telegram.updates.get(offset, 1, 0):
        await made.program.turns.play(raws)
        offset = max(raw["update_id"] for raw in raws) + 1


async def _new(made: Rig, phone: Phone) -> list[str]:
    """What reaches somebody now."""
    before = len(made.telegram.ledger)
    await made.settle()
    return [one.text for one in made.telegram.ledger[before:] if one.chat_id == phone.chat_id]


async def test_fifteen_taps_on_an_old_button(sqlite_url: str, tmp_path: Path) -> None:
    """They are answered once, and the question that counts is asked once."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _resident(made)
        old = phone.last
        data = old.buttons[0][0].data or ""
        await made.write(phone, "/lapor")
        for _ in range(15):
            phone.tap_data("s:gone:who:self", old.message_id)
        await _unsent(made)
        assert len(await _new(made, phone)) <= 2
        assert data


async def test_the_same_command_again_and_again(sqlite_url: str, tmp_path: Path) -> None:
    """The question of a form that was asked for five times is asked once."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _resident(made)
        for _ in range(5):
            made.later(seconds=30)
            phone.send("/lapor")
            await _unsent(made)
        assert len(await _new(made, phone)) == 1


async def test_small_talk_is_answered_once(sqlite_url: str, tmp_path: Path) -> None:
    """Greetings while the answer is on its way get one answer; a later one gets its own."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _resident(made)
        for word in ("P", "halo", "assalamualaikum", "halo", "P"):
            made.later(seconds=30)
            phone.send(word)
            await _unsent(made)
        assert len(await _new(made, phone)) == 1
        made.later(minutes=5)
        phone.send("halo")
        assert len(await _new(made, phone)) == 1


async def test_only_the_last_question_is_asked(sqlite_url: str, tmp_path: Path) -> None:
    """Who answers by heart, faster than we ask, is asked only what is still open."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _resident(made)
        await made.write(phone, "/lapor")
        asked = phone.last.text
        for words in ("butuh surat tidak mampu", "untuk sekolah", "tolong ya"):
            made.later(seconds=60)
            phone.send(words)
            await _unsent(made)
        got = await _new(made, phone)
        assert len(got) <= 2
        assert asked not in got


async def test_of_two_edits_the_last_is_made(sqlite_url: str, tmp_path: Path) -> None:
    """Pages turned quickly: the message is edited once, and shows the last page."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        await made.write(officer, "/antrian")
        message = officer.last
        buttons = [b for row in message.buttons for b in row if b.data]
        before = len([c for c in made.telegram.calls if c.method == "editMessageText"])
        for button in buttons[:3] * 2:
            officer.tap_data(button.data or "", message.message_id)
        await _unsent(made)
        await made.settle()
        edits = [c for c in made.telegram.calls if c.method == "editMessageText"]
        assert len(edits) - before <= 1


async def test_receipts_and_numbers_are_never_replaced(sqlite_url: str, tmp_path: Path) -> None:
    """What must arrive, news of a case and the answer to a command all come, however many
    questions come behind them."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _resident(made)
        for words in ("tolong rumah saya kebakaran", "/status", "/bantuan", "/lapor", "/lapor"):
            made.later(seconds=30)
            phone.send(words)
            await _unsent(made)
        got = " ".join(await _new(made, phone))
        assert all(word in got for word in ("112", "26-00001", "/status"))
