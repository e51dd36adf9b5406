"""Recovery after a crash: what happens at the next start to letters that a dead process was
sending, when nobody knows whether they arrived.

Tested in tests/storage/pending/test_outbox.py."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.delivery import Delivery
from storage.db.vault import Vault
from storage.pending.outbox import (
    EMPTIED,
    OUTBOX,
    RESENDS_WITHIN,
    TRIES,
    WAITING,
    ClaimedLetter,
    opened,
)


async def recover(connection: AsyncConnection, at: datetime) -> int:
    """Decide about letters that a dead process was sending: nobody knows whether they arrived.
    Gives their number.

    An idempotent call goes again; what must arrive goes once more (its ``tries`` tells the sender
    to mark it) or is parked; reminders and broadcasts count as sent. Call it before the first
    claim, and only while no other sender lives."""
    columns = OUTBOX.c
    fresh = _fresh(at)
    why = "the program stopped while sending"
    number = await _recovered(
        connection,
        (columns.delivery == Delivery.IDEMPOTENT)
        | ((columns.delivery == Delivery.MUST_ARRIVE) & fresh),
        state="due",
    )
    number += await _recovered(
        connection, columns.delivery == Delivery.MUST_ARRIVE, state="parked", done_at=at, error=why
    )
    return number + await _recovered(
        connection,
        columns.delivery.in_([Delivery.REMINDER, Delivery.BROADCAST]),
        state="sent",
        done_at=at,
        payload=EMPTIED,
        error=why,
    )


def _fresh(at: datetime) -> ColumnElement[bool]:
    return (OUTBOX.c.tries < TRIES) & (OUTBOX.c.not_before > at - RESENDS_WITHIN)


async def orphans(connection: AsyncConnection, vault: Vault, at: datetime) -> list[ClaimedLetter]:
    """The letters that ``recover`` is going to park: tried as often as allowed by a process that
    has died."""
    columns = OUTBOX.c
    given_up = (
        (columns.state == "sending") & (columns.delivery == Delivery.MUST_ARRIVE) & ~_fresh(at)
    )
    rows = (await connection.execute(select(OUTBOX).where(WAITING, given_up))).all()
    return [opened(vault, row) for row in rows]


async def _recovered(
    connection: AsyncConnection, which: ColumnElement[bool], **values: object
) -> int:
    being_sent = OUTBOX.c.state == "sending"
    result = await connection.execute(
        update(OUTBOX).where(WAITING, being_sent, which).values(**values)
    )
    return result.rowcount
