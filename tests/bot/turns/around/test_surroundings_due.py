"""Putting a case off by a typed command: only days that would be accepted are offered, and where
there are none it is refused before anything is asked."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from tests.bot.turns.around.test_short_numbers import FIRST, case, desk, of_last_year
from tests.support.rig import Rig
from tests.support.walking import report


def days(phone: Phone) -> list[date]:
    """The days on the buttons of the newest message."""
    ends = [str(one.data).rpartition(":")[2] for row in phone.last.buttons for one in row]
    return [date.fromisoformat(one) for one in ends if one.count("-") == 2]


async def asked(made: Rig, leader: Phone, typed: str) -> None:
    """The question, also where the number was typed without its command."""
    await made.write(leader, typed)
    if not typed.startswith("/"):
        await made.press(leader, "o:do")


@pytest.mark.parametrize("typed", ["/tunda 26-1", "/tunda 1", "tunda 26-1"])
async def test_days_before_the_due_date_are_not_offered(
    sqlite_url: str, tmp_path: Path, typed: str
) -> None:
    """As after the tap on the page of the case."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, "/ambil 26-1")
        due = (await case(made, FIRST)).due_at.date()
        await asked(made, leader, typed)
        assert days(leader)
        assert all(day > due for day in days(leader))


async def test_chosen_from_the_list_of_several(sqlite_url: str, tmp_path: Path) -> None:
    """A number of two years: after the choice the days are those of that case."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await of_last_year(made)
        await made.write(leader, "/ambil 26-00001")
        due = (await case(made, FIRST)).due_at.date()
        await made.write(leader, "/tunda 1")
        await made.press(leader, f"o:{FIRST}:")
        assert days(leader)
        assert all(day > due for day in days(leader))


@pytest.mark.parametrize("tapped", [True, False])
async def test_an_emergency_is_refused_at_once(
    sqlite_url: str, tmp_path: Path, *, tapped: bool
) -> None:
    """No day is asked for, by command or by an old button."""
    async with desk(sqlite_url, tmp_path, 0) as (made, leader):
        await report(made, made.phone(100), "rumah saya kebakaran", [])
        await made.write(leader, "/ambil 26-1")
        if tapped:
            leader.tap_data(f"c:postpone:{FIRST}", leader.last.message_id)
            await made.settle()
        else:
            await made.write(leader, "/tunda 26-1")
        assert "darurat, jadi tidak bisa ditunda" in leader.last.text


async def test_what_is_due_later_than_all_days_is_refused_at_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Put off for the longest time already: on the same day nothing is left to offer."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, "/ambil 26-1")
        last = made.now.date() + timedelta(days=30)
        await made.write(leader, f"/tunda 26-1 sampai {last:%d-%m-%Y} karena menunggu kartu")
        await made.press(leader, ":send")
        await made.write(leader, "/tunda 26-1")
        assert "tidak perlu ditunda" in leader.last.text
