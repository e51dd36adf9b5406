"""Colleagues know each other by name: who holds what, who is there, and how much each has."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Referral, Role, Stage, Status
from casework.case.number import parse
from storage.people import stand_ins
from tests.bot.pages.test_lists import RESIDENT, case, keep, numbers, sayable
from tests.casework.cases import AGENCY, DINSOS, NOW, OTHER
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.walking import report

FO, BO, CO, DO, AO, FAR = 11, 12, 13, 14, 15, 16


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


@pytest.fixture
async def staff(made: Rig) -> dict[int, Phone]:
    """Two at the desk, a coordinator, a district officer, one at another office, one far away."""
    for person in (FO, BO, CO, DO, AO, FAR):
        made.telegram.phone(person, first_name=f"Rekan-{person}")
    return {
        FO: await made.employ(FO, Role.FRONT_OFFICE, VILLAGE),
        BO: await made.employ(BO, Role.BACK_OFFICE, VILLAGE),
        CO: await made.employ(CO, Role.COORDINATOR, VILLAGE),
        DO: await made.employ(DO, Role.DISTRICT_OFFICER, DISTRICT),
        AO: await made.employ(AO, Role.AGENCY_OFFICER, AGENCY),
        FAR: await made.employ(FAR, Role.FRONT_OFFICE, OTHER),
    }


def name(phone: Phone) -> str:
    return phone.chat.names["first_name"]


async def test_a_line_says_whose_a_case_is(made: Rig, staff: dict[int, Phone]) -> None:
    """In the queue each line names its holder."""
    await keep(made, case(0, Status.IN_PROGRESS, owner=BO))
    await made.write(staff[FO], "/antrian")
    assert name(staff[BO]) in staff[FO].last.text


async def test_a_refusal_says_who_was_first(made: Rig, staff: dict[int, Phone]) -> None:
    """Who takes what is taken, or answers what another holds, reads the name."""
    await keep(made, case(0, Status.IN_PROGRESS, owner=BO))
    for command in ("ambil", "selesai"):
        await made.write(staff[FO], f"/{command} {sayable([0])[0]}")
        assert name(staff[BO]) in " ".join(said.text for said in staff[FO].messages[-2:])


async def test_the_history_says_who_did_what(made: Rig, staff: dict[int, Phone]) -> None:
    """Page and history name the officers and to whom a case was given, to officers; the resident
    reads none of their names, and officers not the resident's."""
    resident = made.telegram.phone(RESIDENT, first_name="Warga-5")
    await report(made, resident, "kartu KIS ibu mati", [])
    await made.write(staff[BO], "/antrian")
    (told,) = numbers(staff[BO])
    await made.write(staff[BO], f"/ambil {told}")
    await made.write(staff[CO], f"/tugaskan {told}")
    await made.press(staff[CO], f"as:{told_id(told)}:{FO}")
    await made.write(staff[BO], f"/kasus {told}")
    assert name(staff[FO]) in staff[BO].last.text
    await history(made, staff[BO], told)
    lines = staff[BO].last.text.splitlines()
    assert [line for line in lines if name(staff[BO]) in line]
    assert [line for line in lines if f"{name(staff[CO])} → {name(staff[FO])}" in line]
    assert "Warga-5" not in staff[BO].last.text
    await made.write(resident, f"/kasus {told}")
    await history(made, resident, told)
    said = " ".join(message.text for message in resident.messages)
    assert not any(name(phone) in said for phone in staff.values())


async def history(made: Rig, phone: Phone, told: str) -> None:
    phone.tap_data(f"c:history:{told_id(told)}", phone.last.message_id)
    await made.settle()


def told_id(told: str) -> int:
    found = parse(told)
    assert found is not None
    return found


async def test_an_officers_own_trouble_is_told_without_their_name(
    made: Rig, staff: dict[int, Phone]
) -> None:
    """Colleagues who look after it read what the teller did, not who that is."""
    await report(made, staff[BO], "/lapor kartu KIS ibu mati", [])
    await made.write(staff[FO], "/antrian")
    (told,) = numbers(staff[FO])
    await history(made, staff[FO], told)
    assert name(staff[BO]) not in staff[FO].last.text


async def test_a_name_that_is_gone(made: Rig, staff: dict[int, Phone]) -> None:
    """A holder whom nobody knows any more is an officer without a name."""
    await keep(made, case(0, Status.IN_PROGRESS, owner=77))
    await made.write(staff[FO], f"/ambil {sayable([0])[0]}")
    assert "petugas" in staff[FO].last.text


async def test_petugas_of_ones_own_office(made: Rig, staff: dict[int, Phone]) -> None:
    """An officer reads who is of their office, what they are, when they were last there, and how
    many open cases each has; nobody of elsewhere."""
    await keep(made, *(case(n, Status.IN_PROGRESS, owner=BO) for n in range(3)))
    await keep(made, case(3, Status.CLOSED, owner=BO))
    await made.write(staff[FO], "/petugas")
    told = staff[FO].last.text
    assert all(name(staff[one]) in told for one in (FO, BO, CO))
    assert not any(name(staff[one]) in told for one in (DO, AO, FAR))
    line = told.partition(name(staff[BO]))[2].partition("•")[0]
    assert "3" in line
    assert "hari ini" in line


async def test_petugas_of_the_offices_below(made: Rig, staff: dict[int, Phone]) -> None:
    """A leader reads all below, page by page, and one tap shows what somebody holds."""
    await keep(made, *(case(n, Status.IN_PROGRESS, owner=BO) for n in range(3)))
    await keep(made, case(3, Status.WAITING, owner=BO), case(4, Status.IN_PROGRESS, owner=FO))
    await made.write(staff[DO], "/petugas")
    assert all(name(staff[one]) in staff[DO].last.text for one in (FO, BO, CO, DO, FAR))
    assert name(staff[AO]) in staff[DO].last.text, "the district's other offices, too"
    await made.press(staff[DO], f"s:queue:@{BO:x}~")
    assert numbers(staff[DO]) == sayable(range(3)), "as many as were counted"
    assert name(staff[BO]) in staff[DO].last.text
    await made.press(staff[DO], f"s:narrow:m:@{BO:x}")
    await made.press(staff[DO], f"s:queue:m@{BO:x}~")
    assert numbers(staff[DO]) == sayable(range(4)), "waiting ones, too"


async def test_what_is_counted_waits_for_a_step(made: Rig, staff: dict[int, Phone]) -> None:
    """A result, a question and a referral wait for others: of four in hand one is to do, and the
    list behind the count shows that one."""
    out = Referral(AGENCY, Stage.ACCEPTED, NOW)
    states = (Status.RESOLVED, Status.WAITING, Status.IN_PROGRESS)
    await keep(made, *(case(n, state, owner=BO) for n, state in enumerate(states)))
    await keep(made, case(3, Status.REFERRED, owner=BO, referral=out))
    await made.write(staff[CO], "/petugas")
    line = staff[CO].last.text.partition(name(staff[BO]))[2].partition("•")[0]
    assert "1 perlu dikerjakan" in line
    await made.press(staff[CO], f"s:queue:@{BO:x}~")
    assert numbers(staff[CO]) == sayable([2])


COUNTED = "perlu dikerjakan"


async def counted(made: Rig, phone: Phone, officer: Phone) -> int:
    """How many cases a colleague has to do, as somebody reads it in /petugas."""
    await made.write(phone, "/petugas")
    line = phone.last.text.partition(name(officer))[2].partition(COUNTED)[0]
    return int(line.split()[-1])


async def by_filter(made: Rig, phone: Phone, officer: int) -> list[str]:
    await made.press(phone, f"s:queue:@{officer:x}~")
    return numbers(phone)


async def test_what_another_office_has_taken_is_its_officers(
    made: Rig, staff: dict[int, Phone]
) -> None:
    """Their own morning list says that they hold it; so do the count and the filter of who sent
    it, and who sent it has nothing to do."""
    taken = Referral(AGENCY, Stage.ACCEPTED, NOW + timedelta(days=3))
    sent = case(0, Status.REFERRED, owner=DO, office=DISTRICT, level=2, referral=taken)
    await keep(made, sent)
    assert await counted(made, staff[DO], staff[AO]) == 1
    assert await by_filter(made, staff[DO], AO) == sayable([0])
    assert await counted(made, staff[DO], staff[DO]) == 0


async def test_what_a_silent_office_leaves_is_the_senders(
    made: Rig, staff: dict[int, Phone]
) -> None:
    """Where nobody works at the other office and its time is over, the next step is the sender's:
    count and filter say so."""
    silent = Referral(DINSOS, Stage.OFFERED, NOW - timedelta(days=300))
    await keep(made, case(0, Status.REFERRED, owner=BO, referral=silent))
    assert await counted(made, staff[CO], staff[BO]) == 1
    assert await by_filter(made, staff[CO], BO) == sayable([0])


async def test_who_stands_in_has_what_the_other_holds(made: Rig, staff: dict[int, Phone]) -> None:
    """As their own list counts it; a leader sees the same cases by a tap."""
    await keep(made, case(0, Status.IN_PROGRESS, owner=BO), case(1, Status.IN_PROGRESS, owner=FO))
    await away(made, BO, FO)
    assert await counted(made, staff[CO], staff[FO]) == 2
    assert sorted(await by_filter(made, staff[CO], FO)) == sorted(sayable([0, 1]))


async def test_what_lies_above_is_not_of_the_village(made: Rig, staff: dict[int, Phone]) -> None:
    """What was passed up to the district is the leader's there to answer, and not what its sender
    has to do, whoever reads it."""
    up = Referral(DISTRICT, Stage.OFFERED, NOW + timedelta(days=3))
    await keep(made, case(0, Status.REFERRED, owner=BO, referral=up))
    for reader in (CO, DO):
        assert await counted(made, staff[reader], staff[BO]) == 0


async def away(made: Rig, person: int, substitute: int) -> None:
    """Somebody is away today, and another stands in."""
    today = made.now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    absence = stand_ins.Absence(person, person, substitute, today, today + timedelta(days=3))
    async with made.program.db.write() as connection:
        await stand_ins.put(connection, absence, made.now)


async def test_the_queue_by_officer(made: Rig, staff: dict[int, Phone]) -> None:
    """From the queue a leader chooses an officer, with the open cases of each; others are not
    offered that."""
    await keep(made, *(case(n, Status.IN_PROGRESS, owner=BO) for n in range(2)))
    await made.write(staff[FO], "/antrian")
    await made.press(staff[FO], "s:narrow:m:")
    assert not [b for row in staff[FO].last.buttons for b in row if "narrow:o" in (b.data or "")]
    await made.write(staff[CO], "/antrian")
    await made.press(staff[CO], "s:narrow:m:")
    await made.press(staff[CO], "s:narrow:o:")
    (label,) = [
        b.text for row in staff[CO].last.buttons for b in row if name(staff[BO]) in (b.text or "")
    ]
    assert "2" in label
    await made.press(staff[CO], f"s:queue:@{BO:x}~")
    assert numbers(staff[CO]) == sayable(range(2))


async def test_nobody_else_reads_of_officers(made: Rig, staff: dict[int, Phone]) -> None:
    """To a resident there is no such command, and a forged button shows them nobody."""
    resident = made.phone(RESIDENT)
    await made.introduce(resident)
    await made.write(resident, "/petugas")
    assert not any(name(phone) in resident.last.text for phone in staff.values())
    for data in ("s:colleagues:", f"s:queue:@{BO:x}~", "s:narrow:o:"):
        resident.tap_data(data, resident.last.message_id)
        await made.settle()
        assert not any(name(phone) in resident.last.text for phone in staff.values())


async def test_who_has_left_is_not_there(made: Rig, staff: dict[int, Phone]) -> None:
    """Who is away is marked so."""
    await made.write(staff[BO], "/pengganti")
    await made.write(staff[CO], "/petugas")
    assert name(staff[BO]) in staff[CO].last.text
