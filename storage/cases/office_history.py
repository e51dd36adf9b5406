"""Which office had which case when, read from the trails of those cases that have moved.

Tested in tests/storage/cases/test_report_queries.py."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.events import Filed
from casework.case.places import now
from casework.reports.held_by import MOVES, office_after
from casework.trail import from_mapping
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow
from storage.tables.places import AreaMove

_EVENTS, _MOVES = table_of(EventRow), table_of(AreaMove)
_KINDS = [kind.kind for kind in MOVES]
_LATER = [kind.kind for kind in MOVES if kind is not Filed]


async def stays(
    connection: AsyncConnection, vault: Vault, wanted: ColumnElement[bool]
) -> Mapping[int, list[tuple[datetime, str]]]:
    """By case: from when on (UTC) it was which office's. What has never moved is left out, and
    nothing of it is opened. ``wanted``: a condition on cases. An office whose place has
    another code now has that of today, so that its figures go on."""
    moves = {row.old: row.new for row in await connection.execute(select(_MOVES))}
    later = _EVENTS.alias()
    moved = (
        select(later.c.n).where(later.c.case_id == CASES.c.id, later.c.kind.in_(_LATER)).exists()
    )
    rows = await connection.execute(
        select(_EVENTS.c.case_id, _EVENTS.c.n, _EVENTS.c.kind, _EVENTS.c.at, _EVENTS.c.body)
        .join(CASES, CASES.c.id == _EVENTS.c.case_id)
        .where(wanted, moved, _EVENTS.c.kind.in_(_KINDS))
        .order_by(_EVENTS.c.case_id, _EVENTS.c.n)
    )
    found: dict[int, list[tuple[datetime, str]]] = {}
    for case_id, n, kind, at, body in rows:
        event = from_mapping(kind, vault.open_json("event", "body", f"{case_id}.{n}", body))
        found.setdefault(case_id, []).append((at, now(office_after(event), moves)))
    return found
