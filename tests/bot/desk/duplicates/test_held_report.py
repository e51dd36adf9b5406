"""The same trouble twice, end to end: what is held and what never is, who joins, one case out of
two and back again."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.case.model import Case, Decision, Role, Status
from casework.case.number import number
from storage.cases import cases as stored
from storage.cases import co_reporters
from storage.cases.cases import CASES, case_of
from storage.db.database import table_of
from storage.tables.cases import CaseTeller
from storage.tables.pending import BellRow, HeldReport
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig, rig
from tests.support.walking import report

ROAD = "jalan rusak berlubang di depan SD, sudah dua motor jatuh"
SAME_ROAD = "di depan SD jalan rusak berlubang besar, motor pada jatuh"
OBJECTION = ("Tetangga", "Bukan ini", "Bansos: PKH, BPNT, data", "Sanggah penerima bansos")
OFFICER, LEADER, ME, NEIGHBOUR, THIRD = 900, 901, 1, 2, 3


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with an officer at the desk and three residents."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    for person in (ME, NEIGHBOUR, THIRD):
        await made.introduce(made.phone(person))


async def cases(made: Rig) -> list[Case]:
    """All cases, in the order in which they were filed."""
    async with made.program.db.read() as connection:
        rows = await connection.execute(select(CASES).order_by(CASES.c.id))
        return [case_of(made.program.vault, row) for row in rows]


async def rows(made: Rig, model: type, *columns: str) -> set[tuple[Any, ...]]:
    """Some columns of all rows of a table."""
    table = table_of(model)
    async with made.program.db.read() as connection:
        return {
            tuple(row)
            for row in await connection.execute(select(*(table.c[name] for name in columns)))
        }


async def told(made: Rig, person: int, words: str, *labels: str) -> Phone:
    """A report sent off; the phone shows what came of it."""
    phone = made.phone(person)
    await report(made, phone, f"/lapor {words}", labels)
    return phone


def shown(phone: Phone) -> str:
    """Everything that was ever on the screen."""
    return "\n".join(message.text for message in phone.messages)


def asked(phone: Phone) -> bool:
    """Whether the last message asks if it is one of these."""
    return any((b.data or "").startswith("d:") for row in phone.last.buttons for b in row)


async def merged(made: Rig, case: Case, into: Case, by: int = OFFICER) -> Phone:
    """The officer says that a case is the same as another."""
    officer = made.phone(by)
    await made.write(officer, f"/kasus {number(case.id)}")
    await made.press(officer, f"c:merge:{case.id}")
    await made.write(officer, number(into.id))
    await made.press(officer, f"mg:{case.id}:{into.id}")
    return officer


async def number_typed(made: Rig, case: Case, words: str, by: int = OFFICER) -> Phone:
    """The officer opens the form and writes with what the case is the same."""
    officer = made.phone(by)
    await made.write(officer, f"/kasus {number(case.id)}")
    await made.press(officer, f"c:merge:{case.id}")
    await made.write(officer, words)
    return officer


# ---- before a report goes out --------------------------------------------------------------------


async def test_an_unanswered_question_loses_nothing(village: Rig) -> None:
    """Held for ten minutes, then filed as a new case, photos and all; the late tap is told under
    which number."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    assert asked(neighbour)
    await village.pass_time(minutes=9)
    assert len(await cases(village)) == 1
    await village.pass_time(minutes=2)
    first, second = await cases(village)
    assert (first.teller, second.teller, second.intake.story["texts"]) == (
        ME,
        NEIGHBOUR,
        [SAME_ROAD],
    )  # type: ignore[index]
    await village.press(neighbour, ":1")
    assert number(second.id) in shown(neighbour)
    assert (len(await cases(village)), await rows(village, HeldReport, "key")) == (2, set())


async def test_no_is_a_report_of_its_own(village: Rig) -> None:
    """Another trouble after all: filed at once, and a second tap files nothing more."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    (key,) = (await rows(village, HeldReport, "key")).pop()
    question = neighbour.last.message_id
    for _ in range(2):
        neighbour.tap_data(f"d:{key}:0", question)
        await village.settle()
    assert [case.teller for case in await cases(village)] == [ME, NEIGHBOUR]
    await village.pass_time(minutes=30)
    assert len(await cases(village)) == 2


async def test_my_own_open_case_gets_what_i_tell_again(village: Rig) -> None:
    """The same person, the same service: the words join the case that stands, and its officer hears
    of them."""
    await told(village, ME, ROAD)
    me = await told(
        village, ME, "sekarang lubangnya tambah dalam", "Lainnya", "Jalan, lampu, sampah"
    )
    assert "26-00001-R" in me.last.text
    await village.press(me, ":1")
    (case,) = await cases(village)
    async with village.program.db.read() as connection:
        trail = await stored.history(connection, village.program.vault, case.id)
    assert [event.kind for event, _ in trail] == ["filed", "added"]


async def test_my_own_ended_case_is_opened_again(village: Rig) -> None:
    """A trouble that is told again after its result is not fixed: the case goes to the
    coordinator."""
    await told(village, ME, ROAD)
    officer = village.phone(OFFICER)
    await village.write(officer, "/selesai 26-00001-R")
    await village.press(officer, ":decision:helped")
    await village.write(officer, "Sudah ditambal.")
    await village.press(officer, ":!:send")
    me = await told(village, ME, ROAD)
    await village.press(me, ":1")
    (case,) = await cases(village)
    assert (case.status, case.ending.decision, case.level) == (Status.REVIEWED, None, 1)


async def test_an_emergency_is_never_held(village: Rig) -> None:
    """Two floods in one RT are two alarms at once; an officer may merge them later."""
    for person in (ME, NEIGHBOUR):
        await village.write(village.phone(person), "tolong, banjir, air masuk rumah sekarang, RT 3")
    assert (len(await cases(village)), await rows(village, HeldReport, "key")) == (2, set())


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("tetangga itu mampu tapi namanya masuk daftar penerima, RT 3", OBJECTION),
        ("pak rt minta uang 50 ribu untuk setiap bantuan yang cair", ("Saya sendiri",)),
    ],
)
async def test_nothing_hints_at_what_others_told_in_confidence(
    village: Rig, words: str, labels: Sequence[str]
) -> None:
    """Accusations and sensitive cases of somebody else are not asked about, however alike."""
    await told(village, ME, words, *labels)
    neighbour = await told(village, NEIGHBOUR, words, *labels)
    first, second = await cases(village)
    services = village.program.content.catalogue.services
    assert first.service == second.service
    assert first.confidential or services[first.service].sensitive
    assert "apakah ini sama" not in shown(neighbour)


async def test_a_volunteer_is_asked_about_the_same_neighbour_only(village: Rig) -> None:
    """Two neighbours with one service and one phone number are two reports; the same name in the
    same RT is asked."""
    await village.employ(4, Role.VOLUNTEER, VILLAGE)
    for name, place in (
        ("Mbah Satu", "RT 01"),
        ("Mbah Dua", "RT 01"),
        ("mbah satu", "RT 1 dekat pos"),
    ):
        volunteer = village.phone(4)
        await village.write(volunteer, "/lapor sktm untuk sekolah")
        await village.write(volunteer, name)
        await village.press(volunteer, ":suggested:sktm")
        await village.press(volunteer, ":depth:later")
        await village.press(volunteer, ":consent:yes")
        await village.write(volunteer, place)
        await village.write(volunteer, "081234567890")
        await village.press(volunteer, ":!:send")
    assert len(await cases(village)) == 2
    assert asked(village.phone(4))
    assert "26-00001-R" in village.phone(4).last.text


async def test_forged_answers_do_no_harm(village: Rig) -> None:
    """Somebody else's key, a place that was not offered, an unknown key: nothing is filed and
    nobody joins."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    (key,) = (await rows(village, HeldReport, "key")).pop()
    for phone, data in (
        (village.phone(THIRD), f"d:{key}:1"),
        (neighbour, f"d:{key}:9"),
        (neighbour, f"d:{key}:-1"),
        (neighbour, "d:nothing:1"),
        (village.phone(THIRD), f"d:{key}:0"),
    ):
        phone.tap_data(data, neighbour.last.message_id)
        await village.settle()
    assert (len(await cases(village)), len(await rows(village, HeldReport, "key"))) == (1, 1)
    assert await rows(village, CaseTeller, "person_id") == set()


async def test_what_was_closed_meanwhile_is_not_joined(village: Rig) -> None:
    """Too late to join: what was told goes out as a report of its own."""
    me = await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    await village.press(me, "c:open:")
    await village.press(me, "c:withdraw:")
    await village.press(me, ":why:solved")
    await village.press(neighbour, ":1")
    assert [case.teller for case in await cases(village)] == [ME, NEIGHBOUR]


async def test_who_is_forgotten_sends_nothing(village: Rig) -> None:
    """A held report goes with the data of the person who told it."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    await village.write(neighbour, "/hapus_saya")
    await village.press(neighbour, ":sure:yes")
    await village.pass_time(minutes=30)
    assert (len(await cases(village)), await rows(village, HeldReport, "key")) == (1, set())


# ---- further tellers -----------------------------------------------------------------------------


async def test_a_further_teller_sees_only_their_own_words(village: Rig) -> None:
    """Status and own story on the page; no story, phone, question or paper of the first teller;
    leaving ends it."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    await village.press(neighbour, ":1")
    (case,) = await cases(village)
    assert (case.others, case.teller) == (1, ME)
    officer = village.phone(OFFICER)
    await village.write(officer, "/tanya 26-00001-R")
    await village.press(officer, ":wants:phone")
    await village.write(officer, "Boleh minta nomornya, bu siti?")
    for action in ("open", "history", "files", "receipt", "reveal", "answer", "withdraw", "add"):
        neighbour.tap_data(f"c:{action}:{case.id}", 1)
        await village.settle()
    screen = shown(neighbour)
    assert SAME_ROAD in screen
    assert "dua motor" not in screen
    assert "siti" not in screen
    await village.write(officer, "/balas 26-00001-R")
    await village.write(officer, "untuk pelapor pertama saja")
    assert "pelapor pertama" not in shown(neighbour)
    await village.press(neighbour, "c:leave:")
    assert ((await cases(village))[0].others, await rows(village, CaseTeller, "person_id")) == (
        0,
        set(),
    )
    neighbour.tap_data(f"c:open:{case.id}", 1)
    neighbour.tap_data(f"c:leave:{case.id}", 1)
    await village.settle()
    assert "tidak kami temukan" in neighbour.last.text
    assert (await cases(village))[0].others == 0


async def test_telling_again_counts_once(village: Rig) -> None:
    """Who has joined and tells the same trouble again adds to it."""
    await told(village, ME, ROAD)
    for _ in range(2):
        neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
        await village.press(neighbour, ":1")
    (case,) = await cases(village)
    assert (case.others, case.status) == (1, Status.RECEIVED)


async def test_a_result_reaches_everybody_without_numbers(village: Rig) -> None:
    """Further tellers get decision and result; what looks like a number of somebody is masked."""
    await told(village, ME, ROAD)
    neighbour = await told(village, NEIGHBOUR, SAME_ROAD)
    await village.press(neighbour, ":1")
    officer = village.phone(OFFICER)
    await village.write(officer, "/selesai 26-00001-R")
    await village.press(officer, ":decision:helped")
    await village.write(officer, "Ditambal besok, hubungi 0812 3456 7890.")
    await village.press(officer, ":!:send")
    assert "Ditambal besok, hubungi ••••." in neighbour.last.text
    assert not any((b.data or "").startswith("cf:") for row in neighbour.last.buttons for b in row)


# ---- one case out of two -------------------------------------------------------------------------


async def _stock(made: Rig) -> tuple[Any, ...]:
    """Everything that a merge touches: cases but for their versions, bells that wait, further
    tellers."""
    every = tuple({**vars(case), "version": 0} for case in await cases(made))
    bells = await rows(made, BellRow, "kind", "subject", "occurrence", "due_at", "fired_at")
    return (
        every,
        {bell for bell in bells if bell[-1] is None},
        await rows(made, CaseTeller, "case_id", "person_id"),
    )


async def test_a_merge_undone_leaves_everything_as_it_was(
    database_url: str, tmp_path: Path
) -> None:
    """Status, owner, level, due times, bells and tellers of both are the same again, to the row."""
    async with rig(database_url, tmp_path) as made:
        await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
        for person in (ME, NEIGHBOUR, THIRD):
            await made.introduce(made.phone(person))
        await told(made, ME, ROAD)
        await told(made, THIRD, SAME_ROAD)
        await made.press(made.phone(THIRD), ":1")
        await made.pass_time(hours=5)
        await told(made, NEIGHBOUR, "lampu jalan RT 5 mati semua sudah seminggu")
        officer = made.phone(OFFICER)
        await made.write(officer, "/ambil 26-00001-R")
        old, new = await cases(made)
        before = await _stock(made)
        await merged(made, old, new)
        gone, main = await cases(made)
        assert (gone.status, gone.ending.decision, gone.ending.merged_into) == (
            Status.CLOSED,
            Decision.DUPLICATE,
            new.id,
        )
        assert (main.opened_at, main.due_at, main.others) == (old.opened_at, old.due_at, 2)
        assert await rows(made, CaseTeller, "case_id", "person_id") == {
            (old.id, THIRD),
            (new.id, ME),
            (new.id, THIRD),
        }
        assert "kami satukan" in shown(made.phone(ME))
        assert "kami satukan" in shown(made.phone(THIRD))
        await made.press(officer, "c:unmerge:")
        assert await _stock(made) == before
        assert "kami pisahkan lagi" in shown(made.phone(ME))


async def test_merging_is_refused_kindly(village: Rig) -> None:
    """Itself, an unknown number, words that are no number, and another village: one sentence,
    nothing changed."""
    await told(village, ME, ROAD)
    (case,) = await cases(village)
    officer = village.phone(OFFICER)
    unknown = "tidak kami temukan"
    for words, why in (
        (number(case.id), "dirinya sendiri"),
        ("26-00042-K", unknown),
        ("yang kemarin", unknown),
    ):
        officer.tap_data(f"c:merge:{case.id}", 1)
        await village.settle()
        await village.write(officer, words)
        assert why in officer.last.text
    assert [c.status for c in await cases(village)] == [case.status]


async def test_two_villages_are_merged_only_when_it_is_meant(village: Rig) -> None:
    """An officer of the district is asked once more, and the tap on yes does it."""
    await village.employ(LEADER, Role.DISTRICT_OFFICER, DISTRICT)
    other = village.phone(50)
    await village.introduce(other, "Drajat")
    await told(village, ME, ROAD)
    await told(village, 50, ROAD)
    first, second = await cases(village)
    leader = await number_typed(village, second, number(first.id), by=LEADER)
    assert "Desanya berbeda" in leader.last.text
    assert (await cases(village))[1].status is Status.REVIEWED
    await village.press(leader, f"mg:{second.id}:{first.id}")
    assert (await cases(village))[1].ending.merged_into == first.id


LAMP = "lampu jalan RT 5 mati semua sudah seminggu"


async def test_every_merge_is_asked_about_first(village: Rig) -> None:
    """Both cases side by side with their stories, and what is unlike; "Batal" leaves both as they
    are."""
    await told(village, ME, ROAD)
    await told(village, NEIGHBOUR, "butuh sktm untuk sekolah anak", "Saya sendiri")
    first, second = await cases(village)
    assert first.service != second.service
    officer = await number_typed(village, first, number(second.id))
    question = officer.last.text
    assert all(
        words in question for words in (number(first.id), number(second.id), "Kesambi", "November")
    )
    assert "Layanannya berbeda" in question
    assert "Orangnya berbeda" in question
    assert "Desanya berbeda" not in question
    assert "dua motor" in question
    assert "sktm untuk sekolah" in question
    assert [case.ending.merged_into for case in await cases(village)] == [None, None]
    await village.press(officer, f"mn:{first.id}")
    assert "tidak digabungkan" in officer.last.text
    assert [case.ending.merged_into for case in await cases(village)] == [None, None]
    await village.write(officer, number(first.id))
    assert "dua motor" in officer.last.text  # the form is closed: a number opens its page


async def test_alike_cases_are_asked_about_without_a_warning(village: Rig) -> None:
    """The same person with the same service at the same place: the question alone."""
    await told(village, ME, ROAD)
    me = await told(village, ME, LAMP)
    await village.press(me, ":0")
    first, second = await cases(village)
    officer = await number_typed(village, second, number(first.id))
    assert "Apakah dua laporan ini sama?" in officer.last.text
    assert "⚠️" not in officer.last.text


async def test_a_mistyped_number_is_asked_for_again(village: Rig) -> None:
    """Words, a wrong letter, a number of no case, the case itself: the form stays open until the
    right number comes."""
    await told(village, ME, ROAD)
    await told(village, NEIGHBOUR, LAMP)
    first, second = await cases(village)
    officer = await number_typed(village, second, "yang kemarin")
    for words, why in (
        ("26-00001-K", "tidak kami temukan"),
        ("26-00042-K", "tidak kami temukan"),
        (number(second.id), "dirinya sendiri"),
        (number(first.id), "Apakah dua laporan ini sama?"),
    ):
        assert f"{number(second.id)} sama dengan laporan nomor berapa" in officer.last.text
        await village.write(officer, words)
        assert why in officer.last.text
    await village.press(officer, f"mg:{second.id}:{first.id}")
    assert (await cases(village))[1].ending.merged_into == first.id
    await village.write(officer, number(first.id))
    assert "dua motor" in officer.last.text  # the form is closed


async def test_what_is_not_merged_any_more_is_not_undone_again(village: Rig) -> None:
    """The second tap on the same button says so, and changes nothing."""
    await told(village, ME, ROAD)
    await told(village, NEIGHBOUR, LAMP)
    first, second = await cases(village)
    officer = await merged(village, second, first)
    for _ in range(2):
        officer.tap_data(f"c:unmerge:{second.id}", officer.last.message_id)
        await village.settle()
    assert "sudah tidak digabungkan lagi" in shown(officer)
    assert "langkah itu belum bisa" not in shown(officer)
    assert (await cases(village))[1].status is Status.REVIEWED


async def test_only_who_sees_both_merges(village: Rig) -> None:
    """An officer of one village, a resident, a volunteer: to them the other case does not exist."""
    await village.employ(5, Role.FRONT_OFFICE, OTHER_VILLAGE)
    await village.employ(6, Role.VOLUNTEER, VILLAGE)
    await told(village, ME, ROAD)
    await told(village, NEIGHBOUR, "lampu jalan RT 5 mati semua sudah seminggu")
    first, second = await cases(village)
    for person in (5, 6, ME, NEIGHBOUR):
        village.phone(person).tap_data(f"mg:{second.id}:{first.id}", 1)
        village.phone(person).tap_data(f"c:unmerge:{second.id}", 1)
        await village.settle()
    assert [case.status for case in await cases(village)] == [Status.RECEIVED] * 2


# ---- two cases out of one ------------------------------------------------------------------------


async def test_a_second_trouble_becomes_a_case_of_its_own(village: Rig) -> None:
    """Same teller and people, linked, with its own clock from now; the teller is told, and asked
    nothing again."""
    me = await told(village, ME, ROAD)
    await village.pass_time(hours=3)
    officer = village.phone(OFFICER)
    await village.write(officer, "/kasus 26-00001-R")
    await village.press(officer, "c:split:")
    await village.write(officer, "butuh sktm untuk sekolah anak")
    await village.press(officer, ":suggested:sktm")
    parent, child = await cases(village)
    assert (child.service, child.parent, child.teller, child.village) == (
        "sktm",
        parent.id,
        ME,
        VILLAGE,
    )
    assert (child.opened_at, child.intake.place) == (village.now, parent.intake.place)
    assert "butuh sktm" in str(child.intake.story)
    assert f"Dalam laporan {number(parent.id)} ternyata ada dua masalah" in me.last.text
    assert "Laporan diterima" not in me.last.text
    async with village.program.db.read() as connection:
        assert await co_reporters.of_case(connection, village.program.vault, child.id) == []
