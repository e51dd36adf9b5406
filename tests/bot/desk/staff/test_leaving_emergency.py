"""Who held an emergency works here no more: all who are called to it are rung, whoever pressed,
too; they read since when it is and who had it, and its teller reads whom we ask."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correspondence import Note
from casework.case.model import Role
from conversations.protocol import requests as rq
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, VILLAGE, Rig

CRIER, CLERK, BACK, HEAD, OFFICER = 2, 11, 12, 13, 14
FIRE = 260_000_001


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """The back office holds an emergency whose time has passed, so that the district looks on."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    for person in (CLERK, BACK, HEAD, OFFICER):
        running.telegram.phone(person, first_name=f"Rekan-{person}")
    await running.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(BACK, Role.BACK_OFFICE, VILLAGE)
    await running.employ(HEAD, Role.COORDINATOR, VILLAGE)
    await running.employ(OFFICER, Role.DISTRICT_OFFICER, DISTRICT)
    await running.introduce(running.phone(CRIER))
    await running.write(running.phone(CRIER), "tolong rumah kebakaran di rt 3")
    await running.press(running.phone(BACK), "c:claim:")
    await running.pass_time(hours=6)


async def end(made: Rig, by: int) -> None:
    await ask(made, by, rq.EndRoles(BACK))
    await made.settle()


def mark(made: Rig) -> dict[int, int]:
    return {x: made.phone(x).last.message_id for x in (CRIER, CLERK, BACK, HEAD, OFFICER)}


def rung(made: Rig, person: int, since: dict[int, int]) -> list[str]:
    return [one for one in said(made, person, since) if "DARURAT" in one.split("\n")[0]]


def said(made: Rig, person: int, since: dict[int, int]) -> list[str]:
    """What came after that, in whatever message it stands."""
    new = [m for m in made.phone(person).messages if m.message_id > since[person]]
    return [m.text for m in new if m.from_bot]


@pytest.mark.parametrize("by", [HEAD, OFFICER])
async def test_all_who_are_called_are_rung(made: Rig, by: int) -> None:
    """Also whoever pressed, once."""
    since = mark(made)
    await end(made, by)
    for person in (CLERK, HEAD, OFFICER):
        assert len(rung(made, person, since)) == 1, person
    assert rung(made, BACK, since) == []


@pytest.mark.parametrize("noted", [True, False])
async def test_the_alarm_says_who_had_it(made: Rig, noted: bool) -> None:
    """Beside what was done last, and that its time has passed."""
    if noted:
        await ask(made, BACK, Note(BACK, "Damkar sudah datang."), FIRE)
        await made.settle()
    since = mark(made)
    await end(made, HEAD)
    (told,) = rung(made, CLERK, since)
    assert "Dilaporkan" in told
    assert f"Tadinya dipegang Rekan-{BACK}" in told
    assert "lewat waktu" in told
    assert ("Damkar" in told) == noted


async def test_the_alarm_of_a_case_that_was_given_back_says_so_too(made: Rig) -> None:
    """A holder who lets go is named like one who left."""
    since = mark(made)
    await ask(made, BACK, GiveBack(BACK, "saya harus pulang"), FIRE)
    await made.settle()
    (told,) = rung(made, CLERK, since)
    assert f"Tadinya dipegang Rekan-{BACK}" in told


async def test_the_teller_reads_of_all_who_are_called(made: Rig) -> None:
    """The village's people are rung, and so is the district."""
    since = mark(made)
    await end(made, HEAD)
    lines = "\n".join(said(made, CRIER, since)).splitlines()
    (line,) = [x for x in lines if "kami hubungi sekarang" in x]
    assert "petugas desa" in line
    assert "SLRT" in line
