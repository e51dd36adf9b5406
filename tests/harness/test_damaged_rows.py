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

from storage.db.vault import Unreadable, Vault
from storage.tables.columns import Sealed
from tests.figures import Figure
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


async def _amiss(lived: Path, tmp_path: Path, where: str) -> tuple[int, list[str]]:
    """How many values were damaged, and all that does not go on after it."""
    table, column = SEALED[where]
    path = shutil.copyfile(lived, tmp_path / "puskesos.db")
    with kept.edited(lambda sources: changed(sources, own)):
        async with rig(f"sqlite:///{path}", tmp_path) as made:
            made.telegram.updates.next_id = 5_000_000
            damaged = await _damage(made, table, column)
            await made.restart()
            for person in (RESIDENT, *STAFF):
                made.phone(person).start()
            await made.settle()
            walk = Walk(made)
            await walk.commands()
            wrong = await walk.some(STATES, days=8)
    return damaged, [line for line in wrong if READ not in line]


@pytest.mark.parametrize("where", SEALED)
async def test_everything_goes_on(lived: Path, tmp_path: Path, where: str, figure: Figure) -> None:
    """Nobody's message is put aside, no bell fails, and the start of the program works."""
    damaged, wrong = await _amiss(lived, tmp_path, where)
    figure("also", "damaged values", columns=1, values=damaged, stopped=len(wrong))
    assert not wrong


async def test_a_value_that_must_open(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where what can't be opened is an error wherever it is read, people are
    stopped."""
    monkeypatch.setattr(Vault, "text_or", lambda self, _, *where: self.open_text(*where))
    monkeypatch.setattr(Vault, "json_or", lambda self, _, *where: self.open_json(*where))
    try:
        _, wrong = await _amiss(lived, tmp_path, "talk.state")
    except Unreadable as error:
        wrong = [str(error)]
    figure("also", "control: what can't be opened is an error", columns=1, stopped=len(wrong))
    assert wrong
