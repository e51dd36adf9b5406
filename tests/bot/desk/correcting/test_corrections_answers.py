"""A correction that somebody else must make, or that changes nothing, is refused when it is chosen,
before anything more is asked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from casework.case.number import number
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

FIRST, OFFICER, LEADER, ME = 260_000_001, 11, 12, 1


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        await running.employ(OFFICER, Role.BACK_OFFICE, VILLAGE)
        await running.employ(LEADER, Role.COORDINATOR, VILLAGE)
        yield running


async def correcting(made: Rig, phone: Phone, *choices: str) -> str:
    """The form of a correction, with these choices; what is said then."""
    await made.write(phone, f"/kasus {number(FIRST)}")
    await made.press(phone, f"c:correct:{FIRST}")
    for choice in choices:
        await made.press(phone, choice)
    return phone.last.text


async def emergency(made: Rig) -> None:
    await made.introduce(made.phone(ME))
    await made.write(made.phone(ME), "tolong rumah tetangga kebakaran")
    await made.press(made.phone(OFFICER), "c:claim")


async def test_who_may_not_lower_an_emergency_reads_it_at_once(made: Rig) -> None:
    """Who can, with the question what is wrong again: no level, no reason is asked for."""
    await emergency(made)
    told = await correcting(made, made.phone(OFFICER), ":what:urgency")
    assert "Hanya koordinator atau SLRT" in told
    assert "apa yang perlu dibetulkan" in told
    await made.press(made.phone(OFFICER), ":what:address")
    assert "Hanya koordinator" not in made.phone(OFFICER).last.text


async def test_who_may_lower_it_is_asked_for_the_level(made: Rig) -> None:
    """A neighbour: the coordinator."""
    await emergency(made)
    told = await correcting(made, made.phone(LEADER), ":what:urgency")
    assert "Hanya koordinator" not in told


@pytest.mark.parametrize("choices", [(":what:urgency", ":urgency:normal")])
async def test_what_changes_nothing_is_told_where_it_is_chosen(
    made: Rig, choices: tuple[str, ...]
) -> None:
    """A neighbour: the level that it has already; the reason is not asked for."""
    await report(made, made.phone(ME), "sembako BPNT saya belum cair", [])
    await made.write(made.phone(OFFICER), f"/ambil {number(FIRST)}")
    assert "memang sudah tercatat" in await correcting(made, made.phone(OFFICER), *choices)


async def test_while_its_teller_is_asked_it_does_not_move(made: Rig) -> None:
    """A neighbour: another village must wait for the answer, and that is said first; its urgency
    may be corrected."""
    await report(made, made.phone(ME), "sembako BPNT saya belum cair", [])
    phone = made.phone(OFFICER)
    await made.write(phone, f"/tanya {number(FIRST)} sejak kapan?")
    await made.press(phone, ":text")
    before = len(phone.messages)
    told = await correcting(made, phone, ":what:village")
    assert "jawaban" in told, phone.messages[before:]
    assert "Nama desa" not in told
    await made.press(phone, ":what:urgency")
    assert phone.last.text != told
