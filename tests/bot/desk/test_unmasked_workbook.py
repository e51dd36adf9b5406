"""The workbook that masks nothing: two people, one day, and not a word of it without the second
one."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.walking import report


async def _asked(made: Rig) -> tuple[Phone, Phone]:
    """A coordinator asks for the file; the other phone is the district's."""
    leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
    district = await made.employ(13, Role.DISTRICT_OFFICER, DISTRICT)
    await report(made, made.phone(1), "kartu KIS saya mati sejak bulan lalu", [])
    await made.write(leader, "/laporan")
    await made.press(leader, "s:workbook:")
    await made.press(leader, "fw:ask:")
    await made.press(leader, "fw:meeting:")
    return leader, district


def _documents(made: Rig, phone: Phone) -> int:
    return len(
        [
            d
            for d in made.telegram.ledger
            if d.method == "sendDocument" and d.chat_id == phone.chat_id
        ]
    )


async def test_a_second_person_agrees(sqlite_url: str, tmp_path: Path) -> None:
    """The file comes to the one who asked, with its mark, once another leader has agreed."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, district = await _asked(made)
        assert _documents(made, leader) == 1  # the masked one
        await made.press(district, "fw:yes:")
        assert _documents(made, leader) == 2
        assert _documents(made, district) == 0
        sheet = load_workbook(BytesIO(list(made.telegram.files.values())[-1].content)).worksheets[1]
        assert str(sheet["A1"].value).startswith("F1-12-")


@pytest.mark.parametrize("who", ["asker", "stranger"])
async def test_nobody_else_agrees(sqlite_url: str, tmp_path: Path, who: str) -> None:
    """Neither the one who asked nor a leader of another place can agree, whatever their client
    sends."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _asked(made)
        phone = (
            leader if who == "asker" else await made.employ(14, Role.COORDINATOR, "32.74.05.1002")
        )
        phone.tap_data("fw:yes:1", phone.last.message_id)
        await made.settle()
        assert "tidak bisa dijalankan" in phone.last.text
        assert _documents(made, leader) == 1


async def test_a_refusal_is_told(sqlite_url: str, tmp_path: Path) -> None:
    """Refused once, a request can't be agreed to after all."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, district = await _asked(made)
        await made.press(district, "fw:no:")
        assert "belum disetujui" in leader.last.text
        district.tap_data("fw:yes:1", district.last.message_id)
        await made.settle()
        assert "sudah dijawab" in district.last.text
        assert _documents(made, leader) == 1


async def test_after_a_day_it_is_over(sqlite_url: str, tmp_path: Path) -> None:
    """A request waits one day."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, district = await _asked(made)
        await made.pass_time(days=1, minutes=1)
        district.tap_data("fw:yes:1", district.last.message_id)
        await made.settle()
        assert "sudah lewat 24 jam" in district.last.text
        assert _documents(made, leader) == 1


async def test_alone_nobody_can(sqlite_url: str, tmp_path: Path) -> None:
    """Where there is no second leader, that is said, and nothing is asked."""
    async with rig(sqlite_url, tmp_path) as made:
        leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
        leader.tap_data("fw:visit:2026-11", leader.last.message_id)
        await made.settle()
        assert "Belum ada pimpinan lain" in leader.last.text


async def test_only_leaders_ask(sqlite_url: str, tmp_path: Path) -> None:
    """A front office gets the masked file without a way to the other."""
    async with rig(sqlite_url, tmp_path) as made:
        front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        front.tap_data("s:workbook:2026-11", front.last.message_id)
        await made.settle()
        assert not front.last.buttons
        front.tap_data("fw:visit:2026-11", front.last.message_id)
        await made.settle()
        assert _documents(made, front) == 1
