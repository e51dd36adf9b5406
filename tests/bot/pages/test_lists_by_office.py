"""A search by an office that was asked, and by the typed name of an officer; over all pages, and no
further than who searches may see."""

import re
from dataclasses import replace

import pytest

from bot.pages import show
from casework.actions.assignment import Assign, Claim
from casework.actions.correspondence import Note
from casework.case.model import Case, Referral, Role, Stage, Status
from casework.case.number import number
from conversations.protocol.effects import Say, Show
from storage.cases import cases
from storage.cases.list_page import PAGE
from storage.db.database import Database
from storage.people import people
from storage.people.people import Profile
from storage.unit_of_work import Batch
from tests.casework.cases import AGENCY, DISTRICT, NOW, OFFICER, OTHER, VILLAGE
from tests.support.office import CONTENT, Office

MORE = "s:found:"
AMINAH, RAHMA, BUDI, FAR, SLRT, AGENT = 31, 32, 33, 34, 35, 36
SOCIAL = f"{DISTRICT}/dinsos"


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a leader and three officers, two of them with one first name; another village;
    the district."""
    made = Office(database)
    await hired(made, OFFICER, "Wati Kusuma", Role.COORDINATOR)
    await hired(made, AMINAH, "Siti Aminah", Role.FRONT_OFFICE)
    await hired(made, RAHMA, "Siti Rahmawati", Role.FRONT_OFFICE)
    await hired(made, BUDI, "Budi", Role.FRONT_OFFICE)
    await hired(made, FAR, "Budi Santoso", Role.FRONT_OFFICE, OTHER)
    await hired(made, SLRT, "Rini", Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def hired(office: Office, person: int, name: str, role: Role, scope: str = VILLAGE) -> None:
    await office.hire(person, role, scope)
    async with office.db.write() as connection:
        await people.save_profiles(
            connection, office.vault, [Profile(person, "id", name=name)], office.at
        )


async def held_by(office: Office, person: int, count: int = 1, village: str = VILLAGE) -> list[str]:
    """Cases that somebody has taken; their numbers, newest first."""
    taken = []
    for n in range(count):
        case = await office.file(teller=100 + n, village=village)
        await office.do(person, Claim(person), case.id)
        taken.append(number(case.id))
    return taken[::-1]


async def asked(office: Office, to: str, count: int = 1, **changed: object) -> list[str]:
    """Cases that an office was asked to take; their numbers, newest first."""
    found: list[Case] = []
    for n in range(count):
        case = await office.file(teller=300 + n)
        found.append(case)
    referral = Referral(to, Stage.OFFERED, NOW)
    changes = {"referral": referral, **changed}
    async with office.db.write() as connection:
        made = [replace(case, **changes) for case in found]  # type: ignore[arg-type]
        await cases.save(connection, office.vault, made)
    return [number(case.id) for case in found][::-1]


async def shown(office: Office, words: str, by: int = OFFICER) -> tuple[str, tuple[Say, ...]]:
    """What a search tells, and its messages."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = await show.show(batch, office.desk, by, Show("found", {"words": words}))
    return "\n".join(CONTENT.texts.plain("id", say.text) for say in said), said


async def found(office: Office, words: str, by: int = OFFICER) -> tuple[list[str], str]:
    """The numbers that a search shows, and what its button to the next page carries."""
    told, said = await shown(office, words, by)
    taps = [button.tap.data() for say in said for row in say.buttons for button in row]
    more = next((tap.removeprefix(MORE) for tap in taps if tap.startswith(MORE + "k26")), "")
    return re.findall(r"26-\d{5}-[A-Z]", told), more


async def all_pages(office: Office, words: str, by: int = OFFICER) -> list[str]:
    seen, more = await found(office, words, by)
    while more:
        further, more = await found(office, more, by)
        seen += further
    return seen


# ---- officers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("siti aminah", {AMINAH}),
        ("SITI  RAHMAWATI", {RAHMA}),
        ("siti rahma", {RAHMA}),
        ("siti", {AMINAH, RAHMA}),
        ("aminah", {AMINAH}),
        ("rahma", {RAHMA}),
        ("budi", {BUDI}),
        ("@siti", {AMINAH, RAHMA}),
        ("@budi", {BUDI}),
        ("@siti aminah", {AMINAH}),
        ("@nobody", set()),
        ("bu siti aminah", {AMINAH}),
    ],
)
async def test_by_the_name_of_an_officer(office: Office, words: str, who: set[int]) -> None:
    """By any of their names, or its beginning; of similar names all that fit, and no case of
    somebody with such a name elsewhere."""
    mine = {person: await held_by(office, person) for person in (AMINAH, RAHMA, BUDI)}
    await held_by(office, FAR, village=OTHER)
    wanted = sorted(one for person in who for one in mine[person])
    assert sorted(await all_pages(office, words)) == wanted


@pytest.mark.parametrize("words", ["siti aminah", "aminah", "@aminah", f"@{AMINAH}"])
async def test_what_an_officer_holds_is_on_all_pages(office: Office, words: str) -> None:
    """Each case once, the newest first, however often the page is turned."""
    theirs = await held_by(office, AMINAH, 2 * PAGE + 1)
    await held_by(office, RAHMA, 2)
    assert await all_pages(office, words) == theirs


async def test_what_who_left_still_holds_is_found(office: Office) -> None:
    """Somebody who works here no more is found by name as long as cases are in their hands."""
    theirs = await held_by(office, BUDI, 2)
    await office.leaves(BUDI)
    for words in ("budi", "@budi"):
        assert await all_pages(office, words) == theirs


async def test_a_name_and_what_else_is_known(office: Office) -> None:
    """Officer and state, officer and service."""
    first, second = await held_by(office, AMINAH, 2)
    assert await all_pages(office, "aminah pkh") == [first, second]
    assert await all_pages(office, "@aminah sktm") == []
    assert await all_pages(office, "ditutup aminah") == []


async def test_what_was_told_goes_before_a_name(office: Office) -> None:
    """A resident of that name is found by the words of the case; with @ it is the officer."""
    theirs = await held_by(office, BUDI)
    case = await office.file(teller=200)
    await office.do(OFFICER, Note(OFFICER, "anaknya bernama Budi"), case.id)
    assert await all_pages(office, "budi") == [number(case.id)]
    assert await all_pages(office, "@budi") == theirs


async def test_given_to_somebody_it_is_theirs(office: Office) -> None:
    """A case is found by the name of who holds it now."""
    (theirs,) = await held_by(office, AMINAH)
    which = next(c for c in [await office.case(260_000_001)] if number(c.id) == theirs)
    await office.do(OFFICER, Assign(OFFICER, RAHMA), which.id)
    assert await all_pages(office, "aminah") == []
    assert await all_pages(office, "rahmawati") == [theirs]


# ---- offices -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["dinas sosial", "Dinas Sos", "dinsos", "DINSOS"])
async def test_by_an_office_that_was_asked(office: Office, words: str) -> None:
    """By its name, its beginning, or what everybody calls it; all pages, and no other office's."""
    theirs = await asked(office, SOCIAL, 2 * PAGE + 1)
    await asked(office, AGENCY, 2)
    await office.file(teller=500)
    assert await all_pages(office, words) == theirs


async def test_offices_whose_names_begin_alike(office: Office) -> None:
    """All that fit; the name of one in whole is that one only."""
    one = await asked(office, f"{DISTRICT}/disdik")
    other = await asked(office, "32/disdik")
    assert await all_pages(office, "dinas pendidikan") == one
    assert await all_pages(office, "dinas pendidikan provinsi") == other
    assert sorted(await all_pages(office, "dinas pend")) == sorted(one + other)


async def test_an_office_and_a_state(office: Office) -> None:
    """Both must hold."""
    waits = await asked(office, SOCIAL, status=Status.WAITING)
    await asked(office, SOCIAL, status=Status.IN_PROGRESS)
    assert await all_pages(office, "dinsos menunggu warga") == waits


async def test_what_lies_with_the_district(office: Office) -> None:
    """The district's own office by what it is called, for who works there."""
    theirs = await asked(office, DISTRICT)
    await office.file(teller=500)
    assert await all_pages(office, "slrt", by=SLRT) == theirs


async def test_another_office_searches_what_it_was_asked(office: Office) -> None:
    """An agency finds by state and service what was referred to it, and nothing else."""
    await hired(office, AGENT, "Joko", Role.AGENCY_OFFICER, SOCIAL)
    theirs = await asked(office, SOCIAL, PAGE + 2)
    await asked(office, AGENCY)
    await office.file(teller=500)
    assert await all_pages(office, "pkh", by=AGENT) == theirs
    assert await all_pages(office, "dinas sosial", by=AGENT) == theirs
    assert await all_pages(office, "dinkes", by=AGENT) == []


async def test_a_line_names_the_office(office: Office) -> None:
    """Which office was asked, by its name; one that is on no list by its code."""
    await asked(office, SOCIAL)
    await asked(office, f"{DISTRICT}/gone")
    told, _ = await shown(office, "pkh")
    assert "tunggu jawaban Dinas Sosial · " in told
    assert f"tunggu jawaban {DISTRICT}/gone · " in told
