"""Roles and what one says about oneself: an invitation holds no longer than its maker's role, and
an officer who wants to be forgotten is told what stays."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from casework.case.model import Role
from conversations.protocol import requests as rq
from storage.db.database import Database, table_of
from storage.people import invitations, people
from storage.tables.people import Grant
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.support.office import Office
from tests.support.rig import Rig, rig

LEADER, NEW = 11, 12


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(LEADER, Role.COORDINATOR)
    return made


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(database_url, tmp_path) as running:
        yield running


async def invited(office: Office, role: Role, scope: str = VILLAGE) -> str:
    """The code of an invitation by the leader."""
    await office.do(LEADER, rq.Invite(role, scope, frozenset()))
    [letter] = await office.told()
    found = re.search(r"u_([\w-]+)", letter.text)
    assert found is not None
    return found[1]


async def changes(office: Office, **values: object) -> None:
    """The leader's role is another one from now on."""
    grant = table_of(Grant)
    async with office.db.write() as connection:
        await connection.execute(update(grant).where(grant.c.person_id == LEADER).values(**values))


async def roles_of(office: Office, person: int) -> list[Role]:
    async with office.db.read() as connection:
        found = await people.memberships(connection, [person])
    return [m.role for m in found.get(person, ())]


@pytest.mark.parametrize("gone", ["left", "moved", "lower"])
async def test_an_invitation_ends_with_the_role_of_its_maker(office: Office, gone: str) -> None:
    """Who has left, works elsewhere or may invite no more gives nobody a role; a colleague can
    invite anew, and the old code stays unused."""
    code = await invited(office, Role.FRONT_OFFICE)
    values = {
        "left": {"ended_at": office.at},
        "moved": {"scope": OTHER},
        "lower": {"role": "front_office"},
    }
    await changes(office, **values[gone])
    await office.do(NEW, rq.Redeem(code))
    [letter] = await office.told()
    assert "sudah tidak bertugas" in letter.text
    assert await roles_of(office, NEW) == []
    await changes(office, ended_at=None, scope=VILLAGE, role="coordinator")
    await office.do(NEW, rq.Redeem(code))
    assert await roles_of(office, NEW) == [Role.FRONT_OFFICE]


async def test_the_operators_invitation_needs_nobody(office: Office) -> None:
    """The first officer of a district is invited on the command line."""
    async with office.db.write() as connection:
        await invitations.add_invite(
            connection,
            mark=invitations.mark_of("first"),
            role=Role.DISTRICT_MANAGER,
            scope=DISTRICT,
            desks=(),
            made_by=0,
            at=office.at,
            expires_at=office.at.replace(year=2027),
        )
    await office.do(NEW, rq.Redeem("first"))
    assert await roles_of(office, NEW) == [Role.DISTRICT_MANAGER]


async def test_an_officer_who_wants_to_be_forgotten_is_told_what_stays(made: Rig) -> None:
    """Name and language stay with the role, phone and forms go; the officer goes on without first
    contact, and colleagues still know who it is."""
    officer = await made.employ(LEADER, Role.FRONT_OFFICE, VILLAGE)
    await made.write(officer, "/hapus_saya")
    told = " ".join(message.text for message in officer.messages[-2:])
    assert "Anda masih bertugas" in told
    assert "Beri tahu pimpinan Anda" in told
    await made.write(officer, "hapus data saya")
    assert "tetap kami simpan selama Anda bertugas" in officer.last.text
    async with made.program.db.write() as connection:
        profile = (await Batch(connection, made.program.vault, made.now).person(LEADER)).profile
    assert (profile.language, bool(profile.name), profile.phone) == ("id", True, "")
    await made.write(officer, "/antrian")
    assert "Antrean kosong" in officer.last.text


async def test_a_resident_is_forgotten_as_before(made: Rig) -> None:
    """Without a role nothing is left, and nothing is said of one."""
    resident = made.phone(1)
    await made.introduce(resident)
    await made.write(resident, "/hapus_saya")
    assert "bertugas" not in resident.last.text
    await made.write(resident, "hapus data saya")
    async with made.program.db.write() as connection:
        profile = (await Batch(connection, made.program.vault, made.now).person(1)).profile
    assert (profile.language, profile.name, profile.consent) == ("", "", "")
