"""What must be true after each step of a walk, whatever has happened.

Tested in tests/harness/walks/test_all_at_once.py."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot.desk.own_queue import reads_as
from casework import lifecycle
from casework.access.own_queue import TO_DO, in_queue
from casework.case.events import Event
from casework.case.model import Case
from casework.case.number import number
from storage.cases import cases
from storage.cases.cases import CASES, case_of
from storage.db.database import table_of
from storage.pending.bells import next_bell
from storage.tables.pending import OutboxRow
from storage.tables.updates import Poison, SeenRow
from storage.unit_of_work import Batch
from tests.harness.walks.walk import OFFICERS, Walk
from tests.support.crashes.oracle import MARK
from tests.support.crashes.robot import NUMBER, RECEIPT

Trail = Sequence[tuple[Event, datetime]]
CANARY = re.compile(r"kata\d+x\d+")
OUTBOX = table_of(OutboxRow)


@dataclass
class Promises:
    """Looks at all of them. ``looked``: how often one was looked at; ``read``: how far the ledger
    was read."""

    walk: Walk
    looked: int = 0
    read: int = 0
    updates: int = 1
    versions: dict[int, int] = field(default_factory=dict)
    when_ended: dict[int, datetime] = field(default_factory=dict)
    promised: set[tuple[int, str]] = field(default_factory=set)

    async def broken(self) -> list[str]:
        """What is not as it was promised."""
        rig = self.walk.rig
        async with rig.program.db.read() as connection:
            found = [
                case_of(rig.program.vault, row)
                for row in await connection.execute(select(CASES).order_by(CASES.c.id))
            ]
            changed = [case for case in found if self.versions.get(case.id) != case.version]
            trails = {
                case.id: await cases.history(connection, rig.program.vault, case.id)
                for case in changed
            }
            wrong = [
                *await self._nothing_waits(connection),
                *await self._all_updates_were_seen(connection),
                *await self._no_letter_twice(connection),
            ]
        wrong += [line for case in changed for line in self._trail(case, trails[case.id])]
        wrong += self._what_is_promised_is_there(found)
        wrong += self._nobody_reads_what_is_not_theirs(found)
        wrong += await self._nothing_is_nobodys(found)
        self.versions |= {case.id: case.version for case in found}
        self.read = len(rig.telegram.ledger)
        self.looked += 8
        return wrong

    async def _nothing_waits(self, connection: Any) -> list[str]:
        """No bell and no letter is due, none hangs, and no update was put aside."""
        now = self.walk.rig.now
        bell = await next_bell(connection)
        letters = select(func.count()).where(OUTBOX.c.done_at.is_(None), OUTBOX.c.not_before <= now)
        aside = await connection.scalars(select(table_of(Poison).c.error))
        left = await connection.scalar(letters)
        return [
            *([f"a bell of {bell} has not rung"] if bell and bell <= now else []),
            *([f"{left} letters wait"] if left else []),
            *(f"an update was put aside: {error}" for error in aside),
        ]

    async def _all_updates_were_seen(self, connection: Any) -> list[str]:
        queue = self.walk.rig.telegram.updates
        sent = range(self.updates, queue.next_id)
        self.updates = queue.next_id
        seen = table_of(SeenRow).c.update_id
        known = set(await connection.scalars(select(seen).where(seen >= sent.start)))
        lost = sorted(set(sent) - known)
        return [f"updates {lost} were never handled"] if lost else []

    async def _no_letter_twice(self, connection: Any) -> list[str]:
        """Nobody got more messages than there are letters to them; copies are marked, and only of
        what must arrive."""
        rows = await connection.execute(
            select(OUTBOX.c.chat_id, OUTBOX.c.delivery, func.count())
            .where(OUTBOX.c.method == "sendMessage")
            .group_by(OUTBOX.c.chat_id, OUTBOX.c.delivery)
        )
        letters, must = Counter[int](), Counter[int]()
        for chat, delivery, count in rows:
            letters[chat] += count
            must[chat] += count if delivery == "B" else 0
        ledger = [one for one in self.walk.rig.telegram.ledger if one.method == "sendMessage"]
        plain = Counter(one.chat_id for one in ledger if MARK not in one.text)
        marked = Counter(one.chat_id for one in ledger if MARK in one.text)
        return [
            f"{chat} got {plain[chat]} messages and {marked[chat]} copies of {letters[chat]}"
            for chat in plain
            if plain[chat] > letters[chat] or marked[chat] > must[chat]
        ]

    def _trail(self, case: Case, trail: Trail) -> list[str]:
        """The case is what its trail makes of it, and whoever works here no more adds nothing."""
        wrong = []
        if len(trail) != case.version:
            wrong.append(f"{number(case.id)} has {len(trail)} events and version {case.version}")
        if lifecycle.as_it_stood(case.id, trail) != case:
            wrong.append(f"{number(case.id)} is not what its trail says")
        for event, at in trail[self.versions.get(case.id, 0) :]:
            if event.by in self.walk.ended and event.by != case.teller:
                wrong.append(f"{event.by} works here no more, and {event.kind} at {at}")
        return wrong

    def _what_is_promised_is_there(self, found: Iterable[Case]) -> list[str]:
        """Each number in a receipt is a case of who got it, and each case has told its number."""
        ledger = self.walk.rig.telegram.ledger
        self.promised |= {
            (one.chat_id, receipt[1])
            for one in ledger[self.read :]
            if (receipt := RECEIPT.search(one.text))
        }
        theirs = {(case.teller, number(case.id)) for case in found}
        heard = {(one.chat_id, n) for one in ledger for n in NUMBER.findall(one.text)}
        return [
            *(f"{one} was promised, and is no case" for one in sorted(self.promised - theirs)),
            *(
                f"{one} was never heard of"
                for one in sorted(theirs - heard)
                if one[0] not in self.walk.quiet
            ),
        ]

    def _nobody_reads_what_is_not_theirs(self, found: Iterable[Case]) -> list[str]:
        """Whoever has no role reads no word and no number of another's."""
        walk, wrong = self.walk, []
        own: dict[int, set[str]] = {}
        for case in found:
            own.setdefault(case.teller, set()).add(number(case.id))
        others = set().union(*own.values())
        for one in walk.rig.telegram.ledger[self.read :]:
            if one.chat_id in OFFICERS and one.chat_id not in walk.ended:
                continue
            foreign = {w for w in CANARY.findall(one.text) if walk.canaries[w] != one.chat_id}
            numbers = others.intersection(NUMBER.findall(one.text)) - own.get(one.chat_id, set())
            if foreign or numbers:
                wrong.append(f"{one.chat_id} reads {foreign or numbers}: {one.text!r}")
        return wrong

    async def _nothing_is_nobodys(self, found: Iterable[Case]) -> list[str]:
        """Whatever waits for us is in the queue of somebody who is there."""
        program = self.walk.rig.program
        async with program.db.write() as connection:
            batch = Batch(connection, program.vault, self.walk.rig.now)
            there = [await reads_as(batch, program.desk.roster, person) for person in OFFICERS]
        return [
            f"{number(case.id)} is in nobody's queue"
            for case in found
            if case.status in TO_DO and not any(in_queue(whose, case) for whose in there)
        ]
