"""Colleagues as many tests need them: the counter, the coordinator and the district of one
village."""

from dataclasses import replace

from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.model import Role
from storage.db.database import Database
from tests.casework.cases import DISTRICT, VILLAGE
from tests.support.office import Office
from tests.support.rig import Rig

FO, BO, CO, DO, DM, AG = range(101, 107)
DINSOS = f"{DISTRICT}/dinsos"
_POSTS = {
    FO: (Role.FRONT_OFFICE, VILLAGE),
    BO: (Role.BACK_OFFICE, VILLAGE),
    CO: (Role.COORDINATOR, VILLAGE),
    DO: (Role.DISTRICT_OFFICER, DISTRICT),
    DM: (Role.DISTRICT_MANAGER, DISTRICT),
    AG: (Role.AGENCY_OFFICER, DINSOS),
}


async def staffed(database: Database, *people: int) -> Office:
    """An office with some of these colleagues, named by their ids."""
    return await hired(Office(database), *people)


async def hired(made: Office, *people: int) -> Office:
    """The office, in which these colleagues work from now on."""
    for person in people:
        await made.hire(person, *_POSTS[person])
    return made


def holding(database: Database) -> Office:
    """An office whose letters wait two minutes, so that they can be taken back."""
    made = Office(database)
    made.desk = replace(made.desk, hold=HELD_FOR)
    made.restart()
    return made


RESIDENT, CLERK, SERVICE, LEADER, SLRT = 1, 900, 901, 902, 903


async def employed(made: Rig) -> None:
    """A village with three officers, the district with one, and a resident."""
    posts = (
        (CLERK, Role.FRONT_OFFICE, VILLAGE),
        (SERVICE, Role.BACK_OFFICE, VILLAGE),
        (LEADER, Role.COORDINATOR, VILLAGE),
        (SLRT, Role.DISTRICT_OFFICER, DISTRICT),
    )
    for person, role, scope in posts:
        await made.employ(person, role, scope)
    await made.introduce(made.phone(RESIDENT))
