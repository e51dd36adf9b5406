"""What is old goes, each kind at its own age, also where the machine never runs for half a day;
what is still needed stays."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update
from sqlmodel import SQLModel

from bot.lifetime import PRUNE_MINUTES
from casework.case.model import Role
from storage.db.database import table_of
from storage.tables.cases import CaseRow
from storage.tables.pending import BellRow, BulkRow, OutboxRow
from storage.tables.people import HandoverCode, InviteRow, TalkRow, WrongCode
from storage.tables.updates import Poison, SeenRow
from tests.support import rig as rigs
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

SEALED = b"\x01sealed"
DAY = timedelta(days=1)


@pytest.fixture
async def rig(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A rig on either database, with an officer, a resident and a case."""
    async with rigs.rig(database_url, tmp_path) as made:
        await made.employ(11, Role.BACK_OFFICE, VILLAGE)
        phone = made.phone(701)
        await made.introduce(phone)
        await report(made, phone, "butuh sktm")
        yield made


async def _count(rig: Rig, table: Table, *which: Any) -> int:
    async with rig.program.db.read() as connection:
        counted = select(func.count()).select_from(table).where(*which)
        return await connection.scalar(counted) or 0


async def _add(rig: Rig, model: type[SQLModel], **values: Any) -> None:
    async with rig.program.db.write() as connection:
        await connection.execute(insert(table_of(model)).values(**values))


def _rows(at: datetime) -> dict[type[SQLModel], dict[str, Any]]:
    """A row of each kind that was finished with at a moment."""
    code = {"mark": b"m", "made_by": 1, "made_at": at, "expires_at": at}
    return {
        SeenRow: {"bot_id": 1, "update_id": 1, "at": at},
        Poison: {"update_id": 1, "raw": SEALED, "error": "E", "at": at},
        WrongCode: {"person_id": 1, "at": at},
        InviteRow: {**code, "role": "back_office", "scope": VILLAGE, "desks": ""},
        HandoverCode: {**code, "case_id": 1, "used_at": at},
        BulkRow: {"id": "b", "made_by": 1, "made_at": at, "due_at": at, "state": "done"}
        | {"body": SEALED},
        BellRow: {"kind": "k", "subject": "p1", "occurrence": "", "due_at": at, "fired_at": at},
        TalkRow: {"person_id": 99, "state": SEALED, "updated_at": at},
    }


@pytest.mark.parametrize("model", list(_rows(rigs.START)), ids=lambda model: model.__name__)
async def test_it_goes(rig: Rig, model: type[SQLModel]) -> None:
    """After half a year each of them is gone; on the next day it is still there."""
    table, row = table_of(model), _rows(rig.now)[model]
    mine = [table.c[name] == value for name, value in row.items() if name in table.primary_key]
    mine = mine or [table.c[name] == row[name] for name in ("person_id", "kind") if name in row]
    await _add(rig, model, **row)
    for days, left in ((1, 1), (180, 0)):
        rig.later(days=days)
        await rig.program.prune()
        assert await _count(rig, table, *mine) == left


async def test_what_is_needed_stays(rig: Rig) -> None:
    """The bells that have rung for an open case, its letters that wait, the way of a colleague
    through the queue, and an action that waits."""
    bells, talks, letters = table_of(BellRow), table_of(TalkRow), table_of(OutboxRow)
    async with rig.program.db.write() as connection:
        await connection.execute(update(bells).values(fired_at=rig.now))
        case = await connection.scalar(select(table_of(CaseRow).c.id))
    waits = _rows(rig.now)[BulkRow] | {"state": "waiting"}
    await _add(rig, BulkRow, **waits)
    letter = {"key": "k", "chat_id": 1, "delivery": "B", "method": "m", "state": "parked"}
    moments = {"not_before": rig.now, "created_at": rig.now, "done_at": rig.now}
    await _add(rig, OutboxRow, **letter, **moments, payload=SEALED, tries=1, error="")
    of_case = await _count(rig, bells, bells.c.subject == str(case))
    assert of_case
    rig.later(days=180)
    await rig.program.prune()
    assert await _count(rig, bells, bells.c.subject == str(case)) == of_case
    assert await _count(rig, talks) == await _count(rig, talks, talks.c.person_id == 11) == 1
    assert await _count(rig, table_of(BulkRow)) == 1
    parked = letters.c.state == "parked"
    assert await _count(rig, letters, parked) == 1
    assert not await _count(rig, letters, parked, letters.c.payload.is_not(None))


async def test_a_machine_that_is_on_in_the_morning(rig: Rig) -> None:
    """The bot runs for a few minutes a day and starts anew each time: what is old goes all the
    same, and at most twice a day."""
    assert PRUNE_MINUTES <= 10
    seen = table_of(SeenRow)
    pruned = []
    for hours in (0, 1, 10, 2, 11, 24):
        rig.later(hours=hours)
        old = {"bot_id": 1, "update_id": 1, "at": rig.now - 30 * DAY}
        if not await _count(rig, seen, seen.c.bot_id == 1):
            await _add(rig, SeenRow, **old)
        await rig.restart()
        await rig.program.prune()
        pruned.append(not await _count(rig, seen, seen.c.bot_id == 1))
    assert pruned == [True, False, False, True, False, True]
