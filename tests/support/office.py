"""A desk on a database, without Telegram: what people are told is read from the outbox. Time is its
own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.desk.desk import ComplaintDesk
from bot.desk.filing import file
from bot.topics import TOPICS
from bot.turns.bells import Ringer
from bot.turns.digests import cases_of
from bot.turns.posting import Post
from bot.turns.receipts import DeliveryReceipts
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case, Desk, Role
from casework.clock import open_time
from casework.policy.policy import Policy
from conversations.protocol import requests as rq
from conversations.protocol.effects import Do
from storage.cases import cases
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending import outbox
from storage.pending.bells import next_bell
from storage.people import people, stand_ins
from storage.people.people import Profile
from storage.tables.pending import OutboxRow
from storage.tables.people import Grant
from storage.unit_of_work import Batch
from tests.casework.cases import NOW, POLICY, TELLER, VILLAGE
from tests.casework.shipped import toml
from tests.conversations.speaker import CONTENT

STORY = {"texts": ["butuh bantuan"], "files": [], "location": None}


def in_zone(zone: str, **changed: Any) -> Policy:
    """The shipped policy as it counts in a zone."""
    hours = open_time.of_district(toml("casework/policy/hours.toml"), zone, range(2025, 2030))
    return replace(POLICY, calendar=hours, **changed)


@dataclass(frozen=True)
class Told:
    """A letter: to whom, its words, when it may go out (UTC), its class, the data of its
    buttons."""

    to: int
    text: str
    not_before: datetime
    delivery: str
    taps: tuple[str, ...]


class Office:
    """The people, cases and letters of one district."""

    def __init__(self, database: Database, policy: Policy = POLICY, at: datetime = NOW) -> None:
        self.db, self.vault, self.at = database, Vault(bytes(range(32))), at
        self.desk = ComplaintDesk(policy, CONTENT, lambda code: "", TOPICS)
        self.receipts = False
        """Whether a case learns that its result has arrived."""
        self._read: set[str] = set()
        self.asked = 0
        """How often somebody has asked the desk for something."""
        self.restart()

    def restart(self) -> None:
        """The process begins anew; only the database remembers."""
        self.ringer = Ringer(
            self.db, self.vault, self.desk, clock=lambda: self.at, wake=lambda: None
        )

    def later(self, **amount: float) -> None:
        self.at += timedelta(**amount)

    async def hire(self, person: int, role: Role, scope: str = VILLAGE, *desks: Desk) -> int:
        """Make somebody an officer, known by name."""
        row = {
            "person_id": person,
            "role": str(role),
            "scope": scope,
            "desks": ",".join(desks),
            "granted_by": 0,
            "granted_at": self.at,
        }
        async with self.db.write() as connection:
            await connection.execute(table_of(Grant).insert(), [row])
            await people.save_profiles(
                connection, self.vault, [Profile(person, "id", name=f"officer {person}")], self.at
            )
        return person

    async def leaves(self, person: int) -> None:
        """Somebody works here no more: their roles end."""
        async with self.db.write() as connection:
            mine = table_of(Grant).c.person_id == person
            await connection.execute(table_of(Grant).update().where(mine).values(ended_at=self.at))

    async def blocks(self, person: int) -> None:
        """Somebody has blocked the bot."""
        async with self.db.write() as connection:
            await people.save_profiles(
                connection, self.vault, [Profile(person, "id", unreachable=True)], self.at
            )

    async def batch_of(self, connection: Any) -> Batch:
        return Batch(connection, self.vault, self.at)

    async def do(self, by: int, command: c.Command | rq.About, case: int | None = None) -> None:
        """Ask the desk for something, in a transaction of its own."""
        self.asked += 1
        async with self.db.write() as connection:
            batch = Batch(connection, self.vault, self.at)
            mails = await self.desk.do(batch, by, Do(command, case))
            await Post(batch, CONTENT.texts, f"t{self.asked}").news(mails)
            await batch.flush()

    async def file(
        self, service: str = "pkh", teller: int = TELLER, village: str = VILLAGE, **facts: str
    ) -> Case:
        """A report of somebody about themselves; gives the case."""
        self.asked += 1
        key = f"draft{self.asked}"
        filed = c.File(teller, key, village, service, facts, Intake(who=Who.SELF, story=STORY))
        async with self.db.write() as connection:
            batch = Batch(connection, self.vault, self.at)
            # Each is a trouble of its own; nobody is asked whether it is.
            mails = await file(self.desk, batch, filed)
            await Post(batch, CONTENT.texts, f"t{self.asked}").news(mails)
            await batch.flush()
        async with self.db.read() as connection:
            case_id = await cases.id_of_key(connection, key)
        assert case_id is not None
        return await self.case(case_id)

    async def case(self, case_id: int) -> Case:
        async with self.db.read() as connection:
            found = await cases.load(connection, self.vault, case_id, lock=False)
        assert found is not None
        return found

    async def away(self, person: int, substitute: int = 0, days: int = 3) -> None:
        """Somebody is away from today on."""
        today = self.at.astimezone(self.desk.policy.calendar.zone).date()
        given = stand_ins.Absence(person, person, substitute, today, today + timedelta(days=days))
        async with self.db.write() as connection:
            await stand_ins.put(connection, given, self.at)

    async def ring(self) -> int:
        return await self.ringer.ring()

    async def next_due(self) -> datetime | None:
        """When the next bell rings or the next letter may go, if anything waits."""
        async with self.db.read() as connection:
            found = [await next_bell(connection), await outbox.next_due(connection)]
        return min((due for due in found if due is not None), default=None)

    async def told(self) -> Sequence[Told]:
        """The letters that came since they were last read."""
        rows = table_of(OutboxRow)
        async with self.db.read() as connection:
            found = (await connection.execute(select(rows).order_by(rows.c.id))).all()
        # By key: the id of a letter that was taken back is given out again.
        new = [row for row in found if row.key not in self._read]
        self._read |= {row.key for row in new}
        return [self._opened(row) for row in new]

    def _opened(self, row: Any) -> Told:
        params = self.vault.open_json("outbox", "payload", row.key, row.payload)
        words, taps = params.get("text", ""), _taps(params)
        return Told(row.chat_id, words, row.not_before, row.delivery, taps)

    async def delivered(self) -> Sequence[Told]:
        """The letters that Telegram would have got by now; they count as sent."""
        async with self.db.write() as connection:
            claimed = await outbox.claim(connection, self.vault, self.at, 10_000)
            sent = [outbox.Outcome(one.id, "sent", one.id) for one in claimed]
            await outbox.settle(connection, sent, self.at)
            if self.receipts:
                receipts = DeliveryReceipts(self.desk, self.vault)
                await receipts.arrived(connection, claimed, self.at)
        return [
            Told(one.chat_id, one.params.get("text", ""), one.due, one.delivery, _taps(one.params))
            for one in claimed
        ]

    async def gathered(self, person: int) -> list[tuple[int, str]]:
        """Of each message about several cases that waits for somebody: how many, and its
        purpose."""
        rows = table_of(OutboxRow)
        waiting = select(rows.c.purpose).where(rows.c.chat_id == person, rows.c.state == "due")
        async with self.db.read() as connection:
            found = (await connection.execute(waiting)).scalars().all()
        counted = [(len(cases_of(purpose)), purpose) for purpose in found]
        return [one for one in counted if one[0] > 1]

    async def told_to(self, *people_: int) -> list[int]:
        """To whom of these the new letters are, in order."""
        return [letter.to for letter in await self.told() if not people_ or letter.to in people_]


def _taps(params: Any) -> tuple[str, ...]:
    keyboard = params.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(button["callback_data"] for line in keyboard for button in line)
