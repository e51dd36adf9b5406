"""The whole way over HTTP: the real program, python-telegram-bot, our request layer, and a served
simulator."""

from pathlib import Path

import pytest
from sqlalchemy import select

from casework.case.model import Case, Desk, Role, Status
from storage.cases import attachments
from storage.cases.cases import CASES, case_of
from storage.db.database import table_of
from storage.tables.cases import FileRow
from tests.support.crashes.robot import Robot
from tests.support.rig import DISTRICT, VILLAGE
from tests.support.served import Served, served


async def _cases(rig: Served) -> list[Case]:
    async with rig.program.db.read() as connection:
        rows = await connection.execute(select(CASES).order_by(CASES.c.id))
        return [case_of(rig.program.vault, row) for row in rows]


def _screen(rig: Served, user_id: int) -> str:
    return "\n".join(message.text for message in rig.phone(user_id).messages)


async def test_a_report_finds_its_officer_and_the_person_hears_back(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photo and voice, claim, question, answer, result, "partly" and the smaller case: all of it
    over HTTP."""
    async with served(sqlite_url, tmp_path, monkeypatch) as rig:
        officer = await rig.employ(1004, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH)
        resident = rig.phone(1001)
        await rig.introduce(resident)
        await rig.write(resident, "kartu KIS ibu saya mati, mau kontrol gula")
        for tap in ("o:new", ":who:self", ":suggested:", ":depth:later"):
            await rig.press(resident, tap)
        await rig.press(resident, ":secret:open")
        await rig.write(resident, "RT 02 RW 05")
        await rig.write(resident, "Lewati")
        resident.photo("ini kartunya")
        rig.later(seconds=1)
        resident.voice()
        await rig.settle()
        await rig.press(resident, ":!:send")
        (case,) = await _cases(rig)
        assert case.desk is Desk.HEALTH
        await _attachments_are_kept(rig, case)

        for tap in ("c:open:", "c:claim:", "c:ask:", ":wants:photos"):
            await rig.press(officer, tap)
        await rig.write(officer, "Mohon kirim foto kartu KIS bagian depan.")
        assert "Mohon kirim foto kartu KIS" in resident.last.text
        await rig.press(resident, "c:answer:")
        rig.later(seconds=10)
        resident.photo()
        await rig.settle()
        for tap in ("c:open:", "c:resolve:", ":decision:helped"):
            await rig.press(officer, tap)
        await rig.write(officer, "Kartu ibu sudah aktif lagi.")
        await rig.press(officer, ":!:send")
        await rig.press(resident, ":partly")
        await rig.write(resident, "Obatnya masih harus bayar sendiri.")
        old, new = await _cases(rig)
    assert (new.parent, new.teller) == (old.id, 1001)
    assert new.status is Status.RECEIVED
    assert old.owner == 1004


async def _attachments_are_kept(rig: Served, case: Case) -> None:
    """Photo and voice were fetched over HTTP, and lie sealed beside the database."""
    async with rig.program.db.read() as connection:
        rows = (
            await connection.execute(select(table_of(FileRow)).order_by(table_of(FileRow).c.id))
        ).all()
        folder = rig.program.config.files.folder
        contents = [
            await attachments.load(connection, rig.program.vault, folder, row.id) for row in rows
        ]
    assert [(row.kind, row.state, row.case_id) for row in rows] == [
        (k, "kept", case.id) for k in ("photo", "voice")
    ]
    assert [content[:4] for content in contents] == [b"\xff\xd8\xff\xe0", b"OggS"]
    kept = [path.read_bytes() for path in folder.iterdir() if path.name != "case-numbers"]
    assert len(kept) == 2
    assert not any(
        sign in sealed for sealed in kept for sign in (b"\xff\xd8\xff\xe0", b"OggS", b"JFIF")
    )


async def test_a_case_left_alone_climbs_to_coordinator_and_district(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the clock moves, an unread case reaches the coordinator, then the district officer; the
    resident is told."""
    async with served(sqlite_url, tmp_path, monkeypatch) as rig:
        await rig.employ(1003, Role.BACK_OFFICE, VILLAGE)
        await rig.employ(1005, Role.COORDINATOR, VILLAGE)
        await rig.employ(1006, Role.DISTRICT_OFFICER, DISTRICT)
        number = await _reports(rig, 1001)
        assert number in _screen(rig, 1003)
        assert number not in _screen(rig, 1005) + _screen(rig, 1006)
        await rig.pass_time(days=2)
        assert number in _screen(rig, 1005)
        await rig.pass_time(days=5)
        assert number in _screen(rig, 1006)
        (case,) = await _cases(rig)
    assert case.level >= 2


async def test_the_volunteers_book_shows_both_neighbours(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reports for two neighbours stand in the book of the volunteer who filed them."""
    async with served(sqlite_url, tmp_path, monkeypatch) as rig:
        volunteer = await rig.employ(1002, Role.VOLUNTEER, VILLAGE)
        numbers = [await _reports(rig, 1002, n) for n in (0, 1)]
        volunteer.send("/buku")
        await rig.settle()
        book = volunteer.last
        assert len(numbers) == 2
        assert all(number in book.text for number in numbers)


async def _reports(rig: Served, user_id: int, n: int = 0) -> str:
    """Somebody files a report; its number."""
    phone = rig.phone(user_id)
    if not phone.chat.started:
        await rig.introduce(phone)
    robot = Robot(phone, n=n, read=len(rig.telegram.ledger))
    robot.nudge()
    await rig.settle()
    while not robot.promised:
        rig.later(seconds=10)
        assert robot.react(), phone.last
        await rig.settle()
    return robot.promised.pop()
