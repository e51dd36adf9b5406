"""Whoever reads that somebody else holds a case reads their name, on whatever way the refusal
comes: never the id of a row."""

from collections.abc import Sequence

import pytest

from bot.pages.show import show
from casework.actions.assignment import Claim
from casework.actions.duplicates.merging import Merge
from casework.case.model import Case
from conversations.protocol.effects import Say, Show
from storage.db.database import Database
from tests.conversations.speaker import CONTENT
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed

NAME = f"officer {BO}"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def held(office: Office) -> Case:
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.told()
    return case


def plain(said: Sequence[Say]) -> str:
    return "\n".join(CONTENT.texts.plain("id", one.text) for one in said)


async def test_on_the_page_of_a_referral(office: Office) -> None:
    """Another officer looks for an office to refer it to."""
    case = await held(office)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        told = plain(await show(batch, office.desk, FO, Show("refer", {"case": case.id})))
    assert NAME in told
    assert f"<b>{BO}</b>" not in told


@pytest.mark.parametrize("confirmed", [True, False])
async def test_in_a_merge(office: Office, confirmed: bool) -> None:
    """Two of the same, one of them held: by the look at both, and by the act."""
    case, other = await held(office), await office.file()
    await office.do(FO, Merge(FO, case.id, confirmed=confirmed), other.id)
    told = [letter.text for letter in await office.told() if letter.to == FO]
    assert not any(str(BO) in words.replace(NAME, "") for words in told)
