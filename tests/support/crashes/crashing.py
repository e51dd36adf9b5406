"""A simulated Telegram that stays, residents who keep writing, and a bot that is killed again and
again."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.simulator.telegram import Telegram
from bot.simulator.updates import KEPT
from bot.simulator.web.server import app, serve
from casework.case.model import Role
from storage.db.database import Database
from storage.db.vault import Vault
from storage.people import invitations
from tests.support.ahead import Ahead
from tests.support.crashes import oracle
from tests.support.crashes.children import TOKEN
from tests.support.crashes.fork import Child, Forks, forks
from tests.support.crashes.robot import Robot
from tests.support.rig import START, VILLAGE

MASTER = b"\x07" * 32
NUDGE_SECONDS = 0.5
"""After so long without an answer people ask again."""
END_SECONDS = 240
"""What ends within seconds may take minutes where the machine has much else to do."""
STEP = timedelta(minutes=1)
"""A step of the clock while a report is held for an answer that nobody will give."""


@dataclass
class Crashing:
    """``minutes_a_round``: by how much the clock is moved between two lives of the bot.
    ``over``: the residents are done and say nothing more, so what is judged stands still."""

    telegram: Telegram
    base: str
    forks: Forks
    folder: Path
    url: str
    minutes_a_round: float = 0
    robots: list[Robot] = field(default_factory=list)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False
    clock: Ahead = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Ahead(self.folder / "ahead")
        self.clock.begin(START)

    def now(self) -> datetime:
        return self.clock.now()

    async def start(self, kind: str = "ours", die_at: tuple[str, int] | None = None) -> Child:
        """Let the bot live; with ``die_at`` it dies by itself when it passes that point so
        often."""
        self._next_round()
        self.polled.clear()
        what = {
            "kind": kind,
            "base": self.base,
            "folder": str(self.folder),
            "url": self.url,
            "die_at": die_at,
            "ahead": str(self.clock.path),
            "log": str(self.folder / "children.log"),
        }
        return await self.forks.start(what)

    def _next_round(self) -> None:
        """Time goes by, unless Telegram would then forget an update, because no life has yet been
        long enough for it. Nobody has confirmed what Telegram forgets after a day."""
        oldest, step = self.telegram.updates.oldest(), timedelta(minutes=self.minutes_a_round)
        if oldest is None or self.now() + step - oldest < KEPT / 2:
            self.clock.move(step)

    def watched(self, get: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """``getUpdates``, which also shows that the bot has come up (``polled``)."""

        def asked(*args: Any) -> Awaitable[Any]:
            self.polled.set()
            return get(*args)

        return asked

    async def employ(self, user_id: int, role: Role) -> None:
        """Somebody with an invitation; a robot will go through first contact for them and then
        rest."""
        db, code = Database(self.url), f"code{user_id}"
        async with db.write() as connection:
            await invitations.add_invite(
                connection,
                mark=invitations.mark_of(code),
                role=role,
                scope=VILLAGE,
                desks=(),
                made_by=0,
                at=self.now(),
                expires_at=self.now() + timedelta(days=3),
            )
        await db.dispose()
        self.telegram.phone(user_id).start(f"u_{code}")
        self.robots.append(Robot(self.telegram.phone(user_id), resting=True))

    def resident(self, user_id: int, *, photo: bool = False) -> Robot:
        robot = Robot(self.telegram.phone(user_id), photo=photo)
        robot.begin()
        self.robots.append(robot)
        return robot

    async def live(self) -> None:
        """Let the residents react, until cancelled."""
        since: dict[int, float] = {}
        while True:
            now = time.monotonic()
            for robot in () if self.over else self.robots:
                acted = robot.react()
                if not acted and now - since.setdefault(robot.phone.chat_id, now) > NUDGE_SECONDS:
                    acted = robot.nudge()
                if acted:
                    since[robot.phone.chat_id] = now
            await asyncio.sleep(0.004)

    async def meet(self) -> None:
        """First contact of everybody, undisturbed."""
        await self._life(self._all_known)

    async def quiet(self) -> None:
        """One life without a crash: the residents end what they have begun, and nothing waits any
        more."""
        for robot in self.robots:
            robot.resting = True
        await self._life(self._rest)

    async def _life(self, done: Callable[[], Awaitable[bool]]) -> None:
        child = await self.start()

        async def so_far() -> bool:
            assert not child.ended.done(), f"the bot has ended by itself: {child.ended}"
            return await done()

        try:
            await until(so_far, END_SECONDS, "they come to no end")
        except AssertionError as late:
            late.add_note(f"{await self.state()}\n{self.log()}")
            raise
        finally:
            await child.kill()

    async def _all_known(self) -> bool:
        return all(
            any(q.startswith(("village", "who")) for q in robot.questions) for robot in self.robots
        )

    async def _rest(self) -> bool:
        """Whether nothing waits any more, and nobody has stirred while we looked. To what waits for
        nothing but the clock, the clock comes."""
        said = self.telegram.updates.next_id
        if not self._silent():
            return False
        found = await self.found()
        if found.held and not found.under_way:
            self.clock.move(STEP)
        waits = found.under_way or found.held
        self.over = not waits and self._silent() and self.telegram.updates.next_id == said
        return self.over

    def _silent(self) -> bool:
        return not len(self.telegram.updates) and all(robot.idle for robot in self.robots)

    async def found(self) -> oracle.Found:
        db = Database(self.url)
        try:
            return await oracle.read(db, Vault(MASTER), self.now())
        finally:
            await db.dispose()

    async def state(self) -> str:
        """How things stand, for whoever reads why a test has failed."""
        residents = "".join(
            f"\n  {r.phone.chat_id}: {r.marker} told {len(r.told)}"
            f" sent {len(r.sent)} promised {len(r.promised)},"
            f" last asked {r.questions[-1:]}"
            for r in self.robots
        )
        waiting, ledger = len(self.telegram.updates), len(self.telegram.ledger)
        found = await self.found()
        letters = f"letters {dict(found.letters)}, {found.under_way} now, {found.held} held"
        return (
            f"{waiting} updates wait, {ledger} messages delivered,"
            f" {len(found.cases)} cases, {letters}{residents}"
        )

    def screens(self) -> str:
        """The end of what stands on every phone."""
        return "\n".join(
            f"{robot.phone.chat_id} {'bot' if shown.from_bot else 'me '} {shown.text[:50]!r}"
            for robot in self.robots
            for shown in robot.phone.messages[-24:]
        )

    def log(self) -> str:
        """The end of what the bot has written."""
        with suppress(FileNotFoundError):
            return (self.folder / "children.log").read_text(errors="replace")[-3000:]
        return "(it has written nothing)"


async def until(true: Callable[[], Awaitable[bool]], seconds: float, otherwise: str) -> None:
    """Wait until something is true; AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not await true():
        assert time.monotonic() < end, otherwise
        await asyncio.sleep(0.05)


@asynccontextmanager
async def crashing(
    url: str, folder: Path, *, minutes_a_round: float = 0
) -> AsyncIterator[Crashing]:
    """A place to crash in, on a database that has its tables."""
    os.environ["PUSKESOS_TEST_FOLDER"] = str(folder)
    telegram = Telegram(TOKEN)
    telegram.record_calls = False
    async with (
        await serve(app(telegram)) as server,
        forks("tests.support.crashes.children") as server_of_children,
    ):
        place = Crashing(telegram, server.url, server_of_children, folder, url, minutes_a_round)
        telegram.now = place.now
        setattr(telegram.updates, "get", place.watched(telegram.updates.get))  # noqa: B010 - mypy allows no other way
        async with asyncio.TaskGroup() as group:
            living = group.create_task(place.live())
            yield place
            living.cancel()
