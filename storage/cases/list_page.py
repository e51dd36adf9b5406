"""One page of a list of cases. Every list is a keyset page, never an offset: the key of a page is
the place of the last case before it.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Case, Urgency
from casework.case.number import YEAR
from storage.cases.cases import CASES, case_of
from storage.db.vault import Vault

PAGE = 5
"""Cases on one page of a list: what a small phone (360 × 640) shows in whole, the most urgent case
above and the buttons below."""


@dataclass(frozen=True)
class ListPage:
    """One page, the key that the next one begins after ("" at the end), and how many there are in
    all."""

    cases: tuple[Case, ...]
    following: str = ""
    total: int = 0


MOST_COUNTED = 100
"""How far cases are counted: whoever has so many does not need the exact number to know what to
do."""


def newest_first(seen: Sequence[Case], last_read: int, *, more: bool, total: int = 0) -> ListPage:
    """The page of a search, whose key is a case id. ``seen``: what may be shown of the cases that
    were read; ``last_read``: the last of these; ``more``: whether there may be others after it;
    ``total``: how many there are in all, 0 where nobody has counted."""
    shown = tuple(seen[:PAGE])
    if len(seen) > PAGE:
        return ListPage(shown, str(shown[-1].id), total)
    return ListPage(shown, str(last_read) if more else "", total)


async def found_in_all(
    connection: AsyncConnection, wanted: Select[Any], seen: int, *, after: int, more: bool
) -> int:
    """How many cases a search finds, up to ``MOST_COUNTED``: those of its first page, or counted
    where there may be others. Further pages (``after``) don't count again."""
    if after or not more:
        return 0 if after else seen
    some = wanted.with_only_columns(CASES.c.id).order_by(None).limit(MOST_COUNTED).subquery()
    counted = await connection.execute(select(func.count()).select_from(some))
    return int(counted.scalar_one())


def by_due(due: ColumnElement[datetime]) -> tuple[ColumnElement[Any], ...]:
    """The order of a queue: emergencies first, then what is due first, by that column."""
    return CASES.c.rank, due, CASES.c.id


def due_then(due: ColumnElement[datetime]) -> list[ColumnElement[Any]]:
    """The columns of a case that is due by this column."""
    return [due.label("due_at") if column.name == "due_at" else column for column in CASES.c]


def page_by_due(vault: Vault, rows: Sequence[Any], total: int) -> ListPage:
    """The page of a list in the order of a queue; ``rows`` are one more than it has, if there is
    more."""
    shown = rows[:PAGE]
    following = key_of(shown[-1]) if len(rows) > PAGE else ""
    return ListPage(tuple(case_of(vault, row) for row in shown), following, total)


def behind(key: str, due: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    """The condition of what stands behind the place that a page key names; none at the
    beginning."""
    place = place_of(key) if key else None
    return [tuple_(*by_due(due)) > tuple_(*place)] if place else []


def place_of(key: str) -> tuple[int, datetime, int] | None:
    """The place in a queue that a page key names; None for a key that is none (a forged or very old
    button)."""
    try:
        rank, seconds, micro, case_id = (int(part) for part in key.split("."))
        moment = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=micro)
        return (rank, moment, case_id) if rank in (0, 1) and abs(case_id) < 100 * YEAR else None
    except (ValueError, OverflowError, OSError):
        return None


def key_of(row: Any) -> str:
    """The page key that names the place of a case in a queue."""
    # Microseconds matter: two cases of one second must not hide each other.
    return f"{row.rank}.{int(row.due_at.timestamp())}.{row.due_at.microsecond}.{row.id}"


def place_behind(case: Case) -> str:
    """The page key behind which those stand that come after a case in a queue."""
    rank, due = (0 if case.urgency is Urgency.EMERGENCY else 1), case.due_at
    return f"{rank}.{int(due.timestamp())}.{due.microsecond}.{case.id}"
