"""What two offices write to each other reaches the other side, and nobody else."""

from dataclasses import replace

import pytest

from bot.desk.staff import stand_in
from bot.pages.show import show
from casework.actions import referral as r
from casework.actions.assignment import Assign, Claim
from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Role
from casework.case.number import number
from conversations.content.letterheads import Letterheads, OfficeHead
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, Show
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DINSOS, TELLER, VILLAGE
from tests.conversations.speaker import TEXTS
from tests.support.office import Office

BO, CO, AO, AO2 = 102, 103, 105, 106
WORDS = "which hospital ward?"


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    """A desk, its coordinator, and two people at Dinsos."""
    made = Office(sqlite_database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(AO2, Role.AGENCY_OFFICER, DINSOS)
    return made


async def referred(office: Office, service: str = "pkh") -> Case:
    case = await office.file(service)
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    await office.told()
    return await office.case(case.id)


async def page(office: Office, person: int, case: Case) -> Say:
    """The page of a case as somebody reads it."""
    async with office.db.read() as connection:
        batch = Batch(connection, office.vault, office.at)
        says = await show(batch, office.desk, person, Show("case", {"case": case.id}))
    return says[0]


def words(say: Say) -> str:
    return TEXTS.plain("id", say.text)


def taps(say: Say) -> list[str]:
    return [button.tap.data().split(":")[1] for row in say.buttons for button in row]


async def test_a_question_goes_to_whoever_holds_the_case(office: Office) -> None:
    """The owner reads it with a button to answer; the resident hears nothing of it."""
    case = await referred(office)
    await office.do(AO, AskSender(AO, WORDS), case.id)
    told = list(await office.told())
    (to_owner,) = [x for x in told if x.to == BO]
    assert WORDS in to_owner.text
    assert f"c:answer_office:{case.id}" in to_owner.taps
    assert to_owner.delivery == Delivery.MUST_ARRIVE
    assert TELLER not in [x.to for x in told]


async def test_while_the_owner_is_away_the_stand_in_reads_it(office: Office) -> None:
    """A question does not lie with somebody who is not there."""
    case = await referred(office)
    await office.away(BO, CO)
    await office.do(AO, AskSender(AO, WORDS), case.id)
    assert [x.to for x in await office.told() if WORDS in x.text] == [CO]
    await office.do(CO, AnswerOffice(CO, "the third"), case.id)
    assert AO in [x.to for x in await office.told() if "the third" in x.text]


async def test_the_answer_goes_to_the_office_and_stands_on_its_page(office: Office) -> None:
    """All of that office read it; the resident does not."""
    case = await referred(office)
    await office.do(AO, AskSender(AO, WORDS), case.id)
    await office.told()
    await office.do(BO, AnswerOffice(BO, "the third"), case.id)
    assert {x.to for x in await office.told() if "the third" in x.text} == {AO, AO2}
    shown = words(await page(office, AO, case))
    assert WORDS in shown
    assert "the third" in shown
    assert "the third" not in words(await page(office, TELLER, case))


async def test_news_so_far_is_read_by_the_resident(office: Office) -> None:
    """Months without news are what this product is against."""
    case = await referred(office)
    await office.do(AO, TellProgress(AO, "visited"), case.id)
    assert [x.to for x in await office.told()] == [AO], "not before it has accepted"
    await office.do(AO, Accept(AO), case.id)
    await office.told()
    await office.do(AO, TellProgress(AO, "visited"), case.id)
    told = {x.to: x.text for x in await office.told()}
    assert set(told) == {TELLER, BO, AO}
    assert "visited" in told[TELLER]
    assert "visited" in words(await page(office, TELLER, case))


async def test_the_page_says_who_has_sent_it_and_how_they_are_reached(office: Office) -> None:
    """Name and office of the colleague, the telephone of the office, the date; no private
    number."""
    heads = Letterheads(villages={VILLAGE: OfficeHead(phone="0231-000000")})
    content = replace(office.desk.content, letterheads=heads)
    case = await referred(office)
    office.desk = replace(office.desk, content=content)
    told = words(await page(office, AO, case))
    assert f"Pengirim: officer {BO}, Puskesos Kesambi" in told
    assert "0231-000000" in told
    assert "Dirujuk: Senin, 23 November" in told
    assert "Jawaban paling lambat" in told
    await office.do(AO, Accept(AO), case.id)
    shown = await page(office, AO, case)
    assert "Hasil paling lambat" in words(shown)
    assert {"ask_sender", "progress"} <= set(taps(shown))


async def test_who_may_write_is_offered_it(office: Office) -> None:
    """The sender answers, the other office asks; each has its own button."""
    case = await referred(office)
    assert "answer_office" in taps(await page(office, BO, case))
    assert "ask_sender" in taps(await page(office, AO, case))
    assert "ask_sender" not in taps(await page(office, BO, case))


async def test_a_sensitive_case_does_not_name_the_office_to_the_phone(office: Office) -> None:
    """Whoever reads along would know from the name of the office what it is about."""
    case = await office.file("mental_crisis")
    await office.do(BO, Claim(BO), case.id)
    await office.told()
    for by, command in (
        (BO, r.Refer(BO, DINSOS, "please")),
        (AO, Accept(AO)),
        (AO, TellProgress(AO, "visited")),
    ):
        await office.do(by, command, case.id)
    letters = [x.text for x in await office.told() if x.to == TELLER]
    assert len(letters) == 3
    assert not [x for x in letters if "Dinas Sosial" in x]
    assert all(number(case.id) in x for x in letters)


async def test_an_officer_of_an_agency_has_a_stand_in(office: Office) -> None:
    """While one is away, the colleague reads what the office is asked, and nobody twice."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        today = office.desk.roster.today(batch)
        found = await stand_in.colleagues(office.desk.roster, batch, AO, today, today)
    assert [(person, role) for person, _, role in found] == [(AO2, Role.AGENCY_OFFICER)]
    await office.away(AO, AO2)
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.told()
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    asked = [x.to for x in await office.told() if f"c:accept:{case.id}" in x.taps]
    assert asked == [AO2]


async def test_an_office_whose_people_are_all_away_is_still_told(office: Office) -> None:
    """Better to disturb somebody's days off than to let a referral lie."""
    await office.away(AO)
    await office.away(AO2)
    case = await referred(office)
    async with office.db.read() as connection:
        batch = Batch(connection, office.vault, office.at)
        assert await office.desk.roster.at_office(batch, case, DINSOS) == [AO, AO2]


@pytest.mark.parametrize("gone", ["away", "away without a stand-in", "left", "blocked"])
async def test_the_page_names_who_can_be_asked_now(office: Office, gone: str) -> None:
    """The sender stays named; while they are not there, so is whoever reads a question instead."""
    case = await referred(office)
    if gone.startswith("away"):
        await office.away(BO, CO if gone == "away" else 0)
    elif gone == "left":
        await office.leaves(BO)
    else:
        await office.blocks(BO)
    told = words(await page(office, AO, case))
    assert "Pengirim: " in told
    assert f"Sekarang ditangani officer {CO}" in told


async def test_the_page_names_nobody_else_while_the_sender_is_there(office: Office) -> None:
    """Who sent the case can be asked, so nobody else need be."""
    case = await referred(office)
    assert "Sekarang ditangani" not in words(await page(office, AO, case))


async def test_the_page_names_whoever_holds_it_now(office: Office) -> None:
    """Given to a colleague: it is they who can be asked, and they sent it as far as the other
    office is concerned."""
    case = await referred(office)
    await office.do(CO, Assign(CO, CO), case.id)
    told = words(await page(office, AO, case))
    assert f"Pengirim: officer {CO}" in told
    assert "Sekarang ditangani" not in told
