"""Letters that wait so that whoever wrote them can take them back: known by the deed that they tell
of, all of which go or stay together.

Tested in tests/bot/desk/correcting/test_taking_back.py and
tests/bot/edges/darurat/hp_dipegang.txt."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.pending.outbox import HELD, OUTBOX
from storage.tables.cases import CaseTeller

_JOINED = table_of(CaseTeller)


def deed(case_id: int, place: int) -> str:
    """How the keys of the letters of one deed begin: the case, and the place of its event in the
    trail."""
    return f"deed.{case_id}.{place}."


async def _waiting(connection: AsyncConnection, of: str) -> Sequence[int]:
    """The ids of the letters of a deed, locked; none when one of them has gone out, or is about
    to."""
    columns = OUTBOX.c
    rows: Sequence[Any] = (
        await connection.execute(
            select(columns.id, columns.state, columns.tries)
            .where(columns.key.startswith(of, autoescape=True))
            .with_for_update()
        )
    ).all()
    untried = all(row.state == "due" and row.tries == 0 for row in rows)
    return [row.id for row in rows] if untried else []


async def take_back(connection: AsyncConnection, of: str) -> bool:
    """Take back the letters of a deed; False when that is too late."""
    ids = await _waiting(connection, of)
    if ids:
        await connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(ids)))
    return bool(ids)


async def send(connection: AsyncConnection, of: str, at: datetime) -> bool:
    """Let the letters of a deed go out at ``at`` (UTC); False when they have gone already."""
    ids = await _waiting(connection, of)
    if ids:
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(not_before=at))
    return bool(ids)


async def hush(connection: AsyncConnection, chat_id: int, at: datetime) -> None:
    """Take back what waits, untried, until later than ``at`` (UTC) to be said in a chat: whoever
    holds the phone now is sent nothing that was not asked for."""
    columns = OUTBOX.c
    waits = columns.chat_id == chat_id, columns.state == "due", columns.tries == 0
    await connection.execute(delete(OUTBOX).where(*waits, columns.not_before > at))


async def take_back_of_officer(connection: AsyncConnection, chat_id: int) -> None:
    """Take back what waits, untried, to be said in a chat about cases of other people."""
    columns = OUTBOX.c
    waits = columns.chat_id == chat_id, columns.state == "due", columns.tries == 0
    own = select(CASES.c.id).where(CASES.c.teller == chat_id)
    joined = select(_JOINED.c.case_id).where(_JOINED.c.person_id == chat_id)
    of_case = columns.case_id.is_not(None)
    others = and_(of_case, columns.case_id.not_in(own), columns.case_id.not_in(joined))
    gathered = columns.rank == HELD  # several cases, all of the office
    await connection.execute(delete(OUTBOX).where(*waits, or_(others, gathered)))


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the first of these letters goes (UTC); None when none waits."""
    columns = OUTBOX.c
    waits = columns.key.startswith("deed.", autoescape=True), columns.state == "due"
    first = select(func.min(columns.not_before)).where(*waits, columns.tries == 0)
    return cast("datetime | None", await connection.scalar(first))


async def waiting(connection: AsyncConnection, case_id: int) -> dict[int, datetime]:
    """The deeds of a case with letters that have not gone out yet, by the place of their event in
    the trail: when the first goes (UTC)."""
    columns, begins = OUTBOX.c, f"deed.{case_id}."
    rows = await connection.execute(
        select(columns.key, columns.not_before)
        .where(columns.key.startswith(begins, autoescape=True))
        .where(columns.state == "due", columns.tries == 0)
        .order_by(columns.not_before.desc())
    )
    return {int(row.key.removeprefix(begins).partition(".")[0]): row.not_before for row in rows}


async def cases_waiting(connection: AsyncConnection) -> set[int]:
    """The cases with letters that have not gone out yet."""
    keys = await connection.scalars(
        select(OUTBOX.c.key).where(
            OUTBOX.c.key.startswith("deed.", autoescape=True),
            OUTBOX.c.state == "due",
            OUTBOX.c.tries == 0,
        )
    )
    return {int(key.split(".")[1]) for key in keys}


async def unsent(connection: AsyncConnection, case_ids: Collection[int]) -> dict[int, set[int]]:
    """Which deeds of some cases have letters that have not gone out yet: by the case, the places
    of their events in the trail."""
    found: dict[int, set[int]] = {}
    for case_id in case_ids:
        begins = f"deed.{case_id}."
        keys = await connection.scalars(
            select(OUTBOX.c.key).where(
                OUTBOX.c.key.startswith(begins, autoescape=True),
                OUTBOX.c.state == "due",
                OUTBOX.c.tries == 0,
            )
        )
        places = {int(key.removeprefix(begins).partition(".")[0]) for key in keys}
        found |= {case_id: places} if places else {}
    return found
