"""What must be true after a crash, read from two sides: what Telegram delivered, and what the database holds.

The ledger of the simulated Telegram is the only definition of "confirmed"; nothing here trusts the program's own word.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.simulator.messages import Delivered
from casework.model import Case
from casework.numbers import number
from conversations.talk import Story
from storage.cases import CASES, case_of
from storage.db import Database, table_of
from storage.tables import OutboxRow, Poison
from storage.vault import Vault
from tests.support.robot import NUMBER, Robot

MARK = "(pesan ulang, nomor sama)"


@dataclass(frozen=True)
class Found:
    """What the database holds. ``letters``: how many are in each state (due, sending, sent, parked, dead)."""

    cases: Sequence[Case]
    letters: Counter[str]
    poison: int

    def told(self, case: Case) -> str:
        """The words of a case."""
        story = case.intake.get("story")
        return Story.load(story).text if isinstance(story, dict) else ""


async def read(db: Database, vault: Vault) -> Found:
    """Everything that is needed to judge."""
    outbox = table_of(OutboxRow)
    async with db.read() as connection:
        cases = [case_of(vault, row) for row in await connection.execute(select(CASES).order_by(CASES.c.id))]
        states = await connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        letters = Counter({state: count for state, count in states})
        poison = await connection.scalar(select(func.count()).select_from(table_of(Poison))) or 0
    return Found(cases, letters, poison)


def complaints(found: Found, robots: Iterable[Robot], ledger: Sequence[Delivered]) -> list[str]:
    """Everything that is wrong: lost, doubled or torn reports, broken promises, too many copies. Empty is good."""
    wrong: list[str] = []
    by_number = {number(case.id): case for case in found.cases}
    for robot in robots:
        for marker in sorted(robot.told):
            cases = [case for case in found.cases if marker in found.told(case)]
            if len(cases) != 1:
                wrong.append(f"the report {marker} has become {len(cases)} cases")
            if len(robot.drafts[marker]) != 1:
                wrong.append(f"the report {marker} was asked in {len(robot.drafts[marker])} forms")
        for marker, promised in robot.promised.items():
            case = by_number.get(promised)
            if case is None or marker not in found.told(case):
                wrong.append(f"{promised} was confirmed for {marker}, but is not its case")
    markers = [m for robot in robots for m in robot.told]
    strange = [case.id for case in found.cases if not any(m in found.told(case) for m in markers)]
    wrong += [f"nobody has told the case {number(case)}" for case in strange]
    return wrong + copies(ledger)


def copies(ledger: Sequence[Delivered]) -> list[str]:
    """Whatever holds a case number says so once; what must arrive (class B) at most twice, the second time marked."""
    wrong = []
    seen = Counter((sent.chat_id, sent.text) for sent in ledger if NUMBER.search(sent.text))
    for (chat, text), count in seen.items():
        if count > 1:
            wrong.append(f"{chat} has received {count} times: {text[:60]!r}")
    return wrong


def intact(path: Path) -> str:
    """SQLite's own word on its file: "ok" when it is sound."""
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()
