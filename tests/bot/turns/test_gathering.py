"""Gathering: however many batches a storm comes in, an officer gets few messages, and emergencies
are never among them. Five hundred in a minute: tests/harness/test_storm.py."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, timedelta
from math import ceil

import pytest

from bot.telegram.delivery import Lost
from bot.turns.receipts import DeliveryReceipts
from casework.actions.assignment import Claim
from casework.actions.correspondence import Add
from casework.actions.duplicates.merging import Merge
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve, Withdraw
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept, Return, Why
from casework.case.commands import Command
from casework.case.model import Decision, Role, Urgency, Verdict
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.begun.offices import begun
from tests.support.office import STORY, Office, Told
from tests.support.teams import BO, CO, DINSOS, DO, FO, staffed

STAFF = (FO, BO, CO, DO)
NUMBER = re.compile(r"\d\d-\d{5}-[A-Z]")
STEP = timedelta(minutes=7)
BUSY_DAY = 15
"""Messages that are no emergencies, to one officer on a busy day."""


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, *STAFF)


async def _day(office: Office, number: int, hours: float) -> list[Told]:
    """So many residents report, one batch each, spread over some hours; what the staff got by the
    end, and what they get of it later."""
    got: list[Told] = []
    for n in range(1, number + 1):
        await office.file(teller=TELLER + n)
        got += await office.delivered()
        office.later(hours=hours / number)
    office.later(hours=2)
    got += await office.delivered()
    return [one for one in got if one.to in STAFF]


async def test_a_busy_day(office: Office) -> None:
    """Hundreds over eight hours are a bearable number of messages, and no case is missing."""
    told = await begun(office, _day, 160, 8)
    assert 3 < max(Counter(one.to for one in told).values()) <= BUSY_DAY
    shown = {tap for one in told for tap in one.taps}
    assert len(shown) == 160


async def test_a_quiet_day(office: Office) -> None:
    """The first three of a day are told at once, each whole."""
    for n in range(3):
        await office.file(teller=TELLER + n)
        told = [one for one in await office.delivered() if one.to == FO]
        assert len(told) == 1
        assert "Laporan baru" in told[0].text
        office.later(minutes=1)


async def test_emergencies_are_told_at_once_and_alone(office: Office) -> None:
    """In the middle of the storm an emergency comes first, alone, and takes nothing with it."""
    await begun(office, _day, 30, 0.1)
    for n in range(9):
        await office.file(teller=900 + n)
    await office.file(teller=999, alarm="danger")
    told = [one for one in await office.delivered() if one.to == FO]
    assert len(told) == 1
    assert "DARURAT" in told[0].text


async def test_many_emergencies_are_never_gathered(office: Office) -> None:
    """Ten emergencies in ten batches are ten alarms, each to be taken with one tap."""
    for n in range(10):
        await office.file(teller=TELLER + n, alarm="danger")
    told = Counter(one.to for one in await office.delivered() if one.to in STAFF)
    assert told[FO] == 10


async def test_what_somebody_waits_for_takes_the_rest_along(office: Office) -> None:
    """News about one's own case is not held; what is being gathered comes with it."""
    mine = (await office.file(teller=TELLER)).id
    await office.do(BO, Claim(BO), mine)
    await _day(office, 30, 0.1)
    for n in range(9):
        await office.file(teller=900 + n)
    await office.do(TELLER, Add(TELLER, STORY), mine)
    told = [one for one in await office.delivered() if one.to == BO]
    assert len(told) == 1
    assert len(told[0].taps) > 1


async def test_the_next_day_begins_anew(office: Office) -> None:
    """After a storm and a night the first report is told at once."""
    await begun(office, _day, 30, 1)
    office.later(hours=20)
    await office.file(teller=999)
    assert [one.to for one in await office.delivered() if one.to == FO] == [FO]


async def test_a_lost_gathering_loses_no_case(office: Office) -> None:
    """The letter names all its cases for whoever must tell them instead."""
    await begun(office, _day, 3, 0.1)
    for n in range(4):
        await office.file(teller=900 + n)
    assert [number for number, _ in await office.gathered(FO)] == [4]


async def _not_reached(office: Office, case: int, letter: int) -> None:
    """The teller of a case did not get an answer, each letter settled in a transaction of its
    own."""
    teller = (await office.case(case)).teller
    must = Delivery.MUST_ARRIVE
    lost = Lost(letter, teller, case, must, "unreachable", "question", "Fotonya?")
    async with office.db.write() as connection:
        receipts = DeliveryReceipts(office.desk, office.vault)
        await receipts.lost(connection, [lost], office.at)


async def test_errands_one_after_another(office: Office) -> None:
    """Twelve residents whom Telegram does not reach, in twelve transactions: one message to those
    who are asked to tell by hand, each case with its own errand; so are the reminders."""
    made = [(await office.file(teller=TELLER + n)).id for n in range(12)]
    await office.delivered()
    for n, case in enumerate(made):
        await _not_reached(office, case, 1000 + n)
    told = [one for one in await office.delivered() if one.to == FO]
    assert len(told) == 1
    assert set(told[0].taps) == {f"c:errand:{case}" for case in made}
    office.later(days=2, hours=1)
    await office.ring()
    reminded = [one for one in await office.delivered() if one.to == FO]
    assert len([one for one in reminded if "c:errand" in one.taps[0]]) == 1


async def test_a_lost_errand_is_asked_of_others(office: Office) -> None:
    """A gathering of errands that is lost is asked of the level above, case by case."""
    made = [(await office.file(teller=TELLER + n)).id for n in range(4)]
    await office.delivered()
    for n, case in enumerate(made):
        await _not_reached(office, case, 1000 + n)
    ((_, purpose),) = await office.gathered(FO)
    for one in (FO, BO):
        await office.blocks(one)
    must, cases = Delivery.MUST_ARRIVE, purpose
    lost = [Lost(2000, one, None, must, "unreachable", cases) for one in (FO, BO)]
    async with office.db.write() as connection:
        await DeliveryReceipts(office.desk, office.vault).lost(connection, lost, office.at)
    told = [one for one in await office.delivered() if one.to == CO]
    assert {tap for one in told for tap in one.taps} == {f"c:errand:{case}" for case in made}


async def test_climbing_one_after_another(office: Office) -> None:
    """Cases that fall due at a minute each climb in rounds of their own: few messages too. Whoever
    looks every seven minutes finds nothing where nothing is due."""
    await begun(office, _day, 60, 1)
    got: list[Told] = []
    until = office.at + timedelta(days=6)
    while office.at < until:
        due = await office.next_due() or until
        office.at += STEP * max(1, ceil((due - office.at) / STEP))
        await office.ring()
        got += await office.delivered()
    assert 0 < Counter(one.to for one in got if "DARURAT" not in one.text)[CO] <= BUSY_DAY


async def test_what_is_high_waits_ten_minutes_at_most(office: Office) -> None:
    """In the middle of a busy day, when others wait for an hour and a half, an urgent case is told
    within ten minutes, with what waits."""
    await begun(office, _day, 160, 8)
    office.later(minutes=1)
    await office.delivered()
    await office.file(teller=998)
    assert not [one for one in await office.delivered() if one.to == FO]
    high = await office.file(teller=999, frail="yes")
    assert high.urgency is Urgency.HIGH
    office.later(minutes=10)
    (told,) = [one for one in await office.delivered() if one.to == FO]
    assert f"c:open:{high.id}" in told.taps
    assert len(told.taps) == 2


async def test_what_joins_what_is_high_keeps_it_waiting_no_longer(office: Office) -> None:
    """A normal case that comes after it does not put it off."""
    await begun(office, _day, 160, 8)
    await office.file(teller=998, frail="yes")
    office.later(minutes=9)
    await office.file(teller=999)
    office.later(minutes=1)
    (told,) = [one for one in await office.delivered() if one.to == FO]
    assert len(told.taps) == 2


async def _resolved(office: Office, number: int) -> list[int]:
    """So many cases with a result, all of one officer; nothing waits for anybody."""
    made = [(await office.file(teller=TELLER + n)).id for n in range(number)]
    for case in made:
        await office.do(BO, Claim(BO), case)
        await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dibantu"), case)
    office.later(hours=23)
    await office.delivered()
    return made


async def test_a_day_of_good_news(office: Office) -> None:
    """Forty residents say that it is fixed, one after another: nothing is to be done, so the
    officer gets few messages; and none is missing."""
    made = await _resolved(office, 40)
    got: list[Told] = []
    for case in made:
        teller = (await office.case(case)).teller
        await office.do(teller, Confirm(teller, Verdict.FIXED, ""), case)
        got += await office.delivered()
        office.later(minutes=12)
    office.later(hours=2)
    got += await office.delivered()
    mine = [one.text for one in got if one.to == BO]
    assert 3 < len(mine) <= BUSY_DAY
    assert len({number for text in mine for number in NUMBER.findall(text)}) == len(made)


async def test_a_day_of_another_offices_news(office: Office) -> None:
    """So it is with what another office takes and settles; a case that it sends back is told at
    once, because somebody must act."""
    agency = await office.hire(201, Role.AGENCY_OFFICER, DINSOS)
    made = [(await office.file(teller=TELLER + n)).id for n in range(20)]
    for case in made:
        await office.do(BO, Claim(BO), case)
        await office.do(BO, Refer(BO, DINSOS, "mohon dibantu", override="mendesak"), case)
    office.later(hours=23)
    await office.delivered()
    got: list[Told] = []
    for case in made[:-1]:
        await office.do(agency, Accept(agency), case)
        await office.do(agency, Resolve(agency, Decision.HELPED, "sudah dibantu"), case)
        got += await office.delivered()
        office.later(minutes=20)
    await office.do(agency, Return(agency, Why.WRONG_OFFICE, "bukan kami"), made[-1])
    back = [one for one in await office.delivered() if one.to == BO]
    assert f"c:open:{made[-1]}" in [tap for one in back for tap in one.taps]
    office.later(hours=2)
    mine = [one for one in [*got, *back, *await office.delivered()] if one.to == BO]
    assert len(mine) <= BUSY_DAY


def _at_ten_in_the_evening(office: Office) -> None:
    zone = office.desk.policy.calendar.zone
    office.at = office.at.astimezone(zone).replace(hour=22, minute=0).astimezone(UTC)


async def test_a_plain_report_wakes_nobody(office: Office) -> None:
    """What residents tell at night is one message to the officer at six in the morning."""
    _at_ten_in_the_evening(office)
    made = []
    for n in range(4):
        made.append((await office.file(teller=TELLER + n)).id)
        assert [one for one in await office.delivered() if one.to in STAFF] == []
        office.later(hours=1)
    office.later(hours=4)
    (told,) = [one for one in await office.delivered() if one.to == FO]
    assert set(told.taps) == {f"c:open:{case}" for case in made}


@pytest.mark.parametrize("facts", [{"frail": "yes"}, {"alarm": "danger"}])
async def test_what_is_urgent_is_told_at_night(office: Office, facts: dict[str, str]) -> None:
    """An emergency comes at once, an urgent case within ten minutes, whatever waits."""
    _at_ten_in_the_evening(office)
    await office.file(teller=TELLER)
    case = await office.file(teller=TELLER + 1, **facts)
    office.later(minutes=10 if case.urgency is Urgency.HIGH else 0)
    (told,) = [one for one in await office.delivered() if one.to == FO]
    assert f"c:open:{case.id}" in told.taps


async def test_good_news_of_an_urgent_case_wakes_nobody(office: Office) -> None:
    """There is nothing to do after it, so it waits for the morning; that it is not fixed does
    not."""
    made = [await office.file(teller=TELLER + n, frail="yes") for n in range(2)]
    for case in made:
        await office.do(BO, Claim(BO), case.id)
        await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dibantu"), case.id)
    await office.delivered()
    _at_ten_in_the_evening(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.FIXED, ""), made[0].id)
    office.later(hours=7)
    assert [one for one in await office.delivered() if one.to == BO] == []
    office.later(hours=1)
    (told,) = [one for one in await office.delivered() if one.to == BO]
    assert number(made[0].id) in told.text
    _at_ten_in_the_evening(office)
    await office.do(TELLER + 1, Confirm(TELLER + 1, Verdict.NO, ""), made[1].id)
    office.later(minutes=10)
    assert [one for one in await office.delivered() if one.to == BO]


async def test_the_result_of_an_emergency_waits_for_other_news(office: Office) -> None:
    """Who was rung for it reads it with other news of a busy day, an hour and a half later at
    most: they know already that somebody has it."""
    case = await office.file(alarm="danger")
    await office.do(BO, Claim(BO), case.id)
    await _day(office, 160, 8)
    office.later(minutes=1)
    await office.delivered()
    await office.file(teller=998)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah dievakuasi"), case.id)
    assert [one for one in await office.delivered() if one.to == FO] == []
    office.later(minutes=90)
    (told,) = [one for one in await office.delivered() if one.to == FO]
    assert "sudah ada hasilnya" in told.text
    assert len(told.taps) == 2


async def test_what_was_taken_meanwhile_is_no_news(office: Office) -> None:
    """What waits to be told as new falls out once somebody has taken it; real news stand first."""
    await begun(office, _day, 4, 0.1)
    taken = await office.file(teller=TELLER + 50)
    free = await office.file(teller=TELLER + 51)
    await office.do(FO, Claim(FO), taken.id)
    raised = await office.file(teller=TELLER + 52)
    office.later(hours=3)
    told = "\n".join(x.text for x in await office.delivered() if x.to == BO)
    assert number(free.id) in told
    assert number(taken.id) not in told
    assert told.index(number(raised.id)) < told.index(number(free.id))


@pytest.mark.parametrize(
    "ends", [Merge(BO, 0, confirmed=True), Claim(BO), Withdraw(TELLER, "keliru")]
)
async def test_a_new_case_that_is_none_any_more_is_not_told(office: Office, ends: Command) -> None:
    """What was merged, taken or withdrawn while its news was held is not told as new; what else
    waits is."""
    await begun(office, _day, 30, 0.1)
    kept = (await office.file(teller=TELLER)).id
    gone = (await office.file(teller=TELLER)).id
    if isinstance(ends, Merge):
        ends = replace(ends, main=kept)
    await office.do(ends.by, ends, gone)
    office.later(hours=3)
    told = [one.text for one in await office.delivered() if one.to == FO]
    assert any(f"Laporan baru <b>{number(kept)}</b>" in one for one in told)
    assert not any(f"Laporan baru <b>{number(gone)}</b>" in one for one in told)


async def test_where_nothing_is_left_no_message_goes(office: Office) -> None:
    """The only new case of a held message was taken: its other readers are left alone."""
    await begun(office, _day, 30, 0.1)
    taken = (await office.file(teller=TELLER)).id
    await office.do(BO, Claim(BO), taken)
    office.later(hours=3)
    assert [one.text for one in await office.delivered() if one.to in (FO, CO)] == []
