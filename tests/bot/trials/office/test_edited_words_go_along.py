"""An officer edits words that wait, whatever way they have come to a case: what goes out is what
stands there now. The ways: the whole number or a short one and a tap in the list, with a slash or
without, with a photo that waited or with none."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.number import number
from tests.bot.trials.office.test_edited_while_it_waits import CASE, _begin, read
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import CLERK, RESIDENT

BEFORE, AFTER = "bu, uang cair Rp 600 ribu", "bu, uang cair Rp 60 ribu"
CAPTION = "Slip dari bank"
PICK, RUN = f"o:{CASE}:", "o:do"
Way = tuple[str, Sequence[str]]
WAYS: dict[str, Way] = {
    "whole number": (f"/balas {number(CASE)} ", []),
    "short number": ("/balas 1 ", [PICK]),
    "no slash": (f"balas {number(CASE)} ", [RUN]),
    "neither": ("balas 1 ", [RUN, PICK]),
}
"""What stands before the words, and what is tapped until they are at their case."""


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A report in the hands of the counter; letters wait two minutes."""
    async with begun(_begin, sqlite_url, tmp_path, HELD_FOR) as made:
        yield made


async def tapped(made: Rig, taps: Sequence[str]) -> Phone:
    """The counter's phone after these taps; the number of waiting words is left out."""
    clerk = made.phone(CLERK)
    for data in taps:
        await made.press(clerk, data)
    return clerk


async def edited(made: Rig, was: str, now: str) -> None:
    clerk = made.phone(CLERK)
    (message,) = [m for m in clerk.messages if not m.from_bot and m.text.startswith(was)]
    clerk.edit(message.message_id, now)
    await made.settle()


async def only_the_new(made: Rig) -> str:
    """What the resident has read after the waiting time: the words of now, once."""
    await made.pass_time(minutes=5)
    told = read(made.phone(RESIDENT))
    assert (told.count(AFTER), told.count(BEFORE)) == (1, 0)
    assert "tidak kami temukan" not in read(made.phone(CLERK))
    return told


@pytest.mark.parametrize("way", WAYS)
async def test_a_letter_that_waits(office: Rig, way: str) -> None:
    """Without a photo the words wait as a letter at once."""
    before, taps = WAYS[way]
    await office.write(office.phone(CLERK), before + BEFORE)
    await tapped(office, taps)
    await edited(office, before, before + AFTER)
    await only_the_new(office)


@pytest.mark.parametrize("way", WAYS)
async def test_a_letter_that_was_sent(office: Rig, way: str) -> None:
    """Sent already, the better words reach the resident after one tap."""
    before, taps = WAYS[way]
    await office.write(office.phone(CLERK), before + BEFORE)
    await tapped(office, taps)
    await office.pass_time(minutes=5)
    await edited(office, before, before + AFTER)
    await tapped(office, [":words"])
    assert AFTER in read(office.phone(RESIDENT))


@pytest.mark.parametrize("caption", ["", CAPTION])
@pytest.mark.parametrize("way", WAYS)
async def test_beside_a_photo(office: Rig, way: str, caption: str) -> None:
    """The card asks for whom the words are: it shows those of now, and sends them with the photo
    and its caption."""
    before, taps = WAYS[way]
    office.phone(CLERK).photo(caption)
    await office.settle()
    await office.write(office.phone(CLERK), before + BEFORE)
    await tapped(office, taps)
    await edited(office, before, before + AFTER)
    clerk = office.phone(CLERK)
    assert AFTER in clerk.last.text
    assert BEFORE not in clerk.last.text
    await tapped(office, [":resident"])
    told = await only_the_new(office)
    assert caption in told


@pytest.mark.parametrize("caption", ["", CAPTION])
@pytest.mark.parametrize("way", WAYS)
async def test_a_letter_with_a_photo_that_waits(office: Rig, way: str, caption: str) -> None:
    """The card was answered: the letter waits, and is written anew with the photo."""
    before, taps = WAYS[way]
    office.phone(CLERK).photo(caption)
    await office.settle()
    await office.write(office.phone(CLERK), before + BEFORE)
    await tapped(office, [*taps, ":resident"])
    await edited(office, before, before + AFTER)
    told = await only_the_new(office)
    assert caption in told


@pytest.mark.parametrize("way", ["short number", "neither"])
async def test_while_the_list_waits(office: Rig, way: str) -> None:
    """The command is offered anew with the words of now, and nothing of the old ones is left."""
    before, taps = WAYS[way]
    await office.write(office.phone(CLERK), before + BEFORE)
    await tapped(office, taps[:-1])
    await edited(office, before, before + AFTER)
    await tapped(office, [RUN, PICK])
    told = await only_the_new(office)
    assert "balas" not in told


@pytest.mark.parametrize(("was", "now"), [(CAPTION, "Slip dari kantor pos"), (BEFORE, AFTER)])
async def test_one_of_several_messages_is_replaced(office: Rig, was: str, now: str) -> None:
    """A card of a photo and words, put aside by other words, keeps what was not edited."""
    clerk = office.phone(CLERK)
    clerk.photo(CAPTION)
    await office.settle()
    await office.write(clerk, f"/balas {number(CASE)} {BEFORE}")
    await office.write(clerk, f"{number(CASE)} besok buka jam 8")
    before = "" if was == CAPTION else f"/balas {number(CASE)} "
    await edited(office, before + was, before + now)
    shown = clerk.last.text
    assert [line in shown for line in (was, now)] == [False, True]
    assert (CAPTION if was == BEFORE else BEFORE) in shown
