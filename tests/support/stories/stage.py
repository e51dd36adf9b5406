"""Plays a story: its people are simulated phones, its bot is the real program, built anew before
every line.

Messages are read from the ledger of the simulated Telegram, cases from the database. What is lost
unseen on the way (a letter that Telegram refuses, an update put aside) fails the story too, unless
the story says that it must happen."""

import re
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.cli import calendar_changes
from bot.simulator.messages import DeliveredMessage
from bot.simulator.phones import Phone
from casework.case.model import Case
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay
from storage.cases.cases import CASES, case_of
from storage.db.database import table_of
from storage.tables.pending import OutboxRow
from storage.tables.updates import Poison
from tests.support.rig import DISTRICT, VILLAGES, Rig
from tests.support.stories.deeds import DEEDS, GROUP, RESIDENT, ROLES, STRANGER, tap
from tests.support.stories.facts import FACTS, Look
from tests.support.stories.moments import UNITS, moment
from tests.support.stories.story import TOGETHER, Line, Story, fits
from tests.support.walking import report

TYPING_SECONDS, TOGETHER_SECONDS = 10, 1
"""How long somebody takes for a line, and for one of several lines that come together."""

_LABELS = re.compile(r"\[([^\]]+)\]")


@dataclass
class Actor:
    """Somebody of a story, or a group. What has come since the place ``read`` of the ledger is new
    to them."""

    phone: Phone | None
    chat_id: int
    read: int = 0


class Stage:
    """The people of one story in one rig."""

    def __init__(self, rig: Rig, story: Story) -> None:
        self.rig, self.story = rig, story
        self.people: dict[str, Actor] = {}
        self.off = False
        self.blocked: set[int] = set()
        self.broken = 0
        self.logs: Sequence[Mapping[str, Any]] = ()

    async def play(self) -> None:
        """Play all lines; StoryError for the first that does not come true."""
        with capture_logs() as self.logs:
            for line in self.story.lines:
                if not self.off:
                    await self.rig.restart()
                await self._played(line)

    async def _played(self, line: Line) -> None:
        for each in line.together:
            self.rig.later(seconds=TOGETHER_SECONDS)
            await self._line(each)
        self.rig.later(seconds=TYPING_SECONDS if _is_deed(line) else 0)
        await self._line(line)
        if line.text == TOGETHER or _is_deed(line):
            await self._settle(line)

    async def _line(self, line: Line) -> None:
        if line.text == TOGETHER:
            return
        try:
            await self._understood(line.text)
        except (AssertionError, LookupError, ValueError, RuntimeError) as wrong:
            raise self.story.wrong(line, str(wrong)) from wrong

    async def _understood(self, text: str) -> None:
        for pattern, act in GRAMMAR:
            if found := re.fullmatch(pattern, text):
                return await act(self, *(group or "" for group in found.groups()))
        raise ValueError("this line is not understood; see tests/stories/README.md")

    async def _settle(self, line: Line) -> None:
        if self.off:
            return
        await self.rig.settle()
        if lost := await self._lost():
            raise self.story.wrong(line, lost)

    async def _lost(self) -> str:
        letters, poison = table_of(OutboxRow).c, table_of(Poison).c
        given_up = select(letters.chat_id, letters.method, letters.error).where(
            letters.state.in_(("dead", "parked"))
        )
        async with self.rig.program.db.read() as connection:
            lost = [
                row for row in await connection.execute(given_up) if row.chat_id not in self.blocked
            ]
            aside = (await connection.execute(select(poison.error))).scalars().all()
        if lost:
            return f"Telegram refused {lost[0].method}: {lost[0].error}"
        if len(aside) == self.broken:
            return ""
        errors = [
            error for entry in self.logs if isinstance(error := entry.get("exc_info"), Exception)
        ]
        return "an update was put aside: " + "".join(
            traceback.format_exception(errors[-1]) if errors else aside
        )

    def actor(self, name: str) -> Actor:
        """Somebody of the story, by name."""
        if name not in self.people:
            raise LookupError(
                f"nobody here is called {name!r}; there are {', '.join(self.people) or 'none'}"
            )
        return self.people[name]

    def _acting(self, name: str) -> Phone:
        """The phone of somebody who does something now. People read what has come before they
        act."""
        actor = self.actor(name)
        assert actor.phone is not None, "a group does nothing by itself"
        actor.read = len(self.rig.telegram.ledger)
        return actor.phone

    def _new(self, actor: Actor) -> list[tuple[int, DeliveredMessage]]:
        """What is new to somebody, with its place in the ledger."""
        ledger = self.rig.telegram.ledger
        return [
            (i, ledger[i])
            for i in range(actor.read, len(ledger))
            if ledger[i].chat_id == actor.chat_id
        ]

    # ---- who is there, and when ----

    async def begins(self, when: str) -> None:
        then = moment(when, self.rig.now)
        self.rig.later(seconds=(then - self.rig.now).total_seconds())

    async def enters(self, name: str, role: str, place: str) -> None:
        if name in self.people:
            raise ValueError(f"{name} is here already")
        phone = self.rig.telegram.phone(len(self.people) + 1, first_name=name)
        self.people[name] = actor = Actor(phone, phone.chat_id)
        if role == GROUP:
            self.people[name] = actor = Actor(None, self.rig.telegram.group(name))
        elif role == RESIDENT:
            await self.rig.introduce(phone, place)
        elif role != STRANGER:
            given, desks = ROLES[role]
            scope = place if "/" in place else _code(place) if place else DISTRICT
            await self.rig.employ(phone.chat_id, given, scope, *desks)
        actor.read = len(self.rig.telegram.ledger)

    # ---- what people do ----

    async def writes(self, name: str, text: str) -> None:
        self._acting(name).send(text)

    async def taps(self, name: str, labels: str) -> None:
        phone = self._acting(name)
        for label in _LABELS.findall(labels):
            tap(phone, label)

    async def reports(self, name: str, labels: str, words: str) -> None:
        await report(self.rig, self._acting(name), f"/lapor {words}", _LABELS.findall(labels))

    async def does(self, name: str, deed: str, text: str) -> None:
        phone = self._acting(name)
        for pattern, act in DEEDS.items():
            if found := re.fullmatch(pattern, deed):
                act(phone, text, *found.groups())
                self.broken += deed == "pesan rusak"
                self.blocked |= {phone.chat_id} if phone.blocked else set()
                return
        raise ValueError(f"people can do this: {', '.join(DEEDS)}")

    # ---- what people see ----

    async def receives(self, name: str, piece: str, labels: str) -> None:
        actor = self.actor(name)
        for place, message in self._new(actor):
            if fits(piece, message.text):
                actor.read = place + 1
                there = [button.text for row in message.buttons for button in row]
                missing = [
                    wish
                    for wish in _LABELS.findall(labels)
                    if not any(wish in label for label in there)
                ]
                assert not missing, f"the message has no button {missing[0]!r}; it has {there}"
                return
        raise AssertionError(f"{name} has received {self._told(actor)}")

    async def receives_nothing(self, name: str) -> None:
        assert not self._new(self.actor(name)), (
            f"{name} has received {self._told(self.actor(name))}"
        )

    async def receives_not(self, name: str, piece: str) -> None:
        received = [
            message for _, message in self._new(self.actor(name)) if fits(piece, message.text)
        ]
        assert not received, f"{name} has received {received[0].text!r}"

    async def sees(self, name: str, no: str, piece: str) -> None:
        phone = self.actor(name).phone
        screen = [message.text for message in phone.messages] if phone else []
        assert any(fits(piece, text) for text in screen) != bool(no), (
            f"last on the screen: {screen[-4:]}"
        )

    def _told(self, actor: Actor) -> str:
        return (
            "".join(f"\n      {message.text!r}" for _, message in self._new(actor)) or "nothing new"
        )

    # ---- time, and what happens to the bot ----

    async def passes(self, amount: str, unit: str) -> None:
        await self._wait(self.rig.now + int(amount) * UNITS[unit])

    async def until(self, when: str) -> None:
        await self._wait(moment(when, self.rig.now))

    async def _wait(self, then: datetime) -> None:
        seconds = (then - self.rig.now).total_seconds()
        if self.off:
            self.rig.later(seconds=seconds)
        else:
            await self.rig.pass_time(seconds=seconds)
            assert not (lost := await self._lost()), lost

    async def dies(self) -> None:
        self.off = True

    async def revives(self) -> None:
        self.off = False
        await self.rig.restart()
        await self.rig.settle()

    async def repeats(self) -> None:
        faults = self.rig.telegram.faults
        faults.duplicate = faults.shuffle = 1.0

    async def decrees(self, name: str, when: str) -> None:
        """The operator imports a decree and restarts the bot."""
        day = DecreedDay(moment(f"{when} 00.00", self.rig.now).date(), DayKind.HOLIDAY, name)
        await calendar_changes.carry_out(self.rig.program.config, [day], self.rig.now)
        await self.rig.restart()
        await self.rig.settle()

    # ---- how the cases stand ----

    async def counts(self, count: str) -> None:
        cases = await self._cases()
        assert len(cases) == int(count), f"there are {len(cases)}"

    async def stands(self, number: str, facts: str) -> None:
        cases = await self._cases()
        assert int(number) <= len(cases), f"there are {len(cases)} cases"
        people = {actor.chat_id: name for name, actor in self.people.items()}
        numbers = {case.id: n for n, case in enumerate(cases, 1)}
        look = Look(cases[int(number) - 1], self.rig.program, people, numbers)
        for fact in facts.split(";"):
            key, _, value = fact.strip().partition(" ")
            if key not in FACTS:
                raise ValueError(f"a case has no {key!r}; it has {', '.join(FACTS)}")
            found = FACTS[key](look)
            assert any(fits(value, one, whole=True) for one in found), (
                f"{key} is {' or '.join(found)}"
            )

    async def _cases(self) -> Sequence[Case]:
        async with self.rig.program.db.read() as connection:
            rows = await connection.execute(select(CASES).order_by(CASES.c.id))
            return [case_of(self.rig.program.vault, row) for row in rows]


def _is_deed(line: Line) -> bool:
    return re.match(r"\S+ (>|\[|\(|melapor)", line.text) is not None


def _code(place: str) -> str:
    for code, name in VILLAGES:
        if name == place and code.count(".") == 3:
            return code
    raise LookupError(f"no village is called {place!r}")


_WHO = "|".join(sorted([RESIDENT, STRANGER, GROUP, *ROLES], key=len, reverse=True))
_BUTTONS = r"((?:\s*\[[^\]]+\])*)"
GRAMMAR: Sequence[tuple[str, Callable[..., Awaitable[None]]]] = (
    (r"hari (.+)", Stage.begins),
    (rf"ada (\S+): ({_WHO})(?: (.+))?", Stage.enters),
    (r"\((\d+) (menit|jam|hari) berlalu\)", Stage.passes),
    (r"\(sampai (.+)\)", Stage.until),
    (r"\(bot mati\)", Stage.dies),
    (r"\(bot hidup lagi\)", Stage.revives),
    (r"\(surat keputusan (.+) (\w+ \d{1,2} \w+ \d{4})\)", Stage.decrees),
    (r"\(mulai sekarang setiap pesan datang dua kali dan tertukar\)", Stage.repeats),
    (r"jumlah kasus: (\d+)", Stage.counts),
    (r"kasus (\d+): (.+)", Stage.stands),
    (rf"(\S+) melapor{_BUTTONS}: (.+)", Stage.reports),
    (r"(\S+) > (.+)", Stage.writes),
    (r"(\S+) ((?:\[[^\]]+\]\s*)+)", Stage.taps),
    (r"(\S+) \(([^)]+)\)(?: (.+))?", Stage.does),
    (r"(\S+) < \(diam\)", Stage.receives_nothing),
    (rf"(\S+) < (.+?){_BUTTONS}", Stage.receives),
    (r"(\S+) tidak < (.+)", Stage.receives_not),
    (r"(\S+) (tidak )?melihat (.+)", Stage.sees),
)
"""The first pattern that a line fits says what it means."""
