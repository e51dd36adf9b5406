"""Going on: after each deed the next case and the queue are one tap away, and the page above shows
what is now true."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.messages import Message
from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, VILLAGE, Rig
from tests.support.walking import report

FIRST, SECOND, THIRD = 260_000_001, 260_000_002, 260_000_003
OFFICE = "32.74/dinkes"


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(made: Rig) -> None:
    await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    for n, words in enumerate(("kartu KIS ibu mati", "anak putus sekolah", "PKH belum cair")):
        await report(made, made.phone(n + 1), words, [])


@pytest.fixture
def clerk(made: Rig) -> Phone:
    """An officer of a village in which three residents have reported something."""
    return made.phone(11)


def ways(message: Message) -> list[str]:
    """What the last row of a message leads to."""
    return [button.data or "" for button in message.buttons[-1]] if message.buttons else []


async def opened(made: Rig, officer: Phone, case: int = FIRST) -> Message:
    """The page of a case, opened from the queue."""
    await made.write(officer, "/antrian")
    await made.press(officer, f"c:open:{case}")
    return officer.last


async def test_after_a_claim_the_page_leads_on(made: Rig, clerk: Phone) -> None:
    """The page of the case that was taken has the next one in its last row and the queue as a link:
    six buttons, what is done every day among them."""
    await opened(made, clerk)
    await made.press(clerk, f"c:claim:{FIRST}")
    assert ways(clerk.last)[0] in (f"c:open:{SECOND}", f"c:open:{THIRD}")
    assert clerk.last.text.endswith("« /antrian")
    data = [b.data or "" for row in clerk.last.buttons for b in row]
    assert [x.split(":")[1] for x in data[:5]] == ["ask", "reply", "refer", "resolve", "more"]
    assert len(data) == 6
    label = clerk.last.buttons[-1][0].text
    assert label.startswith("Berikutnya: ")
    assert "26-0000" in label


async def test_after_a_note_the_page_above_is_what_is_true(made: Rig, clerk: Phone) -> None:
    """The note stands on the page that was open, and what thanks for it leads on."""
    page = await opened(made, clerk)
    await made.press(clerk, f"c:note:{FIRST}")
    await made.write(clerk, "pagarnya biru")
    assert len(ways(clerk.last)) == 2
    assert page.message_id != clerk.last.message_id
    now = next(m for m in clerk.messages if m.message_id == page.message_id)
    assert "pagarnya biru" in now.text


async def test_a_command_edits_the_page_too(made: Rig, clerk: Phone) -> None:
    """Whoever types a command has the page above changed as by its button; a page that was asked
    for by a command, too."""
    await made.write(clerk, "/kasus 26-00001-R")
    page = clerk.last
    await made.write(clerk, "/catatan 26-00001-R")
    await made.write(clerk, "sudah ke rumah")
    now = next(m for m in clerk.messages if m.message_id == page.message_id)
    assert "sudah ke rumah" in now.text


async def test_what_shows_the_queue_again_is_left_alone(made: Rig, clerk: Phone) -> None:
    """A message that was the page and is the queue now stays the queue."""
    page = await opened(made, clerk)
    await made.press(clerk, f"c:more:{FIRST}")
    await made.press(clerk, "s:queue")
    await made.write(clerk, "/catatan 26-00001-R")
    await made.write(clerk, "sudah ke rumah")
    now = next(m for m in clerk.messages if m.message_id == page.message_id)
    assert "sudah ke rumah" not in now.text
    assert "Antrean" in now.text or "antre" in now.text.lower()


async def test_the_next_is_never_held_by_another(made: Rig, clerk: Phone) -> None:
    """What a colleague works on is not offered as the next."""
    colleague = await made.employ(12, Role.FRONT_OFFICE, VILLAGE)
    for case in (SECOND, THIRD):
        await opened(made, colleague, case)
        await made.press(colleague, f"c:claim:{case}")
    await opened(made, clerk)
    await made.press(clerk, f"c:claim:{FIRST}")
    assert [way[:7] for way in ways(clerk.last)] == ["s:queue"]


async def test_an_emergency_that_nobody_has_is_next(made: Rig, clerk: Phone) -> None:
    """Whatever was worked on, an emergency that nobody has taken comes first."""
    resident = made.phone(7)
    await made.introduce(resident)
    await made.write(resident, "rumah tetangga kebakaran sekarang")
    await opened(made, clerk, THIRD)
    await made.press(clerk, f"c:note:{THIRD}")
    await made.write(clerk, "menunggu")
    assert ways(clerk.last)[0] == "c:open:260000004"


async def test_two_deeds_do_not_swing_between_two_cases(made: Rig, clerk: Phone) -> None:
    """From case to case by the button everything is seen once, then a new round begins with the
    most urgent."""
    await opened(made, clerk)
    seen = [FIRST]
    for _ in range(3):
        await made.press(clerk, f"c:note:{seen[-1]}")
        await made.write(clerk, "dilihat")
        to = ways(clerk.last)[0]
        seen.append(int(to.rpartition(":")[2]))
        await made.press(clerk, to)
    assert sorted(seen[:3]) == [FIRST, SECOND, THIRD]
    assert seen[3] == seen[1] == SECOND


async def test_looking_is_no_deed(made: Rig, clerk: Phone) -> None:
    """Who only opens a page or a number is offered nothing new."""
    page = await opened(made, clerk)
    assert not any("Berikutnya: " in b.text for row in page.buttons for b in row)
    await made.press(clerk, f"c:history:{FIRST}")
    assert not any(button.text.startswith("Berikutnya: ") for button in clerk.last.buttons[-1:])


async def test_a_refused_deed_leads_nowhere(made: Rig, clerk: Phone) -> None:
    """Who was too late reads why, without the row of a deed that was done."""
    other = await made.employ(12, Role.FRONT_OFFICE, VILLAGE)
    page = await opened(made, clerk)
    await opened(made, other)
    await made.press(other, f"c:claim:{FIRST}")
    clerk.tap_data(f"c:claim:{FIRST}", page.message_id)
    await made.settle()
    assert not any("Berikutnya: " in b.text for row in clerk.last.buttons for b in row)


async def test_another_office_goes_on_too(made: Rig, clerk: Phone) -> None:
    """An agency that has accepted one goes on to the next that was referred to it."""
    agency = await made.employ(21, Role.AGENCY_OFFICER, OFFICE)
    await made.employ(31, Role.DISTRICT_OFFICER, DISTRICT)
    for case in (FIRST, SECOND):
        clerk.tap_data(f"rg:{case}:{OFFICE}", clerk.last.message_id)
        await made.settle()
    assert agency.messages


async def test_the_way_back_stands_once(made: Rig, clerk: Phone) -> None:
    """Whatever leads on has one way to the queue, a button or, where a page has no room for it, a
    link: a case that is taken, given to a colleague, told of by a note, or answered."""
    leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
    await opened(made, leader)
    for steps in (
        [f"c:claim:{FIRST}"],
        [f"c:assign:{FIRST}", f"as:{FIRST}:11"],
        [f"c:open:{SECOND}", f"c:claim:{SECOND}", f"c:note:{SECOND}", ">dilihat"],
        [f"c:open:{THIRD}", f"c:postpone:{THIRD}", ">18-12-2026", ">menunggu", ":!:send"],
    ):
        for step in steps:
            if step.startswith(">"):
                await made.write(leader, step[1:])
            elif step.startswith(":"):
                await made.press(leader, step)
            else:
                leader.tap_data(step, leader.last.message_id)
                await made.settle()
        back = [b for row in leader.last.buttons for b in row if b.text == "« Antrean"]
        assert len(back) + leader.last.text.count("/antrian") == 1, (steps, leader.last)
        assert sum(len(row) for row in leader.last.buttons) <= 6


async def test_a_page_that_is_left_leads_on(made: Rig, clerk: Phone) -> None:
    """Opened as the next one and left unclaimed, its page names the next one and the queue, with no
    more than six buttons; a page that was only looked up does not."""
    await opened(made, clerk)
    assert "Berikutnya" not in repr(clerk.last)
    await made.press(clerk, f"c:claim:{FIRST}")
    offered = next(int(way.rsplit(":", 1)[1]) for way in ways(clerk.last) if "open" in way)
    await made.press(clerk, f"c:open:{offered}")
    page = clerk.last
    rest = ({SECOND, THIRD} - {offered}).pop()
    data = [b.data or "" for row in page.buttons for b in row]
    assert f"c:claim:{offered}" in data
    assert len(data) <= 6
    following = f"/kasus_26_0000{rest % 10}_"
    assert f"c:open:{rest}" in data or f"Berikutnya: {following}" in page.text
    assert "/antrian" in page.text or "s:queue" in data
