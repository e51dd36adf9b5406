"""A paper that can't be made is told to whoever asked for it, stands in the log once, and never
counts as sent."""

from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.papers import maker
from casework.case.model import Role
from conversations.protocol.delivery import Delivery
from storage.db.database import table_of
from storage.pending import outbox
from storage.pending.outbox import Letter
from storage.tables.pending import OutboxRow
from tests.support.rig import DISTRICT, rig


async def _fails(_: object) -> dict[str, object]:
    raise ZeroDivisionError


@pytest.mark.parametrize("blocked", [False, True])
async def test_a_paper_that_cant_be_made(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: bool
) -> None:
    """Also where its words can't arrive either."""
    monkeypatch.setattr(maker, "MAKERS", dict.fromkeys(maker.MAKERS, _fails))
    async with rig(sqlite_url, tmp_path) as made:
        phone = await made.employ(11, Role.DISTRICT_MANAGER, DISTRICT)
        before = len(phone.messages)
        paper = {"paper": {"kind": "poster", "unmade": "belum bisa dibuat"}}
        asked = Letter("p", 11, Delivery.MUST_ARRIVE, "sendDocument", paper, made.now)
        async with made.program.db.write() as connection:
            await outbox.put(connection, made.program.vault, [asked], made.now)
        if blocked:
            phone.block()
        with capture_logs() as logs:
            await made.settle()
        rows = table_of(OutboxRow).c
        async with made.program.db.read() as connection:
            wanted = select(rows.state).where(rows.method == "sendDocument")
            states = set(await connection.scalars(wanted))
        told = [m.text for m in phone.messages[before:] if m.from_bot]
    assert [line["event"] for line in logs].count("a paper could not be made") == 1
    assert states == {"dead"}
    assert blocked or "belum bisa dibuat" in told[-1]
