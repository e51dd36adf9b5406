"""What is written at night goes out in the morning: the words say so before, days that are counted
from the wrong day are named, and there is no button that would not do what it says."""

from datetime import timedelta

import pytest

from bot.turns.case_heads import headed
from casework.actions.assignment import Claim
from casework.actions.correspondence import Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case.commands import Command
from casework.case.model import Case, Decision, Role
from conversations.protocol.effects import AboutCase, Say, Text, text
from conversations.protocol.requests import SendHeld, TakeBackHeld
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office, Told
from tests.support.teams import holding

FO = 101
NIGHT = 22


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a counter; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


def at_hour(office: Office, hour: int, minute: int = 30) -> None:
    """The next time that it is so late, local time."""
    local = office.at.astimezone(office.desk.policy.calendar.zone)
    wanted = local.replace(hour=hour, minute=minute)
    office.at += (wanted - local) % timedelta(days=1)


async def held(office: Office, hour: int, minute: int = 30) -> Case:
    case = await office.file()
    at_hour(office, hour, minute)
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.delivered()
    return await office.case(case.id)


async def written(office: Office, case: Case, command: Command) -> Told:
    await office.do(FO, command, case.id)
    return next(one for one in await office.told() if one.to == FO)


WORDS = {
    "besok jam 9 ditunggu di kantor ya bu": "besok",
    "bsk pagi bisa diambil": "bsk",
    "nanti sore saya ke rumah": "nanti sore",
    "hari ini kami proses": "hari ini",
    "Lusa suratnya jadi.": "lusa",
}


@pytest.mark.parametrize("words", WORDS)
async def test_days_counted_from_tonight_are_named(office: Office, words: str) -> None:
    """With the word, when it is read, and a tap that gives the words back to be changed."""
    case = await held(office, NIGHT)
    told = await written(office, case, Reply(FO, words))
    assert "⚠️" in told.text
    assert f"“{WORDS[words]}”" in told.text
    assert "06.00" in told.text
    place = (await office.case(case.id)).version
    assert told.taps[0] == f"tb:{case.id}:{place}"
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    back = next(one for one in await office.told() if one.to == FO)
    assert words in back.text
    assert f"c:reply:{case.id}" in back.taps


@pytest.mark.parametrize(
    "command",
    [
        Ask(FO, "besok bisa datang?", "text"),
        Resolve(FO, Decision.HELPED, "bisa diambil besok pagi"),
    ],
)
async def test_in_a_question_and_a_result_too(office: Office, command: Command) -> None:
    """Neighbours: whatever goes to a resident."""
    case = await held(office, NIGHT)
    assert "⚠️" in (await written(office, case, command)).text


@pytest.mark.parametrize(
    ("hour", "words"),
    [(10, "besok jam 9 ya bu"), (NIGHT, "Kamis, 26 November jam 9 ya bu"), (2, "hari ini jadi")],
)
async def test_what_is_right_is_let_be(office: Office, hour: int, words: str) -> None:
    """By day, with the day itself, and after midnight, when it is read on the same day."""
    case = await held(office, hour)
    assert "⚠️" not in (await written(office, case, Reply(FO, words))).text


async def test_at_night_nothing_promises_to_send_now(office: Office) -> None:
    """No such button; the card says why, and the button of an older card changes nothing."""
    case = await held(office, NIGHT)
    told = await written(office, case, Reply(FO, "datang Kamis ya bu"))
    place = (await office.case(case.id)).version
    assert f"sa:{case.id}:{place}" not in told.taps
    assert "tidak kami bangunkan" in told.text
    await office.do(FO, SendHeld(case.id, place, 5), case.id)
    [answer] = await office.told()
    assert "tidak kami bangunkan" in answer.text
    assert not [one for one in await office.delivered() if one.to == TELLER]
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert f"c:reply:{case.id}" in [tap for one in await office.told() for tap in one.taps]


async def test_just_before_the_night_it_really_goes(office: Office) -> None:
    """Two minutes before eight it would wait for the morning; sent now, it goes now."""
    case = await held(office, 19, 59)
    told = await written(office, case, Reply(FO, "besok jam 9 ya bu"))
    place = (await office.case(case.id)).version
    assert f"sa:{case.id}:{place}" in told.taps
    assert "06.00" in told.text
    await office.do(FO, SendHeld(case.id, place, 5), case.id)
    assert [one.to for one in await office.delivered() if one.to == TELLER] == [TELLER]


def keys(told: object) -> set[str]:
    if not isinstance(told, Text):
        return set()
    return {told.key}.union(*(keys(one) for one in told.args.values()))


@pytest.mark.parametrize(("hour", "sends"), [(NIGHT, True), (NIGHT, False), (10, True)])
async def test_before_it_is_written_the_form_says_so(
    office: Office, hour: int, sends: bool
) -> None:
    """Above the question and the card whose words go to the resident."""
    case = await held(office, hour)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        asked = Say(text("form.review"), about=AboutCase(case.id, sends=sends))
        found = keys((await headed(batch, office.desk, FO, asked)).text)
    assert ("form.at_night" in found) is (sends and hour == NIGHT)
