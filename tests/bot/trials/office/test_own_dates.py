"""What an office was asked to take goes by the dates that it has promised itself: its queue, its
marks, its morning list; for the village the resident's promise stands."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.pages.show import show
from casework.actions import referral as r
from casework.actions.assignment import Claim
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Role
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Show
from storage.cases import cases
from storage.db.database import Database
from storage.pending.bells import next_bell
from storage.unit_of_work import Batch
from tests.casework.cases import DINSOS, DISTRICT, TELLER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office

BO, CO, AO, SLRT = 102, 103, 105, 106


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def referred(office: Office, to: str = DINSOS, promised: timedelta | None = None) -> Case:
    """A case that was referred; the resident's promise lies far behind the office's answer, unless
    told."""
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, r.Refer(BO, to, "please"), case.id)
    case = await office.case(case.id)
    due_at = office.at + (promised or timedelta(days=20))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [replace(case, due_at=due_at)])
    await office.told()
    return await office.case(case.id)


async def queue_of(office: Office, person: int, view: str = "") -> str:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        (said,) = await show(batch, office.desk, person, Show("queue", {"words": f"{view}~"}))
    return CONTENT.texts.plain("id", said.text)


async def until(office: Office, moment: datetime) -> None:
    while office.at < moment:
        async with office.db.read() as connection:
            due = await next_bell(connection)
        office.at = min(moment, max(due or moment, office.at + timedelta(seconds=1)))
        await office.ring()


def answer_by(case: Case) -> datetime:
    assert case.referral is not None
    return case.referral.answer_by


@pytest.mark.parametrize(("person", "to"), [(AO, DINSOS), (SLRT, DISTRICT)])
async def test_its_queue_goes_by_its_own_date(office: Office, person: int, to: str) -> None:
    """Late when its answer is late, and its own turn, though somebody at the village holds it;
    there the resident's promise stands."""
    case = await referred(office, to)
    assert "👉 giliran kantor Anda" in await queue_of(office, person)
    assert "✋" not in await queue_of(office, person)
    office.at = answer_by(case) + timedelta(hours=1)
    told = await queue_of(office, person, "l")
    assert number(case.id) in told
    assert "lewat waktu" in told
    there = await queue_of(office, BO, "r")
    assert "lewat waktu" not in there
    assert "✋ saya" in there


async def test_its_queue_is_in_the_order_of_its_dates(office: Office) -> None:
    """What was promised to the resident first is not what it must answer first."""
    late = await referred(office)
    office.at += timedelta(days=1)
    early = await referred(office, promised=timedelta(days=2))
    told = await queue_of(office, AO)
    assert told.index(number(late.id)) < told.index(number(early.id))
    there = await queue_of(office, BO, "r")
    assert there.index(number(early.id)) < there.index(number(late.id))


@pytest.mark.parametrize(("person", "to"), [(AO, DINSOS), (SLRT, DISTRICT)])
async def test_its_morning_list_says_that_it_is_late(office: Office, person: int, to: str) -> None:
    """A day after its answer was due, whatever the resident was promised."""
    case = await referred(office, to)
    await until(office, answer_by(case) + timedelta(days=1))
    lists = [
        letter
        for letter in await office.told()
        if letter.to == person and letter.delivery == Delivery.BROADCAST
    ]
    assert "Lewat batas waktu: <b>1</b>" in lists[-1].text


@pytest.mark.parametrize("days", [0, 60])
async def test_a_later_date_is_told_with_its_reason(office: Office, days: int) -> None:
    """Whoever accepts can't move what the resident was promised without a word."""
    case = await referred(office, promised=timedelta(days=days, hours=1))
    await office.do(AO, Accept(AO), case.id)
    letters = await office.told()
    to_teller = " ".join(x.text for x in letters if x.to == TELLER)
    to_holder = " ".join(x.text for x in letters if x.to == BO)
    assert ("lebih lama dari janji kami" in to_teller) is (not days)
    assert ("sesudah batas yang dijanjikan" in to_holder) is (not days)


async def test_what_it_has_taken_is_its_turn_by_its_result(office: Office) -> None:
    """After it has accepted, the date of its result counts."""
    case = await referred(office, promised=timedelta(hours=1))
    await office.do(AO, Accept(AO), case.id)
    told = await queue_of(office, AO, "m")
    assert "tunggu hasil Anda" in told
    assert "👉 giliran kantor Anda" in told
    office.at += timedelta(hours=3)
    assert "lewat waktu" not in await queue_of(office, AO, "m")
