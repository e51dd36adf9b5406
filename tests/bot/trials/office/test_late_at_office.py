"""What a leader is told of a case that lies late at another office: whose turn it is, and that they
look on."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.between_offices import AskSender
from casework.actions.referral import Refer
from storage.db.database import Database
from tests.casework.cases import DINSOS
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DO, staffed


async def climbed(database: Database, *, asks: bool = False, away: bool = False) -> str:
    """What the coordinator reads once the office's time is over."""
    office: Office = await staffed(database, BO, CO, DO, AG)
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    if asks:
        await office.do(AG, AskSender(AG, "which ward?"), case.id)
    if away:
        await office.away(BO, DO, days=60)
    await office.delivered()
    for _ in range(30):
        office.later(days=1)
        await office.ring()
        told = [x.text for x in await office.delivered() if x.to == CO and "⏫" in x.text]
        if told:
            return told[0]
    raise LookupError(case)


@pytest.mark.parametrize("away", [False, True])
async def test_the_other_office_has_its_turn(database: Database, away: bool) -> None:
    """Also while whoever has sent it is away."""
    assert "Giliran Dinas Sosial; Anda mengawasi" in await climbed(database, away=away)


async def test_who_is_asked_has_the_turn(database: Database) -> None:
    """The office waits for the sender's answer: nobody reads that it is the office's turn."""
    told = await climbed(database, asks=True)
    assert "Giliran Dinas" not in told
    assert f"Giliran officer {BO}" in told


async def test_a_stand_in_is_named(database: Database) -> None:
    """The holder is away: their stand-in is to answer."""
    told = await climbed(database, asks=True, away=True)
    assert f"officer {DO} menggantikan officer {BO}" in told
