"""What the teller of a late case reads of the level that it has come to."""

import pytest

from casework.actions.assignment import Claim
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.teams import BO, CO, DO, FO, staffed


@pytest.mark.parametrize(("holder", "told"), [(FO, True), (CO, False)])
async def test_nobody_is_said_to_be_asked_who_holds_it(
    database: Database, holder: int, *, told: bool
) -> None:
    """The coordinator is asked about a case of the counter; of their own nothing is passed on."""
    office = await staffed(database, FO, BO, CO, DO)
    case = await office.file()
    await office.do(holder, Claim(holder), case.id)
    read = list[str]()
    while (await office.case(case.id)).level == case.level:
        due = await office.next_due()
        assert due is not None
        office.at = max(due, office.at)
        await office.ring()
        read += [one.text for one in await office.delivered() if one.to == TELLER]
    office.later(hours=20)
    read += [one.text for one in await office.delivered() if one.to == TELLER]
    assert any("kami teruskan juga ke koordinator" in one for one in read) is told
