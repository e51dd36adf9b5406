"""The cases to which a person's words may go besides their own open ones: those that they follow,
and their own that were closed lately; and where words go once a case has become part of another."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, bindparam, literal_column, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Status, Urgency
from conversations.protocol.effects import Brief, Tie
from storage.cases.case_columns import known_in
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.tables.cases import CaseTeller

_TELLERS = table_of(CaseTeller)
_BRIEF = ("id", "service", "status", "sensitive", "known", "opened_at", "urgency")
_COLUMNS = tuple(CASES.c[name] for name in _BRIEF)

# Asked for every batch of messages, so it is built once.
_LATELY = CASES.c.closed_at >= bindparam("since")
_FOLLOWED = (
    select(*_COLUMNS, _TELLERS.c.person_id, literal_column(f"'{Tie.FOLLOWS}'").label("tie"))
    .select_from(_TELLERS.join(CASES, CASES.c.id == _TELLERS.c.case_id))
    .where(
        _TELLERS.c.person_id.in_(bindparam("people", expanding=True)),
        CASES.c.merged_into.is_(None),
        or_(CASES.c.closed_at.is_(None), _LATELY),
    )
)
_ENDED = select(*_COLUMNS, CASES.c.teller, literal_column(f"'{Tie.ENDED}'")).where(
    CASES.c.teller.in_(bindparam("people", expanding=True)),
    CASES.c.merged_into.is_(None),
    _LATELY,
)
_TIED = union_all(_FOLLOWED, _ENDED)


async def of_people(
    connection: AsyncConnection, people: Collection[int], since: datetime
) -> dict[int, tuple[Brief, ...]]:
    """What some people follow, then what of their own was closed since (UTC), newest first."""
    asked = {"people": list(people), "since": since}
    found: dict[int, tuple[Brief, ...]] = {}
    rows = (await connection.execute(_TIED, asked)).all()
    for row in sorted(rows, key=lambda row: (row.tie != Tie.FOLLOWS, -row.id)):
        brief = Brief(
            row.id,
            row.service,
            row.status,
            tie=Tie(row.tie),
            sensitive=row.sensitive,
            known=known_in(row.known),
            opened=row.opened_at,
            calm=row.urgency != Urgency.EMERGENCY,
        )
        found[row.person_id] = (*found.get(row.person_id, ()), brief)
    return found


async def kept(connection: AsyncConnection, case_id: int) -> int:
    """The case in which a case goes on: itself, or what it was merged into, however often."""
    merged = and_(CASES.c.id == case_id, CASES.c.status == str(Status.CLOSED))
    main = await connection.scalar(select(CASES.c.merged_into).where(merged))
    return case_id if main is None else await kept(connection, int(main))
