"""The result "the same as another report" makes one case of two: what may be meant is offered, and
any number that the officer may see is taken, shortened too."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Referral, Role, Stage, Status
from casework.case.number import number
from storage.cases import cases
from tests.conversations.speaker import NOW
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

FIRST, SECOND = 260_000_001, 260_000_002
ROAD = "lampu jalan depan mushola mati sudah sebulan, gelap sekali"
ROOF = "rumahku mau roboh kalau hujan"


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


async def desk(made: Rig, *stories: str) -> Phone:
    """A coordinator, and these reports, each of another resident."""
    leader = await made.employ(11, Role.COORDINATOR, VILLAGE)
    for n, story in enumerate(stories):
        await report(made, made.phone(100 + n), story, [])
    return leader


async def case(made: Rig, case_id: int) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, case_id, lock=False)
    assert found is not None
    return found


def taps(phone: Phone) -> list[str]:
    return [button.data or "" for row in phone.last.buttons for button in row]


async def same(made: Rig, leader: Phone, case_id: int = SECOND) -> None:
    await made.write(leader, f"/selesai {number(case_id)}")
    await made.press(leader, ":duplicate")


@pytest.mark.parametrize("typed", [number(FIRST), "26-1", "1"])
async def test_a_typed_number_is_taken_where_nothing_is_alike(made: Rig, typed: str) -> None:
    """No list fits; the number leads to both side by side, and one tap makes them one."""
    leader = await desk(made, ROOF, ROAD)
    await same(made, leader)
    assert "tidak kami temukan" in leader.last.text
    await made.write(leader, typed)
    assert "Apakah dua laporan ini sama?" in leader.last.text
    await made.press(leader, f"mg:{SECOND}:{FIRST}")
    after = await case(made, SECOND)
    assert (after.status, after.ending.merged_into) == (Status.CLOSED, FIRST)
    assert not any("Sama dengan laporan lain" in m.text for m in made.phone(101).messages)


async def test_what_may_be_the_same_is_offered(made: Rig) -> None:
    """One like it is a button; another number may be typed all the same."""
    leader = await desk(made, ROAD, ROOF)
    await report(made, made.phone(100), f"{ROAD} lagi", [])
    await made.press(made.phone(100), ":0")
    await same(made, leader, SECOND + 1)
    assert f"mc:{SECOND + 1}:{FIRST}" in taps(leader)
    assert f"mc:{SECOND + 1}:{SECOND}" not in taps(leader)
    await made.write(leader, "26-2")
    assert f"mg:{SECOND + 1}:{SECOND}" in taps(leader)
    await made.write(leader, "26-1")
    await made.press(leader, f"mg:{SECOND + 1}:{FIRST}")
    assert (await case(made, SECOND + 1)).ending.merged_into == FIRST


async def test_a_number_that_is_none_is_asked_again(made: Rig) -> None:
    """It says so, and the next one counts."""
    leader = await desk(made, ROOF, ROAD)
    await same(made, leader)
    for wrong in ("26-99", "laporan pak RT yang kemarin"):
        await made.write(leader, wrong)
        assert "tidak kami temukan" in leader.last.text
    await made.write(leader, "1")
    assert f"mg:{SECOND}:{FIRST}" in taps(leader)


async def test_words_without_a_link_are_still_possible(made: Rig) -> None:
    """The other one is over, say: the result goes out as words, and what was written with the
    command is not lost."""
    leader = await desk(made, ROOF, ROAD)
    await made.write(leader, f"/selesai {number(SECOND)} sudah kami bantu kemarin")
    await made.press(leader, ":duplicate")
    await made.press(leader, f"c:same_result:{SECOND}")
    assert "sudah kami bantu kemarin" in leader.last.text
    await made.press(leader, ":send")
    after = await case(made, SECOND)
    assert (after.status, after.ending.merged_into) == (Status.RESOLVED, None)


async def test_what_cannot_be_merged_now_says_why(made: Rig) -> None:
    """A neighbour: another office has it; nothing is offered, and a number is answered by the
    reason."""
    leader = await desk(made, ROOF, ROAD)
    there = Referral("32.74/dinsos", Stage.ACCEPTED, NOW)
    gone = replace(await case(made, SECOND), status=Status.REFERRED, referral=there)
    async with made.program.db.write() as connection:
        await cases.save(connection, made.program.vault, [gone])
    await same(made, leader)
    assert not [tap for tap in taps(leader) if tap.startswith("mc:")]
    await made.write(leader, "1")
    assert (await case(made, SECOND)).status is Status.REFERRED
    assert f"c:same_result:{SECOND}" in taps(leader)
