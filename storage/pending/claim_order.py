"""Which letters go next: alarms, then the others in the order of their chat, and each chat in its
turn where many wait.

Tested in tests/harness/test_backlog.py."""

from sqlalchemy import Integer, bindparam, func, not_, select, text

from storage.db.among import among
from storage.db.database import table_of
from storage.tables.pending import OutboxRow

_OUTBOX = table_of(OutboxRow)
# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
_WAITING = text("done_at IS NULL")
_COLUMNS = _OUTBOX.c
_ORDER = (_COLUMNS.rank, _COLUMNS.not_before, _COLUMNS.id)
_READ = select(
    _COLUMNS.id,
    _COLUMNS.key,
    _COLUMNS.chat_id,
    _COLUMNS.delivery,
    _COLUMNS.method,
    _COLUMNS.payload,
    _COLUMNS.tries,
    _COLUMNS.not_before,
    _COLUMNS.case_id,
    _COLUMNS.purpose,
).limit(bindparam("most", type_=Integer))

_MAY_GO = (
    _WAITING,
    _COLUMNS.state == "due",
    _COLUMNS.not_before <= bindparam("now"),
    _COLUMNS.rank <= bindparam("last_rank", type_=Integer),
    not_(among(_COLUMNS.chat_id, "busy")),
    not_(among(_COLUMNS.method, "without")),
)
"""What a letter must be to go now. ``now``: UTC; ``last_rank``: the last rank that may; ``busy``:
chats that rest; ``without``: methods that do."""

# All statements are built once: the sender asks for letters again and again.
FIRST = _READ.where(*_MAY_GO).order_by(*_ORDER).with_for_update(skip_locked=True)
"""The first ``most`` letters that may go, in order."""

_PLACE = func.row_number().over(partition_by=_COLUMNS.chat_id, order_by=_ORDER).label("place")
_WANTED = (_COLUMNS.id, _COLUMNS.rank, _COLUMNS.delivery, _COLUMNS.not_before, _PLACE)
_PLACED = select(*_WANTED).where(*_MAY_GO).subquery()
_BY_PLACE = (
    _PLACED.c.rank,
    _PLACED.c.place,
    _PLACED.c.delivery,
    _PLACED.c.not_before,
    _PLACED.c.id,
)
IN_TURN = (
    _READ.where(_WAITING, _COLUMNS.state == "due", _COLUMNS.not_before <= bindparam("now"))
    .join(_PLACED, _PLACED.c.id == _COLUMNS.id)
    .order_by(*_BY_PLACE)
    .with_for_update(skip_locked=True, of=_OUTBOX)
)
"""The first ``most`` letters that may go where chats have many: alarms, then the first letter of
each chat, then the second of each. Of those the classes in their order, what must arrive before
lists (conversations/protocol/delivery.py)."""
