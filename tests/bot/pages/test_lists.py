"""Lists to choose from are narrowed before they are cut into pages: what can be chosen is never
hidden by what can't."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.phones import Phone
from casework.case.intake import Consent, Intake, Who
from casework.case.model import Case, Referral, Role, Stage, Status
from casework.case.number import number
from storage.cases import cases
from storage.cases.list_page import PAGE
from tests.casework.cases import AGENCY, standing
from tests.support.rig import START, VILLAGE, Rig, rig

OFFICER, LEADER, VOLUNTEER, CLERK, RESIDENT = 11, 12, 13, 14, 5
FIRST = 260_000_100
MANY = 2 * PAGE + 3
ACCEPTED, OFFERED = (Referral(AGENCY, stage, START) for stage in (Stage.ACCEPTED, Stage.OFFERED))


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


def case(n: int, status: Status, **changed: Any) -> Case:
    """The n-th case, due n minutes from now."""
    plain: dict[str, Any] = {
        "id": FIRST + n,
        "key": f"k{n}",
        "due_at": START + timedelta(minutes=n),
    }
    return replace(standing(status, teller=RESIDENT, owner=OFFICER), **(plain | changed))


async def keep(made: Rig, *kept: Case) -> None:
    async with made.program.db.write() as connection:
        await cases.save(connection, made.program.vault, kept)


def numbers(phone: Phone) -> list[str]:
    """The case numbers in the newest message, in order."""
    return re.findall(r"26-\d{5}-[A-Z]", phone.last.text)


def sayable(ns: Sequence[int]) -> list[str]:
    return [number(FIRST + n) for n in ns]


NEXT = ("Berikutnya »", "Lanjut »")


async def paged(made: Rig, phone: Phone) -> list[str]:
    """The numbers on this page of a list and on all that follow."""
    found = numbers(phone)
    while further := [b for row in phone.last.buttons for b in row if b.text.startswith(NEXT)]:
        await made.press(phone, further[0].data or "")
        found += numbers(phone)
    return found


@pytest.mark.parametrize("command", ["tanya", "rujuk"])
async def test_what_waits_for_its_resident_hides_nothing(made: Rig, command: str) -> None:
    """However many older cases wait for their resident: what can be asked about or referred is
    offered, and nothing else."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, *(case(n, Status.WAITING) for n in range(MANY)))
    await keep(made, case(MANY, Status.IN_PROGRESS))
    await made.write(officer, f"/{command}")
    assert numbers(officer) == sayable([MANY])


@pytest.mark.parametrize("command", ["selesai", "balas", "catatan"])
async def test_what_has_its_result_hides_nothing(made: Rig, command: str) -> None:
    """Of more cases than one page holds each is offered once, on one page or the next."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    ended = Status.RESOLVED if command == "selesai" else Status.WAITING
    await keep(made, *(case(n, ended) for n in range(PAGE)))
    await keep(made, *(case(n, Status.IN_PROGRESS) for n in range(PAGE, PAGE + MANY)))
    await made.write(officer, f"/{command}")
    first = PAGE if command == "selesai" else 0
    assert await paged(made, officer) == sayable(range(first, PAGE + MANY))


async def test_what_is_referred_already_is_not_asked_about(made: Rig) -> None:
    """Older cases that another office was asked to take hide none that can be asked about."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, *(case(n, Status.IN_PROGRESS, referral=OFFERED) for n in range(MANY)))
    await keep(made, case(MANY, Status.IN_PROGRESS))
    for command in ("tanya", "rujuk"):
        await made.write(officer, f"/{command}")
        assert numbers(officer) == sayable([MANY])


@pytest.mark.parametrize(
    ("command", "older", "newest"),
    [
        ("terima", (Status.REFERRED, ACCEPTED), (Status.IN_PROGRESS, OFFERED)),
        ("selesai", (Status.IN_PROGRESS, OFFERED), (Status.REFERRED, ACCEPTED)),
    ],
)
async def test_another_office_finds_what_it_can_still_do(
    made: Rig, command: str, older: tuple[Status, Referral], newest: tuple[Status, Referral]
) -> None:
    """What it has accepted already does not hide what it was offered, nor the other way round."""
    clerk = await made.employ(CLERK, Role.AGENCY_OFFICER, AGENCY)
    await keep(made, *(case(n, older[0], referral=older[1]) for n in range(MANY)))
    await keep(made, case(MANY, newest[0], referral=newest[1]))
    await made.write(clerk, f"/{command}")
    assert numbers(clerk) == sayable([MANY])


async def test_a_leader_finds_what_can_be_claimed_or_assigned(made: Rig) -> None:
    """Nothing is offered for claiming that somebody has; a case that waits for its resident can be
    given to somebody else; the pages hold all of them."""
    leader = await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await keep(made, *(case(n, Status.WAITING) for n in range(MANY)))
    await keep(made, case(MANY, Status.REVIEWED, owner=None))
    await made.write(leader, "/ambil")
    assert numbers(leader) == sayable([MANY])
    await made.write(leader, "/tugaskan")
    assert await paged(made, leader) == sayable(range(MANY + 1))


async def test_the_next_page_has_the_same_buttons(made: Rig) -> None:
    """A button of the second page does what the command says."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, *(case(n, Status.IN_PROGRESS) for n in range(PAGE + 1)))
    await made.write(officer, "/selesai")
    await made.press(officer, "s:pick:")
    await made.press(officer, f"c:resolve:{FIRST + PAGE}")
    assert number(FIRST + PAGE) in officer.last.text


@pytest.mark.parametrize("data", ["s:pick:", "s:pick:sing~", "s:pick:resolve~1.2", "s:pick:~~~"])
async def test_a_forged_page_is_no_harm(made: Rig, data: str) -> None:
    """A page of a list that there is not, or that no list has, shows no more than there is."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, case(0, Status.IN_PROGRESS))
    await made.write(officer, "/antrian")
    officer.tap_data(data, officer.last.message_id)
    await made.settle()
    assert set(numbers(officer)) <= set(sayable([0]))


async def test_tasks_of_older_reports_are_not_hidden(made: Rig) -> None:
    """A volunteer with many newer reports is still told which older ones wait for them, page by
    page."""
    volunteer = await made.employ(VOLUNTEER, Role.VOLUNTEER, VILLAGE)
    asked = Intake(who=Who.NEIGHBOUR, sufferer="the neighbour", consent=Consent.NOT_ASKED)
    told: dict[str, Any] = {"teller": VOLUNTEER, "owner": None}
    waiting = [case(n, Status.WAITING, **told) for n in range(2)]
    unasked = [case(n, Status.RECEIVED, intake=asked, **told) for n in range(2, PAGE + 2)]
    newer = [case(n, Status.RECEIVED, **told) for n in range(PAGE + 2, MANY)]
    await keep(made, *waiting, *unasked, *newer)
    await made.write(volunteer, "/tugas")
    assert await paged(made, volunteer) == sayable(range(PAGE + 1, -1, -1))
