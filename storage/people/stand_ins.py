"""Who is out: away for some days, or not reached by our messages any more. Few rows, read once for
a transaction.

Tested in tests/bot/desk/test_roster.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.stand_in import NOBODY, Absence
from storage.db.database import table_of
from storage.tables.people import Grant, PersonRow, StandInRow

_ROWS = table_of(StandInRow)
_PERSON = table_of(PersonRow)
_GRANT = table_of(Grant)

# Asked for again and again, so they are built once.
_COVERING = select(_ROWS.c.person_id, _ROWS.c.substitute).where(
    _ROWS.c.last >= bindparam("day"), _ROWS.c.first <= bindparam("day")
)
_BEGUN_OR_OVER = select(_ROWS).where(
    or_(
        and_(_ROWS.c.first > bindparam("since"), _ROWS.c.first <= bindparam("today")),
        and_(_ROWS.c.last >= bindparam("since"), _ROWS.c.last < bindparam("today")),
    )
)
_UNREACHABLE = select(_PERSON.c.id).where(
    _PERSON.c.unreachable_at.is_not(None),
    _PERSON.c.id.in_(select(_GRANT.c.person_id).where(_GRANT.c.ended_at.is_(None))),
)


@dataclass(frozen=True)
class Out:
    """``away``: absent person → who stands in (``NOBODY``: nobody does). ``unreached``: who has
    blocked the bot."""

    away: Mapping[int, int]
    unreached: frozenset[int]

    def here(self, person: int) -> bool:
        """Whether somebody is at work and can be written to."""
        return person not in self.away and person not in self.unreached

    def instead_of(self, person: int) -> int | None:
        """Whom to ask when it is this person's turn: themselves, their stand-in, that one's when
        the stand-in is away as well, and so on; None where nobody is there at the end."""
        passed: set[int] = set()
        while not self.here(person):
            passed.add(person)
            person = self.away.get(person, NOBODY)
            if person in passed or person == NOBODY:
                return None
        return person

    def represented_by(self, person: int) -> frozenset[int]:
        """For whom somebody stands in, also through another who is away."""
        return frozenset(
            absent
            for absent, substitute in self.away.items()
            if person in (substitute, self.instead_of(absent))
        )


async def out_on(connection: AsyncConnection, day: date) -> Out:
    """Who is out on a local date. Two small queries for the whole district."""
    covering = await connection.execute(_COVERING, {"day": day})
    away = {row.person_id: row.substitute for row in covering}
    unreached = frozenset(row.id for row in await connection.execute(_UNREACHABLE))
    return Out(away, unreached)


async def put(connection: AsyncConnection, stand_in: Absence, at: datetime) -> None:
    """Keep an absence; those that overlap with it are replaced."""
    overlapping = (
        _ROWS.c.person_id == stand_in.person,
        _ROWS.c.last >= stand_in.first,
        _ROWS.c.first <= stand_in.last,
    )
    await connection.execute(delete(_ROWS).where(*overlapping))
    row = {
        "person_id": stand_in.person,
        "by": stand_in.by,
        "substitute": stand_in.substitute,
        "first": stand_in.first,
        "last": stand_in.last,
        "made_at": at,
    }
    await connection.execute(_ROWS.insert(), [row])


async def of(connection: AsyncConnection, person: int, today: date) -> list[Absence]:
    """The absences of somebody that are not over yet, the next first."""
    wanted = (
        select(_ROWS)
        .where(_ROWS.c.person_id == person, _ROWS.c.last >= today)
        .order_by(_ROWS.c.first)
    )
    return [_stand_in(row) for row in await connection.execute(wanted)]


async def with_substitute(
    connection: AsyncConnection, substitute: int, today: date
) -> list[Absence]:
    """The absences for which somebody stands in and that are not over yet, the next first."""
    wanted = (
        select(_ROWS)
        .where(_ROWS.c.substitute == substitute, _ROWS.c.last >= today)
        .order_by(_ROWS.c.first, _ROWS.c.person_id)
    )
    return [_stand_in(row) for row in await connection.execute(wanted)]


async def leave_alone(connection: AsyncConnection, absence: Absence) -> None:
    """Nobody stands in any more during an absence."""
    this = (_ROWS.c.person_id == absence.person, _ROWS.c.first == absence.first)
    await connection.execute(update(_ROWS).where(*this).values(substitute=NOBODY))


async def away_between(connection: AsyncConnection, first: date, last: date) -> frozenset[int]:
    """Who is away on any of these days."""
    rows = await connection.execute(
        select(_ROWS.c.person_id).where(_ROWS.c.last >= first, _ROWS.c.first <= last)
    )
    return frozenset(row.person_id for row in rows)


async def begun_or_over(
    connection: AsyncConnection, since: date, today: date, zone: ZoneInfo
) -> list[int]:
    """Whose absence has begun, or was over, after the day ``since`` (local) and until today. What
    began on the day on which it was made was told then."""
    rows = await connection.execute(_BEGUN_OR_OVER, {"since": since, "today": today})
    return sorted(
        {
            row.person_id
            for row in rows
            if row.last < today or row.made_at.astimezone(zone).date() < row.first
        }
    )


async def end(connection: AsyncConnection, person: int, today: date) -> list[Absence]:
    """Somebody is back, or stays after all: from today on they have no stand-in. Gives the absences
    that were ended."""
    ended = await of(connection, person, today)
    await connection.execute(
        delete(_ROWS).where(_ROWS.c.person_id == person, _ROWS.c.first >= today)
    )
    begun = update(_ROWS).where(
        _ROWS.c.person_id == person, _ROWS.c.first < today, _ROWS.c.last >= today
    )
    await connection.execute(begun.values(last=today - timedelta(days=1)))
    return ended


def _stand_in(row: Any) -> Absence:
    return Absence(row.person_id, row.by, row.substitute, row.first, row.last)
