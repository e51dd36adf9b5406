"""Two emergencies of one kind in one village within an hour may be one event: the alarms and the
pages say so, and a number that somebody left before is found."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.number import number
from storage.cases import cases
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import LEADER, RESIDENT, SERVICE, employed
from tests.support.walking import report

OTHER = 2
FIRST, SECOND = number(260000001), number(260000002)
FLOOD, ILL = "tolong, banjir, air masuk rumah sekarang", "tolong ibu saya kejang sekarang"
SAME = "Mungkin kejadian yang sama"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and two residents."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        await made.introduce(made.phone(OTHER))
        yield made


def alarms(phone: Phone, case: str) -> list[str]:
    told = [m.text for m in phone.messages if m.from_bot and "DARURAT" in m.text]
    return [one for one in told if f"laporan {case}" in one]


@pytest.mark.parametrize(
    ("cry", "minutes", "same"), [(FLOOD, 5, True), (FLOOD, 70, False), (ILL, 5, False)]
)
async def test_the_second_alarm_names_the_first(
    office: Rig, cry: str, minutes: int, same: bool
) -> None:
    """Of the same kind and within the hour; the repeats of the first name the second, too."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=minutes)
    await office.write(office.phone(OTHER), cry)
    (alarm,) = alarms(office.phone(SERVICE), SECOND)
    assert (f"{SAME}: {FIRST}" in alarm) == same
    await office.pass_time(minutes=25)
    told = alarms(office.phone(LEADER), FIRST)[-1]
    assert (f"{SAME}: {SECOND}" in told) == same
    await office.write(office.phone(LEADER), f"/kasus {SECOND}")
    assert (f"/kasus_{FIRST.replace('-', '_')}" in office.phone(LEADER).last.text) == same


@pytest.mark.parametrize("cry", ["tolong suami saya pukul saya sekarang", ILL])
async def test_of_two_persons_alone_no_other_is_named(office: Rig, cry: str) -> None:
    """Of what is behind the lock nothing is said, nor to it; and two who are ill are two."""
    for person in (RESIDENT, OTHER):
        await office.write(office.phone(person), cry)
    assert not any(SAME in m.text for m in office.phone(LEADER).messages)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (FLOOD, "tolong, rumah kebakaran, api gede", False),
        (FLOOD, "banjir sedada, nenek di atap", True),
        ("sudah 3 hari tidak makan\nrt 2", "tidak makan sudah 4 hari\nrt 5", False),
        ("kebakaran rumah\nrt 2", "kebakaran rumah\nrt 5", False),
        ("banjir masuk rumah\nrt 2", "banjir masuk rumah\nrt 5", True),
    ],
)
async def test_only_the_same_kind_and_place(
    office: Rig, first: str, second: str, same: bool
) -> None:
    """A flood is no fire; a fire of another neighbourhood is another one, a flood may be one."""
    await office.write(office.phone(RESIDENT), first)
    await office.pass_time(minutes=5)
    await office.write(office.phone(OTHER), second)
    (alarm,) = alarms(office.phone(SERVICE), SECOND)
    assert (f"{SAME}: {FIRST}" in alarm) == same


async def test_a_number_left_in_another_case_is_shown(office: Rig) -> None:
    """Masked, with the number of the report in which it stands; in full by its button."""
    resident = office.phone(RESIDENT)
    await report(office, resident, "kartu KIS saya mati", [])
    async with office.program.db.write() as connection:
        case = await cases.load(connection, office.program.vault, 260_000_001)
        assert case is not None
        told = replace(case, intake=replace(case.intake, phone="+6281234567890"))
        await cases.save(connection, office.program.vault, [told])
    await office.write(resident, FLOOD)
    await office.write(office.phone(LEADER), f"/kasus {SECOND}")
    page = office.phone(LEADER).last.text
    assert f"(dari laporan {FIRST})" in page
    office.phone(LEADER).tap_data("c:reveal:260000002", office.phone(LEADER).last.message_id)
    await office.settle()
    assert any("+6281234567890" in m.text for m in office.phone(LEADER).messages)
    assert not any("+6281234567890" in m.text for m in office.phone(OTHER).messages)
