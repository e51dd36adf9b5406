"""A file of a case whose id Telegram no longer takes is sent anew from our store, or told in
words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from bot.simulator.world import DeliveredMessage
from bot.telegram.case_files import otherwise
from casework.case.model import Role
from conversations.protocol.delivery import Delivery
from storage.pending.outbox import ClaimedLetter
from tests.bot.trials.test_office_day import FIRST
from tests.support.rig import START, VILLAGE, Rig, rig
from tests.support.walking import report

SOUND = b"\xff\xfb\x90\x00" + bytes(413)
"""One frame of an MP3 file."""

MEDIA: dict[str, tuple[str, Callable[[Phone], object]]] = {
    "photo": ("foto", Phone.photo),
    "voice": ("pesan suara", Phone.voice),
    "audio": ("rekaman suara", lambda phone: phone.audio("rapat.mp3", SOUND)),
    "video": ("video", Phone.video),
    "video_note": ("video", lambda phone: phone.video(note=True)),
    "document": ("dokumen", Phone.document),
}


async def _with(made: Rig, send: Callable[[Phone], object]) -> Phone:
    """An officer with a case to which a resident has sent something; it is fetched and sealed."""
    officer, resident = await made.employ(11, Role.FRONT_OFFICE, VILLAGE), made.phone(1)
    await report(made, resident, "kartu KIS saya mati, mau kontrol", [])
    made.later(seconds=60)
    resident.tap_data(f"c:add:{FIRST}", resident.last.message_id)
    await made.settle()
    send(resident)
    await made.settle()
    await made.program.fetcher.drain()
    return officer


async def _files(made: Rig, officer: Phone) -> list[DeliveredMessage]:
    """What the officer gets who asks for the files of the case."""
    before = len(made.telegram.ledger)
    officer.tap_data(f"c:files:{FIRST}", officer.last.message_id)
    await made.settle()
    return [one for one in made.telegram.ledger[before:] if one.chat_id == officer.chat_id]


@pytest.mark.parametrize("kind", MEDIA)
async def test_a_dead_id(sqlite_url: str, tmp_path: Path, kind: str) -> None:
    """The file comes from our store, as what it was; its new id then serves everybody."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, MEDIA[kind][1])
        made.telegram.faults.kill_files(made.telegram.files)
        (got,) = await _files(made, officer)
        assert got.media == kind
        uploaded = len(made.telegram.files)
        (again,) = await _files(made, officer)
        assert (again.media, len(made.telegram.files)) == (kind, uploaded)


@pytest.mark.parametrize("kind", MEDIA)
async def test_a_dead_id_and_no_sealed_file(sqlite_url: str, tmp_path: Path, kind: str) -> None:
    """Then the reader is told in words what was there."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, MEDIA[kind][1])
        made.telegram.faults.kill_files(made.telegram.files)
        for file in made.config.files.folder.iterdir():
            if file.suffix == "":
                file.unlink()
        (got,) = await _files(made, officer)
        assert got.media is None
        assert MEDIA[kind][0] in got.text
        assert "26-00001-R" in got.text


async def test_an_album(sqlite_url: str, tmp_path: Path) -> None:
    """Of three photos the one whose id is dead comes from our store, the others by theirs."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, Phone.album)
        known = list(made.telegram.files)
        made.telegram.faults.kill_files(known[1:2])
        got = await _files(made, officer)
        assert [one.media for one in got] == ["photo"] * 3
        assert len(made.telegram.files) == len(known) + 1


async def test_who_takes_no_voice_messages(sqlite_url: str, tmp_path: Path) -> None:
    """A refusal that is not the id's: what can't be sent as a voice message comes as a document."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, Phone.voice)
        made.telegram.faults.add("refused", "sendVoice", times=9)
        (got,) = await _files(made, officer)
        assert got.media == "document"


async def test_everything_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    """However it is sent, the reader is never left without a word."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, Phone.photo)
        for method in ("sendPhoto", "sendDocument"):
            made.telegram.faults.add("refused", method, times=9)
        (got,) = await _files(made, officer)
        assert "foto" in got.text


async def test_one_who_is_gone_is_not_tried_again(sqlite_url: str, tmp_path: Path) -> None:
    """Who has blocked the bot gets the file in no other way either."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, Phone.photo)
        officer.chat.blocked = True
        uploaded = len(made.telegram.files)
        assert await _files(made, officer) == []
        assert len(made.telegram.files) == uploaded


def test_other_letters_have_no_other_way() -> None:
    """A text that is refused stays refused."""
    letter = ClaimedLetter(1, 7, Delivery.REMINDER, "sendMessage", {"text": "x"}, 1, START)
    assert otherwise(letter) is None


@pytest.mark.parametrize(
    "reason", ["MESSAGE_ID_INVALID", "there is no text in the message to edit"]
)
async def test_an_edit_under_a_pin(sqlite_url: str, tmp_path: Path, reason: str) -> None:
    """What was to become of a message without text is sent as a new one."""
    async with rig(sqlite_url, tmp_path) as made:
        officer = await _with(made, Phone.photo)
        await made.press(officer, f"c:open:{FIRST}")
        made.telegram.faults.add("refused", "editMessageText", reason=reason)
        before = len(made.telegram.ledger)
        await made.press(officer, f"c:claim:{FIRST}")
        got = [one for one in made.telegram.ledger[before:] if one.chat_id == officer.chat_id]
        assert [one.method for one in got] == ["sendMessage"]
