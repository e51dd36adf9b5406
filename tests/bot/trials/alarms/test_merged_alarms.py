"""Two emergencies that are one: whoever was called to the second or has told of it hears at once in
which it goes on and who has that one, and what the second told goes along with the first."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.simulator.phones import Phone
from casework.access.stand_in import Absence
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.duplicates.merging import Merge
from casework.actions.duplicates.unmerging import Unmerge
from casework.case.number import number
from conversations.protocol import requests as rq
from storage.people import stand_ins
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import Rig
from tests.support.teams import LEADER, RESIDENT, SERVICE, SLRT, employed

OTHER = 2
MAIN, SECOND = 260000001, 260000002
FIRE, SAME = "tolong rumah bi Onah kebakaran", "kebakaran besar dekat mushola, tolong"


async def _begin(made: Rig) -> None:
    await employed(made)
    await made.introduce(made.phone(OTHER))


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village at night with two fires, each told by a resident of their own."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        await made.pass_time(hours=13)
        for person, cry in ((RESIDENT, FIRE), (OTHER, SAME)):
            await made.write(made.phone(person), cry)
        yield made


def read(phone: Phone, case: int) -> str:
    """The newest message of the bot that names a case, as it stands on the screen now."""
    told = [m.text for m in phone.messages if m.from_bot and f"laporan {number(case)}" in m.text]
    return told[-1] if told else ""


def _about(words: str, case: int) -> bool:
    return f"laporan {number(case)}" in words


def count(phone: Phone) -> int:
    return len([m for m in phone.messages if m.from_bot])


def since(phone: Phone, before: int) -> str:
    return "\n".join([m.text for m in phone.messages if m.from_bot][before:])


async def merge(made: Rig, *, held: bool) -> None:
    if held:
        await made.write(made.phone(SERVICE), f"/ambil {number(MAIN)}")
    await ask(made, SERVICE, Merge(SERVICE, MAIN, confirmed=True), SECOND)
    await made.settle()


@pytest.mark.parametrize("held", [True, False])
async def test_its_teller_hears_at_once(office: Rig, held: bool) -> None:
    """At night, too: in which it goes on, and whether somebody has that one; if not, whom to
    call."""
    before = count(office.phone(OTHER))
    await merge(office, held=held)
    told = since(office.phone(OTHER), before)
    assert number(MAIN) in told
    assert ("sudah memegang" in told) == held
    assert ("112" in told or "113" in told) == (not held)


@pytest.mark.parametrize("held", [True, False])
async def test_everybody_who_was_called_reads_it(office: Rig, held: bool) -> None:
    """The alarm of the second becomes the way to the first, which can be claimed while nobody has
    it; nothing rings for the second any more."""
    await office.pass_time(minutes=40)
    await merge(office, held=held)
    leader = office.phone(LEADER)
    (alarm,) = [m for m in leader.messages if m.text.startswith("🔗")]
    assert number(MAIN) in alarm.text
    assert number(SECOND) in alarm.text
    assert ("dipegang" in alarm.text and "Belum ada" not in alarm.text) == held
    taps = [b.data or "" for row in alarm.buttons for b in row]
    assert any(tap.startswith(f"c:claim:{MAIN}") for tap in taps) == (not held)
    assert not any(str(SECOND) in tap for tap in taps)
    await office.pass_time(minutes=40)
    assert not [m for m in leader.messages if m.text.startswith("🔴") and _about(m.text, SECOND)]


async def test_what_the_second_told_goes_along(office: Rig) -> None:
    """On the page of the first and in each of its later alarms."""
    await merge(office, held=False)
    await office.pass_time(minutes=40)
    alarm = read(office.phone(LEADER), MAIN)
    assert "DARURAT" in alarm
    assert "dekat mushola" in alarm
    await office.write(office.phone(LEADER), f"/kasus {number(MAIN)}")
    assert "dekat mushola" in office.phone(LEADER).last.text


async def test_its_holder_reads_it_at_once(office: Rig) -> None:
    """Somebody else merges: who has the first reads where and what the second told."""
    await office.write(office.phone(SERVICE), f"/ambil {number(MAIN)}")
    before = count(office.phone(SERVICE))
    await ask(office, LEADER, Merge(LEADER, MAIN, confirmed=True), SECOND)
    await office.settle()
    assert "dekat mushola" in since(office.phone(SERVICE), before)


async def test_what_was_merged_follows_whoever_has_it(office: Rig) -> None:
    """Claimed and given back after the merge: the alarm of the second says so each time."""
    await office.pass_time(minutes=40)
    await merge(office, held=False)
    for deed, said in (("claim", "dipegang"), ("back", "Belum ada")):
        if deed == "claim":
            await office.write(office.phone(SERVICE), f"/ambil {number(MAIN)}")
        else:
            await ask(office, SERVICE, GiveBack(SERVICE, "ill"), MAIN)
            await office.settle()
        (alarm,) = [m for m in office.phone(LEADER).messages if m.text.startswith("🔗")]
        assert said in alarm.text, deed


async def test_taken_apart_it_says_nothing_of_it(office: Rig) -> None:
    """Merged by mistake: the alarms of the first are its own again, and the second rings anew."""
    await merge(office, held=False)
    await ask(office, SERVICE, Unmerge(SERVICE), SECOND)
    await office.pass_time(minutes=40)
    assert "dekat mushola" not in read(office.phone(LEADER), MAIN)
    assert read(office.phone(LEADER), SECOND).startswith("🔴")


async def test_its_teller_hears_who_has_it_and_who_has_not(office: Rig) -> None:
    """Claimed, given back, and while nobody answers: like the first teller, at once."""
    await merge(office, held=False)
    for deed in ("claim", "back", "wait"):
        before = {p: count(office.phone(p)) for p in (RESIDENT, OTHER)}
        match deed:
            case "claim":
                await office.write(office.phone(SERVICE), f"/ambil {number(MAIN)}")
            case "back":
                await ask(office, SERVICE, GiveBack(SERVICE, "ill"), MAIN)
                await office.settle()
            case _:
                await office.pass_time(minutes=30)
        first, other = (since(office.phone(p), before[p]) for p in (RESIDENT, OTHER))
        assert number(MAIN) in first, deed
        assert number(MAIN) in other, deed
        assert ("113" in other) == ("113" in first), deed


async def test_when_its_holder_works_here_no_more(office: Rig) -> None:
    """A neighbour: no event of the case says so, and both tellers and all phones hear of it."""
    await merge(office, held=True)
    before = count(office.phone(OTHER))
    await ask(office, LEADER, rq.EndRoles(SERVICE))
    await office.settle()
    assert "tidak dipegang" in since(office.phone(OTHER), before)
    assert "dekat mushola" in read(office.phone(LEADER), MAIN)


def rung(phone: Phone) -> set[int]:
    """The messages (ids) that have rung on a phone."""
    return {m.message_id for m in phone.messages if m.from_bot}


async def away(made: Rig, person: int, instead: int) -> None:
    """Somebody is away today and tomorrow."""
    day = made.now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    given = Absence(person, person, instead, day, day + timedelta(days=1))
    async with made.program.db.write() as connection:
        await stand_ins.put(connection, given, made.now)


@pytest.mark.parametrize("deed", ["parted", "still going on"])
async def test_who_has_gone_away_since_is_not_rung_anew(office: Rig, deed: str) -> None:
    """Who stands in for them is; the alarm that they had is no reason to wake them."""
    await office.pass_time(minutes=40)
    if deed == "parted":
        await merge(office, held=False)
    await away(office, LEADER, SLRT)
    before = {person: rung(office.phone(person)) for person in (LEADER, SLRT)}
    if deed == "parted":
        await ask(office, SERVICE, Unmerge(SERVICE), SECOND)
        await office.settle()
    else:
        await office.write(office.phone(RESIDENT), "sudah padam, alhamdulillah")
        await office.write(office.phone(RESIDENT), "masih menyala lagi tolong")
    assert rung(office.phone(LEADER)) <= before[LEADER]
    assert rung(office.phone(SLRT)) - before[SLRT]
