"""Who stood in for somebody works here no more: the absence stays, and whoever is absent and those
who lead there read at once that another stand-in is wanted."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.access.stand_in import NOBODY
from casework.case.model import Role
from conversations.protocol import requests as rq
from storage.db.database import table_of
from storage.people import stand_ins
from storage.tables.people import Grant
from tests.support.begun.rigs import begun
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report

RESIDENT, CLERK, BACK, SPARE, HEAD, MANAGER = 1, 11, 12, 13, 14, 15


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A counter, two officers of the back office, their coordinator, the district's manager."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    for person in (CLERK, BACK, SPARE, HEAD, MANAGER):
        running.telegram.phone(person, first_name=f"Rekan-{person}")
    await running.employ(CLERK, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(BACK, Role.BACK_OFFICE, VILLAGE)
    await running.employ(SPARE, Role.BACK_OFFICE, VILLAGE)
    await running.employ(HEAD, Role.COORDINATOR, VILLAGE)
    await running.employ(MANAGER, Role.DISTRICT_MANAGER, DISTRICT)


def today(made: Rig) -> date:
    return made.program.desk.roster.night(made.now)


async def away(made: Rig, person: int, substitute: int, first: int, last: int) -> None:
    """Somebody is away, in so many days from today."""
    begins, ends = (today(made) + timedelta(days=days) for days in (first, last))
    await ask(made, person, rq.StandIn(substitute, begins, ends))
    await made.settle()


async def end(made: Rig, person: int = BACK, by: int = HEAD) -> None:
    await ask(made, by, rq.EndRoles(person))
    await made.settle()


async def kept(made: Rig, person: int) -> list[tuple[int, int, int]]:
    """The absences of somebody: the stand-in, and first and last in days from today."""
    day = today(made)
    async with made.program.db.read() as connection:
        found = await stand_ins.of(connection, person, day)
    return [(one.substitute, (one.first - day).days, (one.last - day).days) for one in found]


async def elsewhere(made: Rig, person: int) -> None:
    """Somebody works in another village, too."""
    row = {"person_id": person, "role": str(Role.BACK_OFFICE), "scope": OTHER_VILLAGE}
    granted = {"desks": "", "granted_by": 0, "granted_at": made.now}
    async with made.program.db.write() as connection:
        await connection.execute(table_of(Grant).insert(), [{**row, **granted}])


def told(made: Rig, person: int, since: int) -> str:
    return "\n".join(m.text for m in made.phone(person).messages[since:] if m.from_bot)


def mark(made: Rig, person: int) -> int:
    return len(made.phone(person).messages)


async def test_an_absence_that_is_planned_stays(made: Rig) -> None:
    """The coordinator who ends their own stand-in reads that another is wanted, and chooses one."""
    await away(made, HEAD, BACK, 1, 3)
    since = mark(made, HEAD)
    await end(made)
    assert await kept(made, HEAD) == [(NOBODY, 1, 3)]
    assert "tidak bertugas lagi. Mohon pilih yang lain" in told(made, HEAD, since)
    phone = made.phone(HEAD)
    await made.press(phone, "si:new:")
    await made.press(phone, f"si:{SPARE}:")
    assert await kept(made, HEAD) == [(SPARE, 1, 3)]


async def test_an_absence_that_runs_goes_above_meanwhile(made: Rig) -> None:
    """Who is away is asked for another; the coordinator reads so, and whose cases are theirs."""
    await report(made, made.phone(RESIDENT), "butuh sktm")
    await made.write(made.phone(CLERK), "/ambil 26-00001-R")
    await away(made, CLERK, BACK, 0, 5)
    marks = {person: mark(made, person) for person in (CLERK, HEAD, MANAGER)}
    await end(made, by=MANAGER)
    assert await kept(made, CLERK) == [(NOBODY, 0, 5)]
    assert "Pengganti Anda" in told(made, CLERK, marks[CLERK])
    for leader in (HEAD, MANAGER):
        assert f"Pengganti Rekan-{CLERK}" in told(made, leader, marks[leader])
    assert "26-00001-R" in told(made, HEAD, marks[HEAD]) + told(made, SPARE, 0)
    await made.pass_time(days=1)
    await made.press(made.phone(CLERK), "si:new:")
    await made.press(made.phone(CLERK), f"si:{SPARE}:")
    assert await kept(made, CLERK) == [(SPARE, 0, 4)]


async def test_a_stand_in_who_works_elsewhere_only_is_none_either(made: Rig) -> None:
    """They keep another role, but see nothing of this office any more."""
    await elsewhere(made, BACK)
    await away(made, HEAD, BACK, 1, 3)
    await away(made, CLERK, SPARE, 1, 3)
    since = mark(made, HEAD)
    await end(made)
    assert await kept(made, HEAD) == [(NOBODY, 1, 3)]
    assert await kept(made, CLERK) == [(SPARE, 1, 3)]
    assert "Mohon pilih yang lain" in told(made, HEAD, since)


async def test_the_command_shows_each_absence(made: Rig) -> None:
    """What is planned stands there with its buttons, also where nobody stands in any more; with one
    tap it is ended, and the form that the command opened is shut."""
    await away(made, HEAD, BACK, 1, 3)
    await away(made, HEAD, SPARE, 8, 9)
    await end(made)
    since = mark(made, HEAD)
    await made.write(made.phone(HEAD), "/pengganti")
    shown = told(made, HEAD, since)
    assert "langsung ke tingkat di atas" in shown
    assert f"Rekan-{SPARE}" in shown
    await made.press(made.phone(HEAD), "si:end")
    assert await kept(made, HEAD) == []
    since = mark(made, HEAD)
    await made.write(made.phone(HEAD), "besok")
    assert "Sampai tanggal" not in told(made, HEAD, since)


async def test_an_absence_that_is_over_is_not_changed(made: Rig) -> None:
    """An old button says that there is none."""
    await away(made, HEAD, BACK, 0, 1)
    await end(made)
    await made.pass_time(days=3)
    await made.press(made.phone(HEAD), "si:new:")
    assert made.phone(HEAD).last.text.startswith("Saat ini tidak ada pengganti")
