"""A question that nobody answers for ten days: the page says whose turn it is to decide, as long as
the morning list counts it so."""

from datetime import timedelta

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.question import Answer, Ask
from storage.db.database import Database
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import TELLER
from tests.support.office import Office
from tests.support.teams import CO, DO, FO, staffed

TURN = "memutuskan, warga tidak menjawab"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, CO, DO)


async def asked(office: Office, by: int) -> int:
    """Somebody has taken a case and asked its teller something."""
    case = await office.file()
    await office.do(by, Claim(by), case.id)
    await office.do(by, Ask(by, "Berapa nomor KK?", "text"), case.id)
    return case.id


async def later(office: Office, days: int) -> None:
    for _ in range(days):
        office.at += timedelta(days=1)
        await office.ring()


async def page(office: Office, person: int, case: int) -> str:
    return (await shown(office, person, "case", case=case)).partition("\n")[0]


async def test_the_page_names_who_decides(office: Office) -> None:
    """The level that was asked, to everybody; nothing before."""
    case = await asked(office, FO)
    await later(office, 8)
    assert TURN not in await page(office, FO, case)
    await later(office, 4)
    for person in (FO, CO):
        assert f"🤔 giliran koordinator {TURN}" in await page(office, person, case)


async def test_a_leader_who_holds_it(office: Office) -> None:
    """A neighbour: what has climbed above whoever holds it is the turn of that level."""
    case = await asked(office, CO)
    await later(office, 12)
    told = await page(office, CO, case)
    level = (await office.case(case)).level
    who = "SLRT" if level > 1 else "Anda"
    assert f"giliran {who} {TURN}" in told
    assert told == await page(office, CO, case)


@pytest.mark.parametrize("ends", ["answer", "drop", "again"])
async def test_it_ends(office: Office, ends: str) -> None:
    """Another: it was answered, dropped, or asked anew."""
    case = await asked(office, FO)
    await later(office, 12)
    if ends == "answer":
        await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "123"}), case)
    else:
        await office.do(FO, DropQuestion(FO), case)
    if ends == "again":
        await office.do(FO, Ask(FO, "Masih ada?", "text"), case)
    assert TURN not in await page(office, FO, case)
