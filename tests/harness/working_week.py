"""A week of a district that is played without Telegram: residents, colleagues, the clock, and what
everybody is told. Dice decide; with the same seed the same week happens again.

Tested in tests/harness/test_the_week.py."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot.desk.own_queue import own_queue
from casework.actions.assignment import Claim
from casework.actions.correspondence import Note, Reply
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Answer, Ask
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.actions.review import Review
from casework.case import commands as c
from casework.case.model import OPEN, Case, Decision, Role, Stage, Status, Urgency, Verdict
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from storage.cases.list_page import ListPage
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT, POLICY
from tests.support.office import Office, Told

ZONE = POLICY.calendar.zone
BEGIN = datetime(2026, 11, 23, 7, 0, tzinfo=ZONE)
DAYS, TICK = 7, timedelta(minutes=30)
MORNING = (7, 30)
NUMBER = re.compile(r"\d\d-\d{5}-[A-Z]")
VILLAGES = tuple(f"32.74.05.{1001 + n}" for n in range(22))
KECAMATAN, DINSOS, DINKES = "32.74.05", f"{DISTRICT}/dinsos", f"{DISTRICT}/dinkes"
STAFF: tuple[tuple[Role, str], ...] = (
    *((Role.FRONT_OFFICE, village) for village in VILLAGES[:13]),
    *((Role.BACK_OFFICE, village) for village in VILLAGES[:3]),
    *((Role.COORDINATOR, village) for village in VILLAGES[:2]),
    (Role.COORDINATOR, KECAMATAN),
    *((Role.DISTRICT_OFFICER, DISTRICT),) * 2,
    (Role.DISTRICT_MANAGER, DISTRICT),
    (Role.AGENCY_OFFICER, DINSOS),
    (Role.AGENCY_OFFICER, DINKES),
)
"""24 colleagues; nine of the 22 villages have nobody of their own."""

COLLEAGUES = {101 + n: one for n, one in enumerate(STAFF)}
COORDINATOR = next(p for p, one in COLLEAGUES.items() if one == (Role.COORDINATOR, VILLAGES[0]))
STAND_IN = next(p for p, one in COLLEAGUES.items() if one == (Role.BACK_OFFICE, VILLAGES[0]))
LEAVER = next(p for p, one in COLLEAGUES.items() if one == (Role.FRONT_OFFICE, VILLAGES[1]))
CASES, EMERGENCIES = 66, 4
SERVICES = ("pkh", "bpnt", "pbi_reactivation", "school_dropout", "sktm", "rutilahu", "spm_elderly")
NIGHT_ALARMS = (1, 5)
"""The days on which somebody is in danger, at night and by day; all others are calm."""


@dataclass
class Week:
    """``lists``: for each morning and colleague the cases of their list and of their queue, as far
    as both show them; ``everyday``: messages that a colleague was told without having done
    anything, by day, but for those about an emergency alone; ``alarmed``: whom each emergency
    reached; ``alarm_days``: on which one waited for somebody, and the days after
    these."""

    office: Office
    dice: Random
    filed: list[int] = field(default_factory=list)
    lists: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    everyday: Counter[tuple[int, date]] = field(default_factory=Counter)
    alarmed: dict[int, set[int]] = field(default_factory=dict)
    dangers: list[int] = field(default_factory=list)
    alarm_days: set[date] = field(default_factory=set)

    @property
    def local(self) -> datetime:
        return self.office.at.astimezone(ZONE)

    @property
    def day(self) -> int:
        return (self.local.date() - BEGIN.date()).days

    @property
    def at_work(self) -> bool:
        return self.local.weekday() < 5 and 8 <= self.local.hour < 15

    def who(self) -> list[int]:
        """Who works today."""
        gone = {LEAVER} if self.day >= 2 else set()
        away = {COORDINATOR} if 1 <= self.day <= 3 else set()
        return [person for person in COLLEAGUES if person not in gone | away]

    async def play(self) -> None:
        """Seven days, half an hour at a time."""
        for person, (role, scope) in COLLEAGUES.items():
            await self.office.hire(person, role, scope)
        plan = self._plan()
        for tick in range(int(timedelta(days=DAYS) / TICK)):
            self.office.at = BEGIN + tick * TICK
            await self._half_an_hour([moment for moment in plan if moment[0] == tick])

    async def fortnight(self) -> None:
        """Two weeks in which nobody does anything: timers alone go on."""
        for _ in range(2 * 14):
            self.office.later(hours=12)
            await self.office.ring()
            await self.office.delivered()

    def _plan(self) -> list[tuple[int, bool]]:
        """When somebody reports, and whether they are in danger: mostly by day."""
        a_day = int(timedelta(days=1) / TICK)
        calm = [
            (
                self.dice.randrange(DAYS) * a_day + self.dice.choice((*range(16), *range(a_day))),
                False,
            )
            for _ in range(CASES)
        ]
        danger = [
            (day * a_day + self.dice.choice((6, 34)), True)
            for day in NIGHT_ALARMS
            for _ in range(EMERGENCIES // len(NIGHT_ALARMS))
        ]
        return [*calm, *danger]

    async def _half_an_hour(self, reports: Sequence[tuple[int, bool]]) -> None:
        if self.local.time() == BEGIN.time():
            await self._presence()
        await self.office.ring()
        self._heard(await self.office.delivered())
        await self._alarms()
        if (self.local.hour, self.local.minute) == MORNING:
            await self._all_queues()
        for _, danger in reports:
            await self._report(danger=danger)
        await self._residents()
        if self.at_work:
            for person in self.who():
                if self.dice.random() < 0.25:
                    await self._work(person)
        self._heard(await self.office.delivered())

    async def _alarms(self) -> None:
        """Note the days on which an emergency waits for somebody, or has just got them."""
        for case_id in self.dangers:
            case = await self.office.case(case_id)
            if case.owner is None and case.status in OPEN:
                self.alarm_days |= {self.local.date(), self.local.date() + timedelta(days=1)}

    async def _presence(self) -> None:
        """On Tuesday a coordinator is away, with a stand-in; on Wednesday somebody leaves."""
        if self.day == 1:
            await self.office.away(COORDINATOR, STAND_IN, days=2)
        if self.day == 2:
            await self.office.leaves(LEAVER)

    async def _report(self, *, danger: bool) -> None:
        village, service = self.dice.choice(VILLAGES), self.dice.choice(SERVICES)
        facts = {"alarm": "medical"} if danger else {}
        if not danger and self.dice.random() < 0.15:
            facts = {"frail": "yes"}
        teller = 1000 + len(self.filed)
        case = await self.office.file(service, teller, village, **facts)
        assert (case.urgency is Urgency.EMERGENCY) is danger
        self.filed.append(case.id)
        self.dangers += [case.id] if danger else []

    async def _residents(self) -> None:
        """Who was asked answers, and who has a result says whether it is fixed; one in four never
        does."""
        for case_id in self.filed:
            if self.dice.random() > 0.04:
                continue
            case = await self.office.case(case_id)
            if case.status is Status.WAITING:
                told = {"kind": "text", "value": "sejak Oktober"}
                await self.office.do(case.teller, Answer(case.teller, told), case.id)
            if case.status is Status.RESOLVED and case.teller % 4:
                verdict = self.dice.choice((Verdict.FIXED, Verdict.FIXED, Verdict.NO))
                await self.office.do(case.teller, Confirm(case.teller, verdict, ""), case.id)

    async def _work(self, person: int) -> None:
        """One deed with one of the first cases of somebody's queue."""
        found = (await self.queue(person)).cases
        if not found:
            return
        case = self.dice.choice(found[:3])
        if case.urgency is Urgency.EMERGENCY and self.dice.random() < 0.2:
            return  # they are on the road
        await self.office.do(person, Review(person), case.id)
        await self.office.do(person, self._deed(person, case), case.id)
        self._heard([one for one in await self.office.delivered() if one.to != person])

    def _deed(self, person: int, case: Case) -> c.Command:
        if case.stage is Stage.OFFERED:
            return Accept(person)
        if case.owner is None and COLLEAGUES[person][0] is not Role.AGENCY_OFFICER:
            return Claim(person)
        done = Resolve(person, Decision.HELPED, "sudah dibantu")
        refer = Refer(person, DINSOS, "mohon dibantu", override="mendesak")
        reply = Reply(person, "sedang kami urus")
        ask = Ask(person, "Sejak kapan?", "text")
        return self.dice.choice((done, done, refer, reply, ask, Note(person, "dicatat")))

    async def queue(self, person: int) -> ListPage:
        """The first page of somebody's queue, as /antrian shows it now."""
        async with self.office.db.write() as connection:
            batch = Batch(connection, self.office.vault, self.office.at)
            return await own_queue(batch, self.office.desk.roster, person)

    async def _all_queues(self) -> None:
        """Held against what everybody has just been told this morning."""
        shown = {one.to: [x for x in one.taps if x.startswith("c:open:")] for one in self.mornings}
        if not self.office.desk.policy.calendar.hours.on(self.local.date()).windows:
            return
        for person in self.who():
            queue = (await self.queue(person)).cases
            at = f"{person} on {self.local:%A}"
            if person not in shown and all(self._in_good_hands(person, one) for one in queue):
                continue
            self.lists.append((at, shown.get(person, []), [f"c:open:{case.id}" for case in queue]))

    def _in_good_hands(self, person: int, case: Case) -> bool:
        """Whether a colleague holds a case and it is not due today: of such cases alone nobody is
        told in the morning."""
        midnight = self.local.replace(hour=0, minute=0) + timedelta(days=1)
        return case.owner not in (None, person) and case.due_at >= midnight

    mornings: list[Told] = field(default_factory=list)

    def _heard(self, told: Sequence[Told]) -> None:
        """Count what colleagues are told, and whom alarms reach."""
        self.mornings = [one for one in told if one.delivery == Delivery.BROADCAST]
        for one in told:
            if one.to not in COLLEAGUES:
                continue
            about = set(NUMBER.findall(one.text))
            alarming = bool(about) and about <= {number(case) for case in self.dangers}
            # a deletion has no text
            self.everyday[one.to, self.local.date()] += bool(one.text) and not alarming
            for tap in one.taps:
                if tap.startswith(("c:claim:", "c:open:")):
                    self.alarmed.setdefault(int(tap.rpartition(":")[2]), set()).add(one.to)
