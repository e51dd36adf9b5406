"""The sender: takes letters out of the outbox, has them delivered, writes down how they ended.
Renders nothing.

One transaction settles what has ended and claims what comes next, while up to eight calls are under
way; so commits are few, and no transaction waits for Telegram. Each chat has one lane, in order; a
slow or flooded chat holds up nobody else. One letter is delivered in ``delivery.py``; how fast one
may write is counted in ``pacing.py``."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
import telegram
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import InvalidToken

from bot.patience import Patience
from bot.telegram.call_errors import CallVerdict, judge
from bot.telegram.delivery import PACED, Ended, Make, as_it_is, back, deliver
from bot.telegram.http import call
from bot.telegram.pacing import Pace, backoff
from bot.telegram.rests import Rests
from bot.telegram.settlement import OnArrived, OnLost, Settlement
from storage.db.database import Database
from storage.db.vault import Vault
from storage.pending import outbox
from storage.pending.outbox import ClaimedLetter

IN_FLIGHT = 8
BATCH = 64
"""Letters in hand at most. While fewer than a quarter are left, and more wait, the next ones are
claimed.

After a crash nobody knows which of them went out: at Telegram's pace about five."""

SETTLE_AT = 32
LINGER_SECONDS = 0.2
"""Ended letters are written down when so many have come together, none is left, or after this."""

POLL_SECONDS, GRACE_SECONDS = 1.0, 10.0

log = structlog.get_logger()


class Sender:
    """The only sender of a database. ``clock`` gives aware times; how long to wait is counted by a
    monotonic clock.

    ``resend_mark`` is put under a text that may arrive for the second time; where texts are HTML it
    is HTML too. ``on_lost`` and ``on_arrived``: see ``Settlement``."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        bot: telegram.Bot,
        clock: Callable[[], datetime],
        *,
        resend_mark: str,
        pace: Pace | None = None,
        on_lost: OnLost | None = None,
        on_arrived: OnArrived | None = None,
        make: Make = as_it_is,
    ) -> None:
        self._db, self._vault, self._bot, self._clock = db, vault, bot, clock
        self._mark, self._make = resend_mark, make
        self._settlement = Settlement(vault, on_lost, on_arrived)
        self.patience = Patience("sender")
        self._pace = pace or Pace()
        self._rests = Rests()
        self._alarm: int | None = None
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._news = asyncio.Event()
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._ended: list[Ended] = []
        self._open = 0
        self._more = False
        self._stopping = False
        self._broken: BaseException | None = None
        self.sent = 0

    def use(self, mark: str, make: Make, settlement: Settlement) -> None:
        """Other words, papers and rules, from the next letter on."""
        self._mark, self._make, self._settlement = mark, make, settlement

    def wake(self) -> None:
        """Look into the outbox again: there is something new in it, and it is committed."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until ``stop``, then finish what is under way (at most ten seconds) and write it
        down. InvalidToken when Telegram does not accept the token; then nothing was lost."""
        watch = asyncio.create_task(self._watch(stop))
        try:
            work = self._recover
            while not (self._stopping or self._broken):
                if await self.patience.through(work):
                    work = self._round
                await self._rest()
        finally:
            watch.cancel()
            await self._finish()

    async def _recover(self) -> None:
        """Decide about the letters of a process that has died, before the first is claimed."""
        async with self._db.write() as connection:
            await self._settlement.recover(connection, self._clock())
        self._news.set()

    async def drain(self) -> int:
        """Send all that is due now, with every pause and repeat that this takes; gives how many
        went out. For tests."""
        before = self.sent
        while not self._broken:
            await self.patience.through(self._round)
            if not (self._lanes or self._ended or await self._is_due()):
                return self.sent - before
            await self._rest()
        await self._finish()
        return self.sent - before

    async def _watch(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._stopping = True
        self._news.set()

    async def _round(self) -> None:
        """One transaction: settle what has ended, claim what may go now. None at all when there is
        nothing to do."""
        silence = self._rests.silence
        if silence.troubled and not (self._ended or silence.remaining()):
            await self._probe()
        if not self._ended and not (self._may_claim() and await self._is_due()):
            return
        ended, self._ended = self._ended, []
        try:
            async with self._db.write() as connection:
                at = self._clock()
                await self._settlement.settle(connection, ended, at)
                claimed = await self._claim(connection, at)
        except BaseException:
            # What was sent must not be forgotten, or it is sent again after the next start.
            self._ended = ended + self._ended
            raise
        self._start(claimed)

    async def _is_due(self) -> bool:
        async with self._db.read() as connection:
            first = await outbox.next_due(connection)
        return first is not None and first <= self._clock()

    async def _probe(self) -> None:
        """Ask Telegram something harmless first, because it was not well, before anybody's letter
        is risked."""
        try:
            await call(self._bot, "getMe", {}, connect_timeout=2, write_timeout=1, read_timeout=5)
        except Exception as error:
            self._hear(judge(error))
        else:
            self._rests.silence.good()

    async def _claim(self, connection: AsyncConnection, at: datetime) -> list[ClaimedLetter]:
        room = BATCH - self._open
        if room <= 0 or not self._may_claim():
            return []
        if self._rests.stopped:
            return await self._claim_alarm(connection, at)
        unsettled = {one.letter.chat_id for one in self._ended}
        busy = self._lanes.keys() | self._rests.chats() | self._pace.resting() | unsettled
        without = self._rests.methods()
        claimed = await self._settlement.claim(
            connection, at, room, busy, admit=self._admit, without=without
        )
        self._more = len(claimed) == room
        return claimed

    async def _claim_alarm(self, connection: AsyncConnection, at: datetime) -> list[ClaimedLetter]:
        """While the bot rests: one alarm, each time to another chat. Whether that chat rests too
        says nothing, since it is the whole bot that was told so."""
        tried = self._rests.tried()
        claimed = await self._settlement.claim(connection, at, 1, tried, alarms=True)
        self._alarm = claimed[0].chat_id if claimed else None
        self._rests.tries(self._alarm)
        return claimed

    def _held(self) -> bool:
        return bool(self._stopping or self._broken or self._rests.silent)

    def _may_claim(self) -> bool:
        alone = not self._lanes and self._rests.may_try()
        return not self._held() and (alone or not self._rests.stopped)

    def _admit(self, chat_id: int, method: str) -> bool:
        return not method.startswith(PACED) or self._pace.take(chat_id)

    def _start(self, claimed: Sequence[ClaimedLetter]) -> None:
        self._open += len(claimed)
        lanes: dict[int, deque[ClaimedLetter]] = {}
        for letter in claimed:
            lanes.setdefault(letter.chat_id, deque()).append(letter)
        for chat_id, letters in lanes.items():
            self._lanes[chat_id] = lane = asyncio.create_task(self._lane(chat_id, letters))
            lane.add_done_callback(self._lane_over)

    async def _lane(self, chat_id: int, letters: deque[ClaimedLetter]) -> None:
        """Send the letters of one chat, one after the other; what can't go now goes back, in order
        and uncounted."""
        try:
            while letters:
                async with self._slots:
                    if self._held() or (self._rests.stopped and chat_id != self._alarm):
                        break
                    ended = await deliver(
                        self._bot, letters.popleft(), self._mark, self._clock, self._make
                    )
                self._note(ended)
                if ended.outcome.state == "due":
                    break
        finally:
            for letter in letters:
                self._end(back(letter))
            del self._lanes[chat_id]
            self._tell()

    def _lane_over(self, lane: "asyncio.Task[None]") -> None:
        if not lane.cancelled() and (error := lane.exception()):
            self._broken = self._broken or error
            self._news.set()

    def _note(self, ended: Ended) -> None:
        letter, verdict = ended.letter, ended.verdict
        self._hear(verdict, letter)
        if verdict.kind == "unknown" and ended.outcome.state == "due":
            self._rests.rest(letter.chat_id, backoff(letter.tries))
        if verdict.reason and ended.outcome.state != "sent":
            log.warning(
                "letter_not_sent", letter=letter.id, kind=verdict.kind, reason=verdict.reason
            )
        self.sent += ended.outcome.state == "sent"
        self._end(ended)

    def _end(self, ended: Ended) -> None:
        self._ended.append(ended)
        self._open -= 1
        self._tell()

    def _hear(self, verdict: CallVerdict, letter: ClaimedLetter | None = None) -> None:
        """Learn from the end of a call who must rest, or that all is over."""
        if verdict.kind == "rejected":
            self._broken = InvalidToken(
                "Telegram does not accept the token; put the right one into [telegram] token"
            )
        else:
            about = (letter.chat_id, letter.method) if letter else ()
            self._rests.hear(verdict, *about)

    def _tell(self) -> None:
        """Call for the next transaction when it is worth one."""
        if (
            not self._lanes
            or len(self._ended) >= SETTLE_AT
            or (self._more and self._open <= BATCH // 4)
        ):
            self._news.set()

    async def _rest(self) -> None:
        """Wait until there is something to write down or to send."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pause()):
                await self._news.wait()
        self._news.clear()

    def _pause(self) -> float:
        if self._ended:
            return LINGER_SECONDS
        waits = (self._rests.wait(), self._pace.wait())
        return min([POLL_SECONDS, *(wait for wait in waits if wait > 0)])

    async def _finish(self) -> None:
        """Let the calls under way end, write down all ends, raise what has broken the sender."""
        self._stopping = True
        if lanes := list(self._lanes.values()):
            _, late = await asyncio.wait(lanes, timeout=GRACE_SECONDS)
            for lane in late:
                lane.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                while self._ended and not await self.patience.through(self._write_down):
                    pass
        if self._broken:
            raise self._broken

    async def _write_down(self) -> None:
        async with self._db.write() as connection:
            await self._settlement.settle(connection, self._ended, self._clock())
        self._ended = []
