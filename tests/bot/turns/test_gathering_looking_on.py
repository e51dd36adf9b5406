"""Who only looks on at a case waits for the morning and for other news; who must act does not."""

from datetime import UTC, timedelta

import pytest

from bot.turns.gathering import FREE
from casework.actions.assignment import Claim
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.case.model import Case, Decision, Verdict
from casework.case.number import number
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office, Told
from tests.support.teams import BO, CO, FO, staffed

STAFF = (FO, BO, CO)


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, *STAFF)


async def _told(office: Office, person: int) -> list[Told]:
    return [one for one in await office.delivered() if one.to == person]


async def _climbed(office: Office, teller: int, **facts: str) -> Case:
    """A case that has come to the coordinator, and has a result by the back office."""
    case = await office.file(teller=teller, **facts)
    for _ in range(40):
        if (await office.case(case.id)).level:
            break
        office.later(hours=6)
        await office.ring()
    assert (await office.case(case.id)).level
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dibantu"), case.id)
    return case


@pytest.mark.parametrize("facts", [{}, {"frail": "yes"}])
async def test_who_looks_on_sleeps(office: Office, facts: dict[str, str]) -> None:
    """At night a resident says that it is not fixed: the coordinator reads it in the morning, with
    the button that opens the case."""
    case = await _climbed(office, TELLER, **facts)
    await office.delivered()
    office.at = office.at.replace(hour=15, minute=0, tzinfo=UTC) + timedelta(days=1)
    await office.delivered()
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, ""), case.id)
    office.later(minutes=10)
    assert await _told(office, CO) == []
    office.later(hours=9)
    (told,) = await _told(office, CO)
    assert number(case.id) in told.text
    assert "mengawasi" in told.text
    assert told.taps == (f"c:open:{case.id}",)


async def test_two_of_one_moment_are_one_on_a_busy_day(office: Office) -> None:
    """After the free ones of a day two cases that come due together are one message, also where
    nothing was held for a while."""
    for n in range(4):
        await office.file(teller=TELLER + n)
        office.later(minutes=10)
    office.later(hours=3)
    two = [await office.file(teller=TELLER + 20 + n) for n in range(2)]
    await office.delivered()
    told: list[Told] = []
    for _ in range(14 * 24 * 6):
        office.later(minutes=10)
        await office.ring()
        told += await _told(office, CO)
        if any(number(two[0].id) in one.text for one in told):
            break
    named = [sum(number(case.id) in one.text for case in two) for one in told]
    assert len(named) > FREE
    assert [count for count in named if count] == [2]
