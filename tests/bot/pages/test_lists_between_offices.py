"""What another office is asked, or asks: every list and page names the same turn in both offices,
and that office's lateness is seen by the sender."""

from datetime import timedelta

import pytest

from bot.pages.show import show
from bot.turns.morning_list import MorningList
from casework.actions.assignment import Claim
from casework.actions.between_offices import AnswerOffice, AskSender
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Role
from casework.search.queue_filter import QueueFilter, View
from casework.search.queue_filter import page as filtered
from conversations.pages.morning_list import digest
from conversations.protocol.effects import Show
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DINSOS, DISTRICT
from tests.conversations.speaker import TEXTS
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DO, FO


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(AG, Role.AGENCY_OFFICER, DINSOS)
    return made


async def referred(office: Office, *, accepted: bool = False) -> Case:
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    if accepted:
        await office.do(AG, Accept(AG), case.id)
    await office.told()
    return await office.case(case.id)


async def read(office: Office, person: int, what: Show) -> str:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        says = await show(batch, office.desk, person, what)
    return TEXTS.plain("id", says[0].text)


async def queue(office: Office, person: int, view: View = View.ALL) -> str:
    return await read(office, person, Show("queue", {"words": filtered(QueueFilter(view))}))


async def case_page(office: Office, person: int, case: Case) -> str:
    return await read(office, person, Show("case", {"case": case.id}))


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_question_of_theirs_is_the_senders_turn(office: Office, accepted: bool) -> None:
    """In both offices' lists and on both pages, until it is answered."""
    case = await referred(office, accepted=accepted)
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    assert "bertanya · batas" in await queue(office, BO)
    assert "giliran Anda" in await queue(office, BO)
    assert f"giliran officer {BO}" in await queue(office, CO)
    assert "tunggu jawaban" not in await queue(office, AG)
    theirs = await queue(office, AG, View.REFERRED)
    assert "tunggu jawaban pengirim" in theirs
    assert "giliran kantor Anda" not in theirs
    assert "giliran Anda" in await case_page(office, BO, case)
    assert "menunggu jawaban pengirim" in await case_page(office, AG, case)
    await office.do(BO, AnswerOffice(BO, "the third"), case.id)
    assert "giliran kantor Anda" in await queue(office, AG)
    for view in (View.ALL, View.REFERRED):
        assert "giliran Anda" not in await queue(office, BO, view)
        assert "bertanya" not in await queue(office, BO, view)
    assert "menunggu jawaban pengirim" not in await case_page(office, AG, case)


@pytest.mark.parametrize("reader", [BO, CO])
async def test_the_village_sees_that_an_office_is_late(office: Office, reader: int) -> None:
    """Beside its urgency, in the filter of what is late, on the page and in the morning."""
    case = await referred(office)
    answer_by = case.referral.answer_by if case.referral else office.at
    assert "26-" in await queue(office, reader, View.REFERRED)
    assert "⏰" not in await queue(office, reader, View.REFERRED)
    office.at = answer_by + timedelta(minutes=2)
    assert case.due_at > office.at
    for view in (View.REFERRED, View.LATE):
        words = await queue(office, reader, view)
        assert "⏰" in words
        assert "26-" in words
    page = await case_page(office, reader, case)
    assert "⏰" in page.split("Ditanyakan ke")[1].split("\n")[0]


async def test_the_morning_counts_what_is_late_there(office: Office) -> None:
    """Among what is late in the office that was asked, as late there in the sender's."""
    case = await referred(office)
    assert case.referral is not None
    office.at = case.referral.answer_by + timedelta(minutes=2)
    async with office.db.write() as connection:
        batch, later = Batch(connection, office.vault, office.at), office.at + timedelta(hours=1)
        mornings = await MorningList(office.desk)._mornings(batch, later)
    assert mornings[AG].marks(office.at, later)["late"] == 1
    assert [mornings[x].late_there(office.at) for x in (BO, CO, AG)] == [1, 1, 0]


async def test_a_colleagues_case_that_is_late_for_them_is_told_in_the_morning(
    office: Office,
) -> None:
    """It asks, and its time is over: that presses, though the sender's own time is not over."""
    fo = await office.hire(FO, Role.FRONT_OFFICE)
    case = await referred(office)
    assert case.referral is not None
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    for at, told in ((office.at, False), (case.referral.answer_by + timedelta(minutes=2), True)):
        assert case.due_at > at + timedelta(minutes=1)
        async with office.db.write() as connection:
            found = await MorningList(office.desk)._mornings(
                Batch(connection, office.vault, at), at + timedelta(minutes=1)
            )
        assert (digest(found[fo], at, at + timedelta(minutes=1)) is not None) is told


async def test_the_morning_tells_the_other_office_of_no_offer_while_it_asks(office: Office) -> None:
    """It waits for the sender's answer."""
    case = await referred(office)
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        mornings = await MorningList(office.desk)._mornings(batch, office.at)
    counts = {x: mornings[x].parts() for x in (BO, AG)}
    assert (counts[BO]["offered"], counts[AG]["offered"], counts[BO]["hands"]) == (0, 0, 1)


@pytest.mark.parametrize("accepted", [False, True])
async def test_what_waits_for_the_sender_is_nobodys_work_there(
    office: Office, accepted: bool
) -> None:
    """In the morning of the office that asked; answered, it is its own again."""
    case = await referred(office, accepted=accepted)
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    found = await morning(office)
    assert found[AG] == {"elsewhere": 1}
    assert found[BO] == {"hands": 1}
    assert found[CO]["others"] == 1
    await office.do(BO, AnswerOffice(BO, "the third"), case.id)
    assert (await morning(office))[AG] == ({"hands": 1} if accepted else {"offered": 1})


async def morning(office: Office) -> dict[int, dict[str, int]]:
    """The parts of everybody's morning of which there is anything, and what is told besides."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        mornings = await MorningList(office.desk)._mornings(batch, office.at)
    counts = {x: {**one.parts(), **one.besides()} for x, one in mornings.items()}
    return {x: {name: n for name, n in found.items() if n} for x, found in counts.items()}


@pytest.mark.parametrize("reader", [BO, CO])
@pytest.mark.parametrize("accepted", [False, True])
async def test_the_head_of_the_page_names_the_office_whose_turn_it_is(
    office: Office, reader: int, accepted: bool
) -> None:
    """Beside its holder, until that office asks or is late, too."""
    case = await referred(office, accepted=accepted)
    head = (await case_page(office, reader, case)).splitlines()[0]
    assert "giliran Dinas Sosial" in head
    assert "👤" in head
    office.at = case.due_at + timedelta(days=9)
    head = (await case_page(office, reader, case)).splitlines()[0]
    assert "giliran Dinas Sosial" in head
    assert "⏰" in head
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    head = (await case_page(office, reader, case)).splitlines()[0]
    assert "giliran Dinas" not in head
