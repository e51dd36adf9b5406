"""An emergency that an officer holds and forgets: those above hear of it with every step, with what
to do, and nobody reads that somebody was told who was not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.teams import CLERK, LEADER, RESIDENT, SERVICE, SLRT, employed

FLOOD = "tolong, banjir, air masuk rumah sekarang"
SILENT, LAST = "Tidak ada kabar dari pemegangnya sejak", "Kabar terakhir dari sini"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


def read(made: Rig, phone: Phone, words: str) -> list[str]:
    return [x.text for x in made.telegram.ledger if x.chat_id == phone.chat_id and words in x.text]


async def held(office: Rig) -> str:
    """An emergency that somebody has taken; when, on their clock."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(SERVICE), "c:claim:")
    return office.now.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")


async def test_each_step_reaches_all_who_look_on(office: Rig) -> None:
    """The coordinator reads it again with each step, the district from its own on; both since when
    there is no word. Clerks who need not come read nothing."""
    taken = await held(office)
    await office.pass_time(hours=12)
    told = {p: read(office, office.phone(p), SILENT) for p in (CLERK, LEADER, SLRT)}
    assert (len(told[CLERK]), len(told[LEADER]), len(told[SLRT])) == (0, 4, 3)
    for one in (*told[LEADER], *told[SLRT]):
        assert one.startswith("🔴")
        assert taken in one
        assert "mengawasi" in one


async def test_the_holder_reads_who_was_told(office: Rig) -> None:
    """By name, and since when they were silent; never that leaders look at it."""
    taken = await held(office)
    await office.pass_time(hours=12)
    told = read(office, office.phone(SERVICE), LAST)
    assert len(told) == 4
    assert all(taken in one and "Ikut dikabari" in one for one in told)
    assert read(office, office.phone(SERVICE), "pimpinan") == []


@pytest.mark.parametrize("data", ["as:", "c:assign:"])
async def test_those_above_take_it_over_or_give_it(office: Rig, data: str) -> None:
    """Both buttons stand on what they read; taken over, the message says who has it."""
    await held(office)
    await office.pass_time(hours=5)
    leader = office.phone(LEADER)
    told = [m for m in leader.messages if SILENT in m.text][-1]
    (tap,) = [b.data for row in told.buttons for b in row if b.data.startswith(data)]
    leader.tap_data(tap, told.message_id)
    await office.settle()
    if data == "as:":
        assert read(office, office.phone(SERVICE), "26-00001")[-1].count("dipegang") == 1
    else:
        assert "as:" in str(leader.last.buttons)


async def test_a_word_of_the_holder_counts(office: Rig) -> None:
    """Since when nobody heard of them is said from what they did last."""
    await held(office)
    await office.pass_time(hours=2)
    await office.write(office.phone(SERVICE), "/catatan 26-00001-R perahu sudah di sana")
    noted = office.now.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    await office.pass_time(hours=3)
    assert noted in read(office, office.phone(LEADER), SILENT)[-1]


@pytest.mark.parametrize("cry", [FLOOD, "kartu KIS saya mati"])
async def test_nobody_above_is_named_where_nobody_is(
    sqlite_url: str, tmp_path: Path, cry: str
) -> None:
    """One clerk alone, an emergency and an ordinary report: that its time is over is said, and no
    word of leaders, nor to its teller."""
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(SERVICE, Role.BACK_OFFICE, VILLAGE)
        resident = made.phone(RESIDENT)
        await made.introduce(resident)
        await made.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
        await made.write(made.phone(SERVICE), f"/catat {cry}")
        await made.pass_time(days=20)
        everybody = [x.text for x in made.telegram.ledger]
        assert not any("impinan" in one or "Ikut dikabari" in one for one in everybody)
