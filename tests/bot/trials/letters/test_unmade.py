"""A paper that can't be made is no silence: who asked for it reads what to do, the log names the
kind, and it is not counted as sent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.letters import given_up
from bot.papers import maker
from casework.case.model import Role
from storage.db.database import table_of
from storage.tables.pending import OutboxRow
from tests.support.rig import VILLAGE, rig
from tests.support.walking import report

CASE = 260_000_001


WORDS = {"slip": "disampaikan langsung", "receipt": "belum bisa dibuat"}


@pytest.mark.parametrize("kind", WORDS)
async def test_words_go_instead(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A slip, a receipt: its words say so, and nothing personal stands in the store's reason."""

    async def broken(_: Any) -> Any:
        raise ValueError("the story of the roof")

    monkeypatch.setattr(maker, "MAKERS", {**maker.MAKERS, kind: broken})
    async with rig(sqlite_url, tmp_path) as made:
        office = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        await report(made, made.phone(1), "kartu KIS saya mati sejak bulan lalu")
        await made.write(office, "/ambil 26-00001-R")
        office.tap_data(f"c:{kind}:{CASE}", office.last.message_id)
        await made.settle()
        assert WORDS[kind] in office.last.text
        async with made.program.db.read() as connection:
            rows = await connection.execute(select(table_of(OutboxRow).c.error))
            errors = {row.error for row in rows}
            day = timedelta(days=1)
            counted = await given_up.count(connection, made.now - day, made.now + day)
    assert set(counted) == {"paper"}
    assert not any("roof" in error for error in errors)


async def test_who_may_not_have_it_gets_nothing(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused for good: not tried again, not counted as sent, and not a word is said."""

    async def never(_: Any) -> Any:
        raise PermissionError("not to be seen")

    monkeypatch.setattr(maker, "MAKERS", {**maker.MAKERS, "receipt": never})
    async with rig(sqlite_url, tmp_path) as made:
        resident = made.phone(1)
        await report(made, resident, "kartu KIS saya mati sejak bulan lalu")
        before = len(resident.messages)
        resident.tap_data(f"c:receipt:{CASE}", resident.last.message_id)
        await made.settle()
        assert len(resident.messages) == before
        async with made.program.db.read() as connection:
            states = await connection.execute(select(table_of(OutboxRow).c.state))
            assert "dead" in {row.state for row in states}
