"""Who was called to an emergency hears that they need not come; words that lay for hours say so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig

RESIDENT, FO, BO, CO, SLRT = 1, 900, 901, 902, 903
FLOOD = "tolong, banjir, air masuk rumah sekarang"
TAKEN, OFF = "sudah ditangani petugas lain", "tidak lagi darurat"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with rig(sqlite_url, tmp_path) as made:
        for person, role in (
            (FO, Role.FRONT_OFFICE),
            (BO, Role.BACK_OFFICE),
            (CO, Role.COORDINATOR),
        ):
            await made.employ(person, role, VILLAGE)
        await made.employ(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
        await made.introduce(made.phone(RESIDENT))
        yield made


def told(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.messages if message.from_bot)


async def test_colleagues_are_called_off_after_a_claim(office: Rig) -> None:
    """All who were called hear once that somebody has it; whoever has it does not, nor those who
    were never called."""
    await office.write(office.phone(RESIDENT), FLOOD)
    called = [p for p in (FO, BO, CO, SLRT) if told(office.phone(p), "DARURAT")]
    assert BO in called
    await office.press(office.phone(BO), "c:claim:")
    heard = {p: told(office.phone(p), TAKEN) for p in (FO, BO, CO, SLRT)}
    assert heard == {p: int(p in called and p != BO) for p in (FO, BO, CO, SLRT)}


async def test_colleagues_are_called_off_when_it_climbed(office: Rig) -> None:
    """Who was called only after a while is called off, too."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=45)
    called = [p for p in (FO, BO, CO, SLRT) if told(office.phone(p), "26-00001")]
    assert SLRT in called
    await office.press(office.phone(BO), "c:claim:")
    assert [p for p in called if told(office.phone(p), TAKEN)] == [p for p in called if p != BO]


async def test_it_is_no_emergency(office: Rig) -> None:
    """The button below the numbers makes it a plain report: everybody who was called hears it, and
    no bell of an emergency rings any more."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(RESIDENT), "eo:")
    assert "tetap jadi laporan biasa?" in office.phone(RESIDENT).last.text
    called = [p for p in (FO, BO, CO, SLRT) if told(office.phone(p), "DARURAT")]
    assert [told(office.phone(p), OFF) for p in called] == [1] * len(called)
    before = {p: len(office.phone(p).messages) for p in (CO, SLRT)}
    await office.pass_time(hours=1)
    assert {p: len(office.phone(p).messages) for p in (CO, SLRT)} == before


async def test_words_of_hours_ago_say_when(office: Rig) -> None:
    """The bot was off for five hours: officers are called at once, and read when it was written."""
    office.phone(RESIDENT).send(FLOOD)
    written = office.now
    office.later(hours=5)
    await office.settle()
    (alarm,) = [m.text for m in office.phone(BO).messages if "DARURAT" in m.text]
    shown = written.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    assert "Ditulis pelapor" in alarm
    assert shown in alarm


async def test_words_of_now_say_nothing_of_time(office: Rig) -> None:
    """A minute on the way is no delay, and a tap "yes, now" makes old words new."""
    office.phone(RESIDENT).send(FLOOD)
    office.later(minutes=1)
    await office.settle()
    await office.write(office.phone(RESIDENT), "tahun lalu bapak kejang")
    office.later(hours=3)
    await office.press(office.phone(RESIDENT), "e:yes")
    alarms = [m.text for m in office.phone(BO).messages if "DARURAT" in m.text]
    assert len(alarms) == 2
    assert not any("Ditulis pelapor" in alarm for alarm in alarms)
