"""A case that was late when its resident was asked is late when they have answered: in whose hands
it is reads so, and it does not climb in the same minute. Meanwhile it can be found."""

from datetime import timedelta

import pytest

from bot.desk.own_queue import own_queue
from bot.pages.show import show
from bot.turns.morning_list import DIGEST, EVERYBODY, MorningList
from casework.actions.assignment import Claim
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.question import Answer, Ask
from casework.case.whose_turn import is_late
from casework.policy.followups import Bell
from casework.search.queue_filter import QueueFilter, View
from conversations.protocol.effects import Say, Show
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import TELLER
from tests.conversations.speaker import CONTENT
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


async def looked_at(office: Office, person: int, view: View) -> list[int]:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        through = QueueFilter(view)
        found = await own_queue(batch, office.desk.roster, person, narrowed=through)
        return [case.id for case in found.cases]


async def page(office: Office, person: int, asked: Show) -> Say:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        return (await show(batch, office.desk, person, asked))[0]


@pytest.mark.parametrize("late", [False, True])
async def test_it_is_found_while_its_teller_is_silent(office: Office, late: bool) -> None:
    """Asked when it was late, it stands at once in a line of its own in the morning, in its view,
    behind its search words and on its page, for its holder and whoever leads there, and is counted
    below; asked in time not before five days. Late it is on no screen meanwhile."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    while late and not is_late(await office.case(case.id), office.at):
        office.later(days=1)
    await office.ring()
    await office.do(FO, Ask(FO, "Berapa nomor KK?", "text"), case.id)
    lists = await morning(office)
    words = "Sudah lewat waktu, menunggu warga: 1"
    for person in (FO, CO):
        assert await looked_at(office, person, View.TOO_LONG) == [case.id] * late
        assert await looked_at(office, person, View.LATE) == []
        search = await page(office, person, Show("found", {"words": "menunggu terlalu lama"}))
        assert ("found.none" in str(search.text)) != late
        assert (words in lists.get(person, "")) == late
        head = str((await page(office, person, Show("case", {"case": case.id}))).text.args)
        assert ("queue_line.late" in head) == late
    assert (words in lists[DO].split("Kantor di bawah")[1]) == late
    office.later(days=6)
    assert await looked_at(office, FO, View.TOO_LONG) == [case.id]


async def test_its_line_says_since_when(office: Office) -> None:
    """The promised day stands in the list of what waits."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    office.at = case.due_at + timedelta(days=1)
    await office.do(FO, Ask(FO, "Berapa nomor KK?", "text"), case.id)
    for view in "wt":
        line = str((await page(office, FO, Show("queue", {"words": f"{view}~"}))).text.args)
        assert "queue_line.late" in line


async def morning(office: Office) -> dict[int, str]:
    """The lists of the next morning."""
    policy = office.desk.policy
    day = policy.rota.digest_day(office.at, policy.calendar)
    office.at = policy.rota.morning_of(day, policy.calendar)
    bell = Bell(DIGEST, EVERYBODY, day.isoformat(), office.at)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        made = await MorningList(office.desk).ring(batch, bell)
        return {mail.to: CONTENT.texts.plain("id", mail.say.text) for mail in made}
