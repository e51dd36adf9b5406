"""An emergency that is opened again rings like an emergency, whoever opens it."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.case.model import Case, Decision, Verdict
from casework.case.number import number
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def ended(office: Office, service: str = "disaster", danger: str = "yes") -> Case:
    case = await office.file(service, danger=danger)
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah aman"), case.id)
    await office.delivered()
    return case


async def red(office: Office, case: Case) -> list[int]:
    """Whose phone rings, once for each 🔴."""
    letters = await office.delivered()
    return [x.to for x in letters if number(case.id) in x.text and x.text.startswith("🔴")]


async def test_a_leader_opens_it(office: Office) -> None:
    """All of the village are called at once, whoever had it last among them; nobody twice."""
    case = await ended(office)
    await office.do(CO, OpenAgain(CO, "api menyala lagi"), case.id)
    assert sorted(await red(office, case)) == [FO, BO]


async def test_the_district_opens_it(office: Office) -> None:
    """The village and its coordinator, who looks on."""
    case = await ended(office)
    await office.do(DO, OpenAgain(DO, "api menyala lagi"), case.id)
    assert sorted(await red(office, case)) == [FO, BO, CO]


async def test_its_teller_opens_it(office: Office) -> None:
    """It is not fixed: the same phones ring."""
    case = await ended(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "api menyala lagi"), case.id)
    assert sorted(await red(office, case)) == [FO, BO, CO]


async def test_it_goes_on_ringing(office: Office) -> None:
    """After ten minutes those above are called in red, too."""
    case = await ended(office)
    await office.do(CO, OpenAgain(CO, "api menyala lagi"), case.id)
    await office.delivered()
    office.later(minutes=11)
    await office.ring()
    assert set(await red(office, case)) >= {FO, BO, CO}


async def test_the_leader_looks_on(office: Office) -> None:
    """An ordinary case opened by its leader is the turn of who had it, and she looks on."""
    case = await ended(office, "pkh", "no")
    await office.do(CO, OpenAgain(CO, "keliru"), case.id)
    told = await office.delivered()
    assert any("👉 Giliran Anda; koordinator mengawasi." in x.text for x in told if x.to == FO)
    assert await red(office, case) == []
