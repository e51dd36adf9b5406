"""A photo that an officer sends with a reply or a result reaches the resident, and stays with the
case."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.model import Role
from storage.cases import attachments
from tests.casework.cases import DINSOS
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

CASE = 260_000_001
WORDS = "kartunya sudah aktif, ini buktinya"


def _photos(made: Rig, phone: Phone) -> int:
    return sum(bool(s.media) for s in made.telegram.ledger if s.chat_id == phone.chat_id)


async def _sent(made: Rig, how: str) -> tuple[Phone, Phone]:
    """A resident and an officer, who has claimed their case and written with a photo."""
    officer, resident = await made.employ(11, Role.FRONT_OFFICE, VILLAGE), made.phone(1)
    await report(made, resident, "kartu KIS mati sejak bulan lalu")
    await made.write(officer, "/ambil 26-00001-R")
    if how == "result":
        await made.write(officer, "/selesai 26-00001-R")
        await made.press(officer, ":helped")
    elif how in ("reply", "note"):
        await made.press(officer, f"c:{how}:")
    officer.photo(WORDS)
    await made.settle()
    return resident, officer


@pytest.mark.parametrize("how", ["reply", "result"])
async def test_the_resident_sees_it(database_url: str, tmp_path: Path, how: str) -> None:
    """Behind the words comes the photo; it lies with the case, whose page counts it."""
    async with rig(database_url, tmp_path) as made:
        resident, officer = await _sent(made, how)
        assert _photos(made, resident) == 0  # not before the officer has looked
        await made.press(officer, ":send")
        assert _photos(made, resident) == 1
        assert any(WORDS in sent.text for sent in made.telegram.ledger)
        async with made.program.db.read() as connection:
            kept = await attachments.files_of(connection, CASE)
        assert [kind for _, kind in kept] == ["photo"]


async def test_a_notes_photo_stays_inside(sqlite_url: str, tmp_path: Path) -> None:
    """Colleagues find it on the page of the case; the resident gets nothing."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, officer = await _sent(made, "note")
        await made.press(officer, ":send")
        assert _photos(made, resident) == 0
        officer.tap_data(f"c:files:{CASE}", officer.last.message_id)
        await made.settle()
        assert _photos(made, officer) == 1


async def test_outside_a_form_it_goes_where_it_is_sent(sqlite_url: str, tmp_path: Path) -> None:
    """The case is chosen from the list, then for whom it is."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, officer = await _sent(made, "outside")
        assert "Untuk laporan yang mana" in officer.messages[-2].text + officer.last.text
        await made.press(officer, "o:26")
        await made.press(officer, ":resident")
        assert _photos(made, resident) == 1


async def test_a_photo_of_what_was_taken_back_is_gone(sqlite_url: str, tmp_path: Path) -> None:
    """The resident never got it: it is no file of the case, and no referral takes it along; sent
    again it is one."""
    async with rig(sqlite_url, tmp_path, HELD_FOR) as made:
        _, officer = await _sent(made, "result")
        await made.press(officer, ":send")
        assert len(await _kept(made)) == 1
        await made.press(officer, "tb:")
        assert await _kept(made) == []


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ((), ""),
        (("resident",), "berkas dari warga ikut"),
        (("office",), "berkas dari petugas ikut"),
        (("resident", "office"), "dari warga dan dari petugas"),
    ],
)
async def test_at_a_referral_files_are_called_by_whom_they_are_from(
    sqlite_url: str, tmp_path: Path, shown: tuple[str, ...], asked: str
) -> None:
    """Only the resident's are theirs."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, officer = await _sent(made, "note")
        if "office" in shown:
            await made.press(officer, ":send")
        else:
            await made.press(officer, ":x")
        if "resident" in shown:
            resident.photo("26-00001-R ini kartunya")
            await made.settle()
        officer.tap_data(f"rg:{CASE}:{DINSOS}", officer.last.message_id)
        await made.settle()
        await made.press(officer, ":nik:-")
        await made.write(officer, "mohon diperiksa")
        said = "\n".join(m.text for m in officer.messages if m.from_bot)
        assert (asked in said) if asked else ("ikut dikirim?" not in said)


async def _kept(made: Rig) -> list[str]:
    async with made.program.db.read() as connection:
        return [kind for _, kind in await attachments.files_of(connection, CASE)]
