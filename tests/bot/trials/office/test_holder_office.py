"""Figures by office count for who had the case: its trail says where they worked."""

from datetime import timedelta

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Decision, Role
from casework.reports.first_times import FirstTimes, first_times
from storage.cases import cases
from storage.db.database import Database
from storage.pending.bells import next_bell
from tests.casework.cases import DINSOS, DISTRICT, VILLAGE
from tests.support.office import Office

BO, CO, DO, AO = 102, 103, 104, 105


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    made = Office(sqlite_database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    return made


async def climbed(office: Office) -> Case:
    """A case that has come to the district, because nobody took it."""
    case = await office.file("pkh")
    while (await office.case(case.id)).office != DISTRICT:
        async with office.db.read() as connection:
            due = await next_bell(connection)
        assert due is not None
        office.at = max(due, office.at + timedelta(seconds=1))
        await office.ring()
    return await office.case(case.id)


async def firsts(office: Office, case: Case) -> FirstTimes:
    async with office.db.read() as connection:
        trail = await cases.history(connection, office.vault, case.id)
    return first_times(trail, office.at)


@pytest.mark.parametrize("given", [False, True])
async def test_an_answer_is_of_the_village_that_took_it(office: Office, given: bool) -> None:
    """Also when the case had climbed; what nobody has lies with the district."""
    case = await climbed(office)
    assert (await firsts(office, case)).office == DISTRICT
    office.at += timedelta(hours=1)
    await office.do(DO if given else BO, Assign(DO, BO) if given else Claim(BO), case.id)
    office.at += timedelta(hours=1)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dibantu"), case.id)
    found = await firsts(office, case)
    assert (found.words["answered"].office, found.office) == (VILLAGE, VILLAGE)
    assert found.words["received"].office == VILLAGE


async def test_an_answer_is_of_the_district_that_gave_it(office: Office) -> None:
    """Of what nobody had, also with the deed that takes it."""
    case = await climbed(office)
    office.at += timedelta(hours=1)
    await office.do(DO, Resolve(DO, Decision.HELPED, "sudah dibantu"), case.id)
    assert (await firsts(office, case)).words["answered"].office == DISTRICT


async def test_it_stays_with_who_has_it_while_it_climbs(office: Office) -> None:
    """Late in the hands of the village is late there, and so is the answer after that."""
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    while (await office.case(case.id)).office != DISTRICT:
        async with office.db.read() as connection:
            due = await next_bell(connection)
        assert due is not None
        office.at = max(due, office.at + timedelta(seconds=1))
        await office.ring()
    office.at += timedelta(hours=1)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dibantu"), case.id)
    found = await firsts(office, case)
    assert {found.words[word].office for word in ("late", "answered")} == {VILLAGE}


async def test_the_answer_of_an_agency_is_its_own(office: Office) -> None:
    """As its lateness is."""
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "mohon dibantu"), case.id)
    office.at += timedelta(hours=1)
    await office.do(AO, Accept(AO), case.id)
    office.at += timedelta(days=40)
    await office.do(AO, Resolve(AO, Decision.HELPED, "sudah cair"), case.id)
    found = await firsts(office, case)
    assert {found.words[word].office for word in ("late", "answered")} == {DINSOS}
