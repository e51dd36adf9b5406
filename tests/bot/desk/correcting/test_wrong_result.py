"""A result that was wrong, at the desk: who hears of it, and what reached nobody."""

from dataclasses import replace

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.ending.resolution import Resolve
from casework.actions.objection import Object
from casework.case.model import Case, Decision, Role, Status
from storage.db.database import Database
from tests.bot.desk.correcting.test_taking_back import bells, held_by, sent_out
from tests.casework.cases import DISTRICT, TELLER
from tests.support.office import Office

FO, CO, DO = 101, 102, 103


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with counter and coordinator, and the district."""
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def resolved(office: Office) -> Case:
    case = await held_by(office)
    await office.do(FO, Resolve(FO, Decision.HELPED, "the card works again"), case.id)
    await office.told()
    return await office.case(case.id)


async def heard(office: Office) -> dict[int, str]:
    return {letter.to: letter.text for letter in await office.told()}


async def test_resident_and_writer_hear_of_it(office: Office) -> None:
    """A leader takes it back: the resident reads reason and date, its writer reads it too and goes
    on; no bell of the result rings any more."""
    case = await resolved(office)
    await sent_out(office)
    office.later(days=1)
    await office.do(CO, RetractResult(CO, "it was another card"), case.id)
    after = await office.case(case.id)
    assert (after.status, after.owner) == (Status.IN_PROGRESS, FO)
    told = await heard(office)
    assert "Mohon maaf" in told[TELLER]
    assert "it was another card" in told[TELLER]
    assert "yang Anda tulis" in told[FO]
    assert not {"confirm", "lapse", "unheard", "unconfirmed"} & {
        kind for kind, _ in await bells(office)
    }


async def test_what_still_waited_reached_nobody(office: Office) -> None:
    """Within the two minutes nothing goes out, neither the result nor that it was wrong."""
    office.desk = replace(office.desk, hold=HELD_FOR)
    case = await resolved(office)
    await office.do(CO, RetractResult(CO, "it was another card"), case.id)
    assert TELLER not in await heard(office)
    office.later(minutes=5)
    assert TELLER not in await sent_out(office)


async def test_who_does_not_hold_it_may_not(office: Office) -> None:
    """A resident never, and a colleague who neither holds nor leads only hears who does."""
    case = await resolved(office)
    other = await office.hire(104, Role.FRONT_OFFICE)
    for who in (other, TELLER):
        await office.do(who, RetractResult(who, "mine"), case.id)
    assert await office.case(case.id) == case


async def test_the_answer_to_an_objection_is_open_again(office: Office) -> None:
    """The first decision is in question as before, so its writer decides no more."""
    case = await resolved(office)
    await sent_out(office)
    await office.do(TELLER, Object(TELLER, "they did not look"), case.id)
    await office.do(CO, Claim(CO), case.id)
    await office.do(CO, Resolve(CO, Decision.NOT_POSSIBLE, "it stays"), case.id)
    office.later(hours=1)
    await office.do(CO, RetractResult(CO, "I read the wrong letter"), case.id)
    after = await office.case(case.id)
    assert (after.ending.objected, after.ending.decided_by) == (True, FO)
    await office.do(FO, Resolve(FO, Decision.HELPED, "mine again"), case.id)
    assert (await office.case(case.id)).status is Status.IN_PROGRESS


async def test_whoever_left_holds_nothing(office: Office) -> None:
    """Its holder works here no more: it is offered to the others."""
    case = await resolved(office)
    await sent_out(office)
    await office.leaves(FO)
    await office.do(CO, RetractResult(CO, "it was another card"), case.id)
    after = await office.case(case.id)
    assert (after.status, after.owner) == (Status.RECEIVED, None)
