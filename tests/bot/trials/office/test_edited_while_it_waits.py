"""An officer's message that is edited before it has gone out: what goes out is what stands there
now, and the card shows it. Later the officer reads that it has gone out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.number import number
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import CLERK, RESIDENT, employed
from tests.support.walking import report

CASE = 260_000_001
BEFORE, AFTER = "selesai hari Selasa", "selesai hari Rabu"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A report in the hands of the counter; letters wait two minutes."""
    async with begun(_begin, sqlite_url, tmp_path, HELD_FOR) as made:
        yield made


async def _begin(made: Rig) -> None:
    await employed(made)
    road = "/lapor jalan rusak berlubang di depan SD, sudah dua motor jatuh"
    await report(made, made.phone(RESIDENT), road)
    await made.write(made.phone(CLERK), f"/ambil {number(CASE)}")


async def write(made: Rig, what: str, words: str) -> str:
    """A reply, a question or a result; gives the message as it was written."""
    clerk = made.phone(CLERK)
    match what:
        case "command":
            await made.write(clerk, f"/balas {number(CASE)} {words}")
            return f"/balas {number(CASE)} {words}"
        case "reply":
            await made.write(clerk, f"/balas {number(CASE)}")
            await made.write(clerk, words)
        case "question":
            await made.write(clerk, f"/tanya {number(CASE)}")
            await made.press(clerk, ":wants:text")
            await made.write(clerk, words)
        case _:
            await made.write(clerk, f"/selesai {number(CASE)}")
            await made.press(clerk, ":decision:helped")
            await made.write(clerk, words)
            await made.press(clerk, ":!:send")
    return words


async def edit(made: Rig, was: str, now: str) -> str:
    """The newest message of these words says something else behind its number; gives it whole."""
    clerk, words = made.phone(CLERK), was.partition("selesai")[0] + now
    (message,) = [m for m in clerk.messages if not m.from_bot and m.text == was]
    clerk.edit(message.message_id, words)
    await made.settle()
    return words


def read(phone: Phone) -> str:
    return "\n".join(m.text for m in phone.messages if m.from_bot)


@pytest.mark.parametrize("what", ["command", "reply", "question", "result"])
async def test_what_goes_out_is_what_stands_there(office: Rig, what: str) -> None:
    """Edited twice, nothing is asked: the card shows it, and one message goes out."""
    was = await write(office, what, BEFORE)
    for words in ("selesai hari Kamis", AFTER):
        was = await edit(office, was, words)
        assert words in office.phone(CLERK).last.text
        assert "Apa yang dimaksud" not in read(office.phone(CLERK))
    await office.pass_time(minutes=5)
    told = read(office.phone(RESIDENT))
    assert told.count(AFTER) == 1
    assert BEFORE not in told
    assert "perbaiki" not in told


async def test_later_it_is_said_that_it_has_gone_out(office: Rig) -> None:
    """A neighbour: it is asked what is meant, and nothing goes out by itself."""
    was = await write(office, "reply", BEFORE)
    await office.pass_time(minutes=5)
    await edit(office, was, AFTER)
    assert "sudah terkirim" in office.phone(CLERK).last.text
    assert AFTER not in read(office.phone(RESIDENT))


async def test_an_older_one_is_not_taken_for_what_waits(office: Rig) -> None:
    """A neighbour: a second message waits while the first, which has gone out, is edited."""
    was = await write(office, "reply", BEFORE)
    await office.pass_time(minutes=5)
    await write(office, "reply", "bawa KTP")
    await edit(office, was, AFTER)
    assert "sudah terkirim" in office.phone(CLERK).last.text
    await office.pass_time(minutes=5)
    told = read(office.phone(RESIDENT))
    assert "bawa KTP" in told
    assert AFTER not in told
