"""What an officer writes about a case that a volunteer tells for a neighbour waits two minutes as
any other: nobody is asked to tell what may still be taken back."""

import pytest

from bot.desk.filing import file
from casework.actions.assignment import Claim
from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correcting.wrong_result import RetractResult
from casework.case.commands import File
from casework.case.intake import Consent, Intake, Who
from casework.case.model import Case, Role, Status
from conversations.protocol.requests import SendHeld, TakeBackHeld, TellByHand
from storage.cases import cases
from storage.db.database import Database
from storage.pending import errands
from storage.unit_of_work import Batch
from tests.bot.desk.correcting.test_taking_back import FO, WRITTEN, last, sent_out, to
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import TELLER, VILLAGE
from tests.support.office import STORY, Office
from tests.support.teams import holding

WORDS = {"reply": "on Monday", "question": "since when", "result": "works again"}


@pytest.fixture
async def office(database: Database) -> Office:
    """A village where a volunteer has told of a neighbour's trouble; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


async def filed(office: Office) -> Case:
    intake = Intake(who=Who.NEIGHBOUR, story=STORY, consent=Consent.YES)
    filed = File(TELLER, "d1", VILLAGE, "pkh", {}, intake, helper=TELLER)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await file(office.desk, batch, filed)
        await batch.flush()
        case_id = await cases.id_of_key(connection, "d1")
    assert case_id is not None
    case = await office.case(case_id)
    await office.do(FO, Claim(FO), case.id)
    office.later(minutes=1)
    await sent_out(office)
    await office.told()
    return await office.case(case.id)


async def open_errands(office: Office, case: Case) -> list[str]:
    async with office.db.read() as connection:
        return [e.note.what for e in await errands.waiting(connection, office.vault, case.id)]


@pytest.mark.parametrize("what", WORDS)
async def test_it_waits(office: Office, what: str) -> None:
    """Its writer has the two buttons; the volunteer gets it after two minutes."""
    case = await filed(office)
    at = office.at
    await office.do(FO, WRITTEN[what], case.id)
    told = await office.told()
    (mine,) = [one for one in told if one.to == FO]
    assert [tap.partition(":")[0] for tap in mine.taps][:2] == ["tb", "sa"]
    (theirs,) = [one for one in told if one.to == TELLER]
    assert theirs.not_before == at + HELD_FOR
    assert WORDS[what] in theirs.text


async def test_meanwhile_nobody_is_asked_to_tell_it(office: Office) -> None:
    """Neither the list nor the page of what is to be told has it; afterwards both do."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    assert "works again" not in await shown(office, TELLER, "errand", case=case.id)
    office.later(minutes=2)
    await sent_out(office)
    assert "works again" in await shown(office, TELLER, "errand", case=case.id)


async def test_taken_back_there_is_nothing_to_tell(office: Office) -> None:
    """The errand goes with the letter, and only that."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    place = last(await office.case(case.id))
    await office.do(FO, TakeBackHeld(case.id, place, 0), case.id)
    after = await office.case(case.id)
    assert after.status is Status.IN_PROGRESS
    assert await open_errands(office, case) == []
    office.later(minutes=3)
    assert TELLER not in await sent_out(office)


async def test_sent_at_once_it_is_told(office: Office) -> None:
    """Whoever does not wait need not."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    place = last(await office.case(case.id))
    await office.do(FO, SendHeld(case.id, place, 0), case.id)
    assert TELLER in await sent_out(office)
    assert await open_errands(office, case) == ["the card works again"]
    assert [one for one in await to(office, FO) if "dikirim" in one.text]


async def test_better_words_are_told_by_hand_as_well(office: Office) -> None:
    """What was not told yet is told with the words of now; nobody is asked whether it is fixed
    before they have heard."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    office.later(minutes=3)
    await sent_out(office)
    await office.told()
    now = "the card works again since Monday"
    await office.do(FO, Reword(FO, "the card works again", now), case.id)
    (theirs,) = await to(office, TELLER)
    assert [tap.split(":")[1] for tap in theirs.taps] == ["told", "slip"]


async def test_a_deed_that_has_gone_out_says_so(office: Office) -> None:
    """Also when the case has moved on since: that is not why it is too late."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    place = last(await office.case(case.id))
    office.later(minutes=3)
    await sent_out(office)
    await office.do(TELLER, TellByHand(case.id, "phone"), case.id)
    await office.told()
    await office.do(FO, TakeBackHeld(case.id, place, 0), case.id)
    (told,) = await to(office, FO)
    assert "sudah terkirim" in told.text


async def told_by_hand(office: Office) -> Case:
    """A result that the volunteer has told, and was asked about."""
    case = await filed(office)
    await office.do(FO, WRITTEN["result"], case.id)
    office.later(minutes=3)
    await sent_out(office)
    await office.do(TELLER, TellByHand(case.id, "phone"), case.id)
    asked = [tap for letter in await to(office, TELLER) for tap in letter.taps]
    assert any(tap.startswith("cf:") for tap in asked), asked
    return case


async def test_who_was_asked_whether_it_is_fixed_is_not_asked_again(office: Office) -> None:
    """A result that was told by hand and is worded better brings its words, and no question."""
    case = await told_by_hand(office)
    await office.do(FO, Reword(FO, "the card works again", "it works since Monday"), case.id)
    (theirs,) = await to(office, TELLER)
    assert "it works since Monday" in theirs.text
    assert theirs.taps == (f"c:open:{case.id}",)


async def test_what_is_told_a_second_time_asks_nothing(office: Office) -> None:
    """Better words whose letter was lost are told once more; thanks are enough then."""
    case = await told_by_hand(office)
    lost = errands.NewErrand("l7", case.id, "result", "it works since Monday", TELLER, FO)
    async with office.db.write() as connection:
        await errands.add(connection, office.vault, lost, office.at)
    await office.do(FO, TellByHand(case.id, "phone"), case.id)
    assert await open_errands(office, case) == []
    assert [x for x in await to(office, TELLER) if any(t.startswith("cf:") for t in x.taps)] == []


async def test_a_new_result_is_asked_about(office: Office) -> None:
    """After the first was taken back as wrong."""
    case = await told_by_hand(office)
    await office.do(FO, RetractResult(FO, "another card"), case.id)
    await office.do(FO, WRITTEN["result"], case.id)
    office.later(minutes=3)
    await sent_out(office)
    await office.told()
    await office.do(TELLER, TellByHand(case.id, "phone"), case.id)
    asked = [tap for letter in await to(office, TELLER) for tap in letter.taps]
    assert any(tap.startswith("cf:") for tap in asked), asked
