"""A random history of a district, for its bells alone: cases, what people do with them, time that
goes by with the bot and without it, clocks that jump, deaths of the bot. Dice decide.

Tested in tests/harness/walks/test_timers.py."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any

from sqlalchemy import select

from bot.true_time import TrueTime
from casework import lifecycle
from casework.actions.assignment import Claim
from casework.actions.correcting.classification import CorrectUrgency
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.postponement import Postpone
from casework.actions.correspondence import Reply
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.actions.objection import Object
from casework.actions.question import Answer, Ask
from casework.actions.referral import Recall, Refer
from casework.actions.referral_answer import Accept, Return, Why
from casework.actions.review import Review
from casework.case import commands as c
from casework.case.events import Filed
from casework.case.model import Case, Decision, Urgency, Verdict
from storage.cases import cases
from storage.cases.cases import CASES
from storage.db.database import Database, table_of
from storage.tables.pending import BellRow
from tests.harness.walks.reckoning import ROWS, Reckoned
from tests.support import kept
from tests.support.crashes.mortal import Died, Mortality
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DINSOS

BELLS = table_of(BellRow)
KINDS = [row["kind"] for row in ROWS]
SERVICES = ("pkh", "violence", "pbi_reactivation", "spm_elderly", "sktm", "rutilahu", "violence")
DEEDS: Sequence[Callable[[int], c.Command]] = (
    lambda _: Review(BO),
    lambda _: Claim(BO),
    lambda _: Claim(BO),
    lambda _: Claim(CO),
    lambda _: Reply(BO, "besok"),
    lambda _: Ask(BO, "sejak kapan?", "text"),
    lambda _: Resolve(BO, Decision.HELPED, "sudah"),
    lambda _: Resolve(CO, Decision.NOT_POSSIBLE, "tidak bisa"),
    lambda _: Refer(BO, DINSOS, "mohon dibantu", override="mendesak"),
    lambda _: Refer(BO, DINSOS, "mohon dibantu", override="mendesak"),
    lambda _: Accept(AG),
    lambda _: Accept(AG),
    lambda _: Return(AG, Why.WRONG_OFFICE, "bukan di sini"),
    lambda _: Recall(BO),
    lambda _: GiveBack(BO, "tidak sempat"),
    lambda _: CorrectUrgency(CO, Urgency.HIGH, "mendesak"),
    lambda teller: Answer(teller, {"kind": "text", "value": "ya"}),
    lambda teller: Answer(teller, {"kind": "text", "value": "ya"}),
    lambda teller: Confirm(teller, Verdict.NO, "belum"),
    lambda teller: Confirm(teller, Verdict.FIXED, ""),
    lambda teller: Reopen(teller, "rusak lagi"),
    lambda teller: Object(teller, "keberatan"),
    lambda teller: Withdraw(teller, "solved"),
)
JUMPS = [timedelta(minutes=11), timedelta(hours=7), timedelta(days=2), timedelta(days=365)]
A_SECOND = timedelta(seconds=1)
POWER_CUT = datetime(1970, 1, 1, tzinfo=UTC)
TICK = 5.0
"""Seconds between two ticks of a bot that is up."""


@dataclass
class Counts:
    """What a history has seen. ``for_nothing``: bells that rang twice, or before their moment, or
    were never to ring."""

    rung: int = 0
    missed: int = 0
    for_nothing: int = 0
    jumps: int = 0


@dataclass
class BellHistory:
    """``real``: what time it is; ``off``: how far the machine's clock is ahead of it; ``reckoned``:
    the bells of each case; ``wrong``: where the program does not agree with them."""

    office: Office
    url: str
    dice: Random
    mortality: Mortality
    begun: datetime = field(init=False)
    real: datetime = field(init=False)
    off: timedelta = timedelta(0)
    reckoned: dict[int, Reckoned] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begun = self.real = self.office.at
        self.time = TrueTime(lambda: self.real + self.off, self.real_seconds)

    def real_seconds(self) -> float:
        return self.real.timestamp()

    async def step(self) -> None:
        """Whatever comes next."""
        (act,) = self.dice.choices([act for act, _ in ACTS], [often for _, often in ACTS])
        await act(self)

    async def files(self) -> None:
        """Somebody reports."""
        kind = self.dice.choice(("", "", "", "emergency", "frail"))
        facts = {"emergency": {"alarm": "medical"}, "frail": {"frail": "yes"}}.get(kind, {})
        service = self.dice.choice(SERVICES)
        await self._asks(lambda: self.office.file(service, 1000 + len(self.reckoned), **facts))

    async def does(self) -> None:
        """Somebody does something with a case, if the rules let them."""
        if not self.reckoned:
            return await self.files()
        case = self.dice.choice([*self.reckoned.values()]).case
        command = self.dice.choice(DEEDS)(case.teller)
        if self.dice.random() < 0.05:
            until = self.real + timedelta(days=self.dice.randrange(2, 25))
            command = Postpone(BO, until.date().isoformat(), "menunggu")
        await self._asks(lambda: self.office.do(command.by, command, case.id))  # type: ignore[attr-defined]

    async def _asks(self, work: Callable[[], Awaitable[Any]]) -> None:
        self._later(self.dice.uniform(1, 40))
        await self._lives(work)
        await self._learn(rings=False)
        self._later(1)
        await self._lives(self.office.delivered)
        await self._learn(rings=False)

    async def goes_by(self) -> None:
        """Time with the bot: at each moment at which something is due it ticks."""
        until = self.real + timedelta(hours=self.dice.choice((2, 24, 24, 100)))
        while self.real < until:
            first = min(
                (one.at for each in self.reckoned.values() for one in each.waiting), default=until
            )
            tick = min(
                max(first, self.real) + timedelta(seconds=self.dice.uniform(1.1, TICK)), until
            )
            self._later((tick - self.real).total_seconds())
            await self._ring()

    async def outage(self) -> None:
        """Time without the bot."""
        self.real += timedelta(hours=self.dice.choice((1, 9, 60, 200)))
        self._restarted()
        self._later(1)
        await self._ring()

    async def jumps(self) -> None:
        """The clock of the machine jumps, and is right again some ticks later."""
        self.counts.jumps += 1
        far = self.dice.choice([*JUMPS, *(-jump for jump in JUMPS), POWER_CUT - self.real])
        self.off = far
        for _ in range(self.dice.randrange(1, 4)):
            self._later(self.dice.uniform(1.1, TICK))
            await self._ring()
        if self.dice.random() < 0.5:
            await self.does()
        self.off = timedelta(0)

    async def _ring(self) -> None:
        """A tick. Where the bot dies in it, the next one ticks a moment later."""
        while not await self._lives(self.office.ring):
            await self._learn(rings=True, died=True)
            self._later(self.dice.uniform(1.1, TICK))
        await self._learn(rings=True)
        self._later(1)
        await self._lives(self.office.delivered)
        await self._learn(rings=False)

    def _later(self, seconds: float) -> None:
        """Time goes by; Telegram is heard every few seconds."""
        self.real += timedelta(seconds=seconds)
        self.time.answered(format_datetime(self.real, usegmt=True))
        self.office.at = self.time.now()

    async def _lives(self, work: Callable[[], Awaitable[Any]]) -> bool:
        """Do some work; False when the bot has died of it, and another stands there."""
        self.mortality.left = self.dice.randrange(40) if self.dice.random() < 0.1 else None
        try:
            await work()
        except Died:
            self.mortality.buried()
            with suppress(Died):
                await self.office.db.dispose()
            with kept.shared():
                self.office.db = Database(self.url)
            self._restarted()
            return False
        finally:
            self.mortality.left = None
        return True

    def _restarted(self) -> None:
        self.time = TrueTime(lambda: self.real + self.off, self.real_seconds)
        self.office.restart()

    async def _learn(self, *, rings: bool, died: bool = False) -> None:
        """Read what has happened, reckon what it means, and compare."""
        at, vault = self.office.at, self.office.vault
        async with self.office.db.read() as connection:
            rows = (await connection.execute(select(CASES.c.id, CASES.c.version))).all()
            known = {n: each.case.version for n, each in self.reckoned.items()}
            changed = [row.id for row in rows if known.get(row.id) != row.version]
            trails = {n: await cases.history(connection, vault, n) for n in changed}
            fired = (
                await connection.execute(
                    select(BELLS).where(BELLS.c.fired_at == at, BELLS.c.kind.in_(KINDS))
                )
            ).all()
        events = {n: self._new(n, trail) for n, trail in trails.items()}
        if rings:
            self._rung(at, events, fired, died=died)
        elif fired:
            self.wrong.append(f"bells rang at {at} without a tick: {fired}")
        for case_id, (happened, after) in events.items():
            if happened:
                found = self.reckoned.setdefault(case_id, Reckoned(after))
                found.happened(happened, after, at)

    def _new(self, case_id: int, trail: Any) -> tuple[list[Any], Case]:
        """The events that are new, and the case after them."""
        known = self.reckoned[case_id].case if case_id in self.reckoned else None
        new = trail[known.version if known else 0 :]
        case = known
        for event, when in new:
            if when != self.office.at:
                self.wrong.append(f"{case_id}: {event.kind} at {when}, and it was {self.office.at}")
            if isinstance(event, Filed):
                case = lifecycle.opened(case_id, event, when)
            else:
                assert case is not None
                case = lifecycle.evolve(case, event, when)
        assert case is not None
        return [event for event, _ in new], case

    def _rung(self, at: datetime, events: Any, fired: Sequence[Any], *, died: bool) -> None:
        """What has rung in the store must be what was to ring. A bot that has died in between has
        rung its alarms, or all, or none."""
        rest = not died or any(row.kind != "alarm" for row in fired)
        rounds = (True, False) if rest else (True,) if fired else ()
        due_at = at if abs(at - self.real) <= A_SECOND else self.real
        for case_id, each in self.reckoned.items():
            clock = [event for event in events.get(case_id, ([], None))[0] if event.by == 0]
            before = len(each.rung)
            for alarms in rounds:
                each.ring(due_at, clock, alarms=alarms)
            happened, after = events.get(case_id, ([], each.case))
            taken = each.taken_back_by(happened, after)
            mine = sorted((row.kind, row.due_at) for row in fired if row.subject == str(case_id))
            ours = sorted((kind, due) for kind, due, _ in each.rung[before:])
            # A bell that has rung and is then taken back by what came of it leaves no row behind.
            mine += [one for one in ours if one not in mine and one[0] in taken]
            self._compare(case_id, ours, mine, at)

    def _compare(self, case_id: int, ours: list[Any], theirs: list[Any], at: datetime) -> None:
        self.counts.rung += len(theirs)
        for one in ours:
            if one in theirs:
                theirs.remove(one)
            else:
                self.counts.missed += 1
                self.wrong.append(f"{case_id}: {one} did not ring at {at}")
        self.counts.for_nothing += len(theirs)
        self.wrong += [f"{case_id}: {one} rang at {at} for nothing" for one in theirs]
        self.wrong += self.reckoned[case_id].wrong

    async def ends(self) -> None:
        """What still waits must be what is still to ring."""
        asked = select(BELLS).where(BELLS.c.fired_at.is_(None), BELLS.c.kind.in_(KINDS))
        async with self.office.db.read() as connection:
            rows = (await connection.execute(asked)).all()
        theirs = sorted((row.subject, row.kind, row.due_at) for row in rows)
        ours = sorted(
            (str(n), one.kind, one.at) for n, each in self.reckoned.items() for one in each.waiting
        )
        if theirs != ours:
            self.wrong.append(f"wait: {set(theirs) - set(ours)}; are to: {set(ours) - set(theirs)}")


ACTS: Sequence[tuple[Callable[[BellHistory], Awaitable[None]], int]] = (
    (BellHistory.files, 8),
    (BellHistory.does, 60),
    (BellHistory.goes_by, 24),
    (BellHistory.outage, 3),
    (BellHistory.jumps, 5),
)
"""What may happen, and how often."""
