"""A sensitive matter told in an ordinary case is read by those few who may read one, however it was
told."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.desk.filing import file
from casework.access.visibility import works_on
from casework.actions.assignment import Claim
from casework.actions.correcting.classification import CorrectService
from casework.actions.correspondence import Add, Note, Reply
from casework.actions.duplicates.co_reporting import Join, TellMore
from casework.actions.duplicates.merging import Merge
from casework.actions.question import Answer, Ask
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case, Role, Status
from conversations.protocol import requests as rq
from storage.cases import cases
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import (
    COLLEAGUE,
    DISTRICT,
    NEIGHBOUR,
    OFFICER,
    TELLER,
    VILLAGE,
)
from tests.support.office import Office

LEADER, ABOVE = 31, 41
BEATEN = "bulan lalu saya juga dipukul suami"


VOICE = {"kind": "voice", "file_id": "v", "unique_id": "v", "size": 1}


def story(*words: str) -> dict[str, Any]:
    return {"texts": list(words), "files": [], "location": None}


@pytest.fixture
async def office(database: Database) -> Office:
    """The counter, the back office, a leader, and the district."""
    made = Office(database)
    await made.hire(OFFICER, Role.FRONT_OFFICE)
    await made.hire(COLLEAGUE, Role.BACK_OFFICE)
    await made.hire(LEADER, Role.COORDINATOR)
    await made.hire(ABOVE, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def filed(office: Office, *words: str, who: Who = Who.SELF, by: int = TELLER) -> Case:
    """A report about a card with these words, as any form files it."""
    office.asked += 1
    told = Intake(who=who, story=story(*words))
    command = c.File(by, f"d{office.asked}", VILLAGE, "pbi_reactivation", {}, told)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await file(office.desk, batch, command)
        await batch.flush()
    async with office.db.read() as connection:
        case_id = await cases.id_of_key(connection, command.key)
    assert case_id is not None
    return await office.case(case_id)


async def reads(office: Office, person: int, case: Case) -> bool:
    async with office.db.read() as connection:
        of = await Batch(connection, office.vault, office.at).person(person)
    return works_on(person, of.memberships, case)


async def sealed(office: Office, case_id: int) -> bool:
    """Whether few may read it: not the counter, but the back office and the leader."""
    case = await office.case(case_id)
    told = [await reads(office, one, case) for one in (OFFICER, COLLEAGUE, LEADER)]
    assert told in ([True, True, True], [False, True, True])
    assert case.sensitive is not told[0]
    return case.sensitive


@pytest.mark.parametrize(("who", "by"), [(Who.SELF, TELLER), (Who.WALK_IN, OFFICER)])
async def test_in_a_report(office: Office, who: Who, by: int) -> None:
    """Told in the report itself, by its writer or at the counter."""
    case = await filed(office, "KIS saya mati", BEATEN, who=who, by=by)
    assert await sealed(office, case.id)
    assert case.service == "pbi_reactivation"
    assert OFFICER not in {one.to for one in await office.told()} - {by}


async def test_an_ordinary_report(office: Office) -> None:
    """Without such words it stays open to everybody of the office."""
    case = await filed(office, "KIS saya mati", "tidak ada kekerasan")
    assert not await sealed(office, case.id)
    await office.do(TELLER, Add(TELLER, story("bukan kdrt ya bu, kartunya saja")), case.id)
    await office.do(OFFICER, Reply(OFFICER, "Kalau dipukul suami, lapor ke kami."), case.id)
    assert not await sealed(office, case.id)


LATER: Mapping[str, c.Command | rq.About] = {
    "news": Add(TELLER, story(BEATEN)),
    "caption": Add(TELLER, {**story(BEATEN), "files": [VOICE]}),
    "edit": Add(
        TELLER,
        story(BEATEN),
        corrects=True,
        instead={"step": "story", "was": "KIS mati", "now": BEATEN},
    ),
    "counter": Note(OFFICER, "ibu cerita dipukul suaminya"),
}


@pytest.mark.parametrize("how", LATER)
async def test_told_later(office: Office, how: str) -> None:
    """As news, under a voice note, as an edit, or at the counter, where an officer notes it."""
    case = await filed(office, "KIS mati")
    await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.told()
    command: Any = LATER[how]
    await office.do(command.by, command, case.id)
    now = await office.case(case.id)
    assert await sealed(office, case.id)
    assert (now.owner, now.status) == (None, Status.RECEIVED)
    letters = await office.told()
    away = [one.text for one in letters if one.to == OFFICER and "dirahasiakan" in one.text]
    assert len(away) == 1
    assert COLLEAGUE in {one.to for one in letters}


async def test_in_an_answer(office: Office) -> None:
    """Who asked and may not read the answer holds the case no more."""
    case = await filed(office, "KIS mati")
    await office.do(OFFICER, Ask(OFFICER, "Sejak kapan?", "text"), case.id)
    await office.told()
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": BEATEN}), case.id)
    assert await sealed(office, case.id)
    assert (await office.case(case.id)).owner is None


async def test_while_an_answer_is_awaited(office: Office) -> None:
    """A case that waits for its teller goes to somebody who may read it, and goes on waiting."""
    case = await filed(office, "KIS mati")
    await office.do(OFFICER, Ask(OFFICER, "Sejak kapan?", "text"), case.id)
    await office.do(TELLER, Add(TELLER, story(BEATEN)), case.id)
    now = await office.case(case.id)
    assert await sealed(office, case.id)
    assert (now.status, now.owner) == (Status.WAITING, COLLEAGUE)


async def test_who_may_read_it_goes_on(office: Office) -> None:
    """A holder of the back office keeps it."""
    case = await filed(office, "KIS mati")
    await office.do(COLLEAGUE, Claim(COLLEAGUE), case.id)
    await office.do(TELLER, Add(TELLER, story(BEATEN)), case.id)
    now = await office.case(case.id)
    assert (now.sensitive, now.owner, now.status) == (True, COLLEAGUE, Status.IN_PROGRESS)


async def test_of_a_further_teller(office: Office) -> None:
    """Who came along tells more in the same case; who comes along with it, too."""
    for more in (True, False):
        case = await filed(office, "lampu jalan mati")
        plain = story("di sini juga") if more else story(BEATEN)
        await office.do(NEIGHBOUR, Join(NEIGHBOUR, plain), case.id)
        if more:
            told = {"kind": "story", "value": story(BEATEN)}
            await office.do(NEIGHBOUR, TellMore(NEIGHBOUR, told), case.id)
        assert await sealed(office, case.id)


async def test_merged(office: Office) -> None:
    """What a sealed case becomes part of is sealed."""
    main, other = await filed(office, "KIS mati"), await filed(office, "KIS mati", BEATEN)
    await office.do(LEADER, Merge(LEADER, main.id, confirmed=True), other.id)
    assert (await office.case(other.id)).status is Status.CLOSED
    assert await sealed(office, main.id)


async def test_where_only_the_counter_is(database: Database) -> None:
    """It goes to the district, as a report of a sensitive service does."""
    office = Office(database)
    await office.hire(OFFICER, Role.FRONT_OFFICE)
    await office.hire(ABOVE, Role.DISTRICT_OFFICER, DISTRICT)
    first, later = await filed(office, "KIS mati", BEATEN), await filed(office, "KIS mati")
    await office.do(TELLER, Add(TELLER, story(BEATEN)), later.id)
    for one in (first, later):
        now = await office.case(one.id)
        assert (now.office, now.sensitive) == (DISTRICT, True)
        assert await reads(office, ABOVE, now)


async def test_an_emergency_stays_with_all_who_were_called(office: Office) -> None:
    """Nobody who is needed is sent away."""
    case = await office.file("medical_emergency")
    await office.do(TELLER, Add(TELLER, story(BEATEN)), case.id)
    assert not (await office.case(case.id)).sensitive


async def test_another_service_does_not_open_it(office: Office) -> None:
    """Sorted anew it stays sealed; a leader, and only one, opens it by naming its service."""
    case = await filed(office, "KIS mati", BEATEN)
    await office.do(LEADER, CorrectService(LEADER, "pkh", "soal PKH"), case.id)
    assert await sealed(office, case.id)
    await office.do(COLLEAGUE, CorrectService(COLLEAGUE, "pkh", "bukan hal peka"), case.id)
    assert await sealed(office, case.id)
    await office.do(LEADER, CorrectService(LEADER, "pkh", "bukan hal peka"), case.id)
    assert not await sealed(office, case.id)
