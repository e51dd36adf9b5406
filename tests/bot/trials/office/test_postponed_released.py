"""A case that was put off and that nobody holds any more waits for no day: it is in the queue of
whose turn it is at once."""

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.postponement import Postpone
from casework.case.commands import Command
from casework.case.model import Case, Status
from storage.cases import office_queue
from storage.db.database import Database
from tests.bot.desk.correcting.test_taking_back import bells
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed

DAY = "2026-12-10"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def put_off(office: Office) -> Case:
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Postpone(FO, DAY, "menunggu kartu"), case.id)
    office.later(minutes=5)
    await office.told()
    assert await waits(office) == {case.id}
    return await office.case(case.id)


async def waits(office: Office) -> frozenset[int]:
    """The cases that no queue shows as to be done, because they wait for their day."""
    async with office.db.read() as connection:
        return await office_queue.put_off(connection, office.at)


@pytest.mark.parametrize("by", [FO, CO])
async def test_given_back_it_waits_no_more(office: Office, by: int) -> None:
    """Its holder or a leader lets go of it: the promised date stays, and somebody hears when
    nobody takes it."""
    case = await put_off(office)
    await office.do(by, GiveBack(by, "tidak sanggup"), case.id)
    after = await office.case(case.id)
    assert (after.status, after.owner, after.due_at) == (Status.REVIEWED, None, case.due_at)
    assert not await waits(office)
    assert "unowned" in {kind for kind, _ in await bells(office)}


@pytest.mark.parametrize("command", [Assign(CO, BO), Postpone(CO, "2026-12-17", "menunggu")])
async def test_in_other_hands_it_waits_on(office: Office, command: Command) -> None:
    """A neighbour: who is given it knows of the day, and so does who puts it off once more."""
    case = await put_off(office)
    await office.do(CO, command, case.id)
    assert await waits(office) == {case.id}


async def test_taken_again_it_waits_no_more(office: Office) -> None:
    """A neighbour: who takes it next promised no day, and has it to do now."""
    case = await put_off(office)
    await office.do(FO, GiveBack(FO, "tidak sanggup"), case.id)
    await office.do(BO, Claim(BO), case.id)
    assert not await waits(office)
