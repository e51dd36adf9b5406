"""Somebody works here no more: their roles end, their cases go on, and they read nothing more."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.actions.question import Ask
from casework.case.model import Case, Role, Status
from storage.cases import cases as stored
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.people import invitations, night_duty
from storage.tables.people import NightDuty, StandInRow
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report

RESIDENT, LEAVER, MATE, HEAD, MANAGER, FAR = 1, 11, 12, 13, 14, 15
FIRST = 260_000_001


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with two officers and their leader, the district's manager, and a leader of another
    village."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    for person in (LEAVER, MATE, HEAD, MANAGER, FAR):
        running.telegram.phone(person, first_name=f"Rekan-{person}")
    await running.employ(LEAVER, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(MATE, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(HEAD, Role.COORDINATOR, VILLAGE)
    await running.employ(MANAGER, Role.DISTRICT_MANAGER, DISTRICT)
    await running.employ(FAR, Role.COORDINATOR, OTHER_VILLAGE)
    await report(running, running.phone(RESIDENT), "butuh sktm")
    await running.write(running.phone(LEAVER), "/ambil 26-00001-R")


async def case_of(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        found = await stored.load(connection, made.program.vault, FIRST, lock=False)
    assert found is not None
    return found


async def end(made: Rig, by: int = HEAD, person: int = LEAVER) -> None:
    """A leader ends somebody's roles, tap by tap."""
    phone = made.phone(by)
    await made.write(phone, "/petugas")
    await made.press(phone, "s:leaving")
    await made.press(phone, f"pk:ask:{person}")
    await made.press(phone, f"pk:yes:{person}")


def told(made: Rig, person: int, since: int = 0) -> str:
    return "\n".join(m.text for m in made.phone(person).messages[since:] if m.from_bot)


async def test_a_case_in_hand_goes_back_to_the_queue(made: Rig) -> None:
    """Those whose turn it is may take it, the leaver reads nothing more of it."""
    await end(made)
    assert (await case_of(made)).owner is None
    assert "sudah berakhir" in told(made, LEAVER)
    assert "26-00001-R" in made.phone(MATE).last.text
    await made.press(made.phone(MATE), "c:claim:")
    assert (await case_of(made)).owner == MATE
    since = len(made.phone(LEAVER).messages)
    await made.write(made.phone(LEAVER), "/antrian")
    await made.write(made.phone(LEAVER), "/kasus 26-00001-R")
    assert "sktm" not in told(made, LEAVER, since).casefold()
    await made.write(made.phone(HEAD), "/petugas")
    assert f"Rekan-{LEAVER}" not in made.phone(HEAD).last.text


async def test_what_waits_for_its_resident_goes_to_the_leader(made: Rig) -> None:
    """The answer to the leaver's question is read by somebody."""
    await ask(made, LEAVER, Ask(LEAVER, "Sejak kapan?", "text"), FIRST)
    await made.settle()
    await end(made)
    assert (await case_of(made)).owner == HEAD
    since = len(made.phone(LEAVER).messages)
    await made.press(made.phone(RESIDENT), "c:answer:")
    await made.write(made.phone(RESIDENT), "sejak bulan lalu")
    assert "26-00001-R" in told(made, HEAD)
    assert told(made, LEAVER, since) == ""


async def test_what_follows_a_result_reaches_who_is_there(made: Rig) -> None:
    """A case that is done and waits for its resident stays so; words about it reach whoever has it
    now or whose turn it is, and never the leaver."""
    leaver = made.phone(LEAVER)
    await made.write(leaver, "/selesai 26-00001-R")
    await made.press(leaver, ":decision:helped")
    await made.write(leaver, "Suratnya sudah jadi.")
    await made.press(leaver, ":!:send")
    await made.pass_time(minutes=3)
    await end(made)
    marks = {person: len(made.phone(person).messages) for person in (LEAVER, MATE, HEAD)}
    result = made.phone(RESIDENT).last.message_id
    made.phone(RESIDENT).send("katanya sudah, tapi suratnya belum ada bu", reply_to=result)
    await made.settle()
    assert told(made, LEAVER, marks[LEAVER]) == ""
    assert "26-00001-R" in told(made, MATE, marks[MATE]) + told(made, HEAD, marks[HEAD])
    await made.press(made.phone(RESIDENT), f"cf:{FIRST}:no")
    await made.write(made.phone(RESIDENT), "suratnya belum ada")
    await made.pass_time(days=3)
    assert told(made, LEAVER, marks[LEAVER]) == ""
    assert "26-00001-R" in told(made, MATE, marks[MATE]) + told(made, HEAD, marks[HEAD])


async def test_nights_and_stand_ins_end(made: Rig) -> None:
    """Who works here no more is on duty in no night and stands in for nobody; whoever they stood in
    for stays absent."""
    tonight = made.program.desk.roster.night(made.now)
    async with made.program.db.write() as connection:
        for days in (0, 3):
            night = tonight + timedelta(days=days)
            await night_duty.turn_over(connection, LEAVER, night, LEAVER, made.now)
        away = {"by": MATE, "first": tonight, "last": tonight + timedelta(days=9)}
        await connection.execute(
            table_of(StandInRow).insert(),
            [{**away, "person_id": MATE, "substitute": LEAVER, "made_at": made.now}],
        )
    await end(made)
    async with made.program.db.read() as connection:
        assert (await connection.execute(select(table_of(NightDuty)))).all() == []
        rows = (await connection.execute(select(table_of(StandInRow)))).all()
    assert [(row.person_id, row.substitute) for row in rows] == [(MATE, 0)]


@pytest.mark.parametrize(
    ("by", "person"), [(FAR, LEAVER), (MATE, LEAVER), (HEAD, HEAD), (HEAD, MANAGER), (MATE, HEAD)]
)
async def test_who_may_not_end_them(made: Rig, by: int, person: int) -> None:
    """Nobody ends their own, a superior's, or those of another office; a forged tap neither."""
    phone = made.phone(by)
    phone.tap_data(f"pk:yes:{person}", phone.last.message_id)
    await made.settle()
    await made.write(made.phone(HEAD), "/petugas")
    assert f"Rekan-{LEAVER}" in made.phone(HEAD).last.text
    assert "sudah berakhir" not in told(made, person).replace("atau sudah berakhir", "")


async def test_a_manager_ends_a_leader(made: Rig) -> None:
    """Who may give a role may take it."""
    await end(made, MANAGER, HEAD)
    since = len(made.phone(HEAD).messages)
    await made.write(made.phone(HEAD), "/petugas")
    assert f"Rekan-{LEAVER}" not in told(made, HEAD, since)


async def test_who_was_ended_may_be_invited_again(made: Rig) -> None:
    """A new invitation makes them a colleague again."""
    await end(made)
    async with made.program.db.write() as connection:
        mark = invitations.mark_of("a-second-code")
        await invitations.add_invite(
            connection,
            mark=mark,
            role=Role.FRONT_OFFICE,
            scope=VILLAGE,
            desks=(),
            made_by=0,
            at=made.now,
            expires_at=made.now + timedelta(days=1),
        )
    made.phone(LEAVER).start("u_a-second-code")
    await made.settle()
    await made.write(made.phone(HEAD), "/petugas")
    assert f"Rekan-{LEAVER}" in made.phone(HEAD).last.text


async def test_a_second_tap_does_nothing_more(made: Rig) -> None:
    """It is told that it is over already."""
    await end(made)
    phone = made.phone(HEAD)
    phone.tap_data(f"pk:yes:{LEAVER}", phone.last.message_id)
    await made.settle()
    assert "sudah berakhir" in phone.last.text
    async with made.program.db.read() as connection:
        rows = (await connection.execute(select(CASES.c.owner))).all()
    assert [row.owner for row in rows] == [None]


def menu(made: Rig, person: int) -> set[str]:
    """The commands behind somebody's menu button."""
    return {entry["command"] for entry in made.telegram.menu.shown_in(person, "id")}


async def test_the_leavers_menu_is_a_residents_at_once(made: Rig) -> None:
    """Without a word of theirs, and the leader's stays; a forged tap changes nobody's."""
    made.phone(FAR).tap_data(f"pk:yes:{LEAVER}", made.phone(FAR).last.message_id)
    await made.settle()
    before = menu(made, HEAD)
    await made.write(made.phone(HEAD), "/bahasa")
    await end(made)
    assert "lapor" in menu(made, LEAVER)
    assert "antrian" not in menu(made, LEAVER)
    assert menu(made, HEAD) == before


@pytest.mark.parametrize("confirmed", ["no", "partly"])
async def test_a_result_that_waits_for_its_resident_gets_a_holder(
    made: Rig, confirmed: str
) -> None:
    """The leader who ended the roles has it; it stays done, and what its resident answers comes to
    them."""
    leaver = made.phone(LEAVER)
    await made.write(leaver, "/selesai 26-00001-R")
    await made.press(leaver, ":decision:helped")
    await made.write(leaver, "Suratnya sudah jadi.")
    await made.press(leaver, ":!:send")
    await made.pass_time(minutes=3)
    await end(made)
    case = await case_of(made)
    assert (case.owner, case.status) == (HEAD, Status.RESOLVED)
    since = len(made.phone(HEAD).messages)
    await made.press(made.phone(RESIDENT), f"cf:{FIRST}:{confirmed}")
    await made.write(made.phone(RESIDENT), "suratnya belum ada")
    assert "26-00001-R" in told(made, HEAD, since)


@pytest.mark.parametrize("words", ["/antrian", "/cari kis", "/ambil 26-00001-R", "/jaga"])
async def test_who_worked_here_reads_so(made: Rig, words: str) -> None:
    """A command of the office is told as one that was theirs, and what stands behind it becomes no
    report; a resident who never worked here is asked as ever."""
    await end(made)
    since = len(made.phone(LEAVER).messages)
    await made.write(made.phone(LEAVER), words)
    assert "Tugas Anda di Puskesos sudah berakhir" in told(made, LEAVER, since)
    assert "laporan?" not in told(made, LEAVER, since)
    since = len(made.phone(RESIDENT).messages)
    await made.write(made.phone(RESIDENT), words)
    assert "sudah berakhir" not in told(made, RESIDENT, since)


async def test_danger_is_heard_behind_any_command(made: Rig) -> None:
    """Also of who worked here."""
    await end(made)
    since = len(made.phone(LEAVER).messages)
    await made.write(made.phone(LEAVER), "/cari tolong rumah saya kebakaran")
    assert "112" in told(made, LEAVER, since) or "bahaya" in told(made, LEAVER, since)
