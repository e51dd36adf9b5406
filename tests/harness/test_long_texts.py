"""No text, however long and odd, holds up the others: a page full of digits, brackets or the
beginning of a name is read in the time of any other page."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from bot.settings import logs
from casework.case.model import Role
from conversations.content.numbers import phone_numbers
from tests.figures import Figure
from tests.support import rig as rigs
from tests.support.crashes.robot import Robot
from tests.support.rig import Rig

LONGEST = 4096
"""Characters of the longest message that an app sends in one piece."""

STALL = 1.0
"""Seconds of the processor's time after which the others are held up: a hundred times and more what
such a page takes."""

PIECES: Sequence[str] = (
    *("x", "é", "ku", "a ", "a'", "x, ", "😀", "1", "1 ", "8 ", "0 8 ", "08 12 x ", "1(", "0-"),
    *("+62 ", "0812 3456 78 ", "26-1 ", "26-00001-A ", "rt 1 ", "rp 1", "1/2 ", "(", ".", "-"),
    *("<", "/", "@a ", " \n", "\t", "\xa0", "tolong ", "saya ", "nama ", "bapak ", "maaf ", "ya "),
    *(
        "bukan ",
        "di ",
        "kis ",
        "mati ",
        "lari ",
        "tetangga ",
        "salah ",
        "sama ",
        "besok ",
        "bpjs ",
        "kartu no ",
        "000 ",
        "nol delapan ",
    ),
)
"""What is said again and again: signs, numbers, and words with which rules of reading begin."""

BEFORE: Mapping[str, Sequence[str]] = {
    "nobody knows them": (),
    "nothing is open": (),
    "in a form": ("lapor kartu kis ibu mati", "1"),
    "two emergencies": ("tolong ada kebakaran, api besar", "suami saya pukul saya sekarang"),
}
"""Where a person may stand, and what they wrote before."""

STAFF = ("", "/cari ", "/kasus ", "/balas ")
"""With what an officer begins."""


@pytest.fixture
async def rig(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    logs.start("CRITICAL")
    async with rigs.rig(sqlite_url, tmp_path) as made:
        yield made


async def _stands(rig: Rig, person: int, place: str) -> Robot:
    """Somebody new, at a place."""
    robot = Robot(rig.phone(person))
    if place != "nobody knows them":
        await rig.introduce(robot.phone)
    for words in BEFORE[place]:
        await rig.write(robot.phone, words)
    return robot


async def _seconds(rig: Rig, person: int, text: str) -> float:
    """The processor's seconds until a text of this person has been handled."""
    rig.later(seconds=30)
    phone = rig.phone(person)
    phone.send(text)
    (raw,) = await _waiting(rig)
    begun = process_time()
    await rig.program.turns.play([raw])
    took = process_time() - begun
    await rig.settle()
    return took


async def _waiting(rig: Rig) -> Sequence[dict[str, Any]]:
    return await rig.telegram.updates.get(0, 100, 0)


def _page(piece: str) -> str:
    """A page of nothing else; blanks stand between letters, since apps send none alone."""
    ends = "" if piece.strip() else "a"
    return ends + piece * (LONGEST // len(piece) - 2) + ends


@pytest.mark.parametrize("place", BEFORE)
async def test_no_long_text_holds_up_the_others(rig: Rig, figure: Figure, place: str) -> None:
    """Each odd page, wherever its writer stands."""
    took: dict[str, float] = {}
    for n, piece in enumerate(PIECES):
        robot = await _stands(rig, 1000 + n, place)
        took[repr(piece)] = await _seconds(rig, robot.phone.chat_id, _page(piece))
    _judge(figure, took)


@pytest.mark.parametrize("begin", STAFF)
async def test_no_long_order_holds_up_the_others(rig: Rig, figure: Figure, begin: str) -> None:
    """The same from an officer, behind each command and behind none."""
    await rig.employ(900, Role.DISTRICT_OFFICER, "32.74")
    took = {
        repr(piece): await _seconds(rig, 900, (begin + _page(piece))[:LONGEST]) for piece in PIECES
    }
    _judge(figure, took)


def _judge(figure: Figure, took: Mapping[str, float]) -> None:
    stalls = {piece: round(seconds, 1) for piece, seconds in took.items() if seconds > STALL}
    figure(
        "G6",
        "texts of 4,096 characters",
        cells=len(took),
        stalls=len(stalls),
        most_milliseconds=round(1000 * max(took.values())),
    )
    assert not stalls, stalls


async def test_a_reader_without_a_bound_is_found_out(
    rig: Rig, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers that are looked for between any two digits of a page, as they once were."""
    monkeypatch.setattr(phone_numbers, "PIECES", LONGEST // 3)
    took = await _seconds(rig, 1000, _page("1 "))
    figure("G6", "control: any two digits of a page", cells=1, stalls=int(took > STALL))
    assert took > STALL
