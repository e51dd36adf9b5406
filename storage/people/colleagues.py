"""Colleagues as they know each other: their names, and who works where.

Tested in tests/bot/pages/test_colleagues.py."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Role
from casework.case.roles import WORKERS
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.people import Grant, PersonRow, TalkRow

_PERSON, _GRANT, _TALK = table_of(PersonRow), table_of(Grant), table_of(TalkRow)


async def names_of(
    connection: AsyncConnection,
    vault: Vault,
    ids: Collection[int],
    roles: Collection[Role] = WORKERS,
) -> dict[int, str]:
    """The names of those of some people who work in these roles, or once did; nobody else's, and
    nobody's whose name is gone."""
    if not ids:
        return {}
    worked = select(_GRANT.c.person_id).where(_GRANT.c.role.in_(sorted(roles)))
    wanted = select(_PERSON.c.id, _PERSON.c.name).where(
        _PERSON.c.id.in_(sorted(ids)),
        _PERSON.c.name.is_not(None),
        _PERSON.c.id.in_(worked),
    )
    rows = await connection.execute(wanted)
    return {row.id: vault.text_or("", "person", "name", row.id, row.name) for row in rows}


async def once_there(connection: AsyncConnection, offices: Collection[str]) -> dict[int, datetime]:
    """Who worked at some offices, or at those below, and when their last role there has ended
    (UTC)."""
    wanted = (
        select(_GRANT.c.person_id, func.max(_GRANT.c.ended_at))
        .where(_at(offices, below=True), _GRANT.c.ended_at.is_not(None))
        .group_by(_GRANT.c.person_id)
    )
    return {person: ended for person, ended in await connection.execute(wanted)}


def _at(offices: Collection[str], *, below: bool) -> ColumnElement[bool]:
    there: list[ColumnElement[bool]] = [_GRANT.c.scope.in_(sorted(offices))]
    if below:
        there += [_GRANT.c.scope.startswith(f"{one}.", autoescape=True) for one in offices]
    return or_(*there)


@dataclass(frozen=True)
class Colleague:
    """Somebody at work. ``seen``: when they last wrote or tapped (UTC); None: not yet."""

    person: int
    roles: tuple[tuple[Role, str], ...]
    seen: datetime | None
    name: str = ""


async def colleagues(
    connection: AsyncConnection,
    vault: Vault,
    offices: Collection[str],
    *,
    below: bool,
    roles: Collection[Role] = WORKERS,
) -> list[Colleague]:
    """Who works at some offices in one of some ``roles``, with role and office of each; ``below``:
    also at those below. Those of one office stand together, in the order in which they came."""
    wanted = (
        select(_GRANT.c.person_id, _GRANT.c.role, _GRANT.c.scope, _TALK.c.updated_at)
        .select_from(_GRANT.outerjoin(_TALK, _TALK.c.person_id == _GRANT.c.person_id))
        .where(
            _at(offices, below=below), _GRANT.c.ended_at.is_(None), _GRANT.c.role.in_(sorted(roles))
        )
        .order_by(_GRANT.c.scope, _GRANT.c.id)
    )
    found: dict[int, Colleague] = {}
    for row in await connection.execute(wanted):
        held = (Role(row.role), row.scope)
        known = found.get(row.person_id, Colleague(row.person_id, (), row.updated_at))
        found[row.person_id] = replace(known, roles=(*known.roles, held))
    names = await names_of(connection, vault, found, roles)
    return [replace(one, name=names.get(one.person, "")) for one in found.values()]
