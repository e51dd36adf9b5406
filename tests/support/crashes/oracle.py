"""What must be true after a crash, read from two sides: what Telegram delivered, and what the
database holds.

The ledger of the simulated Telegram is the only definition of "confirmed"; nothing here trusts the
program's own word."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.simulator.messages import DeliveredMessage
from bot.simulator.telegram import Telegram
from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from storage.cases.cases import CASES, case_of
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.pending import HeldReport, OutboxRow
from storage.tables.updates import Poison, SeenRow
from tests.support.crashes.robot import NUMBER, Robot

MARK = "(pesan ulang, nomor sama)"


@dataclass(frozen=True)
class Found:
    """What the database holds. ``letters``: how many are in each state (due, sending, sent, parked,
    dead); ``letters_about``: how many there were to a chat about a case, and ``urgent_about`` how
    many of class B; ``under_way``: how many could go now, or are going; ``held``: reports that wait
    for "is it one of these?". ``seen``: the updates that were handled."""

    cases: Sequence[Case]
    letters: Counter[str]
    letters_about: Counter[tuple[int, str]]
    urgent_about: Counter[tuple[int, str]]
    under_way: int
    held: int
    seen: frozenset[int]
    poison: int

    def of(self, marker: str) -> list[Case]:
        """The cases of the report with this marker.

        The address counts first: it is always asked for, while words that came twice may open the
        next report."""
        by_place = [case for case in self.cases if marker in str(case.intake.place)]
        return by_place or [case for case in self.cases if marker in str(case.intake)]


async def read(db: Database, vault: Vault, at: datetime) -> Found:
    """Everything that is needed to judge, as it is at ``at``."""
    outbox = table_of(OutboxRow)
    now = outbox.c.done_at.is_(None) & (outbox.c.not_before <= at)
    async with db.read() as connection:
        cases = [
            case_of(vault, row)
            for row in await connection.execute(select(CASES).order_by(CASES.c.id))
        ]
        states = await connection.execute(
            select(outbox.c.state, func.count()).group_by(outbox.c.state)
        )
        letters = Counter({state: count for state, count in states})
        about = (
            await connection.execute(
                select(outbox.c.chat_id, outbox.c.case_id, outbox.c.delivery).where(
                    outbox.c.case_id.is_not(None), outbox.c.method == "sendMessage"
                )
            )
        ).all()
        under_way = (
            await connection.scalar(select(func.count()).select_from(outbox).where(now)) or 0
        )
        # A report that waits for "is it one of these?" is told and on its way, and no case yet.
        held = await connection.scalar(select(func.count()).select_from(table_of(HeldReport))) or 0
        seen = frozenset(
            (await connection.execute(select(table_of(SeenRow).c.update_id))).scalars()
        )
        poison = await connection.scalar(select(func.count()).select_from(table_of(Poison))) or 0
    every = Counter((row.chat_id, number(row.case_id)) for row in about)
    urgent = Counter(
        (row.chat_id, number(row.case_id)) for row in about if row.delivery == Delivery.MUST_ARRIVE
    )
    return Found(cases, letters, every, urgent, under_way, held, seen, poison)


def complaints(found: Found, robots: Iterable[Robot], telegram: Telegram) -> list[str]:
    """Everything that is wrong: updates and reports lost, reports doubled, broken promises, copies.
    Empty is good."""
    waiting = {update["update_id"] for _, update in telegram.updates._waiting}
    lost = set(range(1, telegram.updates.next_id)) - found.seen - waiting
    wrong = [f"these updates were confirmed and never handled: {sorted(lost)}"] if lost else []
    wrong += [f"these updates still wait: {sorted(waiting)}"] if waiting else []
    for robot in robots:
        for marker in sorted(robot.told):
            cases, forms = found.of(marker), robot.drafts[marker]
            if len(cases) != 1 or len(forms) != 1:
                wrong.append(
                    f"{marker} was asked in {len(forms)} forms and has become {len(cases)} cases"
                )
                wrong += [
                    str(case.intake) for case in found.cases if case.teller == robot.phone.chat_id
                ]
        mine = {number(case.id) for case in found.cases if case.teller == robot.phone.chat_id}
        wrong += [f"{promised} was confirmed, but is no case" for promised in robot.promised - mine]
    reports = sum(len(robot.told) for robot in robots)
    if reports != len(found.cases):
        places = [str(case.intake.place) for case in found.cases]
        wrong.append(f"{reports} reports were told, and these are the cases: {places}")
    return wrong + copies(found, telegram.ledger)


def copies(found: Found, ledger: Sequence[DeliveredMessage]) -> list[str]:
    """Of each letter about a case one copy came, of one that must arrive (class B) perhaps a
    second, marked as such."""
    wrong = []
    plain, marked = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for sent in ledger:
        numbers = NUMBER.findall(sent.text)
        if (
            len(numbers) == 1 and sent.method == "sendMessage"
        ):  # with more of them it is a digest, about no one case
            (marked if MARK in sent.text else plain)[sent.chat_id, numbers[0]] += 1
    for (chat, number_), count in (plain | marked).items():
        letters = found.letters_about[chat, number_]
        must = found.urgent_about[chat, number_]
        if plain[chat, number_] > letters or marked[chat, number_] > must:
            wrong.append(
                f"{chat} got {count} messages about {number_}, and there were {letters} letters"
            )
    return wrong


def intact(path: Path) -> str:
    """SQLite's own word on its file: "ok" when it is sound."""
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()
