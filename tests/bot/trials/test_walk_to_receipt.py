"""From the first message to the receipt: what a resident reads, types and taps on the way, counted
on the words that the program really says. `pytest -s` shows the figures."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.case.model import Role
from tests.support.begun.rigs import begun
from tests.support.pace_of_people import Walk
from tests.support.rig import VILLAGE, Rig

RESIDENT = 1
FIRST, SECOND = "KIS saya tidak aktif", "PKH saya belum cair"
KNOWN, NEW = 60, 90
"""Seconds of a person's time at most (issue 8); consent, village, address and number are asked of
a new resident, once."""
CALM = ("later", "no", "attending", "normal")
"""Answers to a service's question that make nothing urgent."""
COMMON = (
    FIRST,
    SECOND,
    "BPNT saya berhenti",
    "mau daftar DTKS",
    "rumah saya bocor",
    "KTP saya hilang",
    "anak saya putus sekolah",
    "minta bantuan kursi roda",
    "minta surat SKTM",
    "minta modal usaha",
)
"""Troubles that many come with, each in few words: long ones are typed longer by whoever tells
them."""


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(900, Role.FRONT_OFFICE, VILLAGE)


async def first_report(made: Rig, trouble: str = FIRST, who: int = RESIDENT) -> Walk:
    """Somebody whom the bot has never met, up to their receipt. Nobody is asked for a language or
    whether a trouble is to be a report; of the service's question a calm answer is given."""
    walk = Walk(made, made.phone(who))
    await walk.write(trouble)
    await walk.tap(":consent:agree")
    await walk.write("Kesambi")
    for tap in (*whose(walk), ":suggested:"):
        await walk.tap(tap)
    await answer_calmly(walk)
    await walk.tap(":secret:open")
    await walk.write("RT 03 RW 07")
    for tap in ("contact", ":!:send"):
        await walk.tap(tap)
    return walk


def whose(walk: Walk) -> tuple[str, ...]:
    """The tap that says for whom it is, where the first words have not said so."""
    return (":who:self",) if any(":who:" in data for data in data_of(walk)) else ()


async def answer_calmly(walk: Walk) -> None:
    """Answer the service's own question, where it has one."""
    if calm := [b for b in data_of(walk) if b.rpartition(":depth:")[2] in CALM]:
        await walk.tap(calm[0])


def data_of(walk: Walk) -> list[str]:
    """What the buttons of the newest message carry."""
    return [button.data or "" for row in walk.phone.last.buttons for button in row]


async def next_report(made: Rig, trouble: str = SECOND) -> Walk:
    """The same person with another trouble, the day after."""
    await made.pass_time(days=1)
    walk = Walk(made, made.phone(RESIDENT))
    await walk.write(trouble)
    await walk.tap("o:new")
    for tap in (*whose(walk), ":suggested:"):
        await walk.tap(tap)
    await answer_calmly(walk)
    for tap in (":secret:open", ":!:send"):
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
    assert walk.seconds <= NEW, told(walk, "new resident")
    told(walk, "new resident")


@pytest.mark.parametrize("trouble", COMMON)
async def test_a_new_resident_has_the_number_soon_whatever_the_trouble(
    office: Rig, trouble: str
) -> None:
    """The same of what many come with."""
    walk = await first_report(office, trouble)
    assert "Nomor laporan: 26-00001" in walk.lines[-1]
    assert walk.seconds <= NEW, told(walk, trouble)
    told(walk, trouble)


async def test_a_dead_card_when_every_label_is_read(office: Rig) -> None:
    """The KIS card that is dead, told by somebody new who reads all that is shown."""
    new = await first_report(office)
    assert new.careful_seconds <= NEW, told(new, "new")
    told(new, "every label read, new resident")


async def test_a_dead_card_when_every_label_is_read_by_who_is_known(office: Rig) -> None:
    """The same of somebody who has reported another trouble before."""
    await first_report(office, SECOND)
    known = await next_report(office, FIRST)
    assert known.careful_seconds <= KNOWN, told(known, "known")
    told(known, "every label read, known resident")
