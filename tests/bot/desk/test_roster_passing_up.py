"""A case goes up to the district by a referral, which the district answers: nobody below gives it
to a person there."""

import pytest

from bot.pages.show import show
from casework.actions.assignment import Assign
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Role
from conversations.protocol.effects import Show
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT
from tests.support.office import Office

FO, BO, CO, DO, DM = 101, 102, 103, 104, 105
UP = f"rg:{{}}:{DISTRICT}"


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(DM, Role.DISTRICT_MANAGER, DISTRICT)
    return made


async def offered(office: Office, person: int, case: int, page: str = "assign") -> list[str]:
    """The buttons of the page that asks to whom a case goes."""
    args = {"case": case, "cases": (case,), "draft": "d"}
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        (said,) = await show(batch, office.desk, person, Show(page, args))
    return [button.tap.data() for row in said.buttons for button in row if button.tap]


async def test_up_is_a_referral(office: Office) -> None:
    """A coordinator chooses among the village's people, or refers the case to the district; the
    district chooses among all."""
    case = await office.file()
    given = [f"as:{case.id}:{person}" for person in (FO, BO, CO, DO, DM)]
    assert await offered(office, CO, case.id) == [*given[:3], UP.format(case.id)]
    assert await offered(office, DM, case.id) == given


async def test_nobody_is_given_a_case_from_below(office: Office) -> None:
    """An old button or a forged one is refused in words that say how it is done."""
    case = await office.file()
    await office.told()
    await office.do(CO, Assign(CO, DO), case.id)
    (letter,) = await office.told()
    assert (letter.to, "Rujuk" in letter.text) == (CO, True)
    assert (await office.case(case.id)).owner is None
    await office.do(DM, Assign(DM, DO), case.id)
    assert (await office.case(case.id)).owner == DO


async def test_what_the_district_has_may_be_given_to_its_people(office: Office) -> None:
    """Once it has taken the case, the village's coordinator may say whose it is there."""
    case = await office.file()
    await office.do(CO, Refer(CO, DISTRICT, "please"), case.id)
    await office.do(DO, Accept(DO), case.id)
    assert UP.format(case.id) not in await offered(office, CO, case.id)
    await office.do(CO, Assign(CO, DM), case.id)
    assert (await office.case(case.id)).owner == DM


async def test_what_is_referred_already_is_not_referred_again(office: Office) -> None:
    """While the district has not answered, there is no second way up."""
    case = await office.file()
    await office.do(CO, Refer(CO, DISTRICT, "please"), case.id)
    taps = await offered(office, CO, case.id)
    assert UP.format(case.id) not in taps
    assert f"as:{case.id}:{DO}" not in taps


async def test_several_cases_go_to_nobody_above(office: Office) -> None:
    """The same holds for several cases at once."""
    case = await office.file()
    taps = await offered(office, CO, case.id, "bulk_officer")
    assert not [tap for tap in taps if str(DO) in tap or str(DM) in tap]
    assert [tap for tap in taps if str(BO) in tap]
