"""A case that was late when its resident was asked is late when they have answered: in whose hands
it is reads so, and it does not climb in the same minute."""

from datetime import timedelta

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.question import Answer, Ask
from casework.case.whose_turn import is_late
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office
from tests.support.teams import CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, CO, DO)


@pytest.mark.parametrize("dropped", [False, True])
async def test_it_stays_late_and_climbs_later(office: Office, dropped: bool) -> None:
    """Answered or withdrawn at once; the promised day stays, and those above are told an hour of
    office time later."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    while not is_late(await office.case(case.id), office.at):
        office.later(days=1)
    await office.ring()
    before = await office.case(case.id)
    await office.do(FO, Ask(FO, "Berapa nomor KK?", "text"), case.id)
    if dropped:
        await office.do(FO, DropQuestion(FO), case.id)
    else:
        await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "123"}), case.id)
    await office.ring()
    after = await office.case(case.id)
    assert after.due_at == before.due_at
    assert is_late(after, office.at)
    assert after.level == before.level
    office.at += timedelta(days=3)
    await office.ring()
    assert (await office.case(case.id)).level > before.level
