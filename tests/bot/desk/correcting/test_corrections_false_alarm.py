"""An alarm that was none is undone by a leader who corrects the service: asked for the urgency in
the same form, and nobody is called any more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.case.model import Urgency
from storage.unit_of_work import Batch
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import CLERK, LEADER, RESIDENT, SERVICE, SLRT, employed

CRY = "saya mau mati"
HIM = "tolong saya dipukuli suami sekarang"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


def seen(office: Rig, person: int) -> str:
    return "\n".join(m.text for m in office.phone(person).messages if m.from_bot)


async def case_of(office: Rig) -> tuple[str, Urgency]:
    program = office.program
    async with program.db.read() as connection:
        case = await Batch(connection, program.vault, office.now).case(260_000_001)
    assert case is not None
    return case.service, case.urgency


async def correct(office: Rig, person: int, service: str, *levels: str) -> None:
    """Betulkan → Layanan, as far as the card, and send it."""
    phone = office.phone(person)
    await office.write(phone, "/kasus 26-00001-R")
    await office.press(phone, "c:correct:")
    for end in (":what:service", ":sector:health", f":service:{service}", *levels):
        await office.press(phone, end)
    await office.write(phone, "hanya kartunya yang mati")
    await office.press(phone, ":!:send")


@pytest.mark.parametrize("cry", [CRY, HIM, "tolong, banjir, air masuk rumah sekarang"])
@pytest.mark.parametrize("person", [LEADER, SLRT])
async def test_the_leader_is_asked_for_the_urgency(office: Rig, cry: str, person: int) -> None:
    """In the same form; then nobody is called, now or later, and who was called hears it."""
    await office.write(office.phone(RESIDENT), cry)
    await office.pass_time(minutes=45)
    called = [p for p in (LEADER, SLRT) if "DARURAT" in seen(office, p)]
    rings = {p: seen(office, p).count("DARURAT") for p in (CLERK, SERVICE, LEADER, SLRT)}
    await correct(office, person, "pbi_reactivation", ":level:normal")
    assert await case_of(office) == ("pbi_reactivation", Urgency.NORMAL)
    await office.pass_time(days=2)
    after = {p: seen(office, p).count("DARURAT") for p in (CLERK, SERVICE, LEADER, SLRT)}
    assert all(after[p] <= rings[p] for p in after)
    for other in set(called) - {person}:
        assert "bukan darurat lagi" in seen(office, other)


async def test_it_may_stay_an_emergency(office: Rig) -> None:
    """The leader chooses; what stays red rings on."""
    await office.write(office.phone(RESIDENT), CRY)
    await correct(office, LEADER, "pbi_reactivation", ":level:emergency")
    assert await case_of(office) == ("pbi_reactivation", Urgency.EMERGENCY)


async def test_from_one_emergency_to_another_nobody_is_asked(office: Rig) -> None:
    """A wrong kind of danger is danger still."""
    await office.write(office.phone(RESIDENT), CRY)
    phone = office.phone(LEADER)
    await office.write(phone, "/kasus 26-00001-R")
    await office.press(phone, "c:correct:")
    for end in (":what:service", ":sector:emergency", ":service:medical_emergency"):
        await office.press(phone, end)
    assert "Kenapa dibetulkan" in phone.last.text


async def test_what_is_no_emergency_asks_no_urgency(office: Rig) -> None:
    """Nothing more is asked of everybody else's correction."""
    await office.write(office.phone(RESIDENT), CRY)
    await correct(office, LEADER, "pbi_reactivation", ":level:low")
    phone = office.phone(LEADER)
    await office.write(phone, "/kasus 26-00001-R")
    await office.press(phone, "c:correct:")
    for end in (":what:service", ":sector:health", ":service:pbi_new"):
        await office.press(phone, end)
    assert "Kenapa dibetulkan" in phone.last.text


@pytest.mark.parametrize("cry", [CRY, HIM])
async def test_that_it_may_be_over_stays_in_sight(office: Rig, cry: str) -> None:
    """The reporter's word stands on the page and in each new alarm, whatever was done since."""
    resident = office.phone(RESIDENT)
    await office.write(resident, cry)
    await office.press(resident, "es:ask:")
    await correct(office, LEADER, "pbi_reactivation", ":level:emergency")
    await office.pass_time(minutes=15)
    for person in (LEADER, SLRT):
        for message in office.phone(person).messages:
            if message.from_bot and "DARURAT" in message.text and message.message_id > 40:
                assert "ungkin sudah aman" in message.text
    for words in ("Catatan satu", "Catatan dua", "Catatan tiga", "Catatan empat"):
        await office.write(office.phone(LEADER), "/catatan 26-00001-R")
        await office.write(office.phone(LEADER), words)
    await office.write(office.phone(LEADER), "/kasus 26-00001-R")
    assert "ungkin sudah aman" in office.phone(LEADER).last.text


async def test_who_was_never_called_hears_nothing(office: Rig) -> None:
    """A secret emergency that turns out to be an ordinary report of the village is no news of an
    emergency there; who was called is told."""
    await office.write(office.phone(RESIDENT), HIM)
    await office.pass_time(minutes=45)
    called = {p for p in (CLERK, SERVICE, LEADER, SLRT) if "DARURAT" in seen(office, p)}
    await correct(office, SLRT, "pbi_reactivation", ":level:normal")
    told = {p for p in (CLERK, SERVICE, LEADER, SLRT) if "bukan darurat lagi" in seen(office, p)}
    assert CLERK not in called
    assert told == called - {SLRT}
