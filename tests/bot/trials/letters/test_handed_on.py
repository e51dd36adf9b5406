"""Whose case goes to a colleague reads at once who has it now."""

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import DISTRICT_LEVEL, Case
from storage.db.database import Database
from tests.casework.cases import DISTRICT
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def _held(office: Office, by: int, **facts: str) -> Case:
    case = await office.file(**facts)
    await office.do(by, Claim(by), case.id)
    office.later(minutes=5)
    await office.delivered()
    return case


async def _read(office: Office, who: int) -> list[str]:
    return [one.text for one in await office.delivered() if one.to == who]


@pytest.mark.parametrize("facts", [{}, {"alarm": "danger"}])
@pytest.mark.parametrize(("by", "to"), [(CO, BO), (CO, CO)])
async def test_the_former_holder_reads_who_has_it(
    office: Office, by: int, to: int, facts: dict[str, str]
) -> None:
    """Given to somebody else by a leader, or taken over by them, in an emergency, too."""
    case = await _held(office, FO, **facts)
    await office.do(by, Assign(by, to), case.id)
    (told,) = await _read(office, FO)
    assert f"dilanjutkan officer {to}" in told


async def test_who_gives_it_away_is_told_nothing(office: Office) -> None:
    """They know; of many cases nobody wants an echo."""
    case = await _held(office, CO)
    await office.do(CO, Assign(CO, BO), case.id)
    assert not any("dilanjutkan" in one for one in await _read(office, CO))


async def test_the_stand_in_reads_it_for_who_is_away(office: Office) -> None:
    """Who acts for the former holder reads it in their place."""
    case = await _held(office, FO)
    await office.away(FO, BO)
    await office.delivered()
    await office.do(CO, Assign(CO, CO), case.id)
    assert any(f"dilanjutkan officer {CO}" in one for one in await _read(office, BO))


async def test_the_village_reads_who_took_its_case_up(office: Office) -> None:
    """What a village passed up and the district took is in the district's hands now."""
    case = await _held(office, FO)
    await office.do(FO, Refer(FO, DISTRICT, "mohon dibantu", override="mendesak"), case.id)
    await office.delivered()
    await office.do(DO, Accept(DO), case.id)
    assert (await office.case(case.id)).level == DISTRICT_LEVEL
    assert any(f"dilanjutkan officer {DO}" in one for one in await _read(office, FO))
