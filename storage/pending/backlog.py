"""What waits, and since when: counted for an operator, without a word about anybody.

Tested in tests/bot/cli/test_status.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.delivery import Delivery
from storage.db.database import table_of
from storage.tables.cases import FileRow
from storage.tables.pending import BellRow, Errand, OutboxRow
from storage.tables.updates import Poison

_LETTER, _BELL, _FILE = table_of(OutboxRow).c, table_of(BellRow).c, table_of(FileRow).c
_ERRAND, _POISON = table_of(Errand).c, table_of(Poison).c
_UNSENT = _LETTER.done_at.is_(None)

WAITING: Mapping[str, tuple[ColumnElement[datetime], tuple[ColumnElement[bool], ...]]] = {
    "alarms": (_LETTER.not_before, (_UNSENT, _LETTER.rank == 0)),
    "letters": (_LETTER.not_before, (_UNSENT, _LETTER.rank > 0)),
    "letters_put_aside": (_LETTER.done_at, (_LETTER.state == "parked",)),
    "updates_put_aside": (_POISON.at, ()),
    "bells": (_BELL.due_at, (_BELL.fired_at.is_(None),)),
    "files": (_FILE.not_before, (_FILE.state == "wanted",)),
    "errands": (_ERRAND.made_at, (_ERRAND.done_at.is_(None),)),
}
"""By name: since when each waits, and which do. What is for later does not wait."""


@dataclass(frozen=True)
class Backlog:
    """How many wait, and the seconds for which the oldest has."""

    count: int
    oldest: int


async def by_class(connection: AsyncConnection, at: datetime) -> dict[str, int]:
    """For how many seconds the oldest unsent letter has waited at a moment: alarms, and the classes
    of conversations/protocol/delivery.py."""
    found = dict.fromkeys(["alarm", *Delivery], 0)
    due = and_(_UNSENT, _LETTER.not_before <= at)
    alarm, first = _LETTER.rank == 0, func.min(_LETTER.not_before)
    asked = select(alarm, _LETTER.delivery, first).where(due).group_by(alarm, _LETTER.delivery)
    for urgent, delivery, oldest in await connection.execute(asked):
        name = "alarm" if urgent else str(Delivery(delivery))
        found[name] = max(found[name], int((at - oldest).total_seconds()))
    return found


async def look(connection: AsyncConnection, at: datetime) -> dict[str, Backlog]:
    """What waits at a moment, by the names of ``WAITING``."""
    found = {}
    for name, (since, which) in WAITING.items():
        counted = select(func.count(), func.min(since)).where(since <= at, *which)
        count, first = (await connection.execute(counted)).one()
        found[name] = Backlog(count, int((at - first).total_seconds()) if first else 0)
    return found
