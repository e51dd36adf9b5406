"""The cases beside a case: of the same person or household, and what may be the same trouble, only
for those who may see them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Role
from casework.case.number import number
from storage.cases import cases
from tests.support.rig import OTHER_VILLAGE, VILLAGE, Rig, rig
from tests.support.walking import report

FIRST = 260_000_001
ME, NEIGHBOUR, OFFICER, STRANGER = 1, 2, 11, 12
ROAD = "lampu jalan depan mushola mati sudah sebulan, gelap sekali"


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


async def opened(made: Rig, officer: Phone, case: int) -> str:
    await made.write(officer, f"/kasus {number(case)}")
    return officer.last.text


def taps(phone: Phone) -> list[str]:
    return [button.data or "" for row in phone.last.buttons for button in row]


async def test_another_trouble_of_the_same_person_is_one_tap_away(made: Rig) -> None:
    """With its story; it opens from there, and nothing is said where there is none."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await report(made, made.phone(ME), "kartu KIS ibu mati", [])
    assert "terkait" not in await opened(made, officer, FIRST)
    await report(made, made.phone(ME), "rumahku mau roboh kalau hujan", [])
    words = await opened(made, officer, FIRST)
    [link] = [word for word in words.split() if word.startswith("/kasus_")]
    await made.write(officer, link)
    assert "rumahku mau roboh" in officer.last.text
    await opened(made, officer, FIRST)
    await made.press(officer, f"c:related:{FIRST}")
    assert "kartu KIS ibu mati" in officer.last.text
    assert "rumahku mau roboh" in officer.last.text
    assert "mungkin sama" not in officer.last.text
    assert f"c:open:{FIRST + 1}" in taps(officer)


async def test_what_may_be_the_same_is_compared_and_merged(made: Rig) -> None:
    """Of two neighbours with one trouble both stories are read side by side, and merging them is
    asked about as ever."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await report(made, made.phone(ME), ROAD, [])
    await report(made, made.phone(ME), f"{ROAD} lagi", [])
    await made.press(made.phone(ME), ":0")
    found = await _cases(made)
    assert len(found) == 2
    await opened(made, officer, FIRST)
    await made.press(officer, f"c:related:{FIRST}")
    assert "mungkin sama" in officer.last.text
    await made.press(officer, f"mc:{FIRST}:{FIRST + 1}")
    assert "Apakah dua laporan ini sama?" in officer.last.text
    assert officer.last.text.count("depan mushola") == 2
    assert f"mg:{FIRST}:{FIRST + 1}" in taps(officer)


async def test_nobody_learns_of_cases_that_are_not_theirs(made: Rig) -> None:
    """A sensitive case of the same person stays unseen by the front office, and the button of
    somebody else opens nothing."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    leader = await made.employ(NEIGHBOUR, Role.COORDINATOR, VILLAGE)
    stranger = await made.employ(STRANGER, Role.FRONT_OFFICE, OTHER_VILLAGE)
    await report(made, made.phone(ME), "kartu KIS ibu mati", [])
    await report(made, made.phone(ME), "rumahku mau roboh kalau hujan", [])
    async with made.program.db.write() as connection:
        case = await cases.load(connection, made.program.vault, FIRST + 1)
        assert case is not None
        await cases.save(connection, made.program.vault, [_sensitive(case)])
    assert "terkait" not in await opened(made, officer, FIRST)
    assert "terkait" in await opened(made, leader, FIRST)
    stranger.tap_data(f"c:related:{FIRST}", stranger.last.message_id)
    await made.settle()
    assert "KIS" not in stranger.last.text
    made.phone(ME).tap_data(f"c:related:{FIRST}", made.phone(ME).last.message_id)
    await made.settle()
    assert "terkait" not in made.phone(ME).last.text


def _sensitive(case: Case) -> Case:
    return replace(case, sensitive=True)


async def _cases(made: Rig) -> list[Case]:
    async with made.program.db.read() as connection:
        found = [
            await cases.load(connection, made.program.vault, FIRST + n, lock=False)
            for n in range(2)
        ]
    return [case for case in found if case is not None]
