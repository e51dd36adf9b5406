"""Who edits the message in which they told where an emergency is sends everybody to the new
address: all who were called, and whoever holds it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import LEADER, RESIDENT, SERVICE, SLRT, employed

CRY = "tolong rumah tetangga kebakaran"
WRONG, RIGHT = "RT 05 RW 02 dekat musala", "RT 06 RW 02 dekat pasar"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


async def edit(office: Rig, was: str, now: str) -> None:
    """The resident edits what they have written."""
    phone = office.phone(RESIDENT)
    sent = [one for one in phone.messages if not one.from_bot and one.text == was][-1]
    phone.edit(sent.message_id, now)
    await office.settle()


def hears(phone: Phone) -> bool:
    """Whether a phone shows the address as it is now."""
    return any(RIGHT in message.text for message in phone.messages)


async def test_everybody_who_was_alarmed(office: Rig) -> None:
    """While nobody holds it: each level that it has reached."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.write(office.phone(RESIDENT), WRONG)
    await office.pass_time(minutes=25)
    await edit(office, WRONG, RIGHT)
    for person in (SERVICE, LEADER, SLRT):
        assert hears(office.phone(person)), person


async def test_its_holder_and_the_others(office: Rig) -> None:
    """Somebody else may be on the way, too."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.write(office.phone(RESIDENT), WRONG)
    await office.pass_time(minutes=25)
    await office.press(office.phone(SERVICE), "c:claim:")
    await edit(office, WRONG, RIGHT)
    for person in (SERVICE, LEADER, SLRT):
        assert hears(office.phone(person)), person


async def test_after_the_questions(office: Rig) -> None:
    """An address that was written as news is corrected for all as well."""
    await office.write(office.phone(RESIDENT), CRY)
    await office.write(office.phone(RESIDENT), "RT 01 RW 02")
    await office.pass_time(minutes=3)
    await office.write(office.phone(RESIDENT), f"apinya sudah sampai {WRONG}")
    await office.pass_time(minutes=25)
    await office.press(office.phone(SERVICE), "c:claim:")
    await edit(office, f"apinya sudah sampai {WRONG}", f"apinya sudah sampai {RIGHT}")
    for person in (SERVICE, LEADER, SLRT):
        assert hears(office.phone(person)), person


async def test_in_the_cry_itself(office: Rig) -> None:
    """The message that raised it told the place."""
    await office.write(office.phone(RESIDENT), f"{CRY} di {WRONG}")
    await office.pass_time(minutes=25)
    await edit(office, f"{CRY} di {WRONG}", f"{CRY} di {RIGHT}")
    for person in (SERVICE, LEADER, SLRT):
        assert hears(office.phone(person)), person
