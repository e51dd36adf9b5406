"""Places that have another code: what has moved, and what follows of that in the store. Cases
follow by an event each (casework/actions/places/renumbering.py).

Tested in tests/bot/cli/test_area_moves.py."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.places import moved
from storage.cases.cases import CASES
from storage.db.database import table_of, upsert
from storage.tables.cases import ReferralRow
from storage.tables.people import Grant, InviteRow, PersonRow
from storage.tables.places import AreaMove, AreaRow, OfficeRow

_MOVES = table_of(AreaMove)
_ALL = select(_MOVES)

FOLLOWING: tuple[tuple[Table, str], ...] = (
    (table_of(PersonRow), "village"),
    (table_of(Grant), "scope"),
    (table_of(InviteRow), "scope"),
    (table_of(ReferralRow), "office"),
)
"""The columns with codes that follow as they are."""

LISTS = (AreaRow, OfficeRow)
"""The tables whose rows are known by their code."""


async def load_moves(connection: AsyncConnection) -> dict[str, str]:
    """All moves so far: old code → new one."""
    return {row.old: row.new for row in await connection.execute(_ALL)}


async def cases_in(connection: AsyncConnection, place: str) -> list[int]:
    """The cases, open and closed, that lie in a place or are referred to an office there."""
    columns = CASES.c.village, CASES.c.office, CASES.c.referred_to
    there = or_(*(_within(column, place) for column in columns))
    rows = await connection.execute(select(CASES.c.id).where(there).order_by(CASES.c.id))
    return [row.id for row in rows]


def _within(column: ColumnElement[str], place: str) -> ColumnElement[bool]:
    below = [column.startswith(f"{place}{mark}", autoescape=True) for mark in "./"]
    return or_(column == place, *below)


async def move(connection: AsyncConnection, old: str, new: str, at: datetime) -> Mapping[str, int]:
    """Let residents, roles, invitations and the imported lists follow, and keep the move; how many
    rows of each table have followed."""
    done = await follow(connection, old, new)
    for model in LISTS:
        done[table_of(model).name] = await _follow_keys(connection, model, (old, new))
    await connection.execute(delete(_MOVES).where(_MOVES.c.old == new))
    await upsert(connection, AreaMove, [{"old": old, "new": new, "moved_at": at}], ("old",))
    return done


async def follow(connection: AsyncConnection, old: str, new: str) -> dict[str, int]:
    """Let residents, roles and invitations follow; how many rows of each table have."""
    return {
        table.name: await _follow(connection, table, column, (old, new))
        for table, column in FOLLOWING
    }


async def _follow(
    connection: AsyncConnection, table: Table, column: str, way: tuple[str, str]
) -> int:
    old, new = way
    codes = select(table.c[column]).where(_within(table.c[column], old)).distinct()
    count = 0
    for (code,) in (await connection.execute(codes)).all():
        changed = update(table).where(table.c[column] == code)
        done = await connection.execute(changed.values({column: moved(code, old, new)}))
        count += done.rowcount
    return count


async def _follow_keys(
    connection: AsyncConnection, model: type[AreaRow | OfficeRow], way: tuple[str, str]
) -> int:
    """Rows known by their code: where one with the new code stands already, the old one goes."""
    old, new = way
    table = table_of(model)
    there = select(table).where(_within(table.c.code, old))
    rows = [dict(row) for row in (await connection.execute(there)).mappings()]
    renamed = [{**row, "code": moved(row["code"], old, new)} for row in rows]
    taken = and_(table.c.code.in_([row["code"] for row in renamed]))
    standing = set((await connection.execute(select(table.c.code).where(taken))).scalars())
    await connection.execute(delete(table).where(table.c.code.in_([row["code"] for row in rows])))
    kept = [row for row in renamed if row["code"] not in standing]
    await upsert(connection, model, kept, ("code",))
    return len(rows)
