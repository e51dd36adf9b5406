"""People: what we know of a person, their talk, their roles, and invitations. Names and phones are
sealed.

A role counts until it is ended; it is read again for every message (nothing is cached between
transactions)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Desk, Membership, Role
from casework.case.roles import STAFF
from conversations.protocol import dialogue
from conversations.protocol.dialogue import Talk
from storage.db.among import among
from storage.db.database import table_of, upsert
from storage.db.vault import Vault
from storage.tables.people import Grant, InviteRow, PersonRow, TalkRow

_PERSON = table_of(PersonRow)
_TALK = table_of(TalkRow)
_GRANT = table_of(Grant)
_INVITE = table_of(InviteRow)

# Asked for every message: built once, so that they need not be built and looked up again each time.
_WITH_TALK_AND_ROLES = (
    select(_PERSON, _TALK.c.state, _GRANT.c.role, _GRANT.c.scope, _GRANT.c.desks, _GRANT.c.ended_at)
    .select_from(_PERSON)
    .outerjoin(_TALK, _TALK.c.person_id == _PERSON.c.id)
    .outerjoin(_GRANT, _GRANT.c.person_id == _PERSON.c.id)
    .where(among(_PERSON.c.id, "ids"))
    .order_by(_GRANT.c.id)
)
_ROLES = (
    select(_GRANT)
    .where(among(_GRANT.c.person_id, "ids"), _GRANT.c.ended_at.is_(None))
    .order_by(_GRANT.c.id)
)

_AT_WORK = (
    select(_GRANT, _PERSON.c.name)
    .select_from(_GRANT.outerjoin(_PERSON, _PERSON.c.id == _GRANT.c.person_id))
    .where(
        among(_GRANT.c.scope, "scopes"),
        among(_GRANT.c.role, "roles"),
        _GRANT.c.ended_at.is_(None),
    )
    .order_by(_GRANT.c.id)
)
_STAFF = (
    select(_GRANT, _PERSON.c.name)
    .select_from(_GRANT.outerjoin(_PERSON, _PERSON.c.id == _GRANT.c.person_id))
    .where(_GRANT.c.role.in_(sorted(STAFF)), _GRANT.c.ended_at.is_(None))
    .order_by(_GRANT.c.id)
)
_WORKING = (
    select(_GRANT)
    .where(among(_GRANT.c.role, "roles"), _GRANT.c.ended_at.is_(None))
    .order_by(_GRANT.c.id)
)


@dataclass(frozen=True)
class Profile:
    """A person as the store knows them. ``unreachable``: Telegram has told us that they don't get
    our messages."""

    id: int
    language: str = ""
    village: str = ""
    consent: str = ""
    consent_at: datetime | None = None
    name: str = ""
    phone: str = ""
    unreachable: bool = False


@dataclass(frozen=True)
class KnownPerson:
    """A person with their talk and their roles. ``new``: not stored yet; ``left``: a role of theirs
    has ended."""

    profile: Profile
    talk: Talk
    memberships: tuple[Membership, ...]
    new: bool = False
    left: bool = False


async def load(
    connection: AsyncConnection, vault: Vault, ids: Collection[int]
) -> dict[int, KnownPerson]:
    """Everybody in ``ids``, known or new, in one query: a row for each role, one without any."""
    known: dict[int, KnownPerson] = {}
    for row in await connection.execute(_WITH_TALK_AND_ROLES, {"ids": list(ids)}):
        left = row.ended_at is not None
        held = (membership_in(row),) if row.role and not left else ()
        one = known.get(row.id)
        known[row.id] = (
            KnownPerson(_profile(vault, row), _talk(vault, row), held, left=left)
            if one is None
            else replace(one, memberships=one.memberships + held, left=one.left or left)
        )
    return known | {i: KnownPerson(Profile(i), Talk(), (), new=True) for i in ids if i not in known}


def _profile(vault: Vault, row: Any) -> Profile:
    def opened(column: str, sealed: bytes | None) -> str:
        return vault.text_or("", "person", column, row.id, sealed) if sealed else ""

    return Profile(
        row.id,
        row.language,
        row.village,
        row.consent,
        row.consent_at,
        opened("name", row.name),
        opened("phone", row.phone),
        row.unreachable_at is not None,
    )


def _talk(vault: Vault, row: Any) -> Talk:
    """The talk of a person; a fresh one where it can't be opened, so that they can begin anew."""
    state = vault.json_or(None, "talk", "state", row.id, row.state) if row.state else None
    return dialogue.load(state) if state else Talk()


async def language_of(connection: AsyncConnection, person: int) -> str:
    """The language of a person, "" for none: all that an apology needs to know."""
    found: str | None = await connection.scalar(
        select(_PERSON.c.language).where(_PERSON.c.id == person)
    )
    return found or ""


async def memberships(
    connection: AsyncConnection, ids: Collection[int]
) -> dict[int, tuple[Membership, ...]]:
    """The roles that the people in ``ids`` have now."""
    rows = await connection.execute(_ROLES, {"ids": list(ids)})
    found: dict[int, tuple[Membership, ...]] = {}
    for row in rows:
        found[row.person_id] = (*found.get(row.person_id, ()), membership_in(row))
    return found


def membership_in(row: Any) -> Membership:
    return Membership(
        Role(row.role), row.scope, frozenset(Desk.named(d) for d in row.desks.split(",") if d)
    )


async def save_profiles(
    connection: AsyncConnection, vault: Vault, profiles: Iterable[Profile], at: datetime
) -> None:
    """Write profiles whole; the time of the first contact stays."""

    def sealed(profile: Profile, column: str, value: str) -> bytes | None:
        return vault.seal("person", column, profile.id, value) if value else None

    rows = [
        {
            "id": p.id,
            "language": p.language,
            "village": p.village,
            "consent": p.consent,
            "consent_at": p.consent_at,
            "name": sealed(p, "name", p.name),
            "phone": sealed(p, "phone", p.phone),
            "phone_mark": vault.fingerprint("phone", p.phone) if p.phone else None,
            "unreachable_at": at if p.unreachable else None,
            "created_at": at,
        }
        for p in profiles
    ]
    await upsert(connection, PersonRow, rows, ("id",), keep=("created_at",))


async def save_talks(
    connection: AsyncConnection, vault: Vault, changed: dict[int, Talk], at: datetime
) -> None:
    """Write talks whole."""
    rows = [
        {
            "person_id": person,
            "state": vault.seal_json("talk", "state", person, dialogue.dump(talk)),
            "updated_at": at,
        }
        for person, talk in changed.items()
    ]
    await upsert(connection, TalkRow, rows, ("person_id",))


def above(code: str) -> list[str]:
    """The code and every code that contains it: ``32.74.05.1003``, ``32.74.05``, ``32.74``,
    ``32``."""
    parts = code.split(".")
    return [".".join(parts[:i]) for i in range(len(parts), 0, -1)]


async def working_at(
    connection: AsyncConnection, vault: Vault, office: str, roles: Collection[Role]
) -> list[tuple[int, str, Membership]]:
    """Who works at an office in one of the roles: (id, name, role) of each."""
    asked = {"scopes": above(office), "roles": sorted(str(role) for role in roles)}
    rows = await connection.execute(_AT_WORK, asked)
    return [_officer(vault, row) for row in rows]


def _officer(vault: Vault, row: Any) -> tuple[int, str, Membership]:
    name = row.name and vault.text_or("", "person", "name", row.person_id, row.name)
    return row.person_id, name or "", membership_in(row)


async def staff(connection: AsyncConnection, vault: Vault) -> list[tuple[int, str, Membership]]:
    """Everybody of the staff, wherever they work: (id, name, role) of each."""
    return [_officer(vault, row) for row in await connection.execute(_STAFF)]


async def working(
    connection: AsyncConnection, roles: Collection[Role]
) -> list[tuple[int, Membership]]:
    """Who works anywhere in one of the roles: (id, role) of each, without names."""
    rows = await connection.execute(_WORKING, {"roles": [str(role) for role in roles]})
    return [(row.person_id, membership_in(row)) for row in rows]


async def by_phone(connection: AsyncConnection, vault: Vault, phone: str) -> list[int]:
    """The people who gave this phone number (E.164)."""
    rows = await connection.execute(
        select(_PERSON.c.id).where(_PERSON.c.phone_mark == vault.fingerprint("phone", phone))
    )
    return [row.id for row in rows]


async def erase(connection: AsyncConnection, person: int) -> None:
    """Forget a person: profile, phone, talk. Roles are ended by a leader, and until then an officer
    keeps name, language and consent, without which nobody could work with them; cases stay for as
    long as the law asks."""
    gone: dict[str, Any] = {"village": "", "phone": None, "phone_mark": None}
    if not await memberships(connection, [person]):
        gone |= {"language": "", "consent": "", "consent_at": None, "name": None}
    await connection.execute(update(_PERSON).where(_PERSON.c.id == person).values(**gone))
    await connection.execute(_TALK.delete().where(_TALK.c.person_id == person))
