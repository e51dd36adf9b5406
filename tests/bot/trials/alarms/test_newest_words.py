"""Every alarm that rings again tells the first words of a cry, the newest that came since, and the
address once it is known: who is called late knows as much as who was called first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import LEADER, RESIDENT, SERVICE, SLRT, employed

CRY = "tolong rumah tetangga kebakaran"
NEWS = "apinya merembet ke warung, masih ada anak di dalam"
ADDRESS = "RT 05 RW 02 dekat musala"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


def alarm(phone: Phone) -> str:
    """The alarm that stands on a phone, under which one takes the emergency with a tap."""
    told = [
        message.text
        for message in phone.messages
        if message.text.startswith("🔴")
        and "DARURAT" in message.text
        and any("c:claim:" in b.data for row in message.buttons for b in row)
    ]
    return told[-1]


async def test_a_ring_tells_first_and_newest_words(office: Rig) -> None:
    """The first ring at the district is the third of the case; it tells what each other does."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.pass_time(minutes=2)
    await office.write(office.phone(RESIDENT), NEWS)
    await office.write(office.phone(RESIDENT), ADDRESS)
    await office.pass_time(minutes=23)
    for person in (SERVICE, LEADER, SLRT):
        told = alarm(office.phone(person))
        assert "rumah tetangga kebakaran" in told
        assert "masih ada anak di dalam" in told
        assert ADDRESS in told


@pytest.mark.parametrize(
    ("news", "seen"),
    [
        ("apinya sudah sampai dapur, atapnya mau roboh", "atapnya mau roboh"),
        ("apinya tambah besar lagi, " * 12, "apinya tambah besar"),
    ],
)
async def test_after_the_questions_too(office: Rig, news: str, seen: str) -> None:
    """What is told once the short form is done stands in the next ring, shortened where long."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.write(office.phone(RESIDENT), ADDRESS)
    await office.pass_time(minutes=3)
    await office.write(office.phone(RESIDENT), news)
    await office.write(office.phone(RESIDENT), "cepat ya pak")
    await office.pass_time(minutes=23)
    told = alarm(office.phone(LEADER))
    assert "rumah tetangga kebakaran" in told
    assert ADDRESS in told
    assert seen in told
    assert len(told) < 700


async def test_a_long_cry_leaves_room_for_the_newest(office: Rig) -> None:
    """Three long lines of a cry do not push out what came after it in the same burst."""
    cry = "tolong rumah tetangga kebakaran apinya besar " + "asapnya tebal sampai jalan " * 6
    await office.write(office.phone(RESIDENT), cry)
    await office.write(office.phone(RESIDENT), NEWS)
    await office.pass_time(minutes=25)
    assert "apinya merembet" in alarm(office.phone(SLRT))


async def test_who_lets_go_rings_it_with_the_newest(office: Rig) -> None:
    """Given back after news that only its holder has read: the alarm tells them."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.press(office.phone(SERVICE), "c:claim:")
    await office.pass_time(minutes=2)
    await office.write(office.phone(RESIDENT), NEWS)
    await office.press(office.phone(SERVICE), "c:give_back:")
    await office.write(office.phone(SERVICE), "saya tidak di tempat")
    await office.press(office.phone(SERVICE), ":!:send")
    assert "masih ada anak di dalam" in alarm(office.phone(LEADER))


async def test_of_who_is_protected_nothing_more_is_told(office: Rig) -> None:
    """Violence rings without a word of what was told, first or newest."""
    await office.write(office.phone(RESIDENT), "tolong suami saya pukul saya sekarang")
    await office.write(office.phone(RESIDENT), "dia bawa golok di depan pintu kamar")
    await office.pass_time(minutes=25)
    assert "golok" not in alarm(office.phone(LEADER))
