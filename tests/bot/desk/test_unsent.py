"""What an officer can still take back nobody sees outside the office: not on the page of the case,
in its history, its files or a list, and the bot does not ask for it."""

from dataclasses import replace

import pytest

from bot.desk import unsent
from casework.actions.correspondence import Add
from casework.actions.duplicates.co_reporting import Join
from casework.actions.question import Answer
from casework.case.model import Role, Status
from conversations.protocol.effects import Brief
from conversations.protocol.requests import SendHeld, TakeBackHeld
from storage.cases import co_reporters
from storage.cases.co_reporters import Teller
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.bot.desk.correcting.test_taking_back import FO, WRITTEN, held_by, sent_out
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import DISTRICT, NEIGHBOUR, TELLER
from tests.support.office import STORY, Office
from tests.support.teams import holding

WORDS = {"reply": "on Monday", "question": "since when", "result": "works again"}
STATUS = {"reply": "diproses", "question": "menunggu", "result": "selesai"}
ADDED = {"texts": ["tambahan"], "files": [], "location": None}


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a counter, and the district; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(103, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def briefs(office: Office) -> tuple[Brief, ...]:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        return await unsent.briefs(batch, await batch.briefs(TELLER))


async def of_teller(office: Office, case: int) -> str:
    """All that the resident can read of a case."""
    pages = [await shown(office, TELLER, what, case=case) for what in ("case", "history", "why")]
    return "\n".join([*pages, await shown(office, TELLER, "mine")])


@pytest.mark.parametrize("what", WORDS)
async def test_the_resident_reads_it_when_it_was_sent(office: Office, what: str) -> None:
    """Before that neither words nor status are seen, and no button asks about them; the officer
    sees them at once."""
    case = await held_by(office)
    before = await of_teller(office, case.id)
    await office.do(FO, WRITTEN[what], case.id)
    assert await of_teller(office, case.id) == before
    assert {brief.status for brief in await briefs(office)} == {"in_progress"}
    assert WORDS[what] in await shown(office, FO, "case", case=case.id)
    office.later(minutes=3)
    await sent_out(office)
    assert WORDS[what] in await of_teller(office, case.id)
    assert STATUS[what] in await of_teller(office, case.id)


@pytest.mark.parametrize("order", ["reply question", "question reply"])
async def test_a_question_that_has_come_can_be_answered(office: Office, order: str) -> None:
    """Whatever else waits about the case, earlier or later: a reply that can still be taken back
    hides no question that its teller has read."""
    case = await held_by(office)
    for what in order.split():
        await office.do(FO, WRITTEN[what], case.id)
        place = (await office.case(case.id)).version
        if what == "question":
            assert {brief.wants for brief in await briefs(office)} == {""}
            await office.do(FO, SendHeld(case.id, place, 5), case.id)
            await sent_out(office)
        office.later(seconds=5)
    (brief,) = await briefs(office)
    assert (brief.status, brief.question, brief.wants) == (
        Status.WAITING,
        WRITTEN["question"].question,  # type: ignore[attr-defined]
        "text",
    )
    assert WORDS["reply"] not in await of_teller(office, case.id)


async def test_a_question_of_before_is_still_asked(office: Office) -> None:
    """It went out by itself; the reply behind it waits."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["question"], case.id)
    office.later(minutes=3)
    await sent_out(office)
    await office.do(FO, WRITTEN["reply"], case.id)
    assert [brief.question for brief in await briefs(office)] == ["since when is it so?"]


async def _asked_then_resolved(office: Office) -> int:
    """A question that has gone out, and a result behind it that can still be taken back."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["question"], case.id)
    office.later(minutes=3)
    await office.told()
    await sent_out(office)
    await office.do(FO, WRITTEN["result"], case.id)
    return case.id


async def test_a_question_is_answered_though_a_result_waits(office: Office) -> None:
    """By its button: it is still asked, and what is answered reaches who wrote the result, which
    they may take back then: the question is answered all the same."""
    case = await _asked_then_resolved(office)
    (brief,) = await briefs(office)
    assert (brief.status, brief.question) == (Status.WAITING, "since when is it so?")
    assert brief.wants == "text"
    await office.told()
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "since May"}), case)
    told = {letter.to: letter.text for letter in await office.told()}
    assert set(told) == {TELLER, FO}
    assert "since May" in await shown(office, FO, "history", case=case)
    after = await office.case(case)
    assert after.status is Status.RESOLVED
    await office.do(FO, TakeBackHeld(case, after.version - 1, 5), case)
    assert (await office.case(case)).status is Status.IN_PROGRESS


async def test_an_answer_after_the_result_has_gone_out(office: Office) -> None:
    """A neighbour: the question is over then, no button asks it, and the result stands."""
    case = await _asked_then_resolved(office)
    office.later(minutes=3)
    await sent_out(office)
    (brief,) = await briefs(office)
    assert (brief.status, brief.wants) == (Status.RESOLVED, "")
    assert (await office.case(case)).status is Status.RESOLVED


async def test_a_result_alone_asks_nothing(office: Office) -> None:
    """A neighbour: an answered question is not asked again because a result waits."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["question"], case.id)
    office.later(minutes=3)
    await sent_out(office)
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "since May"}), case.id)
    await office.do(FO, WRITTEN["result"], case.id)
    assert [brief.wants for brief in await briefs(office)] == [""]


async def test_a_free_case_looks_free(office: Office) -> None:
    """A question on a free case has claimed it; before it is sent nothing of that is seen."""
    case = await office.file()
    before = await of_teller(office, case.id)
    await office.do(FO, WRITTEN["question"], case.id)
    assert await of_teller(office, case.id) == before


async def test_two_that_wait_and_one_that_was_taken_back(office: Office) -> None:
    """Whatever of it waits, the resident sees the case as they know it."""
    case = await held_by(office)
    before = await of_teller(office, case.id)
    await office.do(FO, WRITTEN["question"], case.id)
    office.later(seconds=20)
    await office.do(FO, WRITTEN["result"], case.id)
    assert await of_teller(office, case.id) == before


async def test_who_follows_the_case_sees_no_more(office: Office) -> None:
    """The page of a co-reporter, and the list below their own."""
    case = await held_by(office)
    await office.do(NEIGHBOUR, Join(NEIGHBOUR, STORY), case.id)
    async with office.db.write() as connection:
        joined = Teller(NEIGHBOUR, office.at, case.intake)
        await co_reporters.join(connection, office.vault, case.id, [joined])
    await sent_out(office)

    async def seen() -> list[str]:
        return [await shown(office, NEIGHBOUR, page, case=case.id) for page in ("case", "mine")]

    before = await seen()
    await office.do(FO, WRITTEN["result"], case.id)
    assert await seen() == before


async def test_a_word_meanwhile_is_not_asked_about(office: Office) -> None:
    """Who adds something is not asked whether it is fixed by a result that they have not got."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["result"], case.id)
    await office.told()
    await office.do(TELLER, Add(TELLER, ADDED), case.id)
    heard = " ".join(letter.text for letter in await office.told() if letter.to == TELLER)
    assert "tambah" in heard.lower()
    assert "beres" not in heard
    assert (await office.case(case.id)).status is Status.RESOLVED


async def test_a_photo_that_goes_with_it_waits_too(office: Office) -> None:
    """What an officer sends along is not among the files of the case before it was sent."""
    case = await held_by(office)
    photo = {"kind": "photo", "file_id": "f", "unique_id": "u"}
    along = {"texts": [], "files": [photo], "location": None}
    await office.do(FO, replace(WRITTEN["reply"], along=along), case.id)  # type: ignore[type-var]
    assert "tidak punya berkas" in await shown(office, TELLER, "files", case=case.id)
    assert "Berkas dari laporan" in await shown(office, FO, "files", case=case.id)
    office.later(minutes=3)
    await sent_out(office)
    assert "Berkas dari laporan" in await shown(office, TELLER, "files", case=case.id)
