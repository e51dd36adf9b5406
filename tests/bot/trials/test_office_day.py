"""The officer's day with one thumb: a queue through a filter, a search by words, residents at the
counter."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.cli import reindex
from bot.simulator.phones import Phone
from casework.case.model import Case, Desk, Role, Urgency
from storage.cases import cases, word_index
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig, rig
from tests.support.walking import report

FIRST = 260_000_001


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


def buttons(phone: Phone) -> list[str]:
    """What the newest message offers, by its labels."""
    return [button.text for row in phone.last.buttons for button in row]


def numbers(phone: Phone) -> list[str]:
    """The case numbers in the newest message, in order."""
    return re.findall(r"26-\d{5}-[A-Z]", phone.last.text)


async def case(made: Rig, case_id: int = FIRST) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, case_id, lock=False)
    assert found is not None
    return found


async def three(made: Rig) -> None:
    """Three reports of Kesambi: a dead card, a school drop-out and a content, in this order."""
    await report(made, made.phone(1), "kartu KIS ibu mati, mau kontrol gula", [])
    await report(made, made.phone(2), "anak saya putus sekolah karena biaya", [])
    await report(made, made.phone(3), "rumahku mau roboh kalau hujan", [])


# ---- the queue -----------------------------------------------------------------------------------


async def test_a_queue_is_narrowed_by_tapping(made: Rig) -> None:
    """Late is one tap, unread, mine and a desk are one more, on the same message, and the choice
    stands above the list."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await three(made)
    await made.write(officer, "/antrian")
    assert len(numbers(officer)) == 3
    await made.write(officer, f"/ambil {numbers(officer)[0]}")
    await made.write(officer, "/antrian")
    await made.press(officer, "s:narrow:m:")
    await made.press(officer, "s:queue:m~")
    assert len(numbers(officer)) == 1
    assert "Milik saya" in officer.last.text
    await made.press(officer, "s:narrow:m:m")
    await made.press(officer, "s:queue:u~")
    assert len(numbers(officer)) == 2
    await made.press(officer, "s:narrow:m:u")
    await made.press(officer, "s:narrow:d:u")
    assert buttons(officer)[-1] == "Semua bidang"
    await made.press(officer, "s:queue:ue~")
    assert "Bidang pendidikan" in officer.last.text


async def test_what_is_late_is_seen(made: Rig) -> None:
    """After its due time a case is marked in the list and on its button, and the filter for late
    ones shows it."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await three(made)
    await made.write(officer, "/antrian")
    await made.press(officer, "s:queue:l~")
    assert "Tidak ada laporan" in officer.last.text
    await made.pass_time(days=40)
    await made.write(officer, "/antrian")
    assert "⏰" in " ".join(buttons(officer)[:2])
    await made.press(officer, "s:queue:l~")
    assert "Terlambat" in officer.last.text
    assert "lewat waktu" in officer.last.text


async def test_a_coordinator_of_several_villages_chooses_one(made: Rig) -> None:
    """Whoever works for several villages narrows the queue to one of them; who has one is not
    asked."""
    leader = await made.employ(12, Role.COORDINATOR, "32.74.05")
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await three(made)
    await made.write(officer, "/antrian")
    await made.press(officer, "s:narrow:m:")
    assert not [one for one in buttons(officer) if one.startswith("Desa")]
    await made.write(leader, "/antrian")
    await made.press(leader, "s:narrow:m:")
    await made.press(leader, "s:narrow:v:")
    assert "Sunyaragi" in buttons(leader)
    await made.press(leader, "s:queue:3274051002~")
    assert "Sunyaragi" in leader.last.text
    assert numbers(leader) == []
    await made.press(leader, "s:narrow:m:3274051002")
    await made.press(leader, "s:narrow:v:3274051002")
    await made.press(leader, "s:queue:3274051003~")
    assert len(numbers(leader)) == 3


@pytest.mark.parametrize(
    "data",
    [
        "s:queue:zzz~zzz",
        "s:queue:l3274021002~",
        "s:narrow:x:y:z",
        "s:narrow:v:u:99999999",
        "s:queue:m~0.0.0.0",
    ],
)
async def test_a_forged_sieve_does_no_harm(made: Rig, data: str) -> None:
    """Whatever a button carries, nobody sees more than their own queue, and nothing breaks."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await report(made, made.phone(1), "kartu KIS ibu mati", [])
    await made.write(officer, "/antrian")
    officer.tap_data(data, officer.last.message_id)
    await made.settle()
    assert "Kesepuhan" not in officer.last.text
    assert "gangguan" not in officer.last.text


# ---- the search ----------------------------------------------------------------------------------


async def test_words_of_the_story_find_a_case(made: Rig) -> None:
    """Words in another form, a name and news find a case; number and village go first; a note is
    found too."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await three(made)
    for typed, n in (
        ("kartunya", 1),
        ("rumah roboh", 3),
        ("biaya sekolah", 2),
        ("gula kesambi", 1),
    ):
        await made.write(officer, f"/cari {typed}")
        assert [number[-7:-2] for number in numbers(officer)] == [f"{n:05}"], typed
    await made.write(officer, "/cari Kesambi")
    assert len(numbers(officer)) == 3
    await made.write(officer, "/cari kartu roboh")
    assert "Tidak ada laporan yang cocok" in officer.last.text
    officer.tap_data(f"c:note:{FIRST + 1}", officer.last.message_id)
    await made.settle()
    await made.write(officer, "sudah ketemu wali kelas")
    await made.write(officer, "/cari walikah kelasnya")
    assert [number[-7:-2] for number in numbers(officer)] == ["00002"]


async def test_a_search_shows_nothing_of_other_villages(made: Rig) -> None:
    """Words find only what the officer may see; the district finds it all the same."""
    stranger = await made.employ(13, Role.FRONT_OFFICE, OTHER_VILLAGE)
    above = await made.employ(14, Role.DISTRICT_OFFICER, DISTRICT)
    await three(made)
    await made.write(stranger, "/cari kartu")
    assert "Tidak ada laporan yang cocok" in stranger.last.text
    await made.write(above, "/cari kartu")
    assert len(numbers(above)) == 1


# ---- the counter ---------------------------------------------------------------------------------


async def walk_in(made: Rig, officer: Phone, story: str) -> None:
    """Somebody stands at the counter, and the officer types what they say."""
    await made.write(officer, "/catat")
    await made.write(officer, "Ibu Sepuh")
    await made.press(officer, ":sector:health")
    await made.press(officer, ":service:pbi_reactivation")
    await made.press(officer, ":depth:later")
    await made.write(officer, story)


async def test_a_resident_at_the_counter_gets_a_printed_receipt(made: Rig, tmp_path: Path) -> None:
    """The case lies in the officer's own village, a narrow PDF comes to be printed, the officer may
    work on it."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await walk_in(made, officer, "kartu KIS tidak bisa dipakai")
    await made.press(officer, ":consent:yes")
    await made.write(officer, "RT 01 RW 02")
    assert not officer.last.reply_keyboard, "the big button would send the officer's own number"
    await made.write(officer, "0812 9988 7766")
    assert "Kesambi" in officer.last.text
    await made.press(officer, ":!:send")
    found = await case(made)
    assert (found.teller, found.village, found.intake.who) == (11, VILLAGE, "walk_in")
    assert (found.intake.sufferer, found.intake.phone) == ("Ibu Sepuh", "+6281299887766")
    assert "village" not in found.intake.dump()
    path = tmp_path / "receipt.pdf"
    path.write_bytes(list(made.telegram.files.values())[-1].content)
    (page,) = PdfReader(path).pages
    assert "26-00001-R" in page.extract_text()
    assert round(float(page.mediabox.width) / 72 * 25.4) == 80
    await made.press(officer, f"c:open:{FIRST}")
    await made.press(officer, f"c:claim:{FIRST}")
    assert (await case(made)).owner == 11


async def test_an_emergency_at_the_counter_goes_first(made: Rig) -> None:
    """Words of danger typed at the counter raise the alarm at once, in the village that stands in
    the form."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
    await walk_in(made, officer, "bapaknya pingsan tidak sadar sekarang, sesak napas")
    found = await case(made)
    assert (found.urgency, found.village) == (Urgency.EMERGENCY, VILLAGE)
    assert (found.intake.who, found.intake.sufferer) == ("walk_in", "Ibu Sepuh")
    assert any("DARURAT" in message.text for message in leader.messages)


async def test_only_staff_write_down_others(made: Rig) -> None:
    """A resident has no counter."""
    resident = made.phone(1)
    await made.introduce(resident)
    await made.write(resident, "/catat")
    assert "tidak kami kenal" in resident.last.text


async def test_a_back_office_narrows_only_by_its_own_desks(made: Rig) -> None:
    """Who works one desk is not asked for a desk."""
    officer = await made.employ(15, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH)
    await made.write(officer, "/antrian")
    assert not any("bidang" in label for label in buttons(officer))


# ---- notes ---------------------------------------------------------------------------------------


async def test_notes_stay_among_colleagues(made: Rig) -> None:
    """A note stands on the page and in the history that officers see, and on nothing that the
    teller sees."""
    officer, resident = await made.employ(11, Role.FRONT_OFFICE, VILLAGE), made.phone(1)
    await report(made, resident, "kartu KIS ibu mati", [])
    await made.press(officer, f"c:open:{FIRST}")
    await made.press(officer, f"c:note:{FIRST}")
    await made.write(officer, "pagarnya biru")
    await made.write(officer, "/kasus 26-00001-R")
    assert "pagarnya biru" in officer.last.text
    await made.press(resident, f"c:open:{FIRST}")
    resident.tap_data(f"c:history:{FIRST}", resident.last.message_id)
    await made.settle()
    assert not any(
        "pagarnya" in message.text or "catatan petugas" in message.text
        for message in resident.messages
    )


# ---- cases of an older version -------------------------------------------------------------------


async def test_older_cases_become_findable(made: Rig) -> None:
    """Migrating keeps the words of cases that have none, once; what was told later is found too."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await three(made)
    program = made.program
    async with program.db.write() as connection:
        await word_index.forget(connection, [FIRST, FIRST + 1])
    await made.write(officer, "/cari kartu")
    assert numbers(officer) == []
    assert await reindex.make_findable(program.config, made.now.date()) == 2
    assert await reindex.make_findable(program.config, made.now.date()) == 0
    await made.write(officer, "/cari kartu")
    assert len(numbers(officer)) == 1


async def test_who_refused_is_not_found_by_name(made: Rig) -> None:
    """Once the neighbour has refused the report, their name finds nothing; the story still does."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    volunteer = await made.employ(16, Role.VOLUNTEER, VILLAGE)
    await report(made, volunteer, "/lapor anaknya putus sekolah", ["Belum ditanya"])
    await made.write(officer, "/cari tetangga sekolah")
    assert len(numbers(officer)) == 1
    volunteer.tap_data(f"c:declined:{FIRST}", volunteer.last.message_id)
    await made.settle()
    await made.write(officer, "/cari tetangga sekolah")
    assert numbers(officer) == []
    await made.write(officer, "/cari anak sekolah")
    assert len(numbers(officer)) == 1
