"""What an officer taps, types and which commands they need for the usual deeds, counted on the
program as it is; `pytest -s` shows the figures. Before issue 9 a command stood before each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Role
from casework.case.number import number
from storage.cases import cases
from tests.support.begun.rigs import begun
from tests.support.pace_of_people import Walk
from tests.support.rig import DISTRICT, VILLAGE, Rig
from tests.support.walking import report

FIRST = 260_000_001
CLERK, LEADER, ABOVE, AGENCY = 11, 12, 13, 14
OFFICE = f"{DISTRICT}/dinsos"
RESIDENTS, TEN = 11, 10
TOLD = (
    "KIS saya tidak aktif",
    "BPNT saya berhenti",
    "minta surat SKTM",
    "anak saya putus sekolah",
    "minta bantuan kursi roda",
)


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with begun(_told, sqlite_url, tmp_path) as running:
        yield running


async def _told(made: Rig) -> None:
    """The office is manned, and eleven residents have reported."""
    await made.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await made.employ(ABOVE, Role.DISTRICT_OFFICER, DISTRICT)
    await made.employ(AGENCY, Role.AGENCY_OFFICER, OFFICE)
    for n in range(RESIDENTS):
        words = TOLD[n % len(TOLD)]
        await report(made, made.phone(100 + n), words, ["Laporan baru", "Bukan"])


def figures(walk: Walk) -> tuple[int, int, int]:
    """Taps, typed texts, commands."""
    typed = [line for line in walk.lines if line.startswith("> ") and not line.startswith("> [")]
    commands = [line for line in typed if line.startswith("> /")]
    return walk.taps, len(typed) - len(commands), len(commands)


async def case(made: Rig, case_id: int = FIRST) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, case_id, lock=False)
    assert found is not None
    return found


async def at_page(made: Rig, who: int = CLERK, case_id: int = FIRST, *, own: bool = False) -> Walk:
    """Somebody before the page of a case, as the button "Berikutnya" leads to it."""
    phone = made.phone(who)
    await made.write(phone, "/antrian")
    phone.tap_data(f"c:open:{case_id}", phone.last.message_id)
    await made.settle()
    if own:
        await made.press(phone, f"c:claim:{case_id}")
    return Walk(made, phone)


async def walked(walk: Walk, *steps: str) -> Walk:
    """Taps, and texts (behind ``>``)."""
    for step in steps:
        await (walk.write(step[1:]) if step.startswith(">") else walk.tap(step))
    return walk


def offered(phone: Phone) -> list[str]:
    """What the buttons of the newest message carry."""
    return [button.data or "" for row in phone.last.buttons for button in row]


def leads_on(phone: Phone) -> bool:
    """Whether the newest message has the next case in its last row."""
    return any(b.text.startswith("Berikutnya: ") for b in phone.last.buttons[-1])


async def ask_ready(made: Rig) -> Walk:
    return await walked(await at_page(made), f"c:ask:{FIRST}", "pbi_treatment_letter", "ks")


async def ask(made: Rig) -> Walk:
    walk = await at_page(made)
    return await walked(walk, f"c:ask:{FIRST}", ":wants:text", ">Sejak kapan?")


async def reply_ready(made: Rig) -> Walk:
    walk = await at_page(made)
    return await walked(walk, f"c:reply:{FIRST}", "k", "ks")


async def result(made: Rig) -> Walk:
    walk = await at_page(made, own=True)
    steps = (f"c:resolve:{FIRST}", ":decision:helped", ">Sudah cair hari ini.", ":!:send")
    return await walked(walk, *steps)


async def result_ready(made: Rig) -> Walk:
    walk = await at_page(made, own=True)
    return await walked(walk, f"c:resolve:{FIRST}", ":decision:helped", "ks")


async def refer(made: Rig) -> Walk:
    walk = await at_page(made, own=True)
    steps = (f"c:refer:{FIRST}", f"rg:{FIRST}:{DISTRICT}", ">Mohon dibantu.", ":!:send")
    return await walked(walk, *steps)


async def assign(made: Rig) -> Walk:
    walk = await at_page(made, LEADER)
    return await walked(walk, f"c:assign:{FIRST}", f"as:{FIRST}:{CLERK}")


async def merge(made: Rig) -> Walk:
    walk = await at_page(made)
    steps = (f"c:more:{FIRST}", f"c:merge:{FIRST}", f">{number(FIRST + 5)}", "mg")
    return await walked(walk, *steps)


async def certificate(made: Rig) -> Walk:
    walk = await at_page(made)
    steps = (
        f"c:more:{FIRST}",
        f"c:certify:{FIRST}",
        ">beasiswa",
        ":decile:2",
        ">23-11-2026",
        ":!:send",
    )
    return await walked(walk, *steps)


async def open_one(made: Rig) -> Walk:
    phone = made.phone(CLERK)
    await made.write(phone, "/antrian")
    return await walked(Walk(made, phone), f"c:open:{FIRST}")


async def claim_and_resolve(made: Rig) -> Walk:
    """Claim, answer, resolve: from the queue."""
    walk = await open_one(made)
    steps = (f"c:claim:{FIRST}", f"c:resolve:{FIRST}", ":decision:helped", ">Sudah.", ":!:send")
    return await walked(walk, *steps)


async def from_another_office(made: Rig) -> Walk:
    """Accept and result, from the news of the referral."""
    clerk = (await at_page(made, own=True)).phone
    steps = (f"c:refer:{FIRST}", f"rg:{FIRST}:{OFFICE}", ":nik:-", ">Mohon.", ":!:send")
    await walked(Walk(made, clerk), *steps)
    walk = Walk(made, made.phone(AGENCY))
    steps = (f"c:accept:{FIRST}", f"c:resolve:{FIRST}", ":decision:helped", ">Sudah.", ":!:send")
    return await walked(walk, *steps)


Deed = Callable[[Rig], Awaitable[Walk]]
DEEDS: dict[str, tuple[Deed, tuple[int, int, int], str]] = {
    "reply, ready": (reply_ready, (4, 0, 0), "4/0/1"),
    "ask, own words": (ask, (3, 1, 0), "4/1/1"),
    "result": (result, (4, 1, 0), "6/1/1"),
    "result, ready": (result_ready, (4, 0, 0), "4/0/1"),
    "refer": (refer, (4, 1, 0), "5/1/1"),
    "assign": (assign, (3, 0, 0), "3/0/1"),
    "claim, answer, resolve": (claim_and_resolve, (6, 1, 0), "5/1/1"),
    "ask, ready": (ask_ready, (4, 0, 0), "5/0/1"),
    "merge": (merge, (4, 1, 0), "2/1/1"),
    "certificate": (certificate, (5, 2, 0), "3/2/1"),
}
"""Each deed, from the page of its case to the page of the next one; what it takes at most, and what
it took before."""


@pytest.mark.parametrize("name", DEEDS)
async def test_a_deed_takes_few_taps(made: Rig, name: str) -> None:
    """From the page of a case to the page of the next one, without a command."""
    does, most, before = DEEDS[name]
    walk = await does(made)
    assert leads_on(walk.phone), "\n".join(walk.lines)
    going = next(b.data for b in walk.phone.last.buttons[-1] if b.text.startswith("Berikutnya: "))
    await walk.tap(going or "")
    found = figures(walk)
    print(f"\n{name}: {'/'.join(map(str, found))} (before: {before})")
    assert all(now <= bound for now, bound in zip(found, most, strict=True)), walk.lines


async def test_another_office_needs_no_command(made: Rig) -> None:
    """From the news of a referral to its result, and back to the queue."""
    walk = await from_another_office(made)
    print(f"\nagency, accept and result: {figures(walk)} (before: 4/1/3)")
    assert figures(walk) <= (4, 1, 0)
    assert offered(walk.phone)[-1].startswith("s:queue")


async def test_opening_a_case_is_one_tap(made: Rig) -> None:
    """From the queue."""
    assert figures(await open_one(made)) == (1, 0, 0)


async def several(made: Rig, action: str) -> Walk:
    """A leader begins to do something with several cases of the queue."""
    leader = made.phone(LEADER)
    await made.write(leader, "/antrian")
    begins = next(data for data in offered(leader) if data.startswith("b:"))
    return await walked(Walk(made, leader), begins, f":action:{action}")


async def test_ten_at_once_are_one_message(made: Rig) -> None:
    """A leader gives ten cases to one officer: a tap for each, and few more; who gets them reads
    one message."""
    clerk = made.phone(CLERK)
    walk = await several(made, "assign")
    picked: list[str] = []
    while len(picked) < TEN:
        shown = [data for data in offered(walk.phone) if ":cases:t" in data]
        for data in [data for data in shown if data not in picked][: TEN - len(picked)]:
            await walk.tap(data)
            picked.append(data)
        if len(picked) < TEN:
            await walk.tap(next(data for data in offered(walk.phone) if ":cases:p1" in data))
    await walked(walk, ":cases:ok", f":officer:{CLERK}", f">{TEN}")
    print(f"\nbulk of ten: {figures(walk)} (before: 15/1/1)")
    assert figures(walk) <= (15, 1, 0)
    await made.pass_time(minutes=9)  # what was new before comes first
    before = len(clerk.messages)
    await made.pass_time(minutes=2)
    assert len(clerk.messages) - before == 1
    theirs = {f"c:open:{data.rpartition(':t')[2]}" for data in picked}
    assert theirs <= set(offered(clerk))


async def test_what_is_held_back_leads_on_too(made: Rig) -> None:
    """After a deed for several the queue is one tap away."""
    walk = await several(made, "reply")
    await walked(walk, f":t{FIRST}", ":cases:ok", ">Kabar.", ":count:ok")
    assert offered(walk.phone)[-1].startswith("s:queue")


async def test_somebody_at_the_counter(made: Rig) -> None:
    """From the command to the printed receipt."""
    clerk = made.phone(CLERK)
    walk = Walk(made, clerk)
    steps = (">/catat KIS mati", ">Ibu Sepuh", "suggested", ":depth:later", ":consent:yes")
    steps += (">RT 01 RW 02", ">0812 9988 7766", ":!:send")
    await walked(walk, *steps)
    print(f"\nwalk-in: {figures(walk)} (before: 4/3/1)")
    assert figures(walk) <= (4, 3, 1)
