"""Who must not be written to for a while, because Telegram has said so (429) or can't be reached.
Counts monotonic seconds; never sends or sleeps.

A 429 is about one chat, or about one method where a call has no chat. Only when several chats are
told so within seconds is it about the whole bot; then alarms are still tried, one at a time."""

import math
import random
import time
from collections.abc import Callable

import structlog

from bot.telegram.call_errors import CallVerdict
from bot.telegram.delivery import CHATLESS
from bot.telegram.pacing import Clock, Silence

SEVERAL = 3
"""So many chats told to rest within seconds mean the whole bot. (Telegram says nowhere which of the
two a 429 is about; this is our choice.)"""

WITHIN = 5.0
TRY_EVERY = 5.0
"""Seconds between two alarms that are tried while the bot rests."""

log = structlog.get_logger()


def _spread() -> float:
    """Up to a second more, so that calls don't return in step."""
    return random.random()  # noqa: S311 - nothing secret


class Rests:
    """What the ends of calls have said about chats, methods and Telegram as a whole."""

    def __init__(self, now: Clock = time.monotonic, spread: Callable[[], float] = _spread) -> None:
        self._now, self._spread = now, spread
        self.silence = Silence(now)
        self._chats: dict[int, float] = {}
        self._methods: dict[str, float] = {}
        self._told: dict[int, float] = {}
        self._until = self._next = -math.inf
        self._tried: set[int] = set()

    def hear(self, verdict: CallVerdict, chat_id: int = 0, method: str = "") -> None:
        """Learn from the end of a call; without chat and method it was ours alone."""
        if verdict.kind == "unknown":
            self.silence.odd()
        elif verdict.kind == "unsent":
            self.silence.unreachable()
        else:
            self.silence.good()
        if verdict.kind == "pause" and method:
            self._flooded(chat_id, method, verdict.seconds)

    def rest(self, chat_id: int, seconds: float) -> None:
        """Leave a chat alone for so long."""
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), self._now() + seconds)

    def _flooded(self, chat_id: int, method: str, seconds: float) -> None:
        now, seconds = self._now(), seconds + self._spread()
        if method.startswith(CHATLESS):
            self._methods[method] = max(self._methods.get(method, 0.0), now + seconds)
            return
        self.rest(chat_id, seconds)
        self._told = {chat: at for chat, at in self._told.items() if now - at < WITHIN}
        self._told[chat_id] = now
        still = self._told.keys() & self.chats()  # the rest of some may be over already
        if len(self._told) >= SEVERAL and still:
            self._stop(min(self._chats[chat] for chat in still))

    def _stop(self, until: float) -> None:
        if not self.stopped:
            log.error("Telegram asks the bot to rest", seconds=round(until - self._now()))
            self._next, self._tried = self._now() + TRY_EVERY, set()
        self._until = max(self._until, until)

    @property
    def silent(self) -> bool:
        """Whether Telegram can't be reached, or has not been well since its last good answer."""
        return self.silence.troubled or self.silence.remaining() > 0

    @property
    def stopped(self) -> bool:
        """Whether Telegram has asked the whole bot to rest."""
        return self._now() < self._until

    def may_try(self) -> bool:
        """Whether one alarm may be tried now, although the bot rests."""
        return self._now() >= self._next

    def tries(self, chat_id: int | None) -> None:
        """An alarm to this chat is tried now. None: all chats had their turn, begin anew."""
        self._next = self._now() + TRY_EVERY
        self._tried = self._tried | {chat_id} if chat_id is not None else set()

    def tried(self) -> set[int]:
        """The chats to which an alarm was tried in this round of the stop."""
        return set(self._tried)

    def chats(self) -> set[int]:
        """The chats that rest."""
        now = self._now()
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        return set(self._chats)

    def methods(self) -> set[str]:
        """The methods that rest."""
        now = self._now()
        self._methods = {name: until for name, until in self._methods.items() if until > now}
        return set(self._methods)

    def wait(self) -> float:
        """Seconds until something may be tried that rests now; 0 when nothing rests."""
        now = self._now()
        ends = [*self._chats.values(), *self._methods.values(), self._until]
        ends += [self._next] if self.stopped else []
        waits = [self.silence.remaining(), *(end - now for end in ends)]
        return min((wait for wait in waits if wait > 0), default=0.0)
