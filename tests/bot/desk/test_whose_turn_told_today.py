"""An officer is told of a case once a day, unless something has happened."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.referral import Refer
from casework.actions.reminder import Nudge
from casework.case.model import Case, Role, Urgency
from casework.case.number import number
from casework.policy.bell_subjects import OfCase
from storage.cases import cases, moved_bells
from storage.db.database import Database
from tests.casework.cases import DISTRICT, TELLER, VILLAGE
from tests.support.office import Office

BO, CO, DO, AO = 101, 103, 104, 105


@pytest.fixture
async def office(database: Database) -> Office:
    return Office(database)


async def a_day(office: Office, case: Case, hours: int = 10) -> list[int]:
    """Which officers are told of a case, hour by hour, until the evening."""
    told: list[int] = []
    for _ in range(hours):
        office.later(hours=1)
        await office.ring()
        told += await heard(office, case)
    return told


async def heard(office: Office, case: Case) -> list[int]:
    letters = await office.delivered()
    return [x.to for x in letters if number(case.id) in x.text and x.to != TELLER]


async def urgent_case(office: Office) -> Case:
    """One that must be read within four hours of work."""
    return await office.file("spm_elderly", frail="yes")


async def test_the_clock_repeats_nothing_on_one_day(office: Office) -> None:
    """A village without officers, a district of one: filed and still not read is one message."""
    await office.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    case = await urgent_case(office)
    assert await heard(office, case) == [DO]
    assert await a_day(office, case) == []
    assert (await office.case(case.id)).level == 2, "it has climbed all the same"
    office.later(hours=14)
    assert DO in await a_day(office, case), "the next day it is told again"


async def test_who_has_two_roles_is_asked_once(office: Office) -> None:
    """In the back office and as coordinator: the second is told nothing new."""
    await office.hire(BO, Role.BACK_OFFICE, VILLAGE)
    await office.hire(BO, Role.COORDINATOR, VILLAGE)
    case = await urgent_case(office)
    assert [*await heard(office, case), *await a_day(office, case)] == [BO]


async def test_another_level_is_told(office: Office) -> None:
    """Who was not asked yet hears of it on the same day."""
    await office.hire(BO, Role.BACK_OFFICE, VILLAGE)
    await office.hire(CO, Role.COORDINATOR, VILLAGE)
    case = await urgent_case(office)
    assert [*await heard(office, case), *await a_day(office, case)] == [BO, CO]


async def test_a_residents_reminder_is_news(office: Office) -> None:
    """It rings who can act, also on a day on which the clock has told them."""
    await office.hire(BO, Role.BACK_OFFICE, VILLAGE)
    case = await urgent_case(office)
    await office.do(BO, Claim(BO), case.id)
    await heard(office, case)
    office.later(days=1, hours=1)
    await office.ring()
    assert await heard(office, case) == [BO]
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert await heard(office, case) == [BO]


async def held_emergency(office: Office) -> Case:
    """A clerk holds it; its coordinator and the district look on."""
    for person, role, place in (
        (BO, Role.BACK_OFFICE, VILLAGE),
        (CO, Role.COORDINATOR, VILLAGE),
        (DO, Role.DISTRICT_OFFICER, DISTRICT),
    ):
        await office.hire(person, role, place)
    case = await office.file("disaster", danger="yes")
    assert case.urgency is Urgency.EMERGENCY
    return case


async def test_a_held_emergency_rings_while_it_is_late(office: Office) -> None:
    """Its holder, and those above whose turn has come, with every step of its clock."""
    case = await held_emergency(office)
    await office.do(BO, Claim(BO), case.id)
    await heard(office, case)
    told = await a_day(office, case)
    assert told.count(BO) == 3
    assert told.count(DO) == 2


async def test_a_leader_who_holds_a_late_emergency_is_reminded(office: Office) -> None:
    """It ends: after some days only the morning list goes on."""
    case = await held_emergency(office)
    await office.do(CO, Claim(CO), case.id)
    await heard(office, case)
    assert (await a_day(office, case, 24)).count(CO) >= 4
    assert (await a_day(office, case, 24)).count(CO) >= 1
    await a_day(office, case, 24 * 8)
    late = "late"
    async with office.db.read() as connection:
        waiting = await moved_bells.waiting(connection, OfCase(case.id))
    assert late not in {bell.kind for _, bell in waiting}


async def trail(office: Office, case: Case) -> list[str]:
    async with office.db.read() as connection:
        read = await cases.history(connection, office.vault, case.id)
    return [event.kind for event, _ in read]


@pytest.mark.parametrize("bpbd", [True, False])
async def test_nobody_told_is_no_reminder(office: Office, bpbd: bool) -> None:
    """The trail says that somebody was reminded only where somebody was: at another office and in
    an ordinary case that is asked about by two clocks on one day."""
    await office.hire(BO, Role.BACK_OFFICE, VILLAGE)
    if bpbd:
        case = await office.file("disaster", danger="yes")
        await office.hire(AO, Role.AGENCY_OFFICER, f"{DISTRICT}/bpbd")
        await office.do(BO, Claim(BO), case.id)
        await office.do(BO, Refer(BO, f"{DISTRICT}/bpbd", "mohon ditangani"), case.id)
    else:
        case = await urgent_case(office)
    await heard(office, case)
    for _ in range(30):
        before = await trail(office, case)
        office.later(hours=1)
        await office.ring()
        rung = (await trail(office, case)).count("rung") > before.count("rung")
        told = await heard(office, case)
        assert told or not rung, "'diingatkan lagi', and nobody was"


async def test_an_emergency_in_nobodys_hands_keeps_ringing(office: Office) -> None:
    """With every step, whoever heard of it before."""
    case = await held_emergency(office)
    await heard(office, case)
    told = await a_day(office, case)
    assert told.count(BO) > 1


async def test_another_office_reads_once_that_it_is_late(office: Office) -> None:
    """However often its clock has climbed on one day."""
    case = await held_emergency(office)
    await office.hire(AO, Role.AGENCY_OFFICER, f"{DISTRICT}/bpbd")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, f"{DISTRICT}/bpbd", "mohon ditangani"), case.id)
    await heard(office, case)
    assert (await a_day(office, case)).count(AO) == 1


NOW_YOURS, STILL_YOURS = "sekarang sampai ke Anda", "masih menunggu"


async def days(office: Office, case: Case, many: int) -> dict[int, list[str]]:
    """What each officer is told of a case, day by day."""
    told: dict[int, list[str]] = {}
    for _ in range(many * 4):
        office.later(hours=6)
        await office.ring()
        for letter in await office.delivered():
            if number(case.id) in letter.text and letter.to != TELLER:
                told.setdefault(letter.to, []).append(letter.text)
    return told


@pytest.mark.parametrize("held", [True, False])
async def test_a_case_comes_to_somebody_once(office: Office, held: bool) -> None:
    """Each level reads that it has come to them a single time; what follows says that it still
    waits, also to who looks on while somebody holds it."""
    people = {BO: Role.BACK_OFFICE, CO: Role.COORDINATOR, DO: Role.DISTRICT_OFFICER}
    for person, role in people.items():
        await office.hire(person, role, DISTRICT if person == DO else VILLAGE)
    case = await office.file()
    if held:
        await office.do(BO, Claim(BO), case.id)
    told = await days(office, case, 25)
    assert [sum(NOW_YOURS in x for x in told[who]) for who in (CO, DO)] == [1, 1]
    assert held or any(STILL_YOURS in x for x in told[DO])


async def test_what_one_had_from_the_start_never_comes_to_them(office: Office) -> None:
    """A village without officers, a district of one: filed there, it only waits."""
    await office.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    case = await office.file()
    told = await days(office, case, 20)
    assert not any(NOW_YOURS in x for x in told[DO])
    assert any(STILL_YOURS in x for x in told[DO])


async def test_what_came_when_a_leader_went_away(office: Office) -> None:
    """Nobody stands in for the coordinator: it was the district's turn before it climbed."""
    await office.hire(CO, Role.COORDINATOR, VILLAGE)
    await office.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    case = await office.file()
    await office.away(CO, days=60)
    told = await days(office, case, 20)
    assert not any(NOW_YOURS in x for x in told[DO])
