"""Absences begin and end by the calendar: in the morning those whose turn some cases are since then
read so, so that no turn comes or goes in silence."""

from datetime import timedelta

import pytest

from bot.pages.show import show
from casework.access.stand_in import Absence
from casework.actions.assignment import Claim
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Decision, Verdict
from casework.case.number import number
from conversations.protocol import requests as rq
from conversations.protocol.effects import Show
from storage.db.database import Database
from storage.pending.bells import next_bell
from storage.people import stand_ins
from tests.casework.cases import TELLER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office, Told
from tests.support.teams import AG, BO, CO, DINSOS, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO, AG)


async def turning(office: Office, days: int) -> list[Told]:
    """So many days pass, with every bell on the way; what is told of whose turn it is now."""
    then, found = office.at + timedelta(days=days), list[Told]()
    while office.at < then:
        await office.ring()
        found += await office.delivered()
        async with office.db.read() as connection:
            due = await next_bell(connection)
        office.at = min(then, due) if due and due > office.at else then
    await office.ring()
    return [
        one for one in [*found, *await office.delivered()] if "Sekarang giliran Anda" in one.text
    ]


async def refused(office: Office) -> Case:
    """The coordinator had it and is away without a stand-in when their result is refused."""
    case = await office.file()
    await office.do(CO, Claim(CO), case.id)
    await office.do(CO, Resolve(CO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    await office.away(CO, days=1)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    return case


async def page(office: Office, reader: int, case: Case) -> str:
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        said = await show(batch, office.desk, reader, Show("case", {"case": case.id}))
    return "\n".join(CONTENT.texts.plain("id", one.text) for one in said)


async def test_the_turn_comes_back_with_a_word(office: Office) -> None:
    """Until the absence is over it is the district's, as page and notice say; then the coordinator
    reads that it is theirs again, once."""
    case = await refused(office)
    assert [x.to for x in await office.delivered() if "Giliran Anda" in x.text] == [DO]
    assert "giliran SLRT" in await page(office, DO, case)
    told = await turning(office, 2)
    assert [one.to for one in told if number(case.id) in one.text] == [CO]
    assert "bertugas lagi" in told[0].text
    assert "officer 103" in await page(office, DO, case)
    assert [one for one in await turning(office, 2) if one.to == CO] == []


async def test_what_somebody_holds_is_named_when_they_are_back(office: Office) -> None:
    """Those who were asked meanwhile read nothing of it."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.away(BO, days=1)
    told = await turning(office, 2)
    assert [(one.to, number(case.id) in one.text) for one in told] == [(BO, True)]


@pytest.mark.parametrize("substitute", [CO, 0])
async def test_an_absence_that_was_planned_begins(office: Office, substitute: int) -> None:
    """Whose turn the cases are on that day reads so on that day."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    day = office.desk.roster.night(office.at) + timedelta(days=1)
    async with office.db.write() as connection:
        planned = Absence(BO, BO, substitute, day, day + timedelta(days=9))
        await stand_ins.put(connection, planned, office.at)
    told = await turning(office, 1)
    assert number(case.id) in told[0].text
    assert BO not in {one.to for one in told}
    assert substitute in {0, *(one.to for one in told)}


async def test_over_a_weekend_it_is_told_on_the_next_open_day(office: Office) -> None:
    """The morning that has a list tells of the days before it, too."""
    office.later(days=4)  # Friday
    case = await refused(office)
    await office.delivered()
    told = await turning(office, 4)
    assert [one.to for one in told if number(case.id) in one.text] == [CO]


async def test_another_office_reads_who_its_sender_is_now(office: Office) -> None:
    """It was its turn all along, and nobody tells it that it is now."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "mohon bantuan"), case.id)
    await office.do(AG, Accept(AG), case.id)
    await office.delivered()
    await office.do(CO, rq.EndRoles(BO))
    (told,) = [one.text for one in await office.delivered() if one.to == AG]
    assert "Sekarang giliran Anda" not in told
    assert "officer 103" in told
    assert number(case.id) in told
