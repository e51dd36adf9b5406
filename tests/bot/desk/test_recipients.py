"""Letters of a notice: an officer reads that a message waits for the morning only when it does."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correspondence import Note, Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case import commands as c
from casework.case.model import Decision, Role
from storage.db.database import Database
from tests.casework.cases import OFFICER
from tests.support.office import Office

NIGHT = "06.00"


@pytest.mark.parametrize(
    ("command", "waits"),
    [
        (Reply(OFFICER, "sebentar"), True),
        (Ask(OFFICER, "sejak kapan?", "text"), True),
        (Resolve(OFFICER, Decision.HELPED, "sudah"), True),
        (Note(OFFICER, "ditelepon"), False),
    ],
)
@pytest.mark.parametrize(("hours", "night"), [(0, False), (12, True)])
async def test_the_night_is_named_at_night_only(
    database: Database, command: c.Command, waits: bool, hours: int, night: bool
) -> None:
    """By day nothing is said of it; at night only of what goes to a resident."""
    office = Office(database)
    await office.hire(OFFICER, Role.COORDINATOR)
    office.later(hours=hours)
    case = await office.file()
    await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.told()
    await office.do(OFFICER, command, case.id)
    told = [letter.text for letter in await office.told() if letter.to == OFFICER]
    assert (NIGHT in told[0]) is (night and waits), told


async def test_an_emergency_does_not_wait(database: Database) -> None:
    """Its teller is answered at once, so nothing waits."""
    office = Office(database)
    await office.hire(OFFICER, Role.COORDINATOR)
    office.later(hours=12)
    case = await office.file("disaster", alarm="disaster")
    await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.told()
    await office.do(OFFICER, Reply(OFFICER, "kami datang"), case.id)
    assert not [x for x in await office.told() if x.to == OFFICER and NIGHT in x.text]
