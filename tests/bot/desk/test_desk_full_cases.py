"""A case keeps twenty files: the sender hears of every further one, and no page counts it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correspondence import Added
from casework.case.model import Role
from storage.cases import attachments, cases
from storage.cases.attachments import PER_CASE
from tests.bot.trials.test_office_day import FIRST
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """An officer (11) with the report of a resident (1)."""
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    await running.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await report(running, running.phone(1), "kartu KIS saya mati, mau kontrol", [])


async def album(made: Rig, phone: Phone, photos: int) -> None:
    made.later(seconds=60)
    phone.tap_data(f"c:add:{FIRST}", phone.last.message_id)
    await made.settle()
    for _ in range(photos):
        phone.photo()
    await made.settle()


async def counted(made: Rig) -> tuple[int, int]:
    """Files that the trail tells, and files that the case has."""
    async with made.program.db.read() as connection:
        trail = await cases.history(connection, made.program.vault, FIRST)
        told = sum(len(x.story["files"]) for x, _ in trail if isinstance(x, Added))  # type: ignore[index]
        return told, await attachments.count_files(connection, FIRST)


def says(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.messages if message.from_bot)


async def test_what_has_no_room_is_told_and_not_counted(made: Rig) -> None:
    """Eighteen are kept, of the next five two; the page says twenty."""
    resident, officer = made.phone(1), made.phone(11)
    await album(made, resident, 18)
    assert await counted(made) == (18, 18)
    await album(made, resident, 5)
    assert await counted(made) == (PER_CASE, PER_CASE)
    assert says(resident, "sudah menyimpan 20 berkas") >= 1
    for tap in ("c:open:", "c:more:"):
        await made.press(officer, f"{tap}{FIRST}")
    assert f"({PER_CASE})" in str(officer.last.buttons)
