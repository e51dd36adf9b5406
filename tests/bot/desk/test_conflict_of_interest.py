"""Closing a case for a colleague, and sharing out new work: what the desk does with both."""

from dataclasses import replace

import pytest

from bot.pages import show
from casework.actions.assignment import Claim
from casework.actions.conflict_of_interest import Exclude, Readmit
from casework.actions.correspondence import Add
from casework.case.model import Case, Desk, Role, Status, Urgency
from casework.policy.people import ROTA
from conversations.protocol.effects import Say, Show
from storage.cases import of_person
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT, OTHER, POLICY, TELLER, VILLAGE
from tests.conversations.speaker import CONTENT
from tests.support.office import Office

FO, BO, CO, DO, DM, ELSEWHERE = 101, 102, 103, 104, 105, 106


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with three officers, the district's two, and a coordinator of another village."""
    return await staffed(Office(database))


async def staffed(made: Office) -> Office:
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(DM, Role.DISTRICT_MANAGER, DISTRICT)
    await made.hire(ELSEWHERE, Role.COORDINATOR, OTHER)
    return made


async def shown(office: Office, person: int, reading: str, **args: object) -> str:
    """A page as somebody sees it: its text, and the data of its buttons."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said: tuple[Say, ...] = await show.show(batch, office.desk, person, Show(reading, args))
    taps = [button.tap.data() for say in said for row in say.buttons for button in row]
    return "\n".join([*(CONTENT.texts.html("id", say.text) for say in said), *taps])


async def test_the_blocked_officer_sees_nothing_more(office: Office) -> None:
    """No page, no trail, no numbers, no queue, no search, no notice: as if the case did not
    exist."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(CO, Exclude(CO, FO), case.id)
    closed = await office.case(case.id)
    assert (closed.excluded, closed.owner, closed.status) == ((FO,), CO, Status.IN_PROGRESS)
    for reading in ("case", "history", "phone", "files", "assign", "conflict", "receipt"):
        assert "tidak kami temukan" in await shown(office, FO, reading, case=case.id)
    assert "Antrean kosong" in await shown(office, FO, "queue", words="")
    assert "Tidak ada laporan" in await shown(office, FO, "found", words="Drajat")
    assert str(case.id) in await shown(office, BO, "queue", words="")
    await office.told()
    await office.do(
        TELLER, Add(TELLER, {"texts": ["more"], "files": [], "location": None}), case.id
    )
    await office.do(FO, Claim(FO), case.id)
    letters = await office.told()
    assert [letter.text for letter in letters if letter.to == FO] == [
        "Laporan dengan nomor itu tidak kami temukan. Mohon periksa nomornya, "
        "juga huruf di belakangnya, misalnya 26-00042-K."
    ]
    assert CO in {letter.to for letter in letters}


async def test_nobody_is_told_but_the_leader(office: Office) -> None:
    """Closing and opening are told to the leader alone, and leave their trace in the trail of the
    officers only."""
    case = await office.file()
    await office.told()
    await office.do(CO, Exclude(CO, BO), case.id)
    assert await office.told_to() == [CO]
    assert "ditutup untuk seorang petugas" in await shown(office, DO, "history", case=case.id)
    assert "ditutup untuk" not in await shown(office, TELLER, "history", case=case.id)
    await office.do(CO, Readmit(CO, BO), case.id)
    assert await office.told_to() == [CO]
    assert (await office.case(case.id)).excluded == ()
    assert str(case.id) in await shown(office, BO, "queue", words="")


@pytest.mark.parametrize(
    ("by", "who", "may"),
    [
        (CO, FO, True),
        (CO, BO, True),
        (DO, CO, True),
        (DM, DO, True),
        (DM, FO, True),
        (CO, CO, False),
        (CO, DO, False),
        (DO, DM, False),
        (DO, DO, False),
        (FO, BO, False),
        (BO, CO, False),
        (ELSEWHERE, FO, False),
        (CO, ELSEWHERE, False),
        (CO, 999, False),
        (TELLER, FO, False),
    ],
)
async def test_who_may_close_a_case_for_whom(
    sqlite_database: Database, by: int, who: int, may: bool
) -> None:
    """A leader, for those who stand below in this very case; all else is refused and changes
    nothing."""
    office = await staffed(Office(sqlite_database))
    case = await office.file()
    await office.told()
    await office.do(by, Exclude(by, who), case.id)
    assert (await office.case(case.id)).excluded == ((who,) if may else ())
    assert await office.told_to() == [by]


async def test_the_page_offers_those_below_and_the_way_back(office: Office) -> None:
    """The leader finds the officers below by name, and whoever is closed out with the button that
    opens again."""
    case = await office.file()
    await office.do(CO, Exclude(CO, BO), case.id)
    page = (await shown(office, CO, "conflict", case=case.id)).splitlines()
    assert page[-2:] == [f"ex:{case.id}:{FO}", f"re:{case.id}:{BO}"]
    assert "tidak kami temukan" in await shown(office, BO, "conflict", case=case.id)


async def test_similar_complaints_are_counted_for_the_district(office: Office) -> None:
    """Only on the district's page of an accusation stands how many there were of the kind in that
    village."""
    for n in range(3):
        case = await office.file("misuse", teller=200 + n)
        office.later(days=30)
    assert "serupa dalam 12 bulan: 2" in await shown(office, DO, "case", case=case.id)
    plain = await office.file()
    assert "serupa" not in await shown(office, DO, "case", case=plain.id)
    assert "serupa" not in await shown(office, 202, "case", case=case.id)
    office.later(days=400)
    last = await office.file("misuse", teller=300)
    assert "serupa" not in await shown(office, DO, "case", case=last.id)


# ---- sharing out ---------------------------------------------------------------------------------

SHARED = replace(POLICY, rota=replace(ROTA, balanced=frozenset({VILLAGE})))


async def shared(database: Database, *people: int) -> Office:
    """A village that shares out, with so many colleagues of all desks."""
    office = Office(database, SHARED)
    await office.hire(FO, Role.FRONT_OFFICE)
    await office.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    for person in people:
        await office.hire(person, Role.BACK_OFFICE)
    return office


async def owners(office: Office, *cases: Case) -> list[int | None]:
    return [(await office.case(case.id)).owner for case in cases]


async def test_new_work_goes_to_who_carries_the_least(database: Database) -> None:
    """Case after case the load stays even; the officer is told, and the resident that somebody has
    it."""
    office = await shared(database, 110, 111, 112)
    filed, letters = [], []
    for n in range(6):
        filed.append(await office.file(teller=200 + n))
        letters += await office.delivered()
    assert await owners(office, *filed) == [110, 111, 112, 110, 111, 112]
    assert {case.status for case in filed} == {Status.IN_PROGRESS}
    assert [letter.to for letter in letters if "ditugaskan kepada" in letter.text] == [
        110,
        111,
        112,
        110,
        111,
        112,
    ]
    assert [letter.to for letter in letters if "sudah dipegang" in letter.text] == [
        200 + n for n in range(6)
    ]


async def test_heavy_cases_weigh_more(database: Database) -> None:
    """Who holds one urgent case (3) is passed over for who holds one ordinary (2), and not for who
    holds two (4)."""
    office = await shared(database, 110, 111)
    urgent = await office.file(teller=200, frail="yes")
    plain = [await office.file(teller=201 + n) for n in range(3)]
    async with office.db.read() as connection:
        loads = await of_person.weights(connection, [110, 111])
    assert loads[110][Urgency.HIGH] == 1
    assert await owners(office, urgent, *plain) == [110, 111, 111, 110]


async def test_what_is_not_shared_out(database: Database) -> None:
    """Emergencies, confidential cases, other offices, a desk with one officer: whoever is there
    takes it."""
    office = await shared(database, 110, 111)
    await office.hire(112, Role.BACK_OFFICE, OTHER)
    await office.hire(113, Role.BACK_OFFICE, OTHER)
    urgent = await office.file(teller=201, alarm="medical")
    secret = await office.file("misuse", teller=202)
    elsewhere = await office.file(teller=203, village=OTHER)
    await office.away(111)
    alone = await office.file(teller=204)
    assert await owners(office, urgent, secret, elsewhere, alone) == [None] * 4


async def test_only_who_sees_it_is_given_it(database: Database) -> None:
    """Officers of other desks, the reporting officer and those who can't be reached are left
    out."""
    office = await shared(database, 110, 111, 112)
    await office.hire(109, Role.BACK_OFFICE, VILLAGE, Desk.EDUCATION)
    await office.blocks(110)
    case = await office.file("violence", teller=200)
    assert await owners(office, case) == [111]
    own = await office.file(teller=111)
    assert await owners(office, own) == [None]


async def test_by_default_nothing_is_shared_out(office: Office) -> None:
    """Without an office in people.toml a new case is free."""
    await office.hire(110, Role.BACK_OFFICE)
    assert (await office.file()).owner is None
