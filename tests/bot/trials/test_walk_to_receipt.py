"""From the first message to the receipt: what a resident reads, types and taps on the way, counted
on the words that the program really says. `pytest -s` shows the figures."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.case.model import Role
from tests.support.pace_of_people import Walk
from tests.support.rig import VILLAGE, Rig, rig

RESIDENT = 1
FIRST, SECOND = "KIS saya tidak aktif", "PKH saya belum cair"
KNOWN, NEW, REACHED = 60, 90, 120
"""Seconds of a person's time: what is wished for both (issue 8), and what a new resident may take
at most now. What is left above the wish goes into consent, village, address and number, which are
asked once."""


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(900, Role.FRONT_OFFICE, VILLAGE)
        yield made


async def first_report(made: Rig) -> Walk:
    """Somebody whom the bot has never met, up to their receipt."""
    walk = Walk(made, made.phone(RESIDENT))
    await walk.write(FIRST)
    for tap in (":language:id", ":consent:agree"):
        await walk.tap(tap)
    await walk.write("Kesambi")
    for tap in ("o:new", ":who:self", ":suggested:", ":depth:later", ":secret:open"):
        await walk.tap(tap)
    await walk.write("RT 03 RW 07")
    for tap in ("contact", ":!:send"):
        await walk.tap(tap)
    return walk


async def next_report(made: Rig) -> Walk:
    """The same person with another trouble, the day after."""
    await made.pass_time(days=1)
    walk = Walk(made, made.phone(RESIDENT))
    await walk.write(SECOND)
    for tap in ("o:new", ":who:self", ":suggested:", ":secret:open", ":!:send"):
        await walk.tap(tap)
    return walk


def told(walk: Walk, who: str) -> str:
    """The figures, and the whole walk when it was too long."""
    print(f"\n{who}: {walk.figures()}")
    return "\n".join(walk.lines)


async def test_a_known_resident_has_the_number_within_a_minute(office: Rig) -> None:
    """Consent, address and number are known: one message, five taps, and the card is looked at."""
    await first_report(office)
    walk = await next_report(office)
    assert "Nomor laporan: 26-00002" in walk.lines[-1]
    assert "RT 03 RW 07" in walk.lines[-4]
    assert walk.seconds <= KNOWN, told(walk, "known resident")
    told(walk, "known resident")


async def test_a_new_resident_has_the_number_soon(office: Rig) -> None:
    """With language, consent, village, address and phone number on the way."""
    walk = await first_report(office)
    assert "Nomor laporan: 26-00001" in walk.lines[-1]
    assert walk.seconds <= REACHED, told(walk, "new resident")
    told(walk, "new resident")
