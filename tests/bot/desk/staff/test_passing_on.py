"""Whose turn it is changes because somebody left, is away, came back or was excluded: those whose
turn it is now read so once, with their cases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.actions.conflict_of_interest import Exclude
from casework.case.model import Membership, Role
from conversations.protocol import requests as rq
from storage.db.database import table_of
from storage.people import leaving
from storage.tables.people import Grant
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report

RESIDENT, CRIER, CLERK, BACK, HEAD, OFFICER, HELPER, AGENT = 1, 2, 11, 12, 13, 14, 15, 16
FIRST, SECOND = 260_000_001, 260_000_002


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A counter, a back office and their coordinator; an officer of the district."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    for person in (CLERK, BACK, HEAD, OFFICER, HELPER, AGENT):
        running.telegram.phone(person, first_name=f"Rekan-{person}")
    await running.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(BACK, Role.BACK_OFFICE, VILLAGE)
    await running.employ(HEAD, Role.COORDINATOR, VILLAGE)
    await running.employ(OFFICER, Role.DISTRICT_OFFICER, DISTRICT)


async def taken(made: Rig, case: str = "26-00001-R") -> None:
    await report(made, made.phone(RESIDENT), "butuh sktm")
    await made.write(made.phone(CLERK), f"/ambil {case}")


async def end(made: Rig, person: int, by: int = HEAD) -> None:
    """A leader ends somebody's roles, tap by tap."""
    phone = made.phone(by)
    await made.write(phone, "/petugas")
    await made.press(phone, "s:leaving")
    await made.press(phone, f"pk:ask:{person}")
    await made.press(phone, f"pk:yes:{person}")


async def away(made: Rig, substitute: int) -> None:
    """The clerk is away from today on."""
    today = made.program.desk.roster.night(made.now)
    await ask(made, CLERK, rq.StandIn(substitute, today, today))
    await made.settle()


def mark(made: Rig, person: int) -> int:
    return len(made.phone(person).messages)


def news(made: Rig, person: int, since: int, words: str) -> list[str]:
    """The messages since then in which these words stand."""
    said = [m.text for m in made.phone(person).messages[since:] if m.from_bot]
    return [one for one in said if words in one]


async def reopened(made: Rig) -> None:
    """The clerk is away; their stand-in writes a result, which has not helped."""
    await taken(made)
    await away(made, BACK)
    back = made.phone(BACK)
    await made.write(back, "/selesai 26-00001-R")
    await made.press(back, ":decision:helped")
    await made.write(back, "Suratnya sudah jadi.")
    await made.press(back, ":!:send")
    await made.pass_time(minutes=3)
    await made.press(made.phone(RESIDENT), f"cf:{FIRST}:no")
    await made.write(made.phone(RESIDENT), "suratnya belum ada")
    await made.settle()


async def test_who_is_asked_now_reads_it(made: Rig) -> None:
    """A stand-in was to go on with a case that was opened again; then its officer leaves."""
    await reopened(made)
    back, head = mark(made, BACK), mark(made, HEAD)
    await end(made, CLERK)
    told = [*news(made, HEAD, head, "iliran Anda"), *news(made, BACK, back, "iliran Anda")]
    assert [("26-00001-R" in one) for one in told] == [True]


async def test_all_cases_stand_in_one_message(made: Rig) -> None:
    """Two cases in hand: colleagues and the leader read one message with both."""
    await taken(made)
    await report(made, made.phone(CRIER), "butuh sktm")
    await made.press(made.phone(CLERK), f"c:open:{SECOND}")
    await made.press(made.phone(CLERK), f"c:claim:{SECOND}")
    back = mark(made, BACK)
    await end(made, CLERK)
    told = news(made, BACK, back, "26-00001-R")
    assert ["26-00002" in one for one in told if "iliran Anda" in one] == [True]


async def test_an_emergency_rings_again(made: Rig) -> None:
    """Its holder leaves: the others are rung, and its teller reads who is asked."""
    await made.introduce(made.phone(CRIER))
    await made.write(made.phone(CRIER), "tolong rumah kebakaran di rt 3")
    await made.press(made.phone(CLERK), "c:claim:")
    assert "DARURAT" not in made.phone(BACK).last.text
    crier = mark(made, CRIER)
    await end(made, CLERK)
    assert "DARURAT" in made.phone(BACK).last.text
    (told,) = news(made, CRIER, crier, "tidak dipegang")
    assert "petugas desa" in told


async def test_who_stands_in_from_today_reads_the_cases(made: Rig) -> None:
    """And so does who is back."""
    await taken(made)
    back, clerk = mark(made, BACK), mark(made, CLERK)
    await away(made, BACK)
    (told,) = news(made, BACK, back, "26-00001-R")
    assert f"Rekan-{CLERK}" in told
    assert "iliran Anda" in told
    await ask(made, CLERK, rq.EndStandIn())
    await made.settle()
    (told,) = news(made, CLERK, clerk, "26-00001-R")
    assert "Selamat bertugas lagi" in told


async def test_nobody_stands_in(made: Rig) -> None:
    """Then those of the level read that it is theirs."""
    await taken(made)
    back = mark(made, BACK)
    await away(made, 0)
    (told,) = news(made, BACK, back, "26-00001-R")
    assert "iliran Anda" in told


async def test_the_only_one_at_a_counter_goes(made: Rig) -> None:
    """What nobody has taken is the coordinator's turn then."""
    await report(made, made.phone(RESIDENT), "butuh sktm")
    await end(made, BACK)
    head = mark(made, HEAD)
    await away(made, 0)
    (told,) = news(made, HEAD, head, "26-00001-R")
    assert "iliran Anda" in told


async def test_a_case_is_closed_for_who_was_to_go_on(made: Rig) -> None:
    """Whose turn it is instead reads so; the excluded reads nothing."""
    await reopened(made)
    await ask(made, CLERK, rq.EndStandIn())
    await made.settle()
    marks = {person: mark(made, person) for person in (CLERK, BACK, HEAD)}
    await ask(made, OFFICER, Exclude(OFFICER, CLERK), FIRST)
    await made.settle()
    told = [x for p in (BACK, HEAD) for x in news(made, p, marks[p], "26-00001-R")]
    assert told
    assert all("iliran Anda" in x for x in told)
    assert news(made, CLERK, marks[CLERK], "26-00001-R") == []


async def test_one_of_two_roles_ends(made: Rig) -> None:
    """What somebody may not work on any more goes back, though they work elsewhere."""
    async with made.program.db.write() as connection:
        role = {"role": "front_office", "scope": OTHER_VILLAGE, "desks": ""}
        held = {"person_id": CLERK, "granted_by": 0, "granted_at": made.now}
        await connection.execute(table_of(Grant).insert(), [{**held, **role}])
    await taken(made)
    back = mark(made, BACK)
    await end(made, CLERK)
    assert len(news(made, BACK, back, "26-00001-R")) == 1


@pytest.mark.parametrize(
    ("person", "role", "scope", "by"),
    [
        (HELPER, Role.VOLUNTEER, VILLAGE, HEAD),
        (AGENT, Role.AGENCY_OFFICER, "32.74/bpjs", OFFICER),
        (AGENT, Role.AGENCY_OFFICER, "32/disdik", OFFICER),
    ],
)
async def test_who_is_no_officer_of_ours(
    made: Rig, person: int, role: Role, scope: str, by: int
) -> None:
    """Volunteers and those of other offices are found by name, and their roles end."""
    await made.employ(person, role, scope)
    await end(made, person, by)
    assert "sudah berakhir" in made.phone(by).last.text
    assert news(made, person, 0, "tugas Anda") or news(made, person, 0, "Tugas Anda")
    assert f"Rekan-{person}" in made.phone(by).last.text


async def test_the_district_sees_other_offices(made: Rig) -> None:
    """Among who is there; a village's coordinator doesn't."""
    await made.employ(AGENT, Role.AGENCY_OFFICER, "32.74/bpjs")
    for by, seen in ((OFFICER, True), (HEAD, False)):
        await made.write(made.phone(by), "/petugas")
        assert (f"Rekan-{AGENT}" in made.phone(by).last.text) is seen


async def test_no_list_names_who_is_gone(made: Rig) -> None:
    """Whose roles ended before cases were given on: the queue says whose turn it is."""
    await taken(made)
    async with made.program.db.write() as connection:
        gone = [Membership(Role.FRONT_OFFICE, VILLAGE)]
        await leaving.end_roles(connection, CLERK, gone, made.now)
    for command in ("/antrian", "/kasus 26-00001-R"):
        await made.write(made.phone(HEAD), command)
        assert "26-00001-R" in made.phone(HEAD).last.text
        assert f"✋ Rekan-{CLERK}" not in made.phone(HEAD).last.text
        assert f"👤 Rekan-{CLERK}" not in made.phone(HEAD).last.text
    await made.write(made.phone(HEAD), "/antrian")
    assert "giliran" in made.phone(HEAD).last.text


async def test_a_stand_in_reads_for_whom(made: Rig) -> None:
    """In the queue, among their own and on the page; the leader reads who is away."""
    await taken(made)
    await away(made, BACK)
    back, head = made.phone(BACK), made.phone(HEAD)
    await made.write(back, "/antrian")
    assert f"Rekan-{CLERK} – Anda menggantikan" in back.last.text
    await made.press(back, "s:queue:m")
    assert f"🤝 Termasuk milik Rekan-{CLERK}" in back.last.text
    await made.write(back, "/kasus 26-00001-R")
    assert f"Rekan-{CLERK} – Anda menggantikan" in back.last.text
    await made.write(head, "/antrian")
    assert f"Rekan-{CLERK} (berhalangan, diganti Rekan-{BACK})" in head.last.text


async def test_a_leader_reads_that_nobody_stands_in(made: Rig) -> None:
    """The holder is away."""
    await taken(made)
    await away(made, 0)
    await made.write(made.phone(HEAD), "/antrian")
    assert f"Rekan-{CLERK} (berhalangan)" in made.phone(HEAD).last.text


async def test_a_stand_in_goes_on_for_another(made: Rig) -> None:
    """A case that was opened again: whose turn it is, and instead of whom."""
    await reopened(made)
    await made.write(made.phone(BACK), "/antrian")
    assert f"giliran Anda menggantikan Rekan-{CLERK}" in made.phone(BACK).last.text
