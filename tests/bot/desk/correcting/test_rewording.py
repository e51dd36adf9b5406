"""Words of an officer that were changed after they had been written: who reads them, and where."""

from dataclasses import replace

import pytest

from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Note
from casework.actions.question import Answer
from casework.case.model import Case, Role, Status
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.bot.desk.correcting.test_taking_back import FO, WRITTEN, held_by, sent_out, to
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import DISTRICT, TELLER
from tests.support.office import Office

SAID = {
    "reply": "the card works on Monday",
    "question": "since when is it so?",
    "result": "the card works again",
}
BETTER = "it works since Tuesday"


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a counter, and the district."""
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(103, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def written(office: Office, what: str) -> Case:
    case = await held_by(office)
    await office.do(FO, WRITTEN[what], case.id)
    return await office.case(case.id)


@pytest.mark.parametrize("what", SAID)
async def test_the_resident_reads_the_better_words(office: Office, what: str) -> None:
    """They are told, the case stands as it stood, and both stand in the history."""
    case = await written(office, what)
    await office.told()
    await office.do(FO, Reword(FO, SAID[what], BETTER), case.id)
    assert BETTER in (await to(office, TELLER))[-1].text
    after = await office.case(case.id)
    assert replace(after, version=case.version) == case
    history = await shown(office, FO, "history", case=case.id)
    assert SAID[what] in history
    assert BETTER in history


async def test_a_question_is_asked_in_its_better_words(office: Office) -> None:
    """Whoever answers it reads what it says now."""
    case = await written(office, "question")
    await office.do(FO, Reword(FO, SAID["question"], BETTER), case.id)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        (brief,) = await batch.briefs(TELLER)
    assert (brief.question, brief.wants) == (BETTER, "text")


async def test_better_words_can_be_bettered(office: Office) -> None:
    """A message that is changed twice is found by what it says now."""
    case = await written(office, "reply")
    await office.do(FO, Reword(FO, SAID["reply"], BETTER), case.id)
    await office.told()
    await office.do(FO, Reword(FO, BETTER, "it works since Wednesday"), case.id)
    assert "Wednesday" in (await to(office, TELLER))[-1].text


async def test_a_note_stays_with_colleagues(office: Office) -> None:
    """The resident hears nothing of it."""
    case = await held_by(office)
    await office.do(FO, Note(FO, "called"), case.id)
    await office.told()
    await office.do(FO, Reword(FO, "called", "called twice"), case.id)
    assert {letter.to for letter in await office.told()} == {FO}
    assert "called twice" in await shown(office, FO, "history", case=case.id)


@pytest.mark.parametrize("what", SAID)
async def test_what_has_not_gone_out_is_written_anew(office: Office, what: str) -> None:
    """Within the two minutes one message goes out, the better one, with a new look before."""
    office.desk = replace(office.desk, hold=HELD_FOR)
    case = await written(office, what)
    office.later(seconds=30)
    await office.told()
    await office.do(FO, Reword(FO, SAID[what], BETTER), case.id)
    letters = await office.told()
    place = (await office.case(case.id)).version
    assert f"tb:{case.id}:{place}" in next(x for x in letters if x.to == FO).taps
    assert BETTER in next(x for x in letters if x.to == TELLER).text
    office.later(minutes=3)
    assert (await sent_out(office)).count(TELLER) == 1
    assert (await office.case(case.id)).status is case.status


async def test_what_stands_no_more_is_not_changed(office: Office) -> None:
    """An answered question, a result that was taken back, words of somebody else, and words that
    nobody has written."""
    asked = await written(office, "question")
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "May"}), asked.id)
    result = await written(office, "result")
    await office.do(FO, RetractResult(FO, "another card"), result.id)
    other = await office.hire(104, Role.FRONT_OFFICE)
    await office.told()
    for who, was, case in (
        (FO, SAID["question"], asked),
        (FO, SAID["result"], result),
        (other, SAID["question"], asked),
        (FO, "something else", asked),
        (TELLER, SAID["question"], asked),
    ):
        before = await office.case(case.id)
        await office.do(who, Reword(who, was, BETTER), case.id)
        assert await office.case(case.id) == before
    assert (await office.case(result.id)).status is Status.IN_PROGRESS
