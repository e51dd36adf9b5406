"""Storms: however much falls due at one moment, a person gets one message about it, a case takes
one step, and emergencies come first."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.actions.assignment import Claim
from casework.actions.ending.resolution import Resolve
from casework.actions.handover import Deliver
from casework.case.model import Decision, Role, Status
from casework.policy.bell_subjects import OfCase
from storage.db.database import Database, table_of
from storage.pending.bells import waiting_bells
from storage.tables.pending import BellRow
from tests.casework.cases import TELLER, VILLAGE
from tests.support.office import Office, Told
from tests.support.rig import Rig, rig
from tests.support.teams import BO, CO, DM, DO, FO, staffed


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    return await staffed(sqlite_database, FO, BO, CO, DO, DM)


async def _reports(office: Office, number: int, **facts: str) -> list[int]:
    """So many reports, of one person each; their ids. What was told of them is read."""
    made = [(await office.file(teller=TELLER + n, **facts)).id for n in range(1, number + 1)]
    await office.told()
    return made


async def _after(office: Office, **amount: float) -> list[Told]:
    """What the staff are told when the bot was off for so long."""
    office.later(**amount)
    await office.ring()
    staff = (FO, BO, CO, DO, DM)
    return [one for one in await office.told() if one.to in staff and one.delivery != "D"]


async def _next(office: Office, case: int) -> datetime:
    async with office.db.read() as connection:
        waiting = await waiting_bells(connection, case)
    return min(bell.due_at for bell in waiting if bell.kind == "unread")


async def test_twenty_unread_cases(office: Office) -> None:
    """One message to the coordinator, with all twenty as buttons."""
    made = await _reports(office, 20)
    told = await _after(office, days=5)
    assert Counter(one.to for one in told) == {CO: 1}
    assert len({tap for one in told for tap in one.taps}) == len(made)


async def test_two_are_told_one_by_one(office: Office) -> None:
    """Two are no storm: each comes whole."""
    await _reports(office, 2)
    assert Counter(one.to for one in await _after(office, days=5)) == {CO: 2}


@pytest.mark.parametrize("off", [timedelta(days=21), timedelta(days=60)])
async def test_one_step_after_an_outage(office: Office, off: timedelta) -> None:
    """However long the bot was off, a case climbs one level, and nobody gets more than one
    message."""
    made = await _reports(office, 12)
    told = await _after(office, seconds=off.total_seconds())
    assert {(await office.case(i)).level for i in made} == {1}
    assert max(Counter(one.to for one in told).values()) == 1
    assert await _after(office, seconds=5) == []


async def test_then_a_fresh_wait(office: Office) -> None:
    """The next step comes after as long as it would have taken without the outage, in open time,
    though it was due long ago."""
    (case,) = await _reports(office, 1)
    first = await _next(office, case)
    async with office.db.read() as connection:
        bells = sorted(
            bell.due_at for bell in await waiting_bells(connection, case) if bell.kind == "unread"
        )
    calendar = office.desk.policy.calendar
    gap = calendar.open_time(*bells[:2])
    await _after(office, days=21)
    assert first < office.at
    again = await _next(office, case)
    assert calendar.open_time(office.at, again) == gap
    office.at = again
    await office.ring()
    assert (await office.case(case)).level == 2


async def test_the_next_step_is_not_at_once(office: Office) -> None:
    """Back just before the second step was due: it waits as long as it always does."""
    (case,) = await _reports(office, 1, alarm="danger")
    office.later(minutes=19)
    await office.ring()
    assert (await office.case(case)).level == 1
    await office.told()
    assert await _after(office, minutes=2) == []
    await _after(office, minutes=8)
    assert (await office.case(case)).level == 2


async def _resolved(office: Office, case: int) -> None:
    """A case has a result, and its teller has heard of it."""
    await office.do(BO, Claim(BO), case)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah"), case)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        await office.desk.decided(batch, await office.case(case), Deliver())
        await batch.flush()
    await office.told()


async def test_nobody_is_asked_and_closed_at_once(office: Office) -> None:
    """A result given before the outage: the resident is asked first, and has their days to
    answer."""
    (case,) = await _reports(office, 1)
    await _resolved(office, case)
    office.later(days=21)
    await office.ring()
    told = [one.text for one in await office.told() if one.to == TELLER + 1]
    assert sum("benar sudah beres" in text for text in told) == 1
    assert (await office.case(case)).status is Status.RESOLVED
    office.later(days=3)
    await office.ring()
    assert (await office.case(case)).status is Status.RESOLVED
    for _ in range(8):
        office.later(days=1)
        await office.ring()
    assert (await office.case(case)).status is Status.CLOSED


async def test_what_has_rung_does_not_wait_anew(office: Office) -> None:
    """A bell that had nothing to ask, because the person has heard of their result, is over, also
    where another bell of the case came as late and led to a step."""
    (case,) = await _reports(office, 1, alarm="medical")
    await _resolved(office, case)
    await _after(office, days=18)
    bells = table_of(BellRow)
    asked = select(bells.c.fired_at).where(bells.c.kind == "unheard").order_by(bells.c.id)
    async with office.db.read() as connection:
        rung = (await connection.scalars(asked)).all()
    assert (await office.case(case)).level > 0
    assert rung[0] == office.at


async def test_emergencies_come_first(office: Office) -> None:
    """Among many, the emergency stands on top, and its letter goes before all others."""
    await _reports(office, 12)
    urgent = (await office.file(teller=999, alarm="danger")).id
    await office.told()
    told = [one for one in await _after(office, days=5) if one.to == CO]
    assert "26-00013" in told[0].text or str(urgent) in told[0].taps[0]


async def test_one_bad_bell_does_not_scatter_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bell that can't be rung is put aside; the others are still one message or two."""
    made = await _reports(office, 20)
    async with office.db.write() as connection:
        bad = table_of(BellRow).update().where(table_of(BellRow).c.subject == str(OfCase(made[7])))
        await connection.execute(bad.values(subject="nothing"))
    told = await _after(office, days=5)
    assert 1 <= len(told) <= 6
    assert len({tap for one in told for tap in one.taps}) == len(made) - 1


# ---- what comes from people at one moment -------------------------------------------------------


async def _neighbours(made: Rig, number: int) -> None:
    """So many residents cry for help at the same moment."""
    phones = [made.phone(n) for n in range(1, number + 1)]
    for phone in phones:
        phone.start()
        await made.settle()
        await made.introduce(phone)
    made.later(minutes=1)
    for phone in phones:
        phone.send("tolong rumah saya kebakaran sekarang")
    await made.settle()


@pytest.mark.parametrize(("number", "messages"), [(2, 2), (12, 1)])
async def test_many_cry_at_once(
    sqlite_url: str, tmp_path: Path, number: int, messages: int
) -> None:
    """A few alarms come one by one, each to be taken with one tap; twelve are one message."""
    async with rig(sqlite_url, tmp_path) as made:
        office = await made.employ(101, Role.FRONT_OFFICE, VILLAGE)
        before = len(made.telegram.ledger)
        await _neighbours(made, number)
        got = [one for one in made.telegram.ledger[before:] if one.chat_id == office.chat_id]
        assert len(got) == messages
        assert len([b for row in office.last.buttons for b in row]) >= min(number, 2)


async def test_a_lost_storm_loses_no_case(sqlite_url: str, tmp_path: Path) -> None:
    """Who was to get the one message has blocked the bot: a colleague hears of every case in it."""
    async with rig(sqlite_url, tmp_path) as made:
        office = await made.employ(101, Role.FRONT_OFFICE, VILLAGE)
        leader = await made.employ(102, Role.COORDINATOR, VILLAGE)
        office.chat.blocked = True
        before = len(made.telegram.ledger)
        await _neighbours(made, 12)
        got = [one.text for one in made.telegram.ledger[before:] if one.chat_id == leader.chat_id]
        assert all(any(f"26-{n:05}" in text for text in got) for n in range(1, 13))
