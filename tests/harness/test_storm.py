"""A storm: five hundred residents report in one minute, one batch after another, on either
database."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from bot.turns import posting
from conversations.protocol.texts import Texts
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import TELLER
from tests.figures import Figure
from tests.support.office import Told
from tests.support.teams import BO, CO, DO, FO, staffed

STAFF = (FO, BO, CO, DO)
REPORTS = 500
MOST_MESSAGES = 5


async def _told(database: Database, reports: int) -> list[Told]:
    """What colleagues are told in two hours of so many reports that come in one minute."""
    office, got = await staffed(database, *STAFF), list[Told]()
    for n in range(1, reports + 1):
        await office.file(teller=TELLER + n)
        got += await office.delivered()
        office.later(hours=1 / 60 / reports)
    office.later(hours=2)
    got += await office.delivered()
    return [one for one in got if one.to in STAFF]


def _most(told: Sequence[Told]) -> int:
    return max(Counter(one.to for one in told).values())


async def test_five_hundred_in_a_minute(database: Database, figure: Figure) -> None:
    """The first are told at once, the rest in one message, with what can be shown of it and where
    the rest stands."""
    told = await _told(database, REPORTS)
    figure(
        "also", "reports in one minute", reports=REPORTS, most_messages_to_one_officer=_most(told)
    )
    assert _most(told) <= MOST_MESSAGES
    assert any("/antrian" in one.text for one in told)


async def test_without_gathering(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where nothing waits for what comes after it, everybody is told of each."""

    async def as_they_come(batch: Batch, texts: Texts, mails: Sequence[Any]) -> list[Any]:
        return list(mails)

    monkeypatch.setattr(posting, "gather", as_they_come)
    most = _most(await _told(sqlite_database, REPORTS // 10))
    name = "control: each report told by itself"
    figure("also", name, reports=REPORTS // 10, most_messages_to_one_officer=most)
    assert most > MOST_MESSAGES
