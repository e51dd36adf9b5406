"""What a leader reads when they end a colleague's roles: each case that is theirs now, also the
confidential ones that nobody at the counter may see; lists and pages name the same turn."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correspondence import Note
from casework.actions.question import Ask
from casework.case.model import Case, Role
from casework.case.number import number
from conversations.protocol import requests as rq
from storage.cases import cases as stored
from storage.cases.cases import CASES
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.walking import report

RESIDENT, CLERK, BACK, HEAD, OFFICER = 1, 11, 12, 13, 14
FIRST = 260_000_001


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A counter, a back office and their coordinator; an officer of the district. The back office
    holds a sensitive case, which the counter may not see."""
    async with rig(database_url, tmp_path) as running:
        for person in (CLERK, BACK, HEAD, OFFICER):
            running.telegram.phone(person, first_name=f"Rekan-{person}")
        await running.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
        await running.employ(BACK, Role.BACK_OFFICE, VILLAGE)
        await running.employ(HEAD, Role.COORDINATOR, VILLAGE)
        await running.employ(OFFICER, Role.DISTRICT_OFFICER, DISTRICT)
        await report(running, running.phone(RESIDENT), "butuh sktm")
        await secret(running)
        await ask(running, BACK, Claim(BACK), FIRST)
        await running.settle()
        yield running


async def secret(made: Rig) -> None:
    """The case is in the sensitive lane now."""
    async with made.program.db.write() as connection:
        await connection.execute(CASES.update().values(sensitive=True))


async def end(made: Rig, person: int = BACK, by: int = HEAD) -> None:
    await ask(made, by, rq.EndRoles(person))
    await made.settle()


def told(made: Rig, person: int, since: int) -> str:
    return "\n".join(m.text for m in made.phone(person).messages[since:] if m.from_bot)


def mark(made: Rig, person: int) -> int:
    return len(made.phone(person).messages)


async def case_of(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        found = await stored.load(connection, made.program.vault, FIRST, lock=False)
    assert found is not None
    return found


async def read(made: Rig, person: int, what: str) -> str:
    since = mark(made, person)
    await made.write(made.phone(person), what)
    return told(made, person, since)


@pytest.mark.parametrize("stands_in", [False, True])
async def test_the_leader_reads_what_is_theirs_now(made: Rig, stands_in: bool) -> None:
    """Nobody at the counter may see it: it is the coordinator's turn, and they read so, also when
    they stood in for whoever left."""
    if stands_in:
        today = made.program.desk.roster.night(made.now)
        await ask(made, BACK, rq.StandIn(HEAD, today, today))
        await made.settle()
    head, clerk = mark(made, HEAD), mark(made, CLERK)
    await end(made)
    assert (await case_of(made)).owner is None
    assert "26-00001-R" in told(made, HEAD, head)
    assert "giliran Anda" in told(made, HEAD, head)
    assert "26-00001-R" not in told(made, CLERK, clerk)
    assert any(
        "c:claim" in (b.data or "")
        for m in made.phone(HEAD).messages[head:]
        for row in m.buttons
        for b in row
    )


@pytest.mark.parametrize("reader", [HEAD, OFFICER])
async def test_list_and_page_agree(made: Rig, reader: int) -> None:
    """Where nobody of the desk may see it, every list says that it is the coordinator's turn."""
    await end(made)
    listed = await read(made, reader, "/cari 26-00001-R")
    page = await read(made, reader, "/kasus 26-00001-R")
    for words in (listed, page):
        assert "giliran koordinator" in words
        assert "giliran petugas desa" not in words


async def test_a_case_of_the_queue_says_the_same(made: Rig) -> None:
    """The leader's own queue, with a second case so that it is a list."""
    await end(made)
    await report(made, made.phone(2), "butuh bpjs")
    listed = await read(made, HEAD, "/antrian")
    assert listed.count("giliran koordinator") == 1
    assert listed.count("giliran petugas desa") == 1


async def test_what_waits_for_an_answer_is_named(made: Rig) -> None:
    """A case that waits for its resident goes to the leader, who reads which one it is."""
    await ask(made, BACK, Ask(BACK, "Sejak kapan?", "text"), FIRST)
    await made.settle()
    since = mark(made, HEAD)
    await end(made)
    assert (await case_of(made)).owner == HEAD
    done = next(
        m for m in made.phone(HEAD).messages[since:] if m.from_bot and "sudah berakhir" in m.text
    )
    assert "26-00001-R" in "".join(b.text for row in done.buttons for b in row)
    assert "26-00001-R" in done.text.rpartition(":")[2]


CRIER, FIRE = 2, "26-00002"


async def burning(made: Rig) -> None:
    """The counter holds an emergency for two days and has noted what was done."""
    await made.introduce(made.phone(CRIER))
    await made.write(made.phone(CRIER), "tolong rumah kebakaran di rt 3")
    await made.press(made.phone(CLERK), "c:claim:")
    await ask(made, CLERK, Note(CLERK, "Damkar sudah datang, api padam."), FIRST + 1)
    await made.settle()
    await made.pass_time(days=2)


def red(told: str) -> str:
    return "".join(line for line in told.split("\n") if line.startswith("🔴"))


async def test_the_card_names_the_emergency(made: Rig) -> None:
    """Before the end and after it, the leader reads which emergency loses its holder, and can take
    it; a case that is none is only counted."""
    await burning(made)
    phone = made.phone(HEAD)
    await made.write(phone, "/petugas")
    await made.press(phone, "s:leaving")
    await made.press(phone, f"pk:ask:{CLERK}")
    assert FIRE in red(phone.last.text)
    since = mark(made, HEAD)
    await made.press(phone, f"pk:yes:{CLERK}")
    done = next(m for m in phone.messages[since:] if m.from_bot and "sudah berakhir" in m.text)
    assert FIRE in red(done.text)
    assert any("c:claim" in (b.data or "") for row in done.buttons for b in row)


async def test_without_an_emergency_no_card_speaks_of_one(made: Rig) -> None:
    """The red mark is for emergencies alone."""
    phone = made.phone(HEAD)
    await made.write(phone, "/petugas")
    await made.press(phone, "s:leaving")
    await made.press(phone, f"pk:ask:{BACK}")
    assert "🔴" not in phone.last.text


@pytest.mark.parametrize("leaves", [True, False])
async def test_the_alarm_says_how_old_it_is(made: Rig, leaves: bool) -> None:
    """The others read since when, and what was done last: also when its holder gives it back."""
    await burning(made)
    back = mark(made, BACK)
    if leaves:
        await end(made, CLERK)
    else:
        await ask(made, CLERK, GiveBack(CLERK, "saya harus pulang"), FIRST + 1)
        await made.settle()
    (rung,) = [m.text for m in made.phone(BACK).messages[back:] if "DARURAT" in m.text]
    assert "Dilaporkan" in rung
    assert "Damkar sudah datang" in rung
    assert "petugas berikutnya kami hubungi" in rung


async def test_the_history_names_whose_it_was(made: Rig) -> None:
    """What the leader has now was the leaver's: both are named, also for a case that was done."""
    await ask(made, BACK, Ask(BACK, "Sejak kapan?", "text"), FIRST)
    await made.settle()
    await end(made)
    line = next(x for x in (await trail(made)).splitlines() if "diserahkan" in x)
    assert f"Rekan-{BACK} → Rekan-{HEAD}" in line
    assert f"Rekan-{HEAD} → Rekan-{HEAD}" not in line


async def trail(made: Rig) -> str:
    phone = made.phone(HEAD)
    await made.write(phone, "/kasus 26-00001-R")
    await made.press(phone, f"c:history:{FIRST}")
    return phone.last.text


async def test_a_leader_hands_a_colleagues_case_to_another(made: Rig) -> None:
    """Who did it, who has it and who had it."""
    await made.employ(CLERK + 40, Role.BACK_OFFICE, VILLAGE)
    await ask(made, HEAD, Assign(HEAD, CLERK + 40), FIRST)
    await made.settle()
    line = next(x for x in (await trail(made)).splitlines() if "diserahkan" in x)
    assert f"Rekan-{HEAD} → " in line
    assert f"dari Rekan-{BACK}" in line


async def test_a_leader_who_takes_a_free_case_is_named_once(made: Rig) -> None:
    """Assigned to themselves."""
    await ask(made, BACK, GiveBack(BACK, "cuti"), FIRST)
    await ask(made, HEAD, Assign(HEAD, HEAD), FIRST)
    await made.settle()
    line = next(x for x in (await trail(made)).splitlines() if "ditugaskan" in x)
    assert line.count(f"Rekan-{HEAD}") == 1


async def filed(made: Rig, resident: int, urgency: str, days: int) -> int:
    """A case in the counter's hands that has this urgency, due in some days."""
    await report(made, made.phone(resident), "butuh sktm")
    case = FIRST + resident - 1
    await ask(made, CLERK, Claim(CLERK), case)
    await made.settle()
    due = made.now + timedelta(days=days)
    rank = 0 if urgency == "emergency" else 1
    async with made.program.db.write() as connection:
        changed = CASES.update().where(CASES.c.id == case)
        await connection.execute(changed.values(urgency=urgency, due_at=due, rank=rank))
    return case


@pytest.mark.parametrize("wait", [True, False])
async def test_the_most_urgent_stands_first(made: Rig, wait: bool) -> None:
    """What is due first, whatever was filed first: in the list of what is somebody's turn now, and
    among the buttons of what waits for an answer and is the leader's."""
    ids = [await filed(made, 2, "normal", 9), await filed(made, 3, "normal", 2)]
    ids += [await filed(made, 4, "normal", 5)]
    for case in ids if wait else ():
        await ask(made, CLERK, Ask(CLERK, "Sejak kapan?", "text"), case)
        await made.settle()
    reader = HEAD if wait else BACK
    since = mark(made, reader)
    await end(made, CLERK)
    said = [m for m in made.phone(reader).messages[since:] if m.from_bot]
    told = next(m for m in said if number(ids[0]) in str(m.buttons))
    named = [b.text for row in told.buttons for b in row if "26-" in b.text]
    assert [n for b in named for n in ids if number(n) in b] == [ids[1], ids[2], ids[0]]
