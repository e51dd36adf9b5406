"""An emergency that no officer has answered: at each step its teller reads so, with the numbers to
call, and never that somebody is looking at it."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig

FIRE = "tolong rumah tetangga kebakaran sekarang"
UNANSWERED, LOOKS = "belum ada petugas yang menjawab", "sekarang juga dilihat"
OFFICE = (
    (11, Role.FRONT_OFFICE, VILLAGE),
    (12, Role.COORDINATOR, VILLAGE),
    (13, Role.DISTRICT_OFFICER, DISTRICT),
    (14, Role.DISTRICT_MANAGER, DISTRICT),
)


async def _cried(made: Rig, cry: str, office: tuple[tuple[int, Role, str], ...]) -> Phone:
    """A resident has cried for help; the office has been called and says nothing."""
    for one in office:
        await made.employ(*one)
    resident = made.phone(1)
    resident.start()
    await made.settle()
    await made.introduce(resident)
    await made.write(resident, cry)
    return resident


def _read(made: Rig, phone: Phone, words: str) -> list[str]:
    return [x.text for x in made.telegram.ledger if x.chat_id == phone.chat_id and words in x.text]


async def test_each_step_says_so(database_url: str, tmp_path: Path) -> None:
    """Ten minutes, twenty, forty, and each time somebody is asked again: the numbers stand there
    each time, and who is called now."""
    async with rig(database_url, tmp_path) as made:
        resident = await _cried(made, FIRE, OFFICE)
        for minutes, steps in ((9, 0), (2, 1), (10, 2), (20, 3), (40, 4)):
            await made.pass_time(minutes=minutes)
            told = _read(made, resident, UNANSWERED)
            assert len(told) == steps
            assert all("112" in one and "113" in one and "171" not in one for one in told)
        assert not any("koordinator" in one for one in told)  # rung at the first minute
        assert ["juga petugas SLRT" in one for one in told] == [False, True, False, False]
        assert ["juga manajer SLRT" in one for one in told] == [False, False, True, False]
        assert _read(made, resident, LOOKS) == []


async def test_silent_once_somebody_has_it(sqlite_url: str, tmp_path: Path) -> None:
    """Who presses *Saya tangani* ends it; that its time runs out later is told in calm words."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _cried(made, FIRE, OFFICE)
        await made.press(made.phone(11), "c:claim:")
        await made.pass_time(days=2)
        assert _read(made, resident, UNANSWERED) == []


@pytest.mark.parametrize("office", [OFFICE[:1], OFFICE[2:3]], ids=["village", "district"])
async def test_no_level_is_named_where_nobody_works(
    sqlite_url: str, tmp_path: Path, office: tuple[tuple[int, Role, str], ...]
) -> None:
    """One officer alone is asked again and again; no other is promised."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _cried(made, FIRE, office)
        await made.pass_time(minutes=45)
        told = _read(made, resident, UNANSWERED)
        assert len(told) == 3
        assert all("koordinator" not in one for one in told)


async def test_of_violence_all_numbers_are_shown(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever reads along on the phone must not learn from the numbers what was told."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _cried(made, "saya dipukul suami sekarang", OFFICE)
        await made.pass_time(minutes=11)
        (told,) = _read(made, resident, UNANSWERED)
        assert "129" in told
        assert "171" in told


@pytest.mark.parametrize(
    "told",
    [
        (FIRE, "", "Laporan darurat Anda sudah kami terima", "113", "171"),
        ("ibu saya kejang sekarang", "", "Laporan darurat Anda sudah kami terima", "119", "113"),
        ("ibu saya kejang sekarang", "sudah aman pak", "Syukurlah", "119", "113"),
        ("saya mau bunuh diri", "sudah agak tenang, tidak jadi", "sudah lebih ringan", "119", ""),
        ("anak saya kejang sekarang", "RT 03 RW 07|Lewati", "Keterangan ini sudah", "119", "113"),
    ],
)
async def test_what_says_call_names_the_numbers(
    sqlite_url: str, tmp_path: Path, told: tuple[str, str, str, str, str]
) -> None:
    """The receipt, what is said when it is over, and the end of its questions."""
    cry, more, words, fits, unfit = told
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _cried(made, cry, OFFICE)
        for one in filter(None, more.split("|")):
            await made.write(resident, one)
        read = _read(made, resident, words)[-1]
        assert fits in read
        assert not unfit or unfit not in read


async def test_given_back_by_its_officer(sqlite_url: str, tmp_path: Path) -> None:
    """Nobody holds it any more: the numbers stand there again."""
    async with rig(sqlite_url, tmp_path) as made:
        resident = await _cried(made, FIRE, OFFICE)
        officer = made.phone(11)
        await made.press(officer, "c:claim:")
        await made.press(officer, "c:give_back:")
        await made.write(officer, "saya tidak di tempat")
        await made.press(officer, ":!:send")
        (told,) = _read(made, resident, "tidak dipegang petugas lagi")
        assert "113" in told
