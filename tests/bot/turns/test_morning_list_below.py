"""What a leader reads in the morning of the offices below, and of what is theirs to decide."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.actions.assignment import Claim
from casework.actions.question import Ask
from casework.case.model import Case, Role
from storage.cases.cases import CASES
from storage.db.database import Database
from storage.pending.bells import next_bell
from tests.casework.cases import DISTRICT
from tests.support.office import Office

BO, CO, DO = 102, 103, 104
SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database, at=SUNDAY)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def held(office: Office) -> Case:
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    return case


async def lists(office: Office, days: int) -> dict[int, str]:
    """The last list of each after so many days."""
    then, found = SUNDAY + timedelta(days=days, hours=2), dict[int, str]()
    while True:
        await office.ring()
        letters = await office.delivered()
        found |= {one.to: one.text for one in letters if "Laporan untuk hari ini" in one.text}
        if office.at >= then:
            return found
        async with office.db.read() as connection:
            due = await next_bell(connection)
        office.at = min(then, due) if due and due > office.at else then


async def test_what_is_due_today_below_is_told(office: Office) -> None:
    """Where something is due, not all is well."""
    case = await held(office)
    due = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    async with office.db.write() as connection:
        await connection.execute(CASES.update().where(CASES.c.id == case.id).values(due_at=due))
    told = (await lists(office, 1))[DO]
    assert "semua beres" not in told
    assert "Batas waktunya hari ini: <b>1</b>" in told.split("Kantor di bawah")[1]


@pytest.mark.parametrize("days", [8, 11])
async def test_a_question_that_nobody_answers_is_told(office: Office, days: int) -> None:
    """Above as one of the offices below; where somebody is to decide, to whoever leads there, apart
    from what only waits, each in one part of what stands besides the queue."""
    case = await held(office)
    await office.do(BO, Ask(BO, "Berapa nomor KK?", "text"), case.id)
    told = await lists(office, days)
    below = told[DO].split("Kantor di bawah")[1]
    assert "semua beres" not in below
    assert "belum menjawab lebih dari 5 hari: <b>1</b>" in below
    decide = "Mohon diputuskan, warga tidak menjawab: <b>1</b>"
    assert (decide in told[CO]) == (days > 10)
    assert decide not in told[BO]
    assert "Di luar itu <b>1</b>:" in told[CO]
    assert ("Warga belum menjawab" in told[CO].split("Kantor")[0]) == (days < 10)


async def test_all_is_well_where_nothing_is_due(office: Office) -> None:
    """A case that somebody works on in time is no reason to look."""
    await held(office)
    assert "Kantor di bawah: semua beres" in (await lists(office, 1))[DO]
