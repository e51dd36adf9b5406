"""What another office's officers read of their own work: what came to them and is over, and their
figures."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.pages.show import show
from casework.actions import referral as r
from casework.actions.assignment import Claim
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.places.renumbering import Renumber
from casework.actions.referral_answer import Accept, Return, Why
from casework.case.model import Case, Decision, Role, Verdict
from casework.case.number import number
from conversations.protocol.effects import Say, Show, text
from storage.cases import archive, cases
from storage.db.database import Database
from storage.places import area_moves
from storage.unit_of_work import Batch
from tests.casework.cases import BAZNAS, DINSOS, TELLER
from tests.conversations.speaker import TEXTS
from tests.support.office import Office

BO, CO, AO, AO2, ELSE = 102, 103, 105, 106, 107


@pytest.fixture
async def office(database: Database) -> Office:
    """A desk with its coordinator, two people at Dinsos, and one at Baznas."""
    made = Office(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(AO2, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(ELSE, Role.AGENCY_OFFICER, BAZNAS)
    return made


async def offered(office: Office, service: str = "pkh") -> Case:
    case = await office.file(service)
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    return await office.case(case.id)


async def returned(office: Office, service: str = "pkh") -> Case:
    case = await offered(office, service)
    await office.do(AO, Return(AO, Why.OTHER, "no"), case.id)
    return case


async def helped(office: Office, *, agreed: bool = False) -> Case:
    case = await offered(office)
    await office.do(AO, Accept(AO), case.id)
    await office.do(AO, Resolve(AO, Decision.HELPED, "paid"), case.id)
    if agreed:
        await office.do(TELLER, Confirm(TELLER, Verdict.FIXED, ""), case.id)
    return case


async def page(office: Office, person: int, reading: str, words: str = "") -> Say:
    async with office.db.read() as connection:
        batch = Batch(connection, office.vault, office.at)
        return (await show(batch, office.desk, person, Show(reading, {"words": words})))[0]


def told(say: Say) -> str:
    return TEXTS.plain("id", say.text)


async def test_what_is_over_stands_in_the_archive(office: Office) -> None:
    """By result, by return, by recall; what still runs stands in the queue alone."""
    running, back, done = await offered(office), await returned(office), await helped(office)
    gone = await offered(office)
    await office.do(BO, r.Recall(BO), gone.id)
    shown = told(await page(office, AO, "archive"))
    assert number(running.id) not in shown
    for case, how in ((back, "dikembalikan"), (done, "ada hasil"), (gone, "ditarik kembali")):
        assert re.search(rf"{number(case.id)}[^\n]*\n[^\n]*{how}", shown)
    assert shown == told(await page(office, AO2, "archive")), "the same for the whole office"


async def test_a_case_that_came_twice_is_over_only_once_it_is(office: Office) -> None:
    """While it lies with the office again it is no matter of the archive."""
    case = await returned(office)
    await office.do(BO, r.Refer(BO, DINSOS, "please, again"), case.id)
    assert number(case.id) not in told(await page(office, AO, "archive"))


async def test_other_offices_read_nothing_of_it(office: Office) -> None:
    """Neither another agency, nor the desk, nor who may not see the case."""
    case = await returned(office)
    assert "Belum ada" in told(await page(office, ELSE, "archive"))
    assert number(case.id) not in told(await page(office, BO, "archive"))
    assert number(case.id) in told(await page(office, AO, "archive"))
    shut = replace(await office.case(case.id), excluded=(AO2,))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [shut])
    assert number(case.id) not in told(await page(office, AO2, "archive"))


async def test_nothing_of_the_case_itself_is_shown(office: Office) -> None:
    """Not even the subject of a sensitive one, and no button opens any."""
    case = await office.file("mental_crisis")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    await office.do(AO, Return(AO, Why.OTHER, "no"), case.id)
    say = await page(office, AO, "archive")
    assert number(case.id) in told(say)
    name = TEXTS.plain("id", text("service.mental_crisis.name"))
    assert name not in told(say)
    assert not [b for row in say.buttons for b in row if b.tap.data().startswith("c:open")]


async def test_the_archive_has_pages(office: Office) -> None:
    """Each case on one of them, newest first, until the end."""
    made = [await returned(office) for _ in range(10)]
    first = await page(office, AO, "archive")
    (more,) = [
        b.tap.data() for row in first.buttons for b in row if b.tap.data().startswith("s:archive")
    ]
    second = await page(office, AO, "archive", more.removeprefix("s:archive:"))
    seen = [n for say in (first, second) for n in re.findall(r"26-\d{5}-\w", told(say))]
    assert seen == [number(case.id) for case in reversed(made)]
    assert not [b for row in second.buttons for b in row if b.tap.data().startswith("s:archive")]


async def test_the_four_words_of_an_office(office: Office) -> None:
    """Received, answered with a result, late there, closed after its result; by month."""
    await returned(office)
    await helped(office)
    await helped(office, agreed=True)
    lies = (await offered(office)).referral
    assert lies is not None
    office.at = lies.answer_by + timedelta(hours=1)
    shown = told(await page(office, AO, "figures", f"{lies.answer_by:%Y-%m}"))
    assert [int(n) for n in re.findall(r": (\d+)\n", shown)[:4]] == [4, 2, 1, 1]
    before = told(await page(office, AO, "figures", "2026-10"))
    assert [int(n) for n in re.findall(r": (\d+)\n", before)[:4]] == [0, 0, 0, 0]


async def test_the_report_of_the_desk_stays_the_desks(office: Office) -> None:
    """Who works for a Puskesos gets the report of their scope."""
    assert (await page(office, BO, "figures")).paper is not None
    assert (await page(office, AO, "figures")).paper is None


DINKES, HEALTH = "32.74/dinkes", 108


async def test_whoever_works_for_two_offices(office: Office) -> None:
    """Both stand in one archive, newest first, and each has its own figures."""
    for person in (AO, HEALTH):
        await office.hire(person, Role.AGENCY_OFFICER, DINKES)
    first, second = await helped(office), await office.file("pbi_reactivation")
    for by, command in (
        (BO, Claim(BO)),
        (BO, r.Refer(BO, DINKES, "please", override="mendesak")),
        (HEALTH, Accept(HEALTH)),
        (HEALTH, Resolve(HEALTH, Decision.HELPED, "active")),
    ):
        await office.do(by, command, second.id)
    shown = told(await page(office, AO, "archive"))
    assert shown.index(number(second.id)) < shown.index(number(first.id))
    assert number(first.id) not in told(await page(office, HEALTH, "archive"))
    async with office.db.read() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = await show(batch, office.desk, AO, Show("figures", {"words": ""}))
    assert len({told(one).splitlines()[0] for one in said}) == 2


async def test_the_archive_of_a_moved_office(office: Office) -> None:
    """Its place has another code since: what it did under the old one is still its own."""
    case = await helped(office)
    new = "32.99"
    await office.do(0, Renumber("32.74", new), case.id)
    async with office.db.write() as connection:
        await area_moves.move(connection, "32.74", new, office.at)
    assert number(case.id) in told(await page(office, AO, "archive"))


async def test_the_archive_reads_by_its_key(sqlite_database: Database) -> None:
    """However many cases there are, no table is read from end to end."""
    wanted = archive._wanted(["32.74/dinsos"], 1, 0, 40)
    async with sqlite_database.read() as connection:
        compiled = wanted.compile(connection.sync_engine, compile_kwargs={"literal_binds": True})
        plan = (await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {compiled}"))).all()
    steps = [row[-1] for row in plan]
    assert any("referrals" in step and "SEARCH" in step for step in steps), steps
    assert not any(step.startswith("SCAN cases") for step in steps), steps
