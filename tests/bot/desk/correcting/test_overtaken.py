"""What happens while a letter waits must not make it untrue: the letter is taken back then, and its
writer reads that, with the words."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Add
from casework.actions.duplicates.merging import Merge
from casework.actions.ending.resolution import Resolve, Withdraw
from casework.actions.question import Answer, Ask
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Decision, Role, Status
from conversations.protocol.dialogue import Story
from conversations.protocol.requests import TakeBackHeld
from storage.db.database import Database
from tests.bot.desk.correcting.test_taking_back import bells, held_by, sent_out
from tests.casework.cases import DINSOS, DISTRICT, TELLER
from tests.support.office import Office
from tests.support.teams import holding

FO, CO, DO, AG = 101, 102, 103, 106
ASKS = Ask(FO, "since when is it so?", "text")
ENDS = Resolve(FO, Decision.HELPED, "the card works again")


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with counter and coordinator, the district and another office; letters wait."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(AG, Role.AGENCY_OFFICER, DINSOS)
    return made


async def heard(office: Office) -> dict[int, str]:
    """What each reads now, in one text."""
    told: dict[int, str] = {}
    for letter in await office.told():
        if letter.not_before <= office.at:
            told[letter.to] = told.get(letter.to, "") + "\n" + letter.text
    return told


async def asked(office: Office) -> Case:
    case = await held_by(office)
    await office.do(FO, ASKS, case.id)
    await office.told()
    return await office.case(case.id)


async def resolved(office: Office) -> Case:
    case = await held_by(office)
    await office.do(FO, ENDS, case.id)
    await office.told()
    return await office.case(case.id)


async def goes_out(office: Office) -> list[str]:
    """What the resident gets once the two minutes are over."""
    office.later(minutes=5)
    return [one.text for one in await office.delivered() if one.to == TELLER]


@pytest.mark.parametrize("leader", [CO, DO])
async def test_an_opened_case_sends_no_result(office: Office, leader: int) -> None:
    """A leader opens it again: the result never goes out, the resident reads nothing at all, and
    the writer reads why, with the words."""
    case = await resolved(office)
    await office.do(leader, OpenAgain(leader, "the name of the child"), case.id)
    told = await heard(office)
    assert "the name of the child" in told[FO]
    assert "the card works again" in told[FO]
    assert "tidak menerimanya" in told[FO]
    assert TELLER not in told
    after = await office.case(case.id)
    assert after.status not in (Status.RESOLVED, Status.CLOSED)
    assert not await goes_out(office)


async def test_nor_that_of_another_office(office: Office) -> None:
    """The agency reads that its result was stopped, not that it was not enough."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Refer(FO, DINSOS, "please"), case.id)
    await office.do(AG, Accept(AG), case.id)
    office.later(minutes=1)
    await office.told()
    await office.delivered()
    await office.do(AG, Resolve(AG, Decision.NOT_POSSIBLE, "not ours"), case.id)
    await office.told()
    await office.do(CO, OpenAgain(CO, "ask the school first"), case.id)
    told = await heard(office)
    assert "ask the school first" in told[AG]
    assert "not ours" in told[AG]
    assert "belum membereskan" not in told[AG]
    assert not await goes_out(office)


@pytest.mark.parametrize("command", [OpenAgain, RetractResult])
async def test_its_writer_is_not_told_that_it_has_gone(
    office: Office, command: type[OpenAgain | RetractResult]
) -> None:
    """The button ↩ of the card afterwards: it has been taken back already."""
    case = await resolved(office)
    await office.do(CO, command(CO, "it was another card"), case.id)
    await heard(office)
    await office.do(FO, TakeBackHeld(case.id, case.version, 5), case.id)
    told = (await heard(office))[FO]
    assert "sudah ditarik" in told
    assert "sudah terkirim" not in told


async def test_what_was_sent_is_opened_as_before(office: Office) -> None:
    """A neighbour: the resident has read the result, and reads that it goes on."""
    case = await resolved(office)
    await goes_out(office)
    await office.do(CO, OpenAgain(CO, "the name of the child"), case.id)
    assert "the name of the child" in (await heard(office))[TELLER]
    assert (await office.case(case.id)).status is Status.REVIEWED


@pytest.mark.parametrize("how", ["merged", "withdrawn", "resolved"])
async def test_a_question_falls_with_its_case(office: Office, how: str) -> None:
    """Merged, withdrawn or answered by a result: it is not sent, and its writer has the words."""
    other = await office.file()
    case = await asked(office)
    match how:
        case "merged":
            await office.do(FO, Merge(FO, other.id, confirmed=True), case.id)
        case "withdrawn":
            await office.do(TELLER, Withdraw(TELLER, "solved"), case.id)
        case _:
            await office.do(FO, ENDS, case.id)
    assert "since when is it so?" in (await heard(office))[FO]
    assert not [told for told in await goes_out(office) if "since when is it so?" in told]


async def test_a_result_falls_with_what_is_withdrawn(office: Office) -> None:
    """A neighbour: the resident takes back a case whose result they have not got."""
    case = await resolved(office)
    await office.do(TELLER, Withdraw(TELLER, "solved"), case.id)
    assert "the card works again" in (await heard(office))[FO]
    assert (await office.case(case.id)).ending.decision is Decision.WITHDRAWN
    assert not [told for told in await goes_out(office) if "the card works again" in told]


async def test_after_a_result_that_is_taken_back_nobody_was_asked(office: Office) -> None:
    """The question fell with the result; without the result the case waits for nobody."""
    before = await held_by(office)
    rings = await bells(office)
    await office.do(FO, ASKS, before.id)
    await office.do(FO, ENDS, before.id)
    place = (await office.case(before.id)).version
    await office.do(FO, TakeBackHeld(before.id, place, 5), before.id)
    assert (await office.case(before.id)).status is before.status
    assert await bells(office) == rings
    assert TELLER not in await sent_out(office)


async def test_a_question_that_has_gone_stays(office: Office) -> None:
    """A neighbour: what was sent is not taken back by a result."""
    case = await asked(office)
    await goes_out(office)
    await office.do(FO, ENDS, case.id)
    assert "since when" not in (await heard(office))[FO]
    place = (await office.case(case.id)).version
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.WAITING


async def answered_meanwhile(office: Office) -> Case:
    """The question was sent; while the result waits, the resident answers, and then the result is
    taken back."""
    case = await asked(office)
    await goes_out(office)
    await office.do(FO, ENDS, case.id)
    place = (await office.case(case.id)).version
    told = {"kind": "text", "value": "since Monday"}
    await office.do(TELLER, Answer(TELLER, told), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    await office.told()
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    return await office.case(case.id)


async def test_an_answer_meanwhile_counts(office: Office) -> None:
    """The case waits for nobody, our time runs, no reminder rings, and it can be given back."""
    case = await answered_meanwhile(office)
    assert (case.status, case.minutes_left) == (Status.IN_PROGRESS, None)
    assert not {kind for kind, _ in await bells(office)} & {"question", "unanswered"}
    assert TELLER not in await heard(office)
    await office.do(FO, GiveBack(FO, "away"), case.id)
    assert (await office.case(case.id)).status is Status.REVIEWED


async def test_an_answer_counts_in_a_result_that_is_written_better(office: Office) -> None:
    """A neighbour: reworded while it waits; taken back after that the question is answered."""
    case = await answered_meanwhile(office)
    await office.do(FO, ENDS, case.id)
    place = (await office.case(case.id)).version
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.IN_PROGRESS


async def test_what_is_only_added_is_no_answer(office: Office) -> None:
    """A neighbour: other news leave the question open."""
    case = await asked(office)
    await goes_out(office)
    await office.do(FO, ENDS, case.id)
    place = (await office.case(case.id)).version
    await office.do(TELLER, Add(TELLER, Story(("we moved",)).dump()), case.id)
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.WAITING
