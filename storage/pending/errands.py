"""Errands: what could not be delivered and must be told by hand. Rows in, values out; who is asked
is decided in bot.

The words are sealed. An errand is done once; what is done is kept, for it shows that somebody was
told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import any_district
from casework.case.model import DISTRICT_LEVEL, Case, Membership
from casework.case.roles import STAFF
from storage.cases.cases import CASES, case_of, open_to
from storage.cases.queue_ways import in_sight
from storage.db.database import insert_new, table_of
from storage.db.vault import ILLEGIBLE, Vault
from storage.tables.pending import Errand

_ERRANDS = table_of(Errand)
_OPEN = _ERRANDS.c.done_at.is_(None)

LISTED = 20
"""Errands on one page: whoever has more begins at the oldest."""


@dataclass(frozen=True)
class NewErrand:
    """Something to be told by hand. ``mark`` is unique for ever; ``person``: who should hear it,
    None without Telegram; ``asked``: who is to tell them, None for the office. ``what`` is
    personal."""

    mark: str
    case_id: int
    kind: str
    what: str = field(repr=False)
    person: int | None
    asked: int | None


@dataclass(frozen=True)
class OpenErrand:
    """An errand that waits. ``raised``: the office was asked as well."""

    id: int
    note: NewErrand
    made_at: datetime
    raised: bool


async def add(connection: AsyncConnection, vault: Vault, note: NewErrand, at: datetime) -> None:
    """Keep an errand; one that is there already stays as it is."""
    row = {
        "case_id": note.case_id,
        "person_id": note.person,
        "kind": note.kind,
        "mark": note.mark,
        "what": vault.seal("errand", "what", note.mark, note.what),
        "asked": note.asked,
        "made_at": at,
        "how": "",
    }
    await insert_new(connection, Errand, [row], ("mark",))


async def reword(connection: AsyncConnection, vault: Vault, note: NewErrand) -> None:
    """Tell an open errand in other words."""
    what = vault.seal("errand", "what", note.mark, note.what)
    await connection.execute(
        update(_ERRANDS).where(_ERRANDS.c.mark == note.mark, _OPEN).values(what=what)
    )


async def waiting(connection: AsyncConnection, vault: Vault, case_id: int) -> list[OpenErrand]:
    """The open errands of a case, oldest first."""
    wanted = select(_ERRANDS).where(_ERRANDS.c.case_id == case_id, _OPEN).order_by(_ERRANDS.c.id)
    return [_opened(vault, row) for row in await connection.execute(wanted)]


def _opened(vault: Vault, row: Any) -> OpenErrand:
    what = vault.text_or(ILLEGIBLE, "errand", "what", row.mark, row.what)
    note = NewErrand(row.mark, row.case_id, row.kind, what, row.person_id, row.asked)
    return OpenErrand(row.id, note, row.made_at, row.raised_at is not None)


async def of_person(
    connection: AsyncConnection,
    vault: Vault,
    person: int,
    memberships: Sequence[Membership],
    stands_in_for: Collection[int] = (),
) -> list[tuple[Case, OpenErrand]]:
    """What somebody is asked to tell: their own errands, and as staff those of the office in their
    sight, unless the district is asked, to which the case has climbed. While colleagues are away
    their stand-in is asked (``stands_in_for``), as far as they may see the case."""
    of_others = _ERRANDS.c.asked.in_(sorted(stands_in_for))
    of_office = or_(_ERRANDS.c.asked.is_(None), _ERRANDS.c.raised_at.is_not(None), of_others)
    below = any(m.role in STAFF for m in memberships) and not any_district(memberships)
    theirs = or_(CASES.c.level < DISTRICT_LEVEL, CASES.c.owner == person) if below else true()
    seen = and_(of_office, in_sight(memberships), theirs, open_to(person))
    page = (
        select(_ERRANDS.c.id.label("errand_id"), CASES.c.id)
        .select_from(_ERRANDS.join(CASES, CASES.c.id == _ERRANDS.c.case_id))
        .where(_OPEN, or_(_ERRANDS.c.asked == person, seen))
        .order_by(_ERRANDS.c.id)
        .limit(LISTED)
    )
    found = (await connection.execute(page)).all()
    if not found:
        return []
    cases = await connection.execute(select(CASES).where(CASES.c.id.in_([row.id for row in found])))
    by_id = {row.id: case_of(vault, row) for row in cases}
    ids = [row.errand_id for row in found]
    rows = await connection.execute(
        select(_ERRANDS).where(_ERRANDS.c.id.in_(ids)).order_by(_ERRANDS.c.id)
    )
    return [(by_id[row.case_id], _opened(vault, row)) for row in rows]


async def done(
    connection: AsyncConnection, ids: Collection[int], by: int, how: str, at: datetime
) -> None:
    """These errands are done, by somebody in some way."""
    await connection.execute(
        update(_ERRANDS)
        .where(_ERRANDS.c.id.in_(ids), _OPEN)
        .values(done_at=at, done_by=by, how=how)
    )


async def moot(
    connection: AsyncConnection,
    case_id: int,
    by: int,
    at: datetime,
    kinds: Collection[str] = (),
    *,
    mark: str = "",
) -> None:
    """Mark what waits to be told of a case (all, some ``kinds``, or what has this ``mark``) as
    needless."""
    which = and_(_ERRANDS.c.case_id == case_id, _OPEN)
    which = and_(which, _ERRANDS.c.kind.in_(kinds)) if kinds else which
    which = and_(which, _ERRANDS.c.mark == mark) if mark else which
    await connection.execute(
        update(_ERRANDS).where(which).values(done_at=at, done_by=by, how="moot")
    )


async def give_to_office(connection: AsyncConnection, case_id: int) -> None:
    """Ask the office for all that waits to be told of a case: whoever was asked has nothing to do
    with it any more."""
    await connection.execute(
        update(_ERRANDS).where(_ERRANDS.c.case_id == case_id, _OPEN).values(asked=None)
    )


async def raise_to_office(connection: AsyncConnection, ids: Collection[int], at: datetime) -> None:
    """The office is asked for these as well."""
    await connection.execute(
        update(_ERRANDS)
        .where(_ERRANDS.c.id.in_(ids), _ERRANDS.c.raised_at.is_(None))
        .values(raised_at=at)
    )
