"""A search of several parts: whatever can be told of a case, every part of it must hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pages import show
from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.postponement import Postpone
from casework.actions.correspondence import Note
from casework.actions.question import Ask
from casework.case.model import Case, Role
from casework.case.number import number
from conversations.protocol.effects import Show
from storage.cases import cases
from storage.db.database import Database
from storage.people import people
from storage.people.people import Profile
from storage.unit_of_work import Batch
from tests.casework.cases import OFFICER
from tests.support.office import CONTENT, Office

DESK = 31


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(OFFICER, Role.COORDINATOR)
    await made.hire(DESK, Role.FRONT_OFFICE)
    async with database.write() as connection:
        named = [Profile(DESK, "id", name="Petugas depan")]
        await people.save_profiles(connection, made.vault, named, made.at)
    return made


async def told(office: Office, n: int, words: str, rt: str = "", service: str = "pkh") -> Case:
    """A case about which somebody has noted these words."""
    case = await office.file(teller=100 + n, service=service)
    await office.do(OFFICER, Note(OFFICER, words), case.id)
    case = await office.case(case.id)
    case = replace(case, intake=replace(case.intake, place=rt))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    return case


async def found(office: Office, words: str) -> str:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = await show.show(batch, office.desk, OFFICER, Show("found", {"words": words}))
    return "\n".join(CONTENT.texts.html("id", say.text) for say in said)


async def check(office: Office, words: str, known: list[Case], wanted: set[int]) -> None:
    """That a search finds these of some cases, by their places, and no other."""
    page = await found(office, words)
    assert {n for n, case in enumerate(known) if number(case.id) in page} == wanted, words


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("kartu", {0, 1, 2}),
        ("rt 3 kartu", {0}),
        ("kartu rt 4", {1, 2}),
        ("kartu kesambi rt 9", set()),
        ("kartu kesambi rt 4", {1, 2}),
        ("kartu sktm rt 4", {2}),
        ("kartu #pkh rt 4", {1}),
        ("kart rt 3", {0}),
        ("kis rt 3", set()),
        ("rt 3", {0, 3}),
        ("kk rt 3", {3}),
        ("kartu zz rt 3", set()),
    ],
)
async def test_words_and_an_rt(office: Office, words: str, wanted: set[int]) -> None:
    """With a village and a service, too; beginnings are enough."""
    known = [
        await told(office, 0, "kartu hilang", "RT 3"),
        await told(office, 1, "kartu rusak", "RT 04"),
        await told(office, 2, "kartu kis rusak", "RT 4", "sktm"),
        await told(office, 3, "kk basah", "RT 3"),
    ]
    await check(office, words, known, wanted)


async def test_words_and_a_state(office: Office) -> None:
    """Waiting, late and put off."""
    known = [await told(office, n, "kartu hilang") for n in range(3)]
    waits, put_off, _ = known
    for case in (waits, put_off):
        await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Ask(OFFICER, "apa?", "text"), waits.id)
    until = (put_off.due_at + timedelta(days=5)).date().isoformat()
    await office.do(OFFICER, Postpone(OFFICER, until, "menunggu kuota"), put_off.id)
    for words in ("ditunda", "kartu ditunda", "kesambi ditunda", "pkh ditunda"):
        await check(office, words, known, {1})
    assert "ditunda" in await found(office, "ditunda")
    await check(office, "kartu tunggu warga", known, {0})
    await check(office, "sepeda tunggu warga", known, set())
    office.at = known[2].due_at + timedelta(minutes=1)
    await check(office, "kartu telat", known, {2})
    await check(office, "sepeda telat", known, set())


async def test_a_word_that_is_also_a_state_is_found_as_told(office: Office) -> None:
    """When no case is in that state with the rest of it."""
    known = [await told(office, 0, "kartu baru belum datang")]
    await office.do(OFFICER, Claim(OFFICER), known[0].id)
    await check(office, "kartu baru", known, {0})


async def test_words_and_an_officer(office: Office) -> None:
    """Behind an @ stands an officer, and nobody's story."""
    known = [
        await told(office, 0, "kartu hilang"),
        await told(office, 1, "kartu datang minggu depan"),
        await told(office, 2, "atap roboh"),
    ]
    for case in (known[0], known[2]):
        await office.do(DESK, Claim(DESK), case.id)
    await check(office, "kartu @depan", known, {0})
    await check(office, "@petugas depan", known, {0, 2})
    await check(office, "@petugas depan kartu", known, {0})
    await check(office, "@minggu", known, set())
    await check(office, "kartu @minggu", known, set())


@pytest.mark.parametrize("words", ["@depan", "@petugas depan"])
async def test_who_has_left_is_found_by_what_they_had(office: Office, words: str) -> None:
    """What nobody has taken since; not what another has, nor what they gave back before."""
    known = [await told(office, n, "minggu depan") for n in range(5)]
    for case in (known[0], known[1], known[3]):
        await office.do(DESK, Claim(DESK), case.id)
    await office.do(OFFICER, Assign(OFFICER, DESK), known[2].id)
    await office.do(OFFICER, Assign(OFFICER, OFFICER), known[1].id)
    await office.do(DESK, GiveBack(DESK, "bukan bagian saya"), known[3].id)
    await check(office, words, known, {0, 2})
    office.later(minutes=1)
    await office.leaves(DESK)
    loose = [replace(await office.case(known[n].id), owner=None) for n in (0, 2)]
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, loose)
    await check(office, words, known, {0, 2})
