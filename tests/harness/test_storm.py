"""A storm: five hundred residents report in one minute, one batch after another, on either
database."""

from collections import Counter

from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Told
from tests.support.teams import BO, CO, DO, FO, staffed

STAFF = (FO, BO, CO, DO)
REPORTS = 500
MOST_MESSAGES = 5


async def test_five_hundred_in_a_minute(database: Database) -> None:
    """The first are told at once, the rest in one message, with what can be shown of it and where
    the rest stands."""
    office, got = await staffed(database, *STAFF), list[Told]()
    for n in range(1, REPORTS + 1):
        await office.file(teller=TELLER + n)
        got += await office.delivered()
        office.later(hours=1 / 60 / REPORTS)
    office.later(hours=2)
    got += await office.delivered()
    told = [one for one in got if one.to in STAFF]
    assert max(Counter(one.to for one in told).values()) <= MOST_MESSAGES
    assert any("/antrian" in one.text for one in told)
