"""Whoever is away is asked for nothing: their stand-in tells what is to be told by hand, and the
reminder of a form waits until they are back."""

import pytest

from bot.desk.filing import file
from bot.turns.posting import Post
from casework.actions.assignment import Claim
from casework.actions.ending.resolution import Resolve
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case, Decision, Role
from conversations.protocol import requests as rq
from conversations.protocol.dialogue import Draft, Talk
from storage.cases import cases
from storage.db.database import Database
from storage.pending import errands
from storage.unit_of_work import Batch
from tests.casework.cases import COLLEAGUE, OFFICER, VILLAGE
from tests.conversations.speaker import CONTENT
from tests.support.office import STORY, Office

LEADER = 31


@pytest.fixture
async def office(database: Database) -> Office:
    """Two at the counter, and a leader."""
    made = Office(database)
    await made.hire(OFFICER, Role.FRONT_OFFICE)
    await made.hire(COLLEAGUE, Role.FRONT_OFFICE)
    await made.hire(LEADER, Role.COORDINATOR)
    return made


async def walk_in(office: Office) -> Case:
    """A visitor whom an officer has written down, with a colleague's work done."""
    told = Intake(who=Who.WALK_IN, story=STORY)
    command = c.File(OFFICER, "visit", VILLAGE, "pkh", {}, told, helper=OFFICER)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await Post(batch, CONTENT.texts, "t").news(await file(office.desk, batch, command))
        await batch.flush()
    async with office.db.read() as connection:
        case_id = await cases.id_of_key(connection, command.key)
    assert case_id is not None
    await office.do(LEADER, Claim(LEADER), case_id)
    await office.told()
    return await office.case(case_id)


async def resolved(office: Office, case: Case) -> None:
    await office.do(LEADER, Resolve(LEADER, Decision.HELPED, "Sudah cair."), case.id)


@pytest.mark.parametrize(("away", "reader"), [(False, OFFICER), (True, COLLEAGUE)])
async def test_a_result_is_told_by_the_stand_in(office: Office, away: bool, reader: int) -> None:
    """It comes to whoever is there, with the words and the button; so does the reminder."""
    case = await walk_in(office)
    if away:
        await office.away(OFFICER, COLLEAGUE, days=20)
    await resolved(office, case)
    asked = [one for one in await office.told() if "Sudah cair." in one.text]
    assert [one.to for one in asked] == [reader]
    assert f"c:told:{case.id}" in asked[0].taps
    office.later(days=2, hours=1)
    await office.ring()
    reminded = [one.to for one in await office.told() if f"c:told:{case.id}" in one.taps]
    assert reminded == [reader]


async def test_the_stand_in_finds_it_among_their_tasks(office: Office) -> None:
    """For as long as they stand in."""
    case = await walk_in(office)
    await resolved(office, case)
    async with office.db.read() as connection:
        roles = (await Batch(connection, office.vault, office.at).person(COLLEAGUE)).memberships
        for absent, found in (((), []), ((OFFICER,), [case.id])):
            seen = await errands.of_person(connection, office.vault, COLLEAGUE, roles, absent)
            assert [one.id for one, _ in seen] == found


async def test_a_form_waits_until_its_writer_is_back(office: Office) -> None:
    """No reminder while they are away; one on the day after."""
    begun = Talk(drafts=(Draft("f1", "report"),))
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await batch.person(OFFICER)
        batch.keep_talk(OFFICER, begun)
        await batch.flush()
    await office.do(OFFICER, rq.RemindMe("f1"))
    await office.away(OFFICER, COLLEAGUE, days=3)
    for days in range(1, 4):
        office.later(days=1)
        await office.ring()
        assert "m:batal" not in {tap for one in await office.told() for tap in one.taps}, days
    office.later(days=2)
    await office.ring()
    told = [one for one in await office.told() if "m:batal" in one.taps]
    assert [one.to for one in told] == [OFFICER]
