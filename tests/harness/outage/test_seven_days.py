"""Seven days without the bot: 500 people, ten thousand bells overdue (fewer on PostgreSQL).
Emergencies go first, each person gets one message about all their cases, and each case takes one
step and then waits anew."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.turns import bells as ringing
from bot.turns import posting
from casework.case.model import Role
from storage.db.database import Database, table_of
from storage.pending import outbox
from storage.pending.outbox import ClaimedLetter
from storage.tables.cases import EventRow
from storage.tables.pending import BellRow
from tests.casework.cases import DISTRICT
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support.dice import thrown
from tests.support.office import Office

OUTAGE = timedelta(days=7)
IN_VILLAGE = (Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.COORDINATOR)
A_VILLAGE = 20
"""People of a village: three officers and seventeen residents."""

REPORTS = 8
"""Of each resident: one of them in one of the villages is an emergency."""

SERVICES = ("pkh", "bpnt", "pbi_reactivation", "school_dropout", "sktm", "rutilahu", "spm_elderly")
PER_SECOND, MINUTE = 25, 60
SIDES = {"escalated": "staff", "rung": "staff", "reminded": "teller", "lapsed": "teller"}
"""What a bell leads to, and whom it asks or tells."""

SECONDS = 3 * 3600
"""So long the letters are followed."""

pytestmark = pytest.mark.timeout(900)


@dataclass
class Outage:
    """A district that was left alone. ``went``: the letters in the order in which they went out,
    with the second of each, counted from the moment at which the bot was back."""

    office: Office
    people: int = 0
    reports: int = 0
    emergencies: set[int] = field(default_factory=set)
    went: list[tuple[int, ClaimedLetter]] = field(default_factory=list)

    async def settle(self, villages: int) -> None:
        """People, and what they have reported; all of it is told before the outage."""
        _, dice = thrown()
        for nth in range(villages):
            village = f"32.74.05.{1001 + nth}"
            for role in IN_VILLAGE:
                await self._hire(role, village)
            for _ in range(A_VILLAGE - len(IN_VILLAGE)):
                self.people += 1
                for service in dice.choices(SERVICES, k=REPORTS):
                    await self._report(service, village, 10_000 + self.people)
            case = await self._report("pkh", village, 10_000 + self.people, alarm="danger")
            self.emergencies.add(case)
        await self._hire(Role.DISTRICT_OFFICER, DISTRICT)
        await self._hire(Role.DISTRICT_MANAGER, DISTRICT)
        self.office.later(hours=1 / 60)
        await self.office.delivered()

    async def _hire(self, role: Role, scope: str) -> None:
        self.people += 1
        await self.office.hire(1000 + self.people, role, scope)

    async def _report(self, service: str, village: str, teller: int, **facts: str) -> int:
        self.reports += 1
        return (await self.office.file(service, teller, village, **facts)).id

    async def overdue(self) -> int:
        """How many bells have waited for the bot."""
        bells = table_of(BellRow)
        waiting = (bells.c.fired_at.is_(None), bells.c.due_at <= self.office.at)
        async with self.office.db.read() as connection:
            return await connection.scalar(select(func.count()).where(*waiting)) or 0

    async def back(self) -> None:
        """The bot comes back: what is due rings, and letters go out, 25 a second."""
        begun = time.monotonic()
        self.office.restart()
        await self.office.ring()
        second = int(time.monotonic() - begun)
        while second < SECONDS:
            claimed = await self._second()
            self.went += [(second, one) for one in claimed]
            next_one = 1 if claimed else MINUTE
            self.office.later(seconds=next_one)
            second += next_one

    async def _second(self) -> list[ClaimedLetter]:
        office = self.office
        async with office.db.write() as connection:
            room = PER_SECOND
            claimed = list(await outbox.claim(connection, office.vault, office.at, room))
            ended = [outbox.Outcome(one.id, "sent", one.id) for one in claimed]
            await outbox.settle(connection, ended, office.at)
        return claimed

    def alarms(self) -> list[int]:
        """The second of each letter about an emergency alone."""
        return [second for second, one in self.went if one.case_id in self.emergencies]

    def messages(self) -> Counter[int]:
        """How many messages each person got, but for those about an emergency alone, and the
        morning's list."""
        return Counter(
            one.chat_id
            for _, one in self.went
            if one.method == "sendMessage"
            and one.case_id not in self.emergencies
            and one.delivery != "D"
        )

    async def twice(self) -> int:
        """How many cases have asked the same side more than once."""
        events = table_of(EventRow)
        found = select(events.c.case_id, events.c.kind).where(events.c.kind.in_(SIDES))
        async with self.office.db.read() as connection:
            rows = (await connection.execute(found)).all()
        steps = Counter((row.case_id, SIDES[row.kind]) for row in rows)
        return len({case for (case, _), times in steps.items() if times > 1} - self.emergencies)


async def _outage(database: Database, villages: int) -> tuple[Outage, dict[str, int]]:
    made = Outage(Office(database))
    await made.settle(villages)
    made.office.later(hours=OUTAGE.total_seconds() / 3600)
    overdue = await made.overdue()
    await made.back()
    messages = made.messages()
    return made, {
        "people": made.people,
        "bells_overdue": overdue,
        "messages": messages.total(),
        "most_messages_to_one": max(messages.values()),
        "alarms": len(made.alarms()),
        "most_seconds_until_an_alarm": max(made.alarms(), default=SECONDS),
        "cases_with_two_steps": await made.twice(),
    }


VILLAGES = {"sqlite": 25, "postgresql": 3}


@played("seven days")
async def test_seven_days(database: Database, go: int, figure: Figure) -> None:
    """One message each, alarms within a minute, one step for each case; what emergencies ring
    afterwards is their own next step."""
    made, found = await _outage(database, VILLAGES[database.dialect])
    figure("G10", "seven days without the bot", **found)
    assert found["most_messages_to_one"] == 1
    assert len(made.messages()) <= made.people
    assert found["alarms"] >= len(made.emergencies)
    assert found["most_seconds_until_an_alarm"] <= MINUTE
    assert not found["cases_with_two_steps"]


async def test_as_if_nothing_had_been(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where each bell rings that was due, and each is told by itself, people get
    message after message."""

    async def none(*_: Any) -> set[int]:
        return set()

    async def as_they_come(batch: Any, texts: Any, mails: Sequence[Any]) -> list[Any]:
        return list(mails)

    monkeypatch.setattr(ringing, "put_off", none)
    monkeypatch.setattr(posting, "gather", as_they_come)
    _, found = await _outage(sqlite_database, 3)
    figure("G10", "control: every bell rings for itself", **found)
    assert found["most_messages_to_one"] > 1
    assert found["cases_with_two_steps"]
