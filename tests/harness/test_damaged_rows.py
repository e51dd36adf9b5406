"""One damaged value stops nobody but itself: whatever sealed column is damaged, people are
answered, bells ring, and the operator reads which row it is.

All values of a column are damaged at once, each by one flipped bit, on a district in which there is
a case in every state."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select, text, update
from sqlmodel import SQLModel

from storage.tables.columns import Sealed
from tests.support import kept
from tests.support.living_cases import RESIDENT, STAFF, STATES, Walk
from tests.support.own_rows import changed, own
from tests.support.rig import Rig, rig

SEALED: Mapping[str, tuple[Table, str]] = {
    f"{table.name}.{column.name}": (table, column.name)
    for table in SQLModel.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Sealed)
}
READ = "a row can't be read"


async def _damage(made: Rig, table: Table, name: str) -> int:
    """Flip the last bit of every value of a column; gives how many there are."""
    keys = list(table.primary_key.columns)
    column = table.c[name]
    async with made.program.db.write() as connection:
        await connection.execute(text("DROP TRIGGER event_not_changed"))
        rows = (await connection.execute(select(*keys, column).where(column.is_not(None)))).all()
        for row in rows:
            values: Any = tuple(row)
            if values[-1]:
                spoiled = values[-1][:-1] + bytes([values[-1][-1] ^ 1])
                where = [key == value for key, value in zip(keys, values[:-1], strict=True)]
                await connection.execute(update(table).where(*where).values({name: spoiled}))
    return len(rows)


@pytest.mark.parametrize("where", SEALED)
async def test_everything_goes_on(lived: Path, tmp_path: Path, where: str) -> None:
    """Nobody's message is put aside, no bell fails, and the start of the program works."""
    table, column = SEALED[where]
    path = shutil.copyfile(lived, tmp_path / "puskesos.db")
    with kept.edited(lambda sources: changed(sources, own)):
        async with rig(f"sqlite:///{path}", tmp_path) as made:
            made.telegram.updates.next_id = 5_000_000
            await _damage(made, table, column)
            await made.restart()
            for person in (RESIDENT, *STAFF):
                made.phone(person).start()
            await made.settle()
            walk = Walk(made)
            await walk.commands()
            wrong = await walk.some(STATES, days=8)
    assert not [line for line in wrong if READ not in line]
