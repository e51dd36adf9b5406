"""One queue: the queue itself, *Saya*, and every "which one?" list know the same cases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.own_queue import own_queue, whose
from casework.access.stand_in import Absence
from casework.case.model import Referral, Role, Stage, Status, Urgency
from storage.cases import cases
from storage.cases.list_page import PAGE
from storage.db.database import Database, table_of
from storage.people import stand_ins
from storage.tables.people import PersonRow
from storage.unit_of_work import Batch
from tests.bot.pages.test_lists import case, keep, numbers, paged, sayable
from tests.casework.cases import AGENCY, OTHER
from tests.support.office import Office
from tests.support.rig import DISTRICT, START, VILLAGE, Rig, rig

OFFICER, AWAY, LEADER, SLRT, MANAGER = 11, 12, 13, 14, 15
UP = Referral(DISTRICT, Stage.OFFERED, START)
OUT = Referral(AGENCY, Stage.OFFERED, START)
MANY = PAGE + 3


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(sqlite_url, tmp_path) as running:
        yield running


async def stand_in(made: Rig, absent: int, substitute: int) -> None:
    """From yesterday for three days."""
    day = START.date()
    given = Absence(absent, absent, substitute, day - timedelta(days=1), day + timedelta(days=2))
    async with made.program.db.write() as connection:
        await stand_ins.put(connection, given, START)


async def shown(made: Rig, person: Any, command: str) -> list[str]:
    await made.write(person, command)
    return await paged(made, person)


@pytest.mark.parametrize("command", ["/selesai", "/balas", "/tanya", "/catatan"])
async def test_a_stand_in_is_offered_what_the_absent_holds(made: Rig, command: str) -> None:
    """What they hold for somebody else can be chosen like their own, over all pages."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(AWAY, Role.FRONT_OFFICE, VILLAGE)
    await stand_in(made, AWAY, OFFICER)
    await keep(made, *(case(n, Status.IN_PROGRESS, owner=AWAY) for n in range(MANY)))
    await keep(made, case(MANY, Status.IN_PROGRESS, owner=OFFICER))
    assert await shown(made, officer, command) == sayable(range(MANY + 1))


async def test_saya_has_both_hands(made: Rig) -> None:
    """*Saya* shows what one holds wherever it lies, and what one holds for the absent."""
    slrt = await made.employ(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
    await made.employ(AWAY, Role.DISTRICT_OFFICER, DISTRICT)
    await stand_in(made, AWAY, SLRT)
    await made.employ(77, Role.FRONT_OFFICE, VILLAGE)
    await keep(
        made,
        case(0, Status.IN_PROGRESS, owner=SLRT),
        case(1, Status.WAITING, owner=AWAY, office=OTHER, village=OTHER),
        case(2, Status.IN_PROGRESS, owner=77),
    )
    await made.write(slrt, "/antrian")
    assert numbers(slrt) == sayable([0])
    await made.press(slrt, "s:narrow:m:")
    await made.press(slrt, "s:queue:m~")
    assert numbers(slrt) == sayable([0, 1])


async def test_what_nobody_below_may_do_is_in_the_queue_above(made: Rig) -> None:
    """A free case of a village whose people are away is the district's turn: it is in its queue and
    not among what the offices below do. With them back, or closed for all who are there, too."""
    slrt = await made.employ(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
    await made.employ(AWAY, Role.FRONT_OFFICE, VILLAGE)
    changes: list[dict[str, Any]] = [{}, {"excluded": (AWAY,)}, {"had_by": SLRT}, {"level": 1}]
    free = [case(n, Status.REVIEWED, owner=None, **one) for n, one in enumerate(changes)]
    await keep(made, *free)
    await made.write(slrt, "/antrian")
    assert numbers(slrt) == sayable([1, 2, 3])
    await stand_in(made, AWAY, 0)
    await made.write(slrt, "/antrian")
    assert numbers(slrt) == sayable(range(4))
    await made.press(slrt, "s:narrow:m:")
    await made.press(slrt, "s:queue:b~")
    assert numbers(slrt) == []


@pytest.mark.parametrize(
    ("substitute", "changed", "below"),
    [
        (MANAGER, {"owner": SLRT}, []),
        (MANAGER, {"had_by": SLRT}, []),
        (AWAY, {"owner": SLRT}, [0]),
        (AWAY, {"had_by": SLRT}, [0]),
        (MANAGER, {"owner": SLRT, "excluded": (MANAGER,)}, [0]),
        (MANAGER, {"owner": SLRT, "teller": MANAGER}, [0]),
    ],
)
async def test_what_no_stand_in_may_do_is_the_villages_turn(
    made: Rig, substitute: int, changed: dict[str, Any], below: list[int]
) -> None:
    """What an absent one of the district has waits there only while their stand-in may work on it:
    not when it is closed for them, not in their sight, or told by themselves."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await made.employ(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
    await made.employ(MANAGER, Role.DISTRICT_MANAGER, DISTRICT)
    await made.employ(AWAY, Role.FRONT_OFFICE, OTHER)
    await stand_in(made, SLRT, substitute)
    await keep(made, case(0, Status.IN_PROGRESS, **{"owner": None, **changed}))
    await made.write(officer, "/antrian")
    assert numbers(officer) == sayable(below)


HIGH: dict[str, Any] = {"level": 2}
CLOSED = {**HIGH, "excluded": (SLRT,)}
DISTRICT_ONLY = ((Role.DISTRICT_OFFICER, DISTRICT),)
BOTH = (*DISTRICT_ONLY, (Role.COORDINATOR, VILLAGE))


@pytest.mark.parametrize(
    ("held", "out", "changed", "below"),
    [
        (DISTRICT_ONLY, "", HIGH, False),
        (BOTH, "", HIGH, False),
        (DISTRICT_ONLY, "away", HIGH, False),
        (DISTRICT_ONLY, "unreached", HIGH, True),
        (BOTH, "unreached", HIGH, True),
        ((), "", HIGH, True),
        ((), "", {"level": 3}, True),
        ((), "", {"level": 1, "office": DISTRICT}, True),
        (DISTRICT_ONLY, "", CLOSED, True),
        (BOTH, "", CLOSED, True),
        (DISTRICT_ONLY, "", {**HIGH, "teller": SLRT}, True),
    ],
)
async def test_what_nobody_above_may_do_is_the_villages_turn(
    database: Database,
    held: tuple[tuple[Role, str], ...],
    out: str,
    changed: dict[str, Any],
    below: bool,
) -> None:
    """What has climbed waits at the district only while somebody there may work on it and is
    reached by our messages, at work or not: else the village is asked, and has it in its queue."""
    office = Office(database, at=START)
    await office.hire(OFFICER, Role.FRONT_OFFICE)
    for role, scope in held:
        await office.hire(SLRT, role, scope)
    free = case(0, Status.REVIEWED, owner=None, **changed)
    async with database.write() as connection:
        if out == "away":
            day = START.date()
            await stand_ins.put(connection, Absence(SLRT, SLRT, 0, day, day), START)
        if out == "unreached":
            gone = table_of(PersonRow).update().where(table_of(PersonRow).c.id == SLRT)
            await connection.execute(gone.values(unreachable_at=START))
        await cases.save(connection, office.vault, [free])
        batch, roster = Batch(connection, office.vault, START), office.desk.roster
        found = (await own_queue(batch, roster, OFFICER)).cases
        asked = await whose(roster, batch, free)
    assert [x.id for x in found] == ([free.id] if below else [])
    assert below or OFFICER not in asked


async def test_what_a_village_passes_up_is_in_the_queue_above(made: Rig) -> None:
    """A referral to the district lies in its queue and can be answered there, not in the village
    that has sent it; what went to another office the village answers for."""
    officer = await made.employ(OFFICER, Role.BACK_OFFICE, VILLAGE)
    slrt = await made.employ(SLRT, Role.DISTRICT_OFFICER, DISTRICT)
    await keep(made, *(case(n, Status.IN_PROGRESS, referral=UP) for n in range(MANY)))
    await keep(made, case(MANY, Status.IN_PROGRESS, referral=OUT))
    assert await shown(made, slrt, "/antrian") == sayable(range(MANY))
    for command in ("/terima", "/kembalikan"):
        assert await shown(made, slrt, command) == sayable(range(MANY))
        assert await shown(made, officer, command) == sayable([MANY])


async def test_who_holds_nothing_chooses_from_the_queue(made: Rig) -> None:
    """A leader may do it with any case; an officer with those that nobody holds."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    leader = await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await keep(made, *(case(n, Status.IN_PROGRESS, owner=77) for n in range(MANY)))
    await keep(made, case(MANY, Status.REVIEWED, owner=None))
    assert await shown(made, leader, "/selesai") == sayable(range(MANY + 1))
    assert await shown(made, officer, "/selesai") == sayable([MANY])
    assert await shown(made, officer, "/catatan") == sayable(range(MANY + 1))


async def test_only_what_can_wait_is_offered_to_be_put_off(made: Rig) -> None:
    """An emergency, and what another office was asked to take, cannot be put off: neither takes a
    place in the list."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    changes: list[dict[str, Any]] = [{}, {"urgency": Urgency.EMERGENCY}, {"referral": OUT}]
    mine = [case(n, Status.IN_PROGRESS, owner=OFFICER, **one) for n, one in enumerate(changes)]
    await keep(made, *mine)
    assert await shown(made, officer, "/tunda") == sayable([0])


async def test_what_was_closed_for_somebody_cannot_be_chosen(made: Rig) -> None:
    """Not even from what they once held."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, case(0, Status.IN_PROGRESS, owner=OFFICER, excluded=(OFFICER,)))
    assert await shown(made, officer, "/selesai") == []


async def test_who_has_left_an_office_holds_nothing_there(made: Rig) -> None:
    """A list shows only what the roles of today let one see."""
    officer = await made.employ(OFFICER, Role.FRONT_OFFICE, OTHER)
    await keep(made, case(0, Status.IN_PROGRESS, owner=OFFICER))
    assert await shown(made, officer, "/balas") == []
