"""Errands as rows, on both databases."""

from dataclasses import replace

from sqlalchemy import select

from casework.case.model import Case, Membership, Role, Status
from storage.cases import cases, of_person
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending import errands
from storage.pending.errands import NewErrand
from storage.tables.pending import Errand
from tests.casework.cases import DISTRICT, NOW, OFFICER, OTHER, TELLER, VILLAGE, VOLUNTEER, standing

HERE, ELSEWHERE = Membership(Role.FRONT_OFFICE, VILLAGE), Membership(Role.FRONT_OFFICE, OTHER)
ABOVE = Membership(Role.DISTRICT_OFFICER, DISTRICT)


async def _with(
    database: Database, vault: Vault, *notes: NewErrand, case: Case | None = None
) -> Case:
    case = case or standing(Status.RESOLVED)
    async with database.write() as connection:
        await cases.save(connection, vault, [case])
        for note in notes:
            await errands.add(connection, vault, note, NOW)
    return case


def _note(mark: str, asked: int | None = None, kind: str = "result") -> NewErrand:
    return NewErrand(mark, standing(Status.RESOLVED).id, kind, f"words of {mark}", TELLER, asked)


async def _of(database: Database, vault: Vault, person: int, *roles: Membership) -> list[str]:
    async with database.read() as connection:
        found = await errands.of_person(connection, vault, person, roles)
    return [errand.note.what for _, errand in found]


async def test_who_is_asked(database: Database, vault: Vault) -> None:
    """A volunteer sees their own errands, officers those of the office in their sight, and what was
    raised to them."""
    await _with(database, vault, _note("a", VOLUNTEER), _note("b"))
    assert await _of(database, vault, VOLUNTEER, Membership(Role.VOLUNTEER, VILLAGE)) == [
        "words of a"
    ]
    assert await _of(database, vault, OFFICER, HERE) == ["words of b"]
    assert await _of(database, vault, OFFICER, ELSEWHERE) == []
    async with database.write() as connection:
        (first, _) = await errands.waiting(connection, vault, standing(Status.RESOLVED).id)
        await errands.raise_to_office(connection, [first.id], NOW)
    assert await _of(database, vault, OFFICER, HERE) == ["words of a", "words of b"]
    assert await _of(database, vault, VOLUNTEER) == ["words of a"]


async def test_the_village_does_not_see_what_bypasses_it(database: Database, vault: Vault) -> None:
    """An errand of a confidential case is the district's alone."""
    secret = replace(standing(Status.RESOLVED), office=DISTRICT, confidential=True, level=2)
    await _with(database, vault, _note("a"), case=secret)
    assert (await _of(database, vault, 1, HERE), await _of(database, vault, 2, ABOVE)) == (
        [],
        ["words of a"],
    )


async def test_what_climbed_to_the_district_is_told_by_it(database: Database, vault: Vault) -> None:
    """The village that only looks on has nothing to tell of it, unless one of it still holds the
    case."""
    climbed = replace(standing(Status.RESOLVED), office=DISTRICT, level=2, owner=OFFICER)
    await _with(database, vault, _note("a"), case=climbed)
    told = {x: await _of(database, vault, x, HERE) for x in (1, OFFICER)}
    assert told == {1: [], OFFICER: ["words of a"]}
    assert await _of(database, vault, 2, ABOVE) == ["words of a"]


async def test_an_errand_is_noted_once_and_done_once(database: Database, vault: Vault) -> None:
    """The same mark twice is one errand; what is done stays as it was done first."""
    case = await _with(database, vault, _note("a"), _note("a"), _note("b", kind="question"))
    async with database.write() as connection:
        waiting = await errands.waiting(connection, vault, case.id)
        assert [w.note.what for w in waiting] == ["words of a", "words of b"]
        await errands.moot(connection, case.id, TELLER, NOW, {"question"})
        await errands.done(connection, [w.id for w in waiting], OFFICER, "phone", NOW)
    async with database.read() as connection:
        rows = (
            await connection.execute(select(table_of(Errand)).order_by(table_of(Errand).c.id))
        ).all()
        assert await errands.waiting(connection, vault, case.id) == []
    assert [(row.how, row.done_by) for row in rows] == [("phone", OFFICER), ("moot", TELLER)]
    assert all(b"words" not in row.what for row in rows)


async def test_a_book_has_what_was_given_away_in_sight(database: Database, vault: Vault) -> None:
    """The book lists what one told of and what one may still look at, newest first, and nothing
    else."""
    mine = standing(Status.RECEIVED, teller=VOLUNTEER, helper=VOLUNTEER)
    given = replace(mine, id=mine.id + 1, key="given", teller=TELLER)
    gone = replace(given, id=mine.id + 2, key="gone", helper=None)
    async with database.write() as connection:
        await cases.save(connection, vault, [mine, given, gone])
    async with database.read() as connection:
        found = await of_person.book_of(connection, vault, VOLUNTEER)
        after = await of_person.book_of(connection, vault, VOLUNTEER, str(given.id))
    assert ([case.id for case in found.cases], found.total) == ([given.id, mine.id], 2)
    assert [case.id for case in after.cases] == [mine.id]
    assert found.cases[0].helper == VOLUNTEER
