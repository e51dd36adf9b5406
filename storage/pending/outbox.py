"""Letters that wait for Telegram: put, claim, settle. Sends nothing, renders nothing.

Order per chat is (rank, not_before, id): alarms go first. Where many letters wait, each chat has
its turn. A letter that must be tried again keeps
its ``not_before`` and so its place; meanwhile the one sender remembers that its chat rests
(``busy``). A letter held for the night holds up no other."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import (
    Integer,
    bindparam,
    case,
    func,
    null,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.delivery import Delivery
from storage.db.among import among
from storage.db.database import insert_new, table_of
from storage.db.vault import Unreadable, Vault
from storage.pending import claim_order
from storage.tables.pending import OutboxRow

State = Literal["due", "sent", "parked", "dead"]

RESENDS_WITHIN = timedelta(hours=24)
"""How long after it was due a letter that must arrive may still be sent a second time."""

TRIES = 2
"""How often a letter that must arrive may go out when nobody knows whether the last one arrived."""

SPOILED = "can't be opened"
"""How the reason begins why a letter is parked that can't be opened."""

UNMADE = "a paper could not be made"
"""How the reason begins why only words went out instead of a paper."""

ALARM, IN_TURN, HELD = 0, 1, 2
"""Ranks: what goes before everything else, what goes in its turn, what was held for others to join
it."""

OUTBOX = table_of(OutboxRow)
# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
WAITING = text("done_at IS NULL")
EMPTIED = null()
# Built once, as all that is asked for every letter.
_SENDING = (
    update(OUTBOX)
    .where(among(OUTBOX.c.id, "letters"))
    .values(state="sending", tries=OUTBOX.c.tries + 1)
)
_SETTLE = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("letter"))
    .values(
        state=bindparam("to"),
        done_at=bindparam("done"),
        payload=case((bindparam("keep", type_=Integer) == 1, OUTBOX.c.payload), else_=EMPTIED),
        message_id=bindparam("message"),
        error=bindparam("why"),
        tries=OUTBOX.c.tries - bindparam("untried"),
    )
)


@dataclass(frozen=True)
class Letter:
    """One call to make. ``params`` are the Bot API's, as JSON values, without ``chat_id``; never
    before ``not_before``.

    ``key`` is unique for ever: a letter that is put again is still sent once. ``purpose``: what it
    brings to the teller of a case (casework.actions.handover.NEWS), which cases it tells of, or
    what may replace it (replaced.py). ``urgent``: an alarm, which
    goes before everything else; ``held``: it waits for others that join it (gathered.py)."""

    key: str
    chat_id: int
    delivery: Delivery
    method: str
    params: Mapping[str, object]
    not_before: datetime
    case_id: int | None = None
    purpose: str = ""
    urgent: bool = False
    held: bool = False


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter in the hands of the sender. ``tries`` counts this one; ``due`` is since when it
    could have been sent; ``spoiled``: why it can't be opened, "" for all others."""

    id: int
    chat_id: int
    delivery: Delivery
    method: str
    params: dict[str, Any] = field(repr=False)
    tries: int
    due: datetime
    case_id: int | None = None
    purpose: str = ""
    spoiled: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a claimed letter ended. "due" tries it again, without counting this try when ``untried``.

    ``error`` holds nothing personal: it is stored in clear. sent and dead empty the payload, parked
    keeps it for whoever looks into it."""

    id: int
    state: State
    message_id: int | None = None
    error: str = ""
    untried: bool = False


def resendable(delivery: Delivery, tries: int, due: datetime, at: datetime) -> bool:
    """May a letter go out again when nobody knows whether it has arrived?"""
    if delivery == Delivery.MUST_ARRIVE:
        return tries < TRIES and at - due < RESENDS_WITHIN
    return delivery == Delivery.IDEMPOTENT


async def put(
    connection: AsyncConnection, vault: Vault, letters: Sequence[Letter], at: datetime
) -> None:
    """Add letters, sealed; those whose key is there already stay as they are."""
    rows = [
        {
            "key": letter.key,
            "chat_id": letter.chat_id,
            "delivery": letter.delivery,
            "method": letter.method,
            "payload": vault.seal_json("outbox", "payload", letter.key, dict(letter.params)),
            "state": "due",
            "tries": 0,
            "not_before": letter.not_before,
            "created_at": at,
            "case_id": letter.case_id,
            "purpose": letter.purpose,
            "rank": _rank(letter),
            "error": "",
        }
        for letter in letters
    ]
    await insert_new(connection, OutboxRow, rows, keys=("key",))


def _rank(letter: Letter) -> int:
    if letter.urgent:
        return ALARM
    return HELD if letter.held else IN_TURN


def _everybody(chat_id: int, method: str) -> bool:
    return True


async def claim(
    connection: AsyncConnection,
    vault: Vault,
    at: datetime,
    limit: int,
    busy: Collection[int] = (),
    *,
    admit: Callable[[int, str], bool] = _everybody,
    without: Collection[str] = (),
    alarms: bool = False,
    spoiled: list[ClaimedLetter] | None = None,
) -> list[ClaimedLetter]:
    """Take up to ``limit`` letters that are due at ``at``, in order, and mark them as being sent,
    one try more.

    Chats in ``busy`` and methods in ``without`` are left out; ``alarms``: nothing but those.
    ``admit(chat_id, method)`` is asked for each letter in turn; after the first no, all further
    letters of that chat stay where they are. A letter that can't be opened is parked, so that the
    rest goes on, and added to ``spoiled``."""
    asked = {
        "now": at,
        "most": limit,
        "last_rank": ALARM if alarms else HELD,
        "busy": list(busy),
        "without": list(without),
    }
    first = (await connection.execute(claim_order.FIRST, asked)).all()
    if len(first) == limit > 1:  # there may be more: then each chat has its turn
        first = (await connection.execute(claim_order.IN_TURN, asked)).all()
    rows = _admitted(first, admit)
    if not rows:
        return []
    await connection.execute(_SENDING, {"letters": [row.id for row in rows]})
    letters = [opened(vault, row) for row in rows]
    bad = [letter for letter in letters if letter.spoiled]
    parked = [Outcome(letter.id, "parked", error=letter.spoiled) for letter in bad]
    await settle(connection, parked, at)
    if spoiled is not None:
        spoiled += bad
    return [letter for letter in letters if not letter.spoiled]


def opened(vault: Vault, row: Any) -> ClaimedLetter:
    """The letter of a row; spoiled, and without a word, if it can't be opened."""
    params: dict[str, Any] = {}
    spoiled = ""
    try:
        params = vault.open_json("outbox", "payload", row.key, row.payload)
    except Unreadable as error:
        spoiled = f"{SPOILED}: {error}"
    return ClaimedLetter(
        id=row.id,
        chat_id=row.chat_id,
        delivery=Delivery(row.delivery),
        method=row.method,
        params=params,
        tries=row.tries + 1,
        due=row.not_before,
        case_id=row.case_id,
        purpose=row.purpose,
        spoiled=spoiled,
    )


def _admitted(rows: Sequence[Any], admit: Callable[[int, str], bool]) -> list[Any]:
    """The rows that may go; a chat that is told no once keeps the rest of its letters, so that none
    overtakes."""
    taken, stopped = [], set[int]()
    for row in rows:
        if row.chat_id not in stopped and admit(row.chat_id, row.method):
            taken.append(row)
        else:
            stopped.add(row.chat_id)
    return taken


async def settle(connection: AsyncConnection, results: Sequence[Outcome], at: datetime) -> None:
    """Write down how claimed letters ended, all in one statement."""
    if results:
        await connection.execute(
            _SETTLE,
            [
                {
                    "letter": result.id,
                    "to": result.state,
                    "done": None if result.state == "due" else at,
                    "keep": int(result.state in {"due", "parked"}),
                    "message": result.message_id,
                    "why": result.error,
                    "untried": int(result.untried),
                }
                for result in results
            ],
        )


_FIRST_DUE = select(func.min(OUTBOX.c.not_before)).where(WAITING, OUTBOX.c.state == "due")


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the first of the waiting letters is, or was, due; None when none waits. Those being sent
    don't count."""
    return cast("datetime | None", await connection.scalar(_FIRST_DUE))


async def move_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """The group has a new id: letters that wait for the old one go to the new one."""
    columns = OUTBOX.c
    await connection.execute(
        update(OUTBOX).where(WAITING, columns.chat_id == old).values(chat_id=new)
    )
