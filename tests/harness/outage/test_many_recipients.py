"""Telegram's limits: a message to many, a busy chat, a busy group and a bot that is started anew in
the middle of it. The simulated Telegram counts and refuses as the real one says it does; the time
is that of the test's own loop."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram import Bot

from bot.simulator.errors import ApiError
from bot.simulator.send_limits import SendLimits
from bot.simulator.telegram import Telegram
from bot.telegram import sender
from bot.telegram.pacing import Pace
from bot.telegram.rests import Rests
from bot.telegram.sender import Sender
from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from storage.db.vault import Vault
from storage.pending import outbox
from storage.pending.outbox import Letter
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support import kept
from tests.support.busy.virtual_time import run
from tests.support.dice import thrown
from tests.support.direct import DirectRequest
from tests.support.rig import START
from tests.support.sending import KEY

MANY, BUSY = 1000, 40
CHAT, FIRST = 5, 1000
A_CALL = 0.05
"""Seconds that Telegram takes to answer."""

A_START = 1.0
"""Seconds that the next process takes to start, at least."""

PER_SECOND = 25
RESTARTS = 3


@dataclass
class Town:
    """A simulated Telegram that counts, and an outbox with letters to everybody. ``went``: to whom
    each went, and at which second; ``refused``: how many were told to wait."""

    url: str
    pace: Any
    telegram: Telegram = field(default_factory=Telegram)
    went: list[tuple[float, int]] = field(default_factory=list)
    refused: int = 0
    group: int = 0

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.now())

    async def open(self) -> None:
        """Letters to ``MANY`` people, and ``BUSY`` each to one chat and to one group."""
        self.telegram.now, self.telegram.limits = self.clock, SendLimits()
        for chat in (CHAT, *range(FIRST, FIRST + MANY)):
            self.telegram.phone(chat).chat.started = True
        self.group = self.telegram.group("kelurahan")
        call = self.telegram.call

        async def counted(method: str, params: Any, files: Any = None) -> Any:
            await asyncio.sleep(A_CALL)
            try:
                result = await call(method, params, files)
            except ApiError as error:
                self.refused += error.code == 429
                raise
            if method == "sendMessage":
                self.went.append((self.now(), int(params["chat_id"])))
            return result

        setattr(self.telegram, "call", counted)  # noqa: B010 - mypy allows no other way
        with kept.shared():
            self.database = Database(self.url)
        chats = [*range(FIRST, FIRST + MANY), *[CHAT, self.group] * BUSY]
        letters = [
            Letter(f"k{n}", chat, Delivery.BROADCAST, "sendMessage", {"text": "kabar"}, START)
            for n, chat in enumerate(chats)
        ]
        async with self.database.write() as connection:
            await outbox.put(connection, Vault(KEY), letters, START)

    async def send(self, stops: Sequence[float], wanted: int) -> None:
        """Send until so many went out; at ``stops`` (seconds) the bot is started anew."""
        request = DirectRequest(self.telegram)
        bot = Bot(self.telegram.token, request=request, get_updates_request=request)
        for until in (*stops, float("inf")):
            stop = asyncio.Event()
            one = Sender(
                self.database, Vault(KEY), bot, self.clock, resend_mark="", pace=self.pace(self.now)
            )
            working = asyncio.create_task(one.run(stop))
            while self.now() < until and len(self.went) < wanted and not working.done():  # noqa: ASYNC110
                await asyncio.sleep(0.5)
            stop.set()
            await working
            await asyncio.sleep(A_START)
        await self.database.dispose()

    def most_within(self, seconds: float, chats: set[int] | None = None) -> int:
        """The most that went out in any span of time, to all or to some."""
        times = [at for at, chat in self.went if chats is None or chat in chats]
        most = begin = 0
        for end, at in enumerate(times):
            while times[begin] <= at - seconds:
                begin += 1
            most = max(most, end - begin + 1)
        return most


async def _sent(url: str, pace: Any, stops: Sequence[float], wanted: int) -> Town:
    town = Town(url, pace)
    await town.open()
    await town.send(stops, wanted)
    return town


@pytest.fixture(autouse=True)
def _time_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the pauses that Telegram asks for are counted by the loop."""
    monkeypatch.setattr(sender, "Rests", lambda: Rests(lambda: asyncio.get_running_loop().time()))


@played("1,000 recipients")
def test_limits_are_kept(sqlite_url: str, go: int, figure: Figure) -> None:
    """Hardly a letter is refused, no span of time holds more than Telegram allows, and it takes
    hardly longer than it must."""
    seed, dice = thrown()
    ideal = (MANY + BUSY + BUSY) / PER_SECOND
    stops = sorted(dice.uniform(1, ideal) for _ in range(RESTARTS))
    town = run(_sent(sqlite_url, Pace, stops, MANY + BUSY))
    everybody = max(at for at, chat in town.went if chat not in (CHAT, town.group))
    figure(
        "G9",
        "a message to many",
        recipients=len({chat for _, chat in town.went}),
        letters=len(town.went),
        refused=town.refused,
        most_in_a_second=town.most_within(1),
        most_in_a_second_to_one_chat=town.most_within(1, {CHAT}),
        most_in_a_minute_to_a_group=town.most_within(60, {town.group}),
        most_seconds_until_all_had_it=round(everybody),
    )
    told = Counter(chat for _, chat in town.went)
    assert town.refused * 1000 <= len(town.went), f"seed {seed}"
    assert all(told[chat] == 1 for chat in range(FIRST, FIRST + MANY)), f"seed {seed}"
    assert town.most_within(1) <= 30, f"seed {seed}"
    assert town.most_within(60, {town.group}) <= 20, f"seed {seed}"
    assert everybody <= 1.2 * ideal, f"seed {seed}: {everybody}"


def test_without_a_pace(sqlite_url: str, figure: Figure) -> None:
    """The control: a sender that writes as fast as it can is told to wait."""
    town = run(_sent(sqlite_url, lambda now: Pace.none(), (), MANY // 8))
    figure("G9", "control: no pace", letters=len(town.went), refused=town.refused)
    assert town.refused * 1000 > len(town.went)
