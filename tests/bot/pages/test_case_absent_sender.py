"""An office that was asked reads who can be asked while the sender is away; and whoever stands in
for somebody reads of their withdrawn result that it was not their own."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.case.model import Decision
from storage.db.database import Database
from tests.bot.desk.test_conflict_of_interest import shown
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DINSOS, FO, staffed

INSTEAD = "Sekarang ditangani"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, AG)


@pytest.mark.parametrize("substitute", [BO, 0])
async def test_a_withdrawn_result_is_the_absents(office: Office, substitute: int) -> None:
    """Whose result it was is said by name or as that of whom they stand in for."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Resolve(FO, Decision.HELPED, "Beres."), case.id)
    await office.away(FO, substitute)
    await office.told()
    await office.do(CO, RetractResult(CO, "kartunya orang lain"), case.id)
    told = [x for x in await office.told() if "ditarik, karena keliru" in x.text]
    assert not any("yang Anda tulis" in x.text for x in told if x.to != FO)
    if substitute:
        assert substitute in {x.to for x in told}


@pytest.mark.parametrize("substitute", [BO, 0])
async def test_an_absent_sender(office: Office, substitute: int) -> None:
    """Whoever stands in is named; where nobody does, those whose turn it is there."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Refer(FO, DINSOS, "mohon dibantu"), case.id)
    assert INSTEAD not in await shown(office, AG, "case", case=case.id)
    await office.away(FO, substitute)
    assert INSTEAD in await shown(office, AG, "case", case=case.id)
