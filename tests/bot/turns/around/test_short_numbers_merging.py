"""Which report is the same, by a shortened number: several that fit are all offered, and the report
itself is never meant."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.number import number
from tests.bot.turns.around.test_short_numbers import FIRST, OLD, SECOND, case, desk, of_last_year
from tests.support.rig import Rig

TWELVE = 12


async def asked(made: Rig, leader: Phone, case_id: int) -> None:
    await made.write(leader, f"/kasus {number(case_id)}")
    leader.tap_data(f"c:merge:{case_id}", leader.last.message_id)
    await made.settle()


@pytest.mark.parametrize("typed", ["1", "01", "no 1"])
async def test_several_are_offered(sqlite_url: str, tmp_path: Path, typed: str) -> None:
    """26-1 and 25-1 are both called so: one tap shows the one that is meant."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await of_last_year(made)
        await asked(made, leader, SECOND)
        await made.write(leader, typed)
        assert "tidak kami temukan" not in leader.last.text
        assert number(FIRST) in leader.last.text
        assert number(OLD) in leader.last.text
        await made.press(leader, f"mc:{SECOND}:{FIRST}")
        await made.press(leader, f"mg:{SECOND}:{FIRST}")
        assert (await case(made, SECOND)).ending.merged_into == FIRST


async def test_the_whole_number_wins(sqlite_url: str, tmp_path: Path) -> None:
    """26-1 and 26-11 both end so, and "1" is all of the first."""
    async with desk(sqlite_url, tmp_path, TWELVE) as (made, leader):
        await asked(made, leader, FIRST + 4)
        await made.write(leader, "1")
        await made.press(leader, f"mg:{FIRST + 4}:{FIRST}")
        assert (await case(made, FIRST + 4)).ending.merged_into == FIRST


async def test_the_case_itself_is_not_meant(sqlite_url: str, tmp_path: Path) -> None:
    """26-11 is the same as "1": the other one that ends so."""
    async with desk(sqlite_url, tmp_path, TWELVE) as (made, leader):
        await asked(made, leader, FIRST + 10)
        await made.write(leader, "1")
        await made.press(leader, f"mg:{FIRST + 10}:{FIRST}")
        assert (await case(made, FIRST + 10)).ending.merged_into == FIRST


async def test_none_that_fits_is_told(sqlite_url: str, tmp_path: Path) -> None:
    """A neighbour: a number of no case is asked for again, and so is the case's own."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await asked(made, leader, FIRST)
        await made.write(leader, "77")
        assert "tidak kami temukan" in leader.last.text
