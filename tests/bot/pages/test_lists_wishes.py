"""A search by what officers know of a case: its service, state, officer, RT, village and office,
the end of its number, alone and together, and the views that are made of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pages import show
from casework.actions.assignment import Claim
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.actions.referral import Refer
from casework.case.model import Case, Decision, Role, Urgency
from casework.case.number import number
from conversations.protocol.effects import Show
from storage.cases import cases
from storage.cases.list_page import PAGE
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import OFFICER, OTHER
from tests.support.office import CONTENT, Office

MORE = "s:found:"


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(OFFICER, Role.COORDINATOR)
    return made


async def at(office: Office, place: str, service: str, teller: int) -> Case:
    """A case of somebody who lives there."""
    case = await office.file(service=service, teller=teller)
    case = replace(case, intake=replace(case.intake, place=place))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    return case


async def found(office: Office, words: str) -> tuple[str, list[str]]:
    """What a search shows, and the taps under it."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = await show.show(batch, office.desk, OFFICER, Show("found", {"words": words}))
    taps = [button.tap.data() for say in said for row in say.buttons for button in row]
    return "\n".join(CONTENT.texts.html("id", say.text) for say in said), taps


async def test_by_state(office: Office) -> None:
    """What waits for the resident, has a result, or runs; a beginning of the word is enough."""
    waits, done, runs = [await office.file(teller=100 + n) for n in range(3)]
    for case in (waits, done):
        await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Ask(OFFICER, "apa?", "text"), waits.id)
    await office.do(OFFICER, Resolve(OFFICER, Decision.HELPED, "sudah"), done.id)
    for words, wanted in (("menunggu warga", waits), ("menunggu", waits), ("ada hasil", done)):
        told, _ = await found(office, words)
        assert [number(c.id) in told for c in (waits, done, runs)] == [
            c is wanted for c in (waits, done, runs)
        ], words


async def test_by_service_and_rt(office: Office) -> None:
    """A service by the beginning of its name, an RT however it is written, and both together."""
    here = await at(office, "RT 03 RW 1", "sktm", 101)
    there = await at(office, "RT 4", "sktm", 102)
    other = await at(office, "rt. 3", "pkh", 103)
    for words, wanted in (
        ("sktm", (here, there)),
        ("rt 3", (here, other)),
        ("RT03 sktm", (here,)),
        ("sktm kesambi rt 4", (there,)),
    ):
        told, _ = await found(office, words)
        assert [number(c.id) in told for c in (here, there, other)] == [
            c in wanted for c in (here, there, other)
        ], words


async def test_by_the_end_of_a_number(office: Office) -> None:
    """The last digits find a case of one's own scope, and of no other."""
    await office.hire(9, Role.COORDINATOR, OTHER)
    mine = await office.file(teller=101)
    theirs = await office.file(teller=102, village=OTHER)
    for case, there in ((mine, True), (theirs, False)):
        digits = number(case.id)[3:8].lstrip("0")
        for words in (digits, number(case.id)[3:8], f"{digits} {number(case.id)[-1]}"):
            assert (number(case.id) in (await found(office, words))[0]) is there, words


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("{y}-{n}", True),
        ("{y}-{n}-{x}", True),
        ("{y}-0{n}", True),
        ("{y}/{n}", True),
        ("{y}-{n}{low}", True),
        ("{n}", True),
        ("{n}{low}", True),
        ("{y}-1{n}", False),
        ("27-{n}", False),
        ("{y}-{n}-Q", False),
    ],
)
async def test_a_shortened_number_finds_its_case(office: Office, typed: str, there: bool) -> None:
    """Zeros and letter may be left out, within one's own scope; with the year it is that number and
    no other that ends so."""
    await office.hire(9, Role.COORDINATOR, OTHER)
    filed = [await office.file(teller=100 + n) for n in range(17)]
    wanted, longer = filed[5], filed[15]
    year, digits, letter = number(wanted.id).split("-")
    words = typed.format(y=year, n=digits.lstrip("0"), x=letter, low=letter.casefold())
    told, _ = await found(office, words)
    assert (number(wanted.id) in told) is there
    assert (number(longer.id) in told) is (typed in ("{n}", "{y}-1{n}"))


async def test_a_shortened_number_opens_nothing_out_of_scope(office: Office) -> None:
    """Another village's case is not found by it."""
    theirs = await office.file(teller=102, village=OTHER)
    year, digits, letter = number(theirs.id).split("-")
    for words in (f"{year}-{digits.lstrip('0')}", digits.lstrip("0"), f"{digits}{letter}"):
        assert number(theirs.id) not in (await found(office, words))[0]


async def test_what_does_not_fit_is_on_the_next_page(office: Office) -> None:
    """Every case is shown once."""
    filed = [await office.file(service="sktm", teller=100 + n) for n in range(PAGE + 3)]
    told, taps = await found(office, "sktm")
    (more,) = [tap.removeprefix(MORE) for tap in taps if tap.startswith(MORE)]
    rest, _ = await found(office, more)
    assert sum(number(c.id) in told for c in filed) == PAGE
    assert all((number(c.id) in told) != (number(c.id) in rest) for c in filed)


async def test_views_are_one_tap_each(office: Office) -> None:
    """By state, by service and by officer; what a tap shows is what typing shows."""
    mine = await office.file(service="sktm", teller=101)
    await office.do(OFFICER, Claim(OFFICER), mine.id)
    free = await office.file(service="pkh", teller=102)
    for words, wanted in (("#sktm", mine), (f"@{OFFICER}", mine), ("#pkh", free), ("baru", free)):
        told, _ = await found(office, words)
        assert [number(c.id) in told for c in (mine, free)] == [c is wanted for c in (mine, free)]


async def test_referred_is_whatever_another_office_was_asked_to_take(office: Office) -> None:
    """Answered or not, as the queue's filter has it; also with the name of that office."""
    asked, here = await office.file(teller=101), await office.file(teller=102)
    await office.do(OFFICER, Claim(OFFICER), asked.id)
    await office.do(OFFICER, Refer(OFFICER, "32.74/dinsos", "mohon dicek"), asked.id)
    for words in ("dirujuk", "dirujuk dinsos", "dirujuk dinas sosial", "dirujuk kesambi"):
        told, _ = await found(office, words)
        assert (number(asked.id) in told, number(here.id) in told) == (True, False), words


@pytest.mark.parametrize("words", ["telat", "terlambat", "lewat batas", "terlambat kesambi"])
async def test_what_is_late(office: Office, words: str) -> None:
    """Past its due time, and nobody else's turn."""
    late = await office.file(teller=101)
    office.at = late.due_at + timedelta(minutes=1)
    fresh = await office.file(teller=102)
    told, _ = await found(office, words)
    assert (number(late.id) in told, number(fresh.id) in told) == (True, False)


@pytest.mark.parametrize("words", ["baru kesambi", "baru sktm", "ada hasil kesambi"])
async def test_a_state_that_no_case_has_finds_none(office: Office, words: str) -> None:
    """Nothing of the rest of the words is listed instead."""
    case = await office.file(service="sktm", teller=101)
    await office.do(OFFICER, Claim(OFFICER), case.id)
    told, _ = await found(office, words)
    assert number(case.id) not in told


async def test_emergencies_come_first(office: Office) -> None:
    """On the first page, however old; every case is shown once, and there is a way back."""
    urgent = replace(await office.file(teller=99), urgency=Urgency.EMERGENCY)
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [urgent])
    filed = [await office.file(service="sktm", teller=100 + n) for n in range(PAGE + 3)]
    told, taps = await found(office, "baru")
    assert told.index(number(urgent.id)) < min(
        told.index(number(c.id)) for c in filed if number(c.id) in told
    )
    assert MORE + "baru" not in taps
    (more,) = [tap for tap in taps if tap.startswith(MORE)]
    later, taps = await found(office, more.removeprefix(MORE))
    shown = [number(c.id) for c in (*filed, urgent)]
    assert all((one in told) != (one in later) for one in shown)
    assert MORE + "baru" in taps
