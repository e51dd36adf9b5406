"""Papers in the chat: figures, chart, workbook, receipt and poster are made when sent, for who may
have them."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report


async def _with_a_case(made: Rig) -> tuple[Phone, Phone]:
    await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
    resident = made.phone(1)
    await report(made, resident, "kartu KIS saya mati sejak bulan lalu", [])
    return leader, resident


def _document(made: Rig, phone: Phone) -> bytes:
    """What the bot has uploaded last, sent to this phone."""
    sent = [d for d in made.telegram.ledger if d.method in ("sendDocument", "sendPhoto")]
    assert sent[-1].chat_id == phone.chat_id
    return list(made.telegram.files.values())[-1].content


async def test_one_case_is_a_number_for_those_who_may_open_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    """One case in a month is told as one; what the words mean stands one tap behind."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        for words in ("Laporan bulanan", "Masuk 1 · dijawab 0"):
            assert words in leader.last.text
        await made.press(leader, "s:figures_rest:")
        assert "Masuk: laporan dicatat" in leader.last.text
        await made.press(leader, "s:figures:2026-11")
        assert "Masuk 1 · dijawab 0" in leader.last.text


async def test_a_report_on_one_page(sqlite_url: str, tmp_path: Path) -> None:
    """The PDF has the same numbers as the page, and one page."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        await made.press(leader, "s:report_pdf:")
        pages = PdfReader(BytesIO(_document(made, leader))).pages
        assert len(pages) == 1
        assert "Masuk 1 Dijawab 0" in " ".join(pages[0].extract_text().split())


async def _shared(made: Rig, phone: Phone, code: str) -> list[bytes]:
    """The files that somebody gets who asks for the copy to pass on."""
    before = len(made.telegram.files)
    phone.tap_data(f"s:shared:{code}", phone.last.message_id)
    await made.settle()
    return [file.content for file in list(made.telegram.files.values())[before:]]


async def test_the_copy_to_pass_on_hides_what_is_small(sqlite_url: str, tmp_path: Path) -> None:
    """Of a month that is over: a page and a workbook, in which one case stands nowhere, nor does
    the list of cases."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        await made.pass_time(days=15)
        page, book = await _shared(made, leader, "2026-11")
        words = _words(page)
        assert "Untuk dibagikan" in words
        assert "Masuk – Dijawab 0" in words
        sheets = load_workbook(BytesIO(book)).worksheets
        assert "Laporan" not in [sheet.title for sheet in sheets]
        cells = [cell.value for sheet in sheets for line in sheet.iter_rows() for cell in line]
        assert not {1, 2, 3, 4} & {cell for cell in cells if isinstance(cell, int)}
        assert "26-00001-R" not in cells


async def test_a_copy_is_made_of_a_period_that_is_over(sqlite_url: str, tmp_path: Path) -> None:
    """Of the running month there is none, lest two copies are taken from each other: the way to
    the last one is shown."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        assert await _shared(made, leader, "2026-11") == []
        assert "sesudah waktunya habis" in leader.last.text
        await made.press(leader, "s:shared:2026-10")
        assert _document(made, leader).startswith(b"PK")


async def test_a_copy_is_made_by_leaders(sqlite_url: str, tmp_path: Path) -> None:
    """Others, whose reports leave some cases out, are told who makes it."""
    async with rig(sqlite_url, tmp_path) as made:
        await _with_a_case(made)
        front = made.phone(11)
        await made.write(front, "/laporan")
        assert await _shared(made, front, "2026-10") == []
        assert "koordinator dan SLRT" in front.last.text


async def test_the_list_of_cases_has_their_holder(sqlite_url: str, tmp_path: Path) -> None:
    """Who holds a case stands in the workbook by name, in the officer's words how it stands."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/ambil 26-00001-R")
        await made.write(leader, "/laporan")
        await made.press(leader, "s:workbook:")
        head, line = list(load_workbook(BytesIO(_document(made, leader)))["Laporan"].values)[1:3]
        told = dict(zip(head, line, strict=True))
        assert (told["Nomor"], told["Keadaan"]) == ("26-00001-R", "diproses")
        assert told["Pemegang"]


async def test_a_chart_comes_with_its_numbers(sqlite_url: str, tmp_path: Path) -> None:
    """The picture is a PNG, and the same numbers stand under it."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        await made.press(leader, "s:chart:")
        assert _document(made, leader).startswith(b"\x89PNG")
        assert "Masuk" in leader.last.text


async def test_a_workbook_is_masked(sqlite_url: str, tmp_path: Path) -> None:
    """The workbook arrives as a document."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/laporan")
        await made.press(leader, "s:workbook:")
        assert _document(made, leader).startswith(b"PK")


async def test_a_receipt_has_the_number(sqlite_url: str, tmp_path: Path) -> None:
    """The teller gets a receipt with the case number and without the story."""
    async with rig(sqlite_url, tmp_path) as made:
        _, resident = await _with_a_case(made)
        await made.press(resident, "c:open:")
        await made.press(resident, "c:receipt:")
        path = tmp_path / "receipt.pdf"
        path.write_bytes(_document(made, resident))
        words = "".join(page.extract_text() for page in PdfReader(path).pages)
        assert "26-00001-R" in words
        assert "bulan lalu" not in words


async def test_an_office_prints_with_its_own_templates(sqlite_url: str, tmp_path: Path) -> None:
    """A file in letters.folder is what the person gets."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "receipt.typ").write_text(
        '#import "common.typ": *\nKertas kami: #data.case_number\n'
    )
    async with rig(sqlite_url, tmp_path) as made:
        _, resident = await _with_a_case(made)
        await made.press(resident, "c:open:")
        await made.press(resident, "c:receipt:")
        words = PdfReader(BytesIO(_document(made, resident))).pages[0].extract_text()
        assert words.split() == ["Kertas", "kami:", "26-00001-R"]


async def test_a_receipt_is_nobody_elses(sqlite_url: str, tmp_path: Path) -> None:
    """Another resident learns nothing by the button's data."""
    async with rig(sqlite_url, tmp_path) as made:
        await _with_a_case(made)
        other = made.phone(2)
        await made.introduce(other)
        other.tap_data("c:receipt:260000001", other.last.message_id)
        await made.settle()
        assert "tidak kami temukan" in other.last.text


async def test_posters_of_ones_own_villages(sqlite_url: str, tmp_path: Path) -> None:
    """A coordinator gets the poster of the village; a front office none."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        front = made.phone(11)
        leader.tap_data("s:poster:", leader.last.message_id)
        front.tap_data("s:poster:", front.last.message_id)
        await made.settle()
        assert _document(made, leader).startswith(b"%PDF")
        assert not [
            d
            for d in made.telegram.ledger
            if d.chat_id == front.chat_id and d.method == "sendDocument"
        ]


async def test_of_many_villages_one_is_chosen(sqlite_url: str, tmp_path: Path) -> None:
    """Who answers for a district is asked which poster, and gets that one and no other."""
    async with rig(sqlite_url, tmp_path) as made:
        manager = await made.employ(12, Role.DISTRICT_MANAGER, "32.74")
        manager.tap_data("s:poster:", manager.last.message_id)
        await made.settle()
        papers = [d for d in made.telegram.ledger if d.method == "sendDocument"]
        assert papers == []
        labels = [b.text for row in manager.last.buttons for b in row]
        assert {"Kesambi", "Drajat"} <= set(labels)
        await made.press(manager, f"s:poster:{VILLAGE}")
        assert _document(made, manager).startswith(b"%PDF")
        assert sum(d.method == "sendDocument" for d in made.telegram.ledger) == 1


async def test_nobody_gets_the_poster_of_anothers_village(sqlite_url: str, tmp_path: Path) -> None:
    """A coordinator who names a village of others gets their own; so does one who names none."""
    async with rig(sqlite_url, tmp_path) as made:
        leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
        leader.tap_data("s:poster:32.74.05.1004", leader.last.message_id)
        await made.settle()
        assert "Kesambi" in leader.last.text


async def _answered(made: Rig, text: str) -> tuple[Phone, Phone]:
    """A report whose teller stays unnamed, resolved, with this text for the notice board."""
    front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
    resident = made.phone(1)
    await report(made, resident, "kartu KIS saya mati sejak bulan lalu", ["🔒 Rahasiakan"])
    for data in ("c:open:", "c:resolve:", ":helped"):
        await made.press(front, data)
    await made.write(front, "Kartu sudah aktif.")
    await made.press(front, ":send")
    await made.write(front, "/kasus 26-00001-R")
    await made.press(front, "c:public:")
    await made.write(front, text)
    await made.press(front, ":send")
    return front, leader


async def test_a_public_answer_names_nobody(sqlite_url: str, tmp_path: Path) -> None:
    """The officer gets one page with the number and the text, and nothing of who told it or where
    they live."""
    async with rig(sqlite_url, tmp_path) as made:
        front, _ = await _answered(made, "Kartu yang dilaporkan sudah aktif lagi.")
        path = tmp_path / "notice.pdf"
        path.write_bytes(_document(made, front))
        pages = [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
        assert len(pages) == 1
        assert "26-00001-R" in pages[0]
        assert "Kartu yang dilaporkan sudah aktif lagi." in pages[0]
        assert not [told for told in ("RT 03", "bulan lalu", "PEMERINTAH") if told in pages[0]]


@pytest.mark.parametrize("text", ["Pak RT 03 sudah ditegur", "Hubungi 0812 3456 7890"])
async def test_a_public_answer_that_points_at_somebody_is_not_printed(
    sqlite_url: str, tmp_path: Path, text: str
) -> None:
    """The officer is told why, and no paper is made."""
    async with rig(sqlite_url, tmp_path) as made:
        front, _ = await _answered(made, text)
        assert "Mohon tulis lagi" in front.last.text
        assert [d for d in made.telegram.ledger if d.method == "sendDocument"] == []


async def test_a_referral_by_letter_is_printed(sqlite_url: str, tmp_path: Path) -> None:
    """Asked by letter, another office gets what the officer wrote for it, and neither story nor
    numbers unasked."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/rujuk 26-00001-R")
        for tap in (":32.74/dinkes", ":nik:-"):
            await made.press(leader, tap)
        await made.write(leader, "Mohon jaminan obat sampai kartunya aktif.")
        for tap in (":!:send", "c:letter:"):
            await made.press(leader, tap)
        words = _words(_document(made, leader))
    for wanted in (
        "Hal : Rujukan",
        "460/26-00001-R/PSK/XI/2026",
        "Dinas Kesehatan",
        "Mohon jaminan obat",
        "Kesambi",
    ):
        assert wanted.casefold() in words.casefold()
    assert "mati sejak bulan lalu" not in words


async def test_a_certificate_says_what_was_verified(sqlite_url: str, tmp_path: Path) -> None:
    """The letter has decile and purpose, its number, both signatures, and is on the trail of the
    case."""
    async with rig(sqlite_url, tmp_path) as made:
        leader, _ = await _with_a_case(made)
        await made.write(leader, "/kasus 26-00001-R")
        await made.press(leader, "c:certify:")
        await made.write(leader, "Pengajuan KIP Kuliah")
        await made.press(leader, ":decile:3")
        await made.write(leader, "hari ini")
        await made.press(leader, ":!:send")
        words = _words(_document(made, leader))
        await made.write(leader, "/kasus 26-00001-R")
    for wanted in (
        "470/26-00001-R/PSK/XI/2026",
        "Pengajuan KIP Kuliah",
        "Kelurahan Kesambi",
        "Koordinator Puskesos",
    ):
        assert wanted in words
    assert "surat keterangan dibuat" in leader.last.text


def _words(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
