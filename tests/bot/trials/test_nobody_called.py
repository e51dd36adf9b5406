"""An emergency whose officers Telegram does not reach: who came back is asked, then who was not
reached the last time, and when nobody can be called the resident reads so, with a number to
call."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from storage.people import people
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig

CRY = "tolong rumah tetangga kebakaran sekarang"
ALARM, NOBODY, CALLED = "DARURAT", "belum ada petugas yang bisa kami hubungi", "petugas jaga"


async def _known(made: Rig, number: int = 1) -> Phone:
    """A resident whom the bot knows already."""
    resident = made.phone(number)
    resident.start()
    await made.settle()
    await made.introduce(resident)
    return resident


def _got(made: Rig, phone: Phone, words: str) -> int:
    return sum(words in sent.text for sent in made.telegram.ledger if sent.chat_id == phone.chat_id)


async def _marked(made: Rig, phone: Phone) -> bool:
    async with made.program.db.read() as connection:
        known = await people.load(connection, made.program.vault, [phone.chat_id])
    return known[phone.chat_id].profile.unreachable


async def test_who_unblocks_the_bot_is_reached_again(sqlite_url: str, tmp_path: Path) -> None:
    """Unblocking without a word is enough: the next alarm comes, and nothing else is needed."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _known(made), await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        office.block()
        await made.settle()
        assert await _marked(made, office)
        office.unblock()
        await made.settle()
        assert not await _marked(made, office)
        await made.write(resident, CRY)
        assert _got(made, office, ALARM) == 1


async def test_blocked_unblocked_and_written_in_one_batch(sqlite_url: str, tmp_path: Path) -> None:
    """What comes together counts in its order: the last word of an officer is what holds."""
    async with rig(sqlite_url, tmp_path) as made:
        one, two = [await made.employ(n, Role.FRONT_OFFICE, VILLAGE) for n in (11, 12)]
        one.block(), one.unblock()
        two.block(), two.unblock(), two.send("/antrian")
        two.block()
        await made.settle()
        assert (await _marked(made, one), await _marked(made, two)) == (False, True)


async def test_a_stranger_who_unblocks_is_nobody_yet(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing is kept of somebody who has never written."""
    async with rig(sqlite_url, tmp_path) as made:
        stranger = made.phone(77)
        stranger.block(), stranger.unblock()
        await made.settle()
        async with made.program.db.read() as connection:
            known = await people.load(connection, made.program.vault, [77])
        assert known[77].new


async def test_who_gets_a_message_is_reached(sqlite_url: str, tmp_path: Path) -> None:
    """The mark goes as soon as Telegram takes a message for them, whoever forgot to say so."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _known(made), await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        office.block()
        await made.settle()
        office.chat.blocked = False  # the update that says so was lost
        await made.write(resident, CRY)
        assert (_got(made, office, ALARM), await _marked(made, office)) == (1, False)
        assert _got(made, resident, NOBODY) == 0


async def test_nobody_can_be_called(sqlite_url: str, tmp_path: Path) -> None:
    """All have blocked the bot, and the bot knows it: the resident is promised nobody, and reads
    once whom to call."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        for number, role, scope in (
            (11, Role.FRONT_OFFICE, VILLAGE),
            (12, Role.COORDINATOR, VILLAGE),
            (13, Role.DISTRICT_OFFICER, DISTRICT),
        ):
            (await made.employ(number, role, scope)).block()
        await made.settle()
        await made.write(resident, CRY)
        assert (_got(made, resident, NOBODY), _got(made, resident, "telepon sekarang:\n112")) == (
            1,
            1,
        )
        await made.write(resident, "RT 03 RW 07")
        await made.pass_time(hours=3)
        assert _got(made, resident, NOBODY) == 1


async def test_no_officer_at_all(sqlite_url: str, tmp_path: Path) -> None:
    """A district that has nobody yet promises nobody."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        await made.write(resident, CRY)
        assert (_got(made, resident, NOBODY), _got(made, resident, CALLED)) == (1, 0)


async def test_that_nobody_is_reached_turns_out_later(sqlite_url: str, tmp_path: Path) -> None:
    """Officers who have blocked the bot unheard: one after the other is tried, then the resident
    reads that nobody was reached."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        for number, role in ((11, Role.FRONT_OFFICE), (12, Role.COORDINATOR)):
            (await made.employ(number, role, VILLAGE)).chat.blocked = True
        await made.write(resident, CRY)
        assert _got(made, resident, CALLED) == 1
        assert _got(made, resident, NOBODY) == 1


async def test_one_who_is_left_is_enough(sqlite_url: str, tmp_path: Path) -> None:
    """The manager of the district is asked at last, and the resident reads nothing else."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        for number, role in ((11, Role.FRONT_OFFICE), (12, Role.COORDINATOR)):
            (await made.employ(number, role, VILLAGE)).chat.blocked = True
        manager = await made.employ(13, Role.DISTRICT_MANAGER, DISTRICT)
        await made.write(resident, CRY)
        assert _got(made, manager, ALARM) == 1
        assert "Saya tangani" in manager.last.buttons[0][0].text
        assert _got(made, resident, NOBODY) == 0


PROMISES = ("petugas jaga", "Petugas kami", "Petugas akan", "menelepon Anda", "ke petugas")
"""Words that say that somebody comes."""


@pytest.mark.parametrize("cry", [CRY, "anak saya kejang sekarang", "saya mau bunuh diri"])
@pytest.mark.parametrize("people", ["nobody invited", "nobody reached"])
async def test_nothing_is_promised_without_people(
    sqlite_url: str, tmp_path: Path, cry: str, people: str
) -> None:
    """Nobody was ever invited, or all have blocked the bot and it is known: none of the messages
    says that somebody comes, and one says whom to call."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        if people == "nobody reached":
            for number, role in ((11, Role.FRONT_OFFICE), (12, Role.DISTRICT_MANAGER)):
                (await made.employ(number, role, DISTRICT)).block()
            await made.settle()
        await made.write(resident, cry)
        await made.write(resident, "RT 03 RW 07 dekat masjid")
        await made.write(resident, "Lewati")
        assert [promise for promise in PROMISES if _got(made, resident, promise)] == []
        assert _got(made, resident, "112") >= 1
        assert _got(made, resident, NOBODY) == 1


async def test_with_people_it_is_said_that_they_are_called(sqlite_url: str, tmp_path: Path) -> None:
    """One who can be reached is enough for the promise; the numbers come all the same."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _known(made)
        (await made.employ(11, Role.FRONT_OFFICE, VILLAGE)).block()
        await made.employ(12, Role.COORDINATOR, VILLAGE)
        await made.settle()
        await made.write(resident, CRY)
        assert (_got(made, resident, CALLED), _got(made, resident, NOBODY)) == (1, 0)
