"""The cases to which a person's words may go besides their own open ones: those that they follow,
and their own that were closed lately; and where words go once a case has become part of another."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnClause, and_, bindparam, literal_column, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Status, Urgency
from conversations.protocol.effects import Brief, Tie
from storage.cases.case_columns import known_in
from storage.cases.cases import BRIEF, CASES, briefs_of
from storage.db.among import among
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import CaseTeller

_TELLERS = table_of(CaseTeller)
_OPEN = "open"
"""The tie of an open case to its teller, in the rows that are read here."""

_COLUMNS = tuple(CASES.c[name] for name in BRIEF if name != "teller")


def _tie(name: str) -> ColumnClause[str]:
    return literal_column(f"'{name}'")


# Asked for every batch of messages, so they are built once.
_LATELY = CASES.c.closed_at >= bindparam("since")
_FOLLOWED = (
    select(*_COLUMNS, _TELLERS.c.person_id.label("teller"), _tie(Tie.FOLLOWS).label("tie"))
    .select_from(_TELLERS.join(CASES, CASES.c.id == _TELLERS.c.case_id))
    .where(
        among(_TELLERS.c.person_id, "people"),
        CASES.c.merged_into.is_(None),
        or_(CASES.c.closed_at.is_(None), _LATELY),
    )
)
_ENDED = select(*_COLUMNS, CASES.c.teller, _tie(Tie.ENDED)).where(
    among(CASES.c.teller, "people"),
    CASES.c.merged_into.is_(None),
    _LATELY,
)
_OWN = select(*_COLUMNS, CASES.c.teller, _tie(_OPEN)).where(
    among(CASES.c.teller, "people"), CASES.c.closed_at.is_(None)
)
_TIED = union_all(_FOLLOWED, _ENDED)
_ALL = union_all(_FOLLOWED, _ENDED, _OWN)

Briefs = dict[int, tuple[Brief, ...]]


async def of_people(
    connection: AsyncConnection, people: Collection[int], since: datetime
) -> Briefs:
    """What some people follow, then what of their own was closed since (UTC), newest first."""
    asked = {"people": list(people), "since": since}
    return _further((await connection.execute(_TIED, asked)).all())


async def all_of_people(
    connection: AsyncConnection, vault: Vault, people: Collection[int], since: datetime
) -> tuple[Briefs, Briefs]:
    """The open cases of some people (as ``cases.open_of``), and with what else they have to do (as
    ``of_people``), in one query."""
    asked = {"people": list(people), "since": since}
    rows = (await connection.execute(_ALL, asked)).all()
    own = sorted((row for row in rows if row.tie == _OPEN), key=lambda row: -row.id)
    further = _further([row for row in rows if row.tie != _OPEN])
    return await briefs_of(connection, vault, own), further


def _further(rows: Sequence[Any]) -> Briefs:
    found: Briefs = {}
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
        found[row.teller] = (*found.get(row.teller, ()), brief)
    return found


async def kept(connection: AsyncConnection, case_id: int) -> int:
    """The case in which a case goes on: itself, or what it was merged into, however often."""
    merged = and_(CASES.c.id == case_id, CASES.c.status == str(Status.CLOSED))
    main = await connection.scalar(select(CASES.c.merged_into).where(merged))
    return case_id if main is None else await kept(connection, int(main))
