"""Handing a case over, on the phones: codes that open once, for the right person, and what each
sees afterwards."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.actions.handover import by_hand
from casework.case.model import Case, Role
from conversations.actions.handover import code_in, written
from storage.cases import cases
from storage.db.database import table_of
from storage.tables.people import HandoverCode, WrongCode
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.stories.deeds import tap
from tests.support.walking import report

WRONG, SLOW = "Kode itu belum cocok", "Coba lagi besok"
NUMBER = "26-00001-R"


async def _filed(made: Rig) -> tuple[Phone, Phone]:
    """A volunteer who has filed for a neighbour, and the officer of the village."""
    office = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    volunteer = await made.employ(12, Role.VOLUNTEER, VILLAGE)
    await report(made, volunteer, "/lapor ktp hilang sejak pindah rumah")
    return volunteer, office


async def _tap(made: Rig, phone: Phone, label: str) -> None:
    tap(phone, label)
    await made.settle()


async def _code(made: Rig, volunteer: Phone) -> str:
    """A new code of the first case."""
    await made.write(volunteer, f"/kasus {NUMBER}")
    await _tap(made, volunteer, "Serahkan ke yang bersangkutan")
    texts = [m.text for m in volunteer.messages if "?start=a_" in m.text]
    return code_in(re.findall(r"\?start=(a_\w+)", texts[-1])[0])


async def _case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        case = await cases.load(connection, made.program.vault, 260_000_001, lock=False)
    assert case is not None
    return case


async def _neighbour(made: Rig, user_id: int = 1) -> Phone:
    phone = made.phone(user_id)
    await made.introduce(phone)
    return phone


async def test_a_code_is_used_once_and_only_its_mark_is_kept(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The first who takes it has the case; the second, with the same code, is told kindly; the code
    is not stored."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        assert by_hand(await _case(made))
        code = await _code(made, volunteer)
        first, second = await _neighbour(made), await _neighbour(made, 2)
        await made.write(first, written(code).lower())
        await made.write(second, f"/start a_{code}")
        await _tap(made, first, "Cukup saya saja")
        await _tap(made, second, "Cukup saya saja")
        assert WRONG in second.last.text
        case = await _case(made)
        assert (case.teller, case.helper, case.intake.who) == (1, None, "self")
        async with made.program.db.read() as connection:
            (row,) = (await connection.execute(select(table_of(HandoverCode)))).all()
        assert (len(row.mark), row.used_by, code.encode() in row.mark) == (32, 1, False)


async def test_a_new_code_makes_the_old_one_useless(sqlite_url: str, tmp_path: Path) -> None:
    """Of two papers only the newer opens the case."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        old, new = await _code(made, volunteer), await _code(made, volunteer)
        neighbour = await _neighbour(made)
        await made.write(neighbour, f"/start a_{old}")
        assert WRONG in neighbour.last.text
        await made.write(neighbour, f"/start a_{new}")
        assert f"Laporan {NUMBER}" in neighbour.last.text


@pytest.mark.parametrize(("days", "opens"), [(14, True), (15, False)])
async def test_a_code_lasts_a_fortnight(
    sqlite_url: str, tmp_path: Path, days: int, opens: bool
) -> None:
    """On the fourteenth day the code still opens the case, on the fifteenth no more."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        code, neighbour = await _code(made, volunteer), await _neighbour(made)
        made.later(days=days)
        await made.write(neighbour, written(code))
        assert (f"Laporan {NUMBER}" in neighbour.last.text, WRONG in neighbour.last.text) == (
            opens,
            not opens,
        )


async def test_ones_own_code_opens_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """A volunteer who tries the paper themselves keeps the case as it is."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        await made.write(volunteer, f"/start a_{await _code(made, volunteer)}")
        assert WRONG in volunteer.last.text
        assert (await _case(made)).teller == 12


async def test_who_guesses_rests_for_a_day(sqlite_url: str, tmp_path: Path) -> None:
    """After five wrong codes even the right one is not looked at until the next day."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        code, neighbour = await _code(made, volunteer), await _neighbour(made)
        for n in range(5):
            await made.write(neighbour, f"0000-0000-0000-000{'ABCDE'[n]}")
            assert WRONG in neighbour.last.text
        await made.write(neighbour, written(code))
        assert SLOW in neighbour.last.text
        neighbour.tap_data(f"h:keep:{code}", neighbour.last.message_id)
        await made.settle()
        assert (SLOW in neighbour.last.text, (await _case(made)).teller) == (True, 12)
        made.later(days=1)
        await made.write(neighbour, written(code))
        assert f"Laporan {NUMBER}" in neighbour.last.text
        made.later(days=9)
        await made.program.prune()
        async with made.program.db.read() as connection:
            assert not (await connection.execute(select(table_of(WrongCode)))).all()


async def test_nobody_else_gives_a_case_away(sqlite_url: str, tmp_path: Path) -> None:
    """An officer of the case and a stranger get no code; nor does who has told of a trouble of
    their own."""
    async with rig(sqlite_url, tmp_path) as made:
        _, office = await _filed(made)
        stranger = await _neighbour(made, 3)
        await report(made, stranger, "kartu KIS saya mati sejak bulan lalu")
        for phone, case in (
            (office, 260_000_001),
            (stranger, 260_000_001),
            (stranger, 260_000_002),
        ):
            phone.tap_data(f"c:handover:{case}", phone.last.message_id)
            await made.settle()
            assert re.search("tidak kami temukan|tidak perlu diserahkan", phone.last.text), (
                phone.last.text
            )
        async with made.program.db.read() as connection:
            assert not (await connection.execute(select(table_of(HandoverCode)))).all()


async def test_a_waiting_result_comes_along(sqlite_url: str, tmp_path: Path) -> None:
    """Who takes a case over that has a result gets it, is asked whether it is fixed, and has heard
    of it."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, office = await _filed(made)
        for step in (f"/selesai {NUMBER}", "[Sudah dibantu]", "KTP sudah jadi.", "[Kirim]"):
            await (
                _tap(made, office, step.strip("[]"))
                if step.startswith("[")
                else made.write(office, step)
            )
        code, neighbour = await _code(made, volunteer), await _neighbour(made)
        await made.write(neighbour, written(code))
        await _tap(made, neighbour, "Biarkan kader tetap bisa melihat")
        assert "KTP sudah jadi." in neighbour.last.text
        case = await _case(made)
        assert (case.ending.heard, case.helper, by_hand(case)) == (True, 12, False)
        await made.write(volunteer, "/tugas")
        assert "Tidak ada tugas" in volunteer.last.text


async def test_the_volunteer_sees_how_it_stands_and_no_more(
    sqlite_url: str, tmp_path: Path
) -> None:
    """With sight the page has number and status; history, receipt, files, slip and the teller's
    deeds are closed."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        neighbour = await _neighbour(made)
        await made.write(neighbour, written(await _code(made, volunteer)))
        await _tap(made, neighbour, "Biarkan kader tetap bisa melihat")
        await made.write(neighbour, f"/kasus {NUMBER}")
        await _tap(made, neighbour, "Tambah kabar")
        await made.write(neighbour, "rahasia saya sendiri")
        await made.write(volunteer, f"/kasus {NUMBER}")
        assert "dipegang orangnya sendiri" in volunteer.last.text
        assert not volunteer.last.buttons
        for action in (
            "history",
            "receipt",
            "files",
            "phone",
            "slip",
            "withdraw",
            "sight_on",
            "handover",
        ):
            volunteer.tap_data(f"c:{action}:260000001", volunteer.last.message_id)
            await made.settle()
        assert "tidak kami temukan" in volunteer.last.text  # and no form that asks why
        seen = " ".join(m.text for m in volunteer.messages[-12:])
        assert ("rahasia saya sendiri" in seen, (await _case(made)).closed_at) == (False, None)


async def test_slips_carry_the_code(sqlite_url: str, tmp_path: Path) -> None:
    """Both papers have number and code; they are made for the volunteer alone."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        code = await _code(made, volunteer)
        sent = [d for d in made.telegram.ledger if d.method == "sendDocument"]
        assert [d.chat_id for d in sent] == [12, 12]
        for file in list(made.telegram.files.values())[-2:]:
            path = tmp_path / "slip.pdf"
            path.write_bytes(file.content)
            words = "".join(page.extract_text() for page in PdfReader(path).pages)
            assert (NUMBER in words, written(code) in words, "ktp hilang" in words) == (
                True,
                True,
                False,
            )


async def test_who_has_taken_it_is_told_that_it_is_theirs(sqlite_url: str, tmp_path: Path) -> None:
    """A second tap, or the paper once more, opens the page of the case and is no wrong try."""
    async with rig(sqlite_url, tmp_path) as made:
        volunteer, _ = await _filed(made)
        code = await _code(made, volunteer)
        first = await _neighbour(made)
        await made.write(first, written(code))
        await _tap(made, first, "Cukup saya saja")
        before = await _case(made)
        for _ in range(6):
            await _tap(made, first, "Cukup saya saja")
        assert "sudah di tangan Anda" in first.last.text
        await made.write(first, written(code))
        assert "sudah di tangan Anda" in first.last.text
        assert await _case(made) == before
        await made.press(first, "c:open:260000001")
        assert NUMBER in first.last.text
        assert all(WRONG not in m.text and SLOW not in m.text for m in first.messages)
