"""What somebody of the district holds, or had last, is no task of its village: it stands neither in
its queue nor in its morning list, only among what waits for another office."""

from datetime import timedelta

import pytest

from bot.desk.own_queue import own_queue
from bot.turns.morning_list import DIGEST, EVERYBODY, MorningList
from casework.actions.assignment import Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correspondence import Reply
from casework.actions.question import Ask
from casework.case.model import Case
from casework.policy.followups import Bell
from casework.search.queue_filter import QueueFilter, View
from conversations.protocol.effects import Say, Text
from storage.cases.list_page import ListPage
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.support.office import Office
from tests.support.teams import CO, DM, DO, FO, staffed

VILLAGE_PEOPLE = (FO, CO)


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, CO, DO, DM)


async def climbed(office: Office) -> Case:
    """A case that nobody has taken and that has come to the district."""
    case = await office.file()
    while (await office.case(case.id)).level < 2:
        office.later(days=1)
        await office.ring()
    return await office.case(case.id)


async def seen(office: Office, person: int, view: View = View.ALL) -> list[int]:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        found: ListPage = await own_queue(
            batch, office.desk.roster, person, narrowed=QueueFilter(view)
        )
        return [case.id for case in found.cases]


async def listed(office: Office) -> dict[int, dict[str, object]]:
    """What the morning lists of the next morning count."""
    policy = office.desk.policy
    day = policy.rota.digest_day(office.at, policy.calendar)
    office.at = policy.rota.morning_of(day, policy.calendar)
    bell = Bell(DIGEST, EVERYBODY, day.isoformat(), office.at)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = {m.to: m.say for m in await MorningList(office.desk).ring(batch, bell)}
    return {person: counted(say) for person, say in said.items()}


def counted(say: Say) -> dict[str, object]:
    lines = [x for x in say.text.args["lines"] if isinstance(x, Text) and "count" in x.args]
    return {x.key.removeprefix("morning."): x.args["count"] for x in lines}


async def only_looked_on(office: Office, case: Case) -> None:
    for person in VILLAGE_PEOPLE:
        assert await seen(office, person) == []
        assert await seen(office, person, View.WAITING) == []
        assert await seen(office, person, View.REFERRED) == [case.id]
    lists = await listed(office)
    for person in VILLAGE_PEOPLE:
        told = lists.get(person, {})
        assert not told.keys() & {"total", "others", "unread", "waiting", "undecided"}, person
        assert told.get("elsewhere", 0) == (1 if person in lists else 0)


async def test_while_the_district_holds_it(office: Office) -> None:
    """Taken and answered above."""
    case = await climbed(office)
    await office.do(DO, Claim(DO), case.id)
    await office.do(DO, Reply(DO, "kami urus"), case.id)
    assert await seen(office, DO) == [case.id]
    await only_looked_on(office, case)


async def test_while_its_teller_is_silent_to_the_district(office: Office) -> None:
    """For the answer to a question of the district the village waits as little, and calls nobody;
    the district is the one to decide."""
    case = await climbed(office)
    await office.do(DO, Claim(DO), case.id)
    await office.do(DO, Ask(DO, "Berapa nomor KK?", "text"), case.id)
    office.later(days=12)
    await only_looked_on(office, case)
    assert await seen(office, DO, View.WAITING) == [case.id]


async def test_while_nobody_above_is_there(office: Office) -> None:
    """With all of the district away it is the village's again."""
    case = await climbed(office)
    await office.do(DO, Claim(DO), case.id)
    await office.away(DO)
    await office.away(DM)
    for person in VILLAGE_PEOPLE:
        assert await seen(office, person) == [case.id]


async def test_given_back_by_the_district(office: Office) -> None:
    """Let go above, it waits for the district all the same."""
    case = await climbed(office)
    await office.do(DO, Claim(DO), case.id)
    office.later(minutes=5)
    await office.do(DO, GiveBack(DO, "salah ambil"), case.id)
    assert (await office.case(case.id)).owner is None
    office.at += timedelta(minutes=1)
    await only_looked_on(office, case)
