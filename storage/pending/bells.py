"""Bells that wait: set, taken back, moved, claimed and rung. Every write is set-based."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, delete, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.policy import bell_subjects
from casework.policy.bell_subjects import OfCase, Subject
from casework.policy.followups import Bell
from storage.db.among import among
from storage.db.database import insert_new, table_of
from storage.tables.pending import BellRow

_BELLS = table_of(BellRow)

# Asked again and again, so they are built once.
_WAITS = _BELLS.c.fired_at.is_(None)
_STOP = delete(_BELLS).where(
    _BELLS.c.subject == bindparam("of"), _BELLS.c.kind == bindparam("what"), _WAITS
)
_DUE = (
    select(_BELLS)
    .where(_WAITS, _BELLS.c.due_at <= bindparam("now"))
    .order_by(_BELLS.c.due_at, _BELLS.c.id)
    .limit(bindparam("most", type_=Integer))
)
_DUE_OF_KINDS = _DUE.where(among(_BELLS.c.kind, "kinds"))
_CLAIMED = (
    select(_BELLS)
    .where(among(_BELLS.c.id, "ids"), _WAITS)
    .order_by(_BELLS.c.due_at, _BELLS.c.id)
    .with_for_update(skip_locked=True)
)
_RUNG = update(_BELLS).where(among(_BELLS.c.id, "ids")).values(fired_at=bindparam("now"))
_NEXT = (
    select(_BELLS.c.due_at)
    .where(_WAITS, not_(among(_BELLS.c.kind, "but")))
    .order_by(_BELLS.c.due_at)
    .limit(1)
)


async def stop_bells(connection: AsyncConnection, stops: Collection[tuple[Subject, str]]) -> None:
    """Take back waiting bells: (subject, kind) of each."""
    if stops:
        rows = [{"of": str(subject), "what": kind} for subject, kind in stops]
        await connection.execute(_STOP, rows)


async def set_bells(connection: AsyncConnection, bells: Sequence[Bell]) -> None:
    """Set bells; one that exists already stays as it is."""
    rows = [
        {"kind": b.kind, "subject": str(b.subject), "occurrence": b.occurrence, "due_at": b.due_at}
        for b in bells
    ]
    await insert_new(connection, BellRow, rows, ("subject", "kind", "occurrence"))


async def due_bells(
    connection: AsyncConnection, at: datetime, limit: int, kinds: Collection[str] = ()
) -> list[tuple[int, Bell]]:
    """Bells whose time has come (of some ``kinds``, or all), earliest first: (id, bell) of each."""
    asked = {"now": at, "most": limit}
    if kinds:
        rows = await connection.execute(_DUE_OF_KINDS, {**asked, "kinds": list(kinds)})
    else:
        rows = await connection.execute(_DUE, asked)
    return [(row.id, _bell(row)) for row in rows]


async def claimed_bells(
    connection: AsyncConnection, ids: Collection[int]
) -> list[tuple[int, Bell]]:
    """Those of some bells that still wait, earliest first, locked: another process skips them."""
    rows = await connection.execute(_CLAIMED, {"ids": ids})
    return [(row.id, _bell(row)) for row in rows]


async def waiting_bells(connection: AsyncConnection, case_id: int) -> tuple[Bell, ...]:
    """The bells that wait for a case."""
    rows = await connection.execute(
        select(_BELLS)
        .where(_BELLS.c.subject == str(OfCase(case_id)), _BELLS.c.fired_at.is_(None))
        .order_by(_BELLS.c.due_at)
    )
    return tuple(_bell(row) for row in rows)


async def all_waiting_bells(connection: AsyncConnection) -> dict[int, list[Bell]]:
    """The bells that wait, by the case that they are about."""
    found: dict[int, list[Bell]] = {}
    wanted = select(_BELLS).where(_BELLS.c.fired_at.is_(None)).order_by(_BELLS.c.id)
    for bell in map(_bell, await connection.execute(wanted)):
        if isinstance(bell.subject, OfCase):
            found.setdefault(bell.subject.case, []).append(bell)
    return found


async def move_bells(connection: AsyncConnection, bells: Sequence[Bell]) -> None:
    """Let waiting bells ring at the moments that they have now."""
    moved = update(_BELLS).where(
        _BELLS.c.subject == bindparam("of"),
        _BELLS.c.kind == bindparam("what"),
        _BELLS.c.occurrence == bindparam("which"),
        _BELLS.c.fired_at.is_(None),
    )
    rows = [
        {"of": str(b.subject), "what": b.kind, "which": b.occurrence, "due_at": b.due_at}
        for b in bells
    ]
    if rows:
        await connection.execute(moved.values(due_at=bindparam("due_at")), rows)


def _bell(row: Any) -> Bell:
    return Bell(row.kind, bell_subjects.read(row.subject), row.occurrence, row.due_at)


async def bells_rung(connection: AsyncConnection, ids: Sequence[int], at: datetime) -> None:
    """These bells have rung."""
    await connection.execute(_RUNG, {"ids": ids, "now": at})


async def next_bell(connection: AsyncConnection, but: Collection[str] = ()) -> datetime | None:
    """When the next bell is due (UTC), leaving out the kinds in ``but``."""
    found: datetime | None = await connection.scalar(_NEXT, {"but": list(but)})
    return found
