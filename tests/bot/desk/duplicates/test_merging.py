"""Merging: what officers read before and after it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.actions.duplicates.merging import Merge
from casework.actions.duplicates.unmerging import Unmerge
from casework.actions.question import Ask
from casework.case.model import Role
from casework.case.number import number
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

OFFICER, HEAD, ME, NEIGHBOUR = 900, 901, 1, 2
FIRST, SECOND = 260_000_001, 260_000_002


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """Two cases in the hands of one officer."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(HEAD, Role.COORDINATOR, VILLAGE)
    for person in (ME, NEIGHBOUR):
        await made.introduce(made.phone(person))
    road = "/lapor jalan rusak berlubang di depan SD, sudah dua motor jatuh"
    await report(made, made.phone(ME), road)
    lamp = "/lapor lampu jalan RT 5 mati semua sudah seminggu"
    await report(made, made.phone(NEIGHBOUR), lamp)
    for case in (FIRST, SECOND):
        await made.write(made.phone(OFFICER), f"/ambil {number(case)}")


async def test_what_waits_for_its_resident_is_said_so(village: Rig) -> None:
    """Side by side, and not that it waits for the officer who reads it."""
    officer = village.phone(OFFICER)
    await ask(village, OFFICER, Ask(OFFICER, "Sejak kapan?", "text"), SECOND)
    await ask(village, HEAD, Merge(HEAD, SECOND), FIRST)
    await village.settle()
    told = village.phone(HEAD).last.text
    assert "menunggu Anda" not in told + officer.last.text
    assert "menunggu jawaban pelapor" in told


@pytest.mark.parametrize("parted", [False, True])
async def test_the_holder_of_both_reads_one_message(village: Rig, parted: bool) -> None:
    """When a leader merges them, and when they are parted again."""
    merge = Merge(HEAD, SECOND, confirmed=True)
    if parted:
        await ask(village, HEAD, merge, FIRST)
        await village.settle()
    since = len(village.phone(OFFICER).messages)
    await ask(village, HEAD, Unmerge(HEAD) if parted else merge, FIRST)
    await village.settle()
    told = [m.text for m in village.phone(OFFICER).messages[since:] if m.from_bot]
    assert len([one for one in told if number(FIRST) in one]) == 1
