"""People, their roles and talks, and invitations that are used once, on both databases."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casework.case.model import Desk, Membership, Role
from conversations.protocol.dialogue import Draft, Story, Talk
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.people import invitations, people
from storage.people.people import KnownPerson, Profile
from storage.tables.people import Grant, InviteRow, PersonRow, TalkRow
from tests.casework.cases import DISTRICT, KECAMATAN, NOW, OTHER, VILLAGE

WHOLE = Profile(7, "en", VILLAGE, "2026-11", NOW, "the officer", "+628123456789", unreachable=True)
TALK = Talk(
    (
        Draft(
            "d1",
            "report",
            {"story": Story(("the roof",)).dump(), "phone": None},
            {"calm": True},
            "place",
        ),
    ),
    Draft("d0", "language"),
    Story(("loose words",)),
    ("story", NOW.isoformat()),
    ("key", NOW.isoformat(), "medical"),
)


async def load(database: Database, vault: Vault, *ids: int) -> dict[int, KnownPerson]:
    async with database.read() as connection:
        return await people.load(connection, vault, ids)


async def invite(
    database: Database,
    code: str,
    role: Role = Role.FRONT_OFFICE,
    scope: str = VILLAGE,
    desks: Sequence[Desk] = (),
) -> None:
    async with database.write() as connection:
        await invitations.add_invite(
            connection,
            mark=invitations.mark_of(code),
            role=role,
            scope=scope,
            desks=desks,
            made_by=1,
            at=NOW,
            expires_at=NOW + timedelta(days=2),
        )


async def redeem(
    database: Database, code: str, person: int = 7, later: timedelta = timedelta(0)
) -> Membership | None:
    async with database.write() as connection:
        return await invitations.redeem(connection, code, person, NOW + later)


async def test_a_person_comes_back_as_they_were(database: Database, vault: Vault) -> None:
    """Profile and talk come back whole; somebody we have never met is new and empty."""
    async with database.write() as connection:
        await people.save_profiles(connection, vault, [WHOLE, Profile(8)], NOW)
        await people.save_talks(connection, vault, {7: TALK}, NOW)
    found = await load(database, vault, 7, 8, 9)
    assert (found[7].profile, found[7].new) == (WHOLE, False)
    assert found[7].talk.draft is not None
    assert found[7].talk.draft.answers["story"]["texts"] == ["the roof"]
    assert (found[7].talk.loose, found[7].talk.alarm) == (TALK.loose, TALK.alarm)
    assert (found[8].profile, found[8].new) == (Profile(8), False)
    assert found[9] == KnownPerson(Profile(9), Talk(), (), new=True)


async def test_saving_again_changes_and_forgets(database: Database, vault: Vault) -> None:
    """What is saved again counts, also what was emptied; the first contact keeps its time."""
    async with database.write() as connection:
        await people.save_profiles(connection, vault, [WHOLE], NOW)
        plain = replace(WHOLE, phone="", name="", unreachable=False)
        await people.save_profiles(connection, vault, [plain], NOW + timedelta(days=1))
        row = (await connection.execute(select(table_of(PersonRow)))).one()
    assert (await load(database, vault, 7))[7].profile == plain
    assert (row.created_at, row.phone, row.phone_mark, row.name) == (NOW, None, None, None)


async def test_what_is_personal_is_sealed(database: Database, vault: Vault) -> None:
    """No name, phone or word of a talk stands in a row."""
    async with database.write() as connection:
        await people.save_profiles(connection, vault, [WHOLE], NOW)
        await people.save_talks(connection, vault, {7: TALK}, NOW)
        rows = [
            *(await connection.execute(select(table_of(PersonRow)))),
            *(await connection.execute(select(table_of(TalkRow)))),
        ]
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
    assert all(secret not in stored for secret in (b"officer", b"8123456", b"roof", b"loose"))


async def test_people_are_found_by_their_phone(database: Database, vault: Vault) -> None:
    """A phone number finds everybody who gave it, and nobody else."""
    async with database.write() as connection:
        shared = [
            WHOLE,
            replace(WHOLE, id=8),
            replace(WHOLE, id=9, phone="+628123456780"),
            Profile(10),
        ]
        await people.save_profiles(connection, vault, shared, NOW)
        assert sorted(await people.by_phone(connection, vault, WHOLE.phone)) == [7, 8]
        assert await people.by_phone(connection, vault, "+62") == []


async def test_who_is_erased_is_forgotten(database: Database, vault: Vault) -> None:
    """Erasing empties profile and talk of one person. An officer keeps their roles until a leader
    ends them, and so long what colleagues work with; others stay whole."""
    await invite(database, "code")
    async with database.write() as connection:
        everybody = [WHOLE, replace(WHOLE, id=8), replace(WHOLE, id=9, phone="+6281234567899")]
        await people.save_profiles(connection, vault, everybody, NOW)
        await people.save_talks(connection, vault, {7: TALK}, NOW)
    await redeem(database, "code")
    async with database.write() as connection:
        await people.erase(connection, 7)
        await people.erase(connection, 9)
        assert await people.by_phone(connection, vault, WHOLE.phone) == [8]
    found = await load(database, vault, 7, 8, 9)
    kept = replace(WHOLE, village="", phone="")
    assert (found[7].profile, found[7].talk) == (kept, Talk())
    assert (found[9].profile, found[9].talk) == (Profile(9, unreachable=True), Talk())
    assert [m.role for m in found[7].memberships] == [Role.FRONT_OFFICE]
    assert found[8].profile == replace(WHOLE, id=8)


# ---- roles ---------------------------------------------------------------------------------------


async def employ(database: Database, person: int, role: Role, scope: str, *desks: Desk) -> None:
    code = f"{person} {role} {scope} {desks}"
    await invite(database, code, role, scope, desks=desks)
    await redeem(database, code, person)


async def test_several_roles_of_one_person(database: Database, vault: Vault) -> None:
    """A person may hold several roles, each with its scope and desks, in the order they were
    given."""
    await employ(database, 7, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH, Desk.EDUCATION)
    await employ(database, 7, Role.COORDINATOR, OTHER)
    async with database.read() as connection:
        found = await people.memberships(connection, [7, 8])
    assert found == {
        7: (
            Membership(Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH, Desk.EDUCATION})),
            Membership(Role.COORDINATOR, OTHER),
        )
    }


async def test_an_ended_role_counts_no_more(database: Database, vault: Vault) -> None:
    """From the moment a role is ended the person has it no more, and is not called for its
    cases."""
    await employ(database, 7, Role.COORDINATOR, VILLAGE)
    async with database.write() as connection:
        await connection.execute(update(table_of(Grant)).values(ended_at=NOW))
        assert await people.memberships(connection, [7]) == {}
        assert await people.working_at(connection, vault, VILLAGE, [Role.COORDINATOR]) == []


async def test_who_works_at_an_office(database: Database, vault: Vault) -> None:
    """At an office work those whose scope covers it, in the roles asked for, with their names where
    known."""
    async with database.write() as connection:
        await people.save_profiles(connection, vault, [WHOLE], NOW)
    await employ(database, 7, Role.FRONT_OFFICE, VILLAGE)
    await employ(database, 8, Role.FRONT_OFFICE, DISTRICT)
    await employ(database, 9, Role.FRONT_OFFICE, OTHER)
    await employ(database, 10, Role.COORDINATOR, KECAMATAN)
    await employ(database, 11, Role.AGENCY_OFFICER, "32.74/dinkes")

    async def at_work(office: str, *roles: Role) -> list[tuple[int, str]]:
        async with database.read() as connection:
            return [
                (i, name)
                for i, name, _ in await people.working_at(connection, vault, office, roles)
            ]

    assert await at_work(VILLAGE, Role.FRONT_OFFICE) == [(7, "the officer"), (8, "")]
    assert await at_work(DISTRICT, Role.FRONT_OFFICE) == [(8, "")]
    assert await at_work(VILLAGE, *Role) == [(7, "the officer"), (8, ""), (10, "")]
    assert await at_work("32.74.05.1", Role.COORDINATOR) == [(10, "")]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [(VILLAGE, [VILLAGE, "32.74.05", "32.74", "32"]), ("32.74", ["32.74", "32"]), ("32", ["32"])],
)
def test_what_lies_above_a_place(code: str, wanted: list[str]) -> None:
    """A place lies in its kecamatan, its city and its province."""
    assert people.above(code) == wanted


# ---- invitations ---------------------------------------------------------------------------------


async def test_an_invitation_is_used_once(database: Database) -> None:
    """The first use gives the role; a second one, by whomever, gives nothing."""
    await invite(database, "code", Role.BACK_OFFICE, desks=[Desk.HEALTH])
    assert await redeem(database, "code") == Membership(
        Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH})
    )
    assert [await redeem(database, "code"), await redeem(database, "code", person=8)] == [
        None,
        None,
    ]
    async with database.read() as connection:
        assert list(await people.memberships(connection, [7, 8])) == [7]


@pytest.mark.parametrize(
    ("later", "works"), [(timedelta(days=2, microseconds=-1), True), (timedelta(days=2), False)]
)
async def test_an_invitation_expires(database: Database, later: timedelta, works: bool) -> None:
    """Until its last moment an invitation works; from then on it does not."""
    await invite(database, "code")
    assert (await redeem(database, "code", later=later) is not None) is works


@pytest.mark.parametrize("code", ["", "Code", "code ", "x" * 500, "'; --"])
async def test_a_wrong_code_gives_nothing(database: Database, code: str) -> None:
    """A code that is not exactly the one that was made is none."""
    await invite(database, "code")
    assert await redeem(database, code) is None


async def test_only_a_mark_of_the_code_is_kept(database: Database) -> None:
    """Whoever reads the database can't use an invitation: the code is not there."""
    await invite(database, "the-secret-code")
    async with database.read() as connection:
        row = (await connection.execute(select(table_of(InviteRow)))).one()
    assert b"secret" not in b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row)


async def test_of_fifty_who_redeem_at_once_one_wins(database: Database) -> None:
    """Fifty people use one invitation at the same moment: exactly one has the role."""
    await invite(database, "code")
    given = await asyncio.gather(*(redeem(database, "code", person) for person in range(100, 150)))
    assert sum(found is not None for found in given) == 1
    winner = next(100 + i for i, found in enumerate(given) if found)
    async with database.read() as connection:
        assert list(await people.memberships(connection, range(100, 150))) == [winner]
