"""Letters of a notice: an officer reads that a message waits for the morning only when it does."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from casework.actions.assignment import Claim
from casework.actions.correspondence import Add, Note, Reply
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.actions.referral import Refer
from casework.case import commands as c
from casework.case.model import Case, Decision, Role, Verdict
from casework.case.number import number
from storage.cases import cases
from storage.db.database import Database, table_of
from storage.tables.cases import CaseRow
from tests.casework.cases import DINSOS, OFFICER
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


async def _at_the_counter(office: Office, officer: int) -> Case:
    """The case of somebody at the counter whom an officer has written down."""
    case = await office.file(teller=officer)
    async with office.db.write() as connection:
        rows = table_of(CaseRow)
        body = office.vault.seal_json("cases", "intake", case.id, {"who": "walk_in"})
        changed = update(rows).where(rows.c.id == case.id).values(intake=body)
        await connection.execute(changed)
    await office.told()
    return await office.case(case.id)


async def test_who_wrote_a_visitor_down_is_not_told_their_own_deeds(
    sqlite_database: Database,
) -> None:
    """They know that they have taken and referred it; of what a colleague does they hear."""
    office = Office(sqlite_database)
    await office.hire(OFFICER, Role.COORDINATOR)
    await office.hire(OFFICER + 1, Role.COORDINATOR)
    case = await _at_the_counter(office, OFFICER)
    assert case.intake.who == "walk_in"
    await office.do(OFFICER, Claim(OFFICER), case.id)
    assert [x.text for x in await office.told() if x.to == OFFICER] == []
    await office.do(OFFICER, Refer(OFFICER, DINSOS, "please"), case.id)
    assert len([x for x in await office.told() if x.to == OFFICER]) == 1, "that it was done"
    other = await _at_the_counter(office, OFFICER)
    await office.do(OFFICER + 1, Claim(OFFICER + 1), other.id)
    assert [x.to for x in await office.told()] == [OFFICER]


async def test_what_a_visitor_must_be_told_still_comes(sqlite_database: Database) -> None:
    """A result must be told by hand, by whoever wrote them down."""
    office = Office(sqlite_database)
    await office.hire(OFFICER, Role.COORDINATOR)
    case = await _at_the_counter(office, OFFICER)
    await office.do(OFFICER, Resolve(OFFICER, Decision.HELPED, "kartu aktif"), case.id)
    assert "kartu aktif" in "".join(x.text for x in await office.told() if x.to == OFFICER)


@pytest.mark.parametrize("secret", ["secret", None])
async def test_who_must_not_be_named_stands_behind_a_lock(
    database: Database, secret: str | None
) -> None:
    """In every letter to colleagues, of the news, of what they did, of reminders and of alarms; the
    teller reads the number alone. An ordinary case has no lock."""
    office = Office(database)
    for person, role in ((OFFICER, Role.FRONT_OFFICE), (12, Role.COORDINATOR)):
        await office.hire(person, role)
    plain = await office.file()
    kept = replace(plain, intake=replace(plain.intake, secret=secret))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [kept])
    await office.told()
    deeds: list[c.Command] = [
        Claim(OFFICER),
        Reply(OFFICER, "sebentar"),
        Add(kept.teller, {"texts": ["masih mati"], "files": [], "location": None}),
        Ask(OFFICER, "apa?", "text"),
        Resolve(OFFICER, Decision.HELPED, "sudah"),
        Confirm(kept.teller, Verdict.NO, "belum"),
    ]
    for command in deeds:
        await office.do(command.by, command, kept.id)
    office.later(days=20)
    await office.ring()
    named = [x for x in await office.told() if number(kept.id) in x.text]
    lock = f"🔒 {number(kept.id)}"
    colleagues = [x for x in named if x.to != kept.teller]
    assert {OFFICER, 12} <= {x.to for x in colleagues}
    assert [x.text for x in colleagues if (lock in x.text) is not (secret is not None)] == []
    assert [x.text for x in named if x.to == kept.teller and "🔒" in x.text] == []
