"""What is told to somebody because they knew of a case before goes, while they are away, to their
stand-in."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.placing import CorrectPlace
from storage.db.database import Database
from tests.casework.cases import OTHER, TELLER
from tests.support.office import Office
from tests.support.teams import BO, CO, DM, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO, DM)


async def told(office: Office) -> set[int]:
    return {letter.to for letter in await office.told()} - {TELLER}


@pytest.mark.parametrize("away", [True, False])
async def test_who_held_what_has_moved_away(office: Office, away: bool) -> None:
    """That it is theirs no more reads the stand-in, who would look for it."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    if away:
        await office.away(BO, FO)
    await office.told()
    await office.do(DO, CorrectPlace(DO, "alamatnya di sana", village=OTHER), case.id)
    readers = await told(office)
    assert (BO in readers, FO in readers) == (not away, away)
