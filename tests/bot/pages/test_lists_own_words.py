"""A search by the words of our own screens: what a list, a page, the queue's choices and the report
call a case finds it; what a search has read is said below what it found."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.postponement import Postpone
from casework.actions.correspondence import Add, Note
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.actions.referral import Refer
from casework.case.model import Case, Decision, Role, Urgency, Verdict
from casework.case.number import number
from conversations.protocol.requests import EndRoles
from storage.cases import cases
from storage.db.database import Database
from tests.bot.pages.test_lists_wishes import found
from tests.casework.cases import DINSOS, DISTRICT, OFFICER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office

HELPER, ABOVE = 31, 41


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a coordinator and a helper, and its district."""
    made = Office(database)
    await made.hire(OFFICER, Role.COORDINATOR)
    await made.hire(HELPER, Role.FRONT_OFFICE)
    await made.hire(ABOVE, Role.DISTRICT_OFFICER, DISTRICT)
    return made


_tellers = count(300)


async def filed(office: Office, service: str = "pkh", **changed: object) -> Case:
    """A case of somebody, changed in the store."""
    case = await office.file(service=service, teller=next(_tellers))
    return await changed_in(office, case, **changed) if changed else case


async def changed_in(at_desk: Office, case: Case, **changed: object) -> Case:
    place = changed.pop("place", None)
    case = replace(await at_desk.case(case.id), **changed)  # type: ignore[arg-type]
    if place is not None:
        case = replace(case, intake=replace(case.intake, place=str(place)))
    async with at_desk.db.write() as connection:
        await cases.save(connection, at_desk.vault, [case])
    return case


async def check(office: Office, words: str, known: list[Case], wanted: set[int]) -> str:
    """That a search finds these of some cases, by their places, and no other; what it shows."""
    page, _ = await found(office, words)
    assert {n for n, case in enumerate(known) if number(case.id) in page} == wanted, (words, page)
    return page


async def ended(office: Office, case: Case, words: str = "sudah aktif") -> None:
    await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Resolve(OFFICER, Decision.HELPED, words), case.id)


async def test_what_is_open(office: Office) -> None:
    """As the report counts: all that is not closed, also what waits or has a result."""
    runs, done, over = [await filed(office) for _ in range(3)]
    for case in (done, over):
        await ended(office, case)
    await office.do(over.teller, Confirm(over.teller, Verdict.FIXED, ""), over.id)
    for words in ("terbuka", "masih terbuka", "terbuka kesambi", "open"):
        await check(office, words, [runs, done, over], {0, 1})


async def test_what_was_opened_again(office: Office) -> None:
    """By its resident or by a leader, until it has a result again; *belum beres* finds also what a
    resident's words after a result doubt."""
    runs, again, led, doubted, thanked, done = [await filed(office) for _ in range(6)]
    known = [runs, again, led, doubted, thanked, done]
    for case in known[1:]:
        await ended(office, case)
    await office.do(again.teller, Confirm(again.teller, Verdict.NO, "masih ditolak"), again.id)
    await office.do(OFFICER, OpenAgain(OFFICER, "salah nama"), led.id)
    for case, said in ((doubted, "kok belum bisa dipakai"), (thanked, "terima kasih")):
        story = {"texts": [said], "files": [], "location": None}
        await office.do(case.teller, Add(case.teller, story), case.id)
    for words in ("dibuka lagi", "dibuka lagi kesambi"):
        await check(office, words, known, {1, 2})
    await check(office, "belum beres", known, {1, 2, 3})
    await check(office, "ditolak", known, {1})
    await check(office, "salah nama", known, {2})


@pytest.mark.parametrize("words", ["belum dibaca", "baru", "unread", "belum dibaca kesambi"])
async def test_what_nobody_has_read(office: Office, words: str) -> None:
    """As the queue's choice calls it."""
    unread, taken = await filed(office), await filed(office)
    await office.do(OFFICER, Claim(OFFICER), taken.id)
    await check(office, words, [unread, taken], {0})


async def test_whose_turn_it_is(office: Office) -> None:
    """As a line says it: of a level, of another office, of the resident; and what waits for other
    offices altogether."""
    free, held, referred, asked, high = [await filed(office) for _ in range(5)]
    known = [free, held, referred, asked, high]
    for case in (held, referred, asked):
        await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Refer(OFFICER, DINSOS, "mohon dicek"), referred.id)
    await office.do(OFFICER, Ask(OFFICER, "nomornya?", "text"), asked.id)
    await changed_in(office, high, level=2)
    for words in ("giliran desa", "giliran petugas desa", "giliran petugas desa kesambi"):
        await check(office, words, known, {0})
    await check(office, "giliran slrt", known, {4})
    for words in ("giliran dinsos", "giliran dinas sosial", "giliran kantor lain"):
        await check(office, words, known, {2})
    await check(office, "giliran warga", known, {3})
    await check(office, "kantor lain", known, {2, 4})
    await check(office, "giliran bpjs", known, set())


async def test_what_is_confidential(office: Office) -> None:
    """Alone and with a village: both must hold."""
    plain, quiet, sealed = [await filed(office) for _ in range(3)]
    known = [plain, quiet, sealed]
    await changed_in(office, quiet, sensitive=True)
    await changed_in(office, sealed, confidential=True, office="32.74")
    await office.hire(OFFICER, Role.DISTRICT_OFFICER, DISTRICT)
    for words in ("rahasia", "kesambi rahasia", "rahasia kesambi"):
        await check(office, words, known, {1, 2})


async def test_late_is_what_the_queue_calls_late(office: Office) -> None:
    """Also at another office; not what has time."""
    late, there, fresh = [await filed(office) for _ in range(3)]
    known = [late, there, fresh]
    await office.do(OFFICER, Claim(OFFICER), there.id)
    await office.do(OFFICER, Refer(OFFICER, DINSOS, "mohon dicek"), there.id)
    asked = await office.case(there.id)
    assert asked.referral is not None
    office.at = asked.referral.answer_by + timedelta(minutes=1)
    far = office.at + timedelta(days=9)
    for case in (there, fresh):
        await changed_in(office, case, due_at=far)
    await changed_in(office, late, due_at=office.at - timedelta(minutes=1))
    for words in ("telat", "terlambat kesambi"):
        await check(office, words, known, {0, 1})


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("rw 2", {0, 1}),
        ("RW02", {0, 1}),
        ("rt 3 rw 2", {0}),
        ("rt 3/2", {0}),
        ("rt 3", {0, 2}),
        ("rw 2 kesambi", {0, 1}),
        ("butuh rw 9", {2}),
        ("rw 12", set()),
    ],
)
async def test_by_rw(office: Office, words: str, wanted: set[int]) -> None:
    """However it is written, with an RT and with words."""
    places = ("RT 03 RW 02", "RT 1/02", "rt 3 rw 9")
    known = [await filed(office, place=place) for place in places]
    await check(office, words, known, wanted)


async def test_a_name_of_several_things_finds_all_of_them(office: Office) -> None:
    """Of an office, of services, and of words that were told; beside other words, too."""
    mine, there, told, other = [
        await filed(office, "pbi_reactivation"),
        await filed(office),
        await filed(office),
        await filed(office),
    ]
    known = [mine, there, told, other]
    for case in (there, told):
        await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Refer(OFFICER, DINSOS, "mohon dicek"), there.id)
    words = "kartu bpjs hilang, kis juga, sudah ke dinsos"
    await office.do(OFFICER, Note(OFFICER, words), told.id)
    page = await check(office, "bpjs", known, {0, 2})
    assert "layanan, atau kantor BPJS Kesehatan, atau kata itu" in page
    assert "kantor Dinas Sosial" in await check(office, "dinsos", known, {1, 2})
    await check(office, "kis", known, {0, 2})
    await check(office, "bpjs hilang", known, {2})
    await check(office, "dinsos kesambi", known, {1, 2})
    await check(office, "dinsos rt 9", known, set())
    await check(office, "kis mati", known, {0})


@pytest.mark.parametrize(
    ("words", "unread"),
    [("butuh 123", "123"), ("butuh sudah", "sudah"), ("kesambi zz", "zz"), ("rt", "rt")],
)
async def test_what_was_not_looked_for_is_said(office: Office, words: str, unread: str) -> None:
    """Numbers that are none of ours, words that everybody says, and those that are too short."""
    await filed(office)
    page, _ = await found(office, words)
    assert f"Tidak ikut dicari: <i>{unread}</i>" in page


async def test_what_was_read_is_said_also_of_nothing(office: Office) -> None:
    """Conditions that no case fulfils."""
    await filed(office)
    page, _ = await found(office, "rw 7 kesambi")
    assert "Tidak ada laporan" in page
    assert "RW 7" in page
    assert "Kesambi" in page


async def test_who_has_left_is_found_by_what_they_had_then(office: Office) -> None:
    """Also what their leader has got, until somebody takes it; not what they gave back before."""
    known = [await filed(office) for _ in range(6)]
    free, given, waits, done, taken, _ = known
    for case in known[:5]:
        await office.do(HELPER, Claim(HELPER), case.id)
    await office.do(HELPER, Ask(HELPER, "nomornya?", "text"), waits.id)
    await office.do(HELPER, Resolve(HELPER, Decision.HELPED, "sudah"), done.id)
    office.later(minutes=1)
    await office.do(HELPER, GiveBack(HELPER, "bukan bagian saya"), given.id)
    office.later(minutes=1)
    await office.do(OFFICER, EndRoles(HELPER))
    await check(office, "@31", known, {0, 2, 3, 4})
    office.later(minutes=1)
    await office.do(OFFICER, Claim(OFFICER), taken.id)
    page = await check(office, "@officer 31", known, {0, 2, 3})
    assert "petugas Officer 31" in page
    assert (await office.case(free.id)).owner is None


async def test_what_was_put_off_and_given_back_waits_for_no_day(office: Office) -> None:
    """It is free, and no longer put off."""
    case = await filed(office)
    await office.do(OFFICER, Claim(OFFICER), case.id)
    until = (case.due_at + timedelta(days=5)).date().isoformat()
    await office.do(OFFICER, Postpone(OFFICER, until, "menunggu kuota"), case.id)
    await check(office, "ditunda", [case], {0})
    await office.do(OFFICER, GiveBack(OFFICER, "tidak sanggup"), case.id)
    await check(office, "ditunda", [case], set())
    await check(office, "giliran desa", [case], {0})


async def test_emergencies_keep_their_words(office: Office) -> None:
    """What the levels are called finds nothing else."""
    urgent, calm = await filed(office, urgency=Urgency.EMERGENCY), await filed(office)
    await check(office, "darurat terbuka", [urgent, calm], {0})


@pytest.mark.parametrize("words", ["punya saya", "yang saya pegang", "milik saya pkh"])
async def test_what_is_mine(office: Office, words: str) -> None:
    """What the one who searches holds, and nobody else; alone and with more."""
    mine, theirs, free = [await filed(office) for _ in range(3)]
    await office.do(OFFICER, Claim(OFFICER), mine.id)
    await office.do(HELPER, Claim(HELPER), theirs.id)
    await check(office, words, [mine, theirs, free], {0})


@pytest.mark.parametrize("words", ["kekerasan", "anak", "lansia"])
async def test_no_word_of_ours_is_shown(office: Office, words: str) -> None:
    """A service without a short name is told by its whole one, never by its code."""
    page, _ = await found(office, words)
    codes = [code for code in CONTENT.catalogue.services if "_" in code or code == "violence"]
    assert [code for code in codes if code in page] == []
