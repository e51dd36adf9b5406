"""Which letters go next: alarms, then the others in the order of their chat, and each chat in its
turn where many wait.

Tested in tests/harness/test_backlog.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, func, select, text

from storage.db.database import table_of
from storage.tables.pending import OutboxRow

_OUTBOX = table_of(OutboxRow)
# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
_WAITING = text("done_at IS NULL")


def first(at: datetime, limit: int) -> Select[Any]:
    """The first letters that are due, in order."""
    columns = _OUTBOX.c
    return (
        select(
            columns.id,
            columns.key,
            columns.chat_id,
            columns.delivery,
            columns.method,
            columns.payload,
            columns.tries,
            columns.not_before,
            columns.case_id,
            columns.purpose,
        )
        .where(*_due(at))
        .order_by(*_ORDER)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


_ORDER = (_OUTBOX.c.rank, _OUTBOX.c.not_before, _OUTBOX.c.id)


def _due(at: datetime) -> tuple[TextClause | ColumnElement[bool], ...]:
    return (_WAITING, _OUTBOX.c.state == "due", _OUTBOX.c.not_before <= at)


def in_turn(at: datetime, limit: int, which: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The first letters that are due where chats have many: alarms, then the first letter of each
    chat, then the second of each. Of those the classes in their order, what must arrive before
    lists (conversations/protocol/delivery.py)."""
    columns = _OUTBOX.c
    place = func.row_number().over(partition_by=columns.chat_id, order_by=_ORDER).label("place")
    wanted = (columns.id, columns.rank, columns.delivery, columns.not_before, place)
    due = select(*wanted).where(*_due(at), *which).subquery()
    order = (due.c.rank, due.c.place, due.c.delivery, due.c.not_before, due.c.id)
    return (
        first(at, limit)
        .join(due, due.c.id == columns.id)
        .order_by(None)
        .order_by(*order)
        .with_for_update(skip_locked=True, of=_OUTBOX)
    )
