"""Who works here: roles, places, when they were last seen, and whether messages reach them. Of a
name only the first letter shows: enough to tell two colleagues apart, and no list of names."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Membership, Role
from storage.db.vault import Vault
from storage.people import people
from storage.people.colleagues import names_of
from storage.people.presence import Presence, presence


@dataclass(frozen=True)
class ListedPerson:
    """Somebody with a role; ``id`` is their number at Telegram."""

    id: int
    name: str
    roles: tuple[Membership, ...]
    presence: Presence


async def listed(connection: AsyncConnection, vault: Vault) -> list[ListedPerson]:
    """Everybody with a role, by place and then in the order in which they came."""
    found = defaultdict[int, list[Membership]](list)
    for person, role in await people.working(connection, list(Role)):
        found[person].append(role)
    names = await names_of(connection, vault, found, list(Role))
    known = await presence(connection, found)
    everybody = [
        ListedPerson(one, masked(names.get(one, "")), tuple(roles), known.get(one, Presence()))
        for one, roles in found.items()
    ]
    return sorted(everybody, key=lambda one: one.roles[0].scope)


def masked(name: str) -> str:
    """The first letter of a name."""
    return f"{name.strip()[0]}•••" if name.strip() else "-"


def lines(everybody: Iterable[ListedPerson], zone: tzinfo) -> list[str]:
    """For a person: a line each, moments in ``zone``."""

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "never"

    found = []
    for one in everybody:
        roles = ", ".join(_role(role) for role in one.roles)
        blocked = one.presence.blocked
        out = f"; not reached since {moment(blocked)}" if blocked else ""
        found.append(f"{one.id}  {one.name}  {roles}; last seen {moment(one.presence.seen)}{out}")
    return found or ["nobody works here; invite somebody with: puskesos invite"]


def _role(role: Membership) -> str:
    desks = f" ({', '.join(sorted(role.desks))})" if role.desks else ""
    return f"{role.role} {role.scope}{desks}"


def as_json(everybody: Iterable[ListedPerson]) -> str:
    """For a program: a list, moments in UTC."""

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(UTC).isoformat(timespec="seconds") if at else None

    found: list[dict[str, Any]] = [
        {
            "id": one.id,
            "name": one.name,
            "roles": [
                {"role": str(m.role), "scope": m.scope, "desks": sorted(m.desks)} for m in one.roles
            ],
            "last_seen": moment(one.presence.seen),
            "not_reached_since": moment(one.presence.blocked),
        }
        for one in everybody
    ]
    return json.dumps(found, ensure_ascii=False)
