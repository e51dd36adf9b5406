"""Going on never takes away what can still be taken back: the message with ↩ stays, and the deed is
found from its case, too."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.messages import Message
from bot.simulator.phones import Phone
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.model import Role
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

FIRST, SECOND = 260_000_001, 260_000_002


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path, HELD_FOR) as running:
        yield running


@pytest.fixture
async def clerk(made: Rig) -> Phone:
    """An officer who holds the first of three cases."""
    officer = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    for n, words in enumerate(("kartu KIS ibu mati", "anak putus sekolah", "PKH belum cair")):
        await report(made, made.phone(n + 1), words, [])
    await made.write(officer, "/antrian")
    await made.press(officer, f"c:open:{FIRST}")
    await made.press(officer, f"c:claim:{FIRST}")
    return officer


def data(message: Message) -> list[str]:
    return [button.data or "" for row in message.buttons for button in row]


def standing(officer: Phone) -> Message:
    """The newest message that can be taken back."""
    found = [m for m in officer.messages if any(d.startswith("sa:") for d in data(m))]
    assert found, [m.text for m in officer.messages[-4:]]
    return found[-1]


async def resolved(made: Rig, officer: Phone) -> Message:
    """A result was written, and waits."""
    for step in (f"c:resolve:{FIRST}", ":decision:helped"):
        await made.press(officer, step)
    await made.write(officer, "Kartunya sudah aktif.")
    await made.press(officer, ":!:send")
    return standing(officer)


async def tapped(made: Rig, officer: Phone, below: Message, begins: str) -> None:
    found = next(d for d in data(below) if d.startswith(begins))
    officer.tap_data(found, below.message_id)
    await made.settle()


def again(officer: Phone, message: Message) -> Message:
    return next(m for m in officer.messages if m.message_id == message.message_id)


@pytest.mark.parametrize("way", ["c:open:", "s:queue"])
async def test_the_message_stays(made: Rig, clerk: Phone, way: str) -> None:
    """The next case, or the queue, comes below it; what was written can still be taken back."""
    held = await resolved(made, clerk)
    await tapped(made, clerk, held, way)
    assert clerk.last.message_id != held.message_id
    assert data(again(clerk, held)) == data(held)
    await tapped(made, clerk, held, "tb:")
    assert "belum sampai" in again(clerk, held).text or "ditarik" in again(clerk, held).text


async def test_a_reply_stays_too(made: Rig, clerk: Phone) -> None:
    """Whatever waits, not results alone."""
    await made.press(clerk, f"c:reply:{FIRST}")
    await made.write(clerk, "Kami tanyakan dulu.")
    held = standing(clerk)
    await tapped(made, clerk, held, "c:open:")
    assert data(again(clerk, held)) == data(held)


async def test_sent_now_leads_on(made: Rig, clerk: Phone) -> None:
    """Whoever does not wait goes on from the same message; nothing stands there any more, so that
    the next case takes its place."""
    held = await resolved(made, clerk)
    await tapped(made, clerk, held, "sa:")
    now = again(clerk, held)
    assert [d.partition(":")[0] for d in data(now)] == ["c", "s"]
    assert clerk.last.message_id == held.message_id
    await tapped(made, clerk, now, "c:open:")
    assert clerk.last.message_id == held.message_id


async def test_it_is_found_from_the_case(made: Rig, clerk: Phone) -> None:
    """Behind "Lainnya", as long as it waits; then no more."""
    await resolved(made, clerk)
    await made.write(clerk, "/kasus 26-00001-R")
    await made.press(clerk, f"c:more:{FIRST}")
    assert [d for d in data(clerk.last) if d.startswith("tb:")]
    await made.pass_time(minutes=3)
    await made.write(clerk, "/kasus 26-00001-R")
    await made.press(clerk, f"c:more:{FIRST}")
    assert not [d for d in data(clerk.last) if d.startswith("tb:")]


async def test_from_the_case_it_is_taken_back(made: Rig, clerk: Phone) -> None:
    """The same button does the same; a colleague has none."""
    await resolved(made, clerk)
    colleague = await made.employ(12, Role.FRONT_OFFICE, VILLAGE)
    await made.write(colleague, "/kasus 26-00001-R")
    await made.press(colleague, f"c:more:{FIRST}")
    assert not [d for d in data(colleague.last) if d.startswith("tb:")]
    await made.write(clerk, "/kasus 26-00001-R")
    await made.press(clerk, f"c:more:{FIRST}")
    await tapped(made, clerk, clerk.last, "tb:")
    assert "Kartunya sudah aktif." in clerk.last.text
    assert not any("Kartunya sudah aktif." in m.text for m in made.phone(1).messages)


async def test_what_was_done_to_several_stays_too(made: Rig) -> None:
    """The undo of a deed for several, which waits for ten minutes."""
    leader = await made.employ(13, Role.COORDINATOR, VILLAGE)
    for n, words in enumerate(("kartu KIS ibu mati", "anak putus sekolah")):
        await report(made, made.phone(n + 1), words, [])
    await made.write(leader, "/antrian")
    await tapped(made, leader, leader.last, "b:")
    for step in (":action:reply", f":t{FIRST}", ":cases:ok"):
        await made.press(leader, step)
    await made.write(leader, "Kabar.")
    await made.press(leader, ":count:ok")
    held = leader.last
    assert any(d.startswith("bu:") for d in data(held))
    await tapped(made, leader, held, "s:queue")
    assert data(again(leader, held)) == data(held)
