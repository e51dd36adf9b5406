"""How fast the bot may write, and when it must be silent. Counts monotonic seconds; never sends or
sleeps.

Telegram gives no exact limits; about 1 message a second to a chat, 20 a minute to a group, 30 a
second in all (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


@dataclass(frozen=True)
class Limit:
    """``rate`` messages a second in the long run, ``burst`` at once after a silence. Together they
    bound any window: no more than ``burst + rate * seconds`` messages go out in it."""

    rate: float
    burst: int


CHAT = Limit(rate=1, burst=3)
GROUP = Limit(rate=15 / 60, burst=5)  # never more than 20 in a minute
BOT = Limit(rate=25, burst=5)  # never more than 30 in a second
_ENDLESS = Limit(rate=math.inf, burst=1)

_EVERYBODY = None


class Pace:
    """Counts how often each chat was written to, and tells when it may be again. A chat below zero
    is a group."""

    def __init__(
        self,
        now: Clock = time.monotonic,
        *,
        chat: Limit = CHAT,
        group: Limit = GROUP,
        bot: Limit = BOT,
    ) -> None:
        self._now, self._chat, self._group, self._bot = now, chat, group, bot
        # When the bucket of a chat will be full again; a chat that is not named has a full one.
        self._full: dict[int | None, float] = {}

    @classmethod
    def none(cls) -> "Pace":
        """No limits at all, for measuring and for servers of one's own."""
        return cls(chat=_ENDLESS, group=_ENDLESS, bot=_ENDLESS)

    def take(self, chat_id: int) -> bool:
        """Book one message to the chat; False, and nothing booked, when it must wait."""
        now = self._now()
        keys = (chat_id, _EVERYBODY)
        if any(self._wait(key, now) > 0 for key in keys):
            return False
        for key in keys:
            self._full[key] = max(self._full.get(key, now), now) + 1 / self._limit(key).rate
        return True

    def resting(self) -> set[int]:
        """The chats that must wait now for their own sake."""
        now = self._now()
        self._full = {key: full for key, full in self._full.items() if full > now}
        return {key for key in self._full if key is not None and self._wait(key, now) > 0}

    def wait(self) -> float:
        """Seconds until another message may be possible; 0 when nobody has to wait."""
        now = self._now()
        if (everybody := self._wait(_EVERYBODY, now)) > 0:
            return everybody
        return min((wait for key in self._full if (wait := self._wait(key, now)) > 0), default=0.0)

    def _limit(self, key: int | None) -> Limit:
        if key is None:
            return self._bot
        return self._group if key < 0 else self._chat

    def _wait(self, key: int | None, now: float) -> float:
        """Seconds until the bucket holds one more message."""
        limit = self._limit(key)
        wait = self._full.get(key, now) - now - (limit.burst - 1) / limit.rate
        return wait if wait > 1e-9 else 0.0


class Silence:
    """When nothing may be sent at all: while Telegram can't be reached or answers
    nonsense.

    One odd answer is no reason; several in a row, with nothing good between them, are.
    """

    ODD_ANSWERS = 3
    LONGEST = 60.0

    def __init__(self, now: Clock = time.monotonic) -> None:
        self._now = now
        self._until = -math.inf
        self._odd = 0
        self._failures = 0

    @property
    def troubled(self) -> bool:
        """Whether Telegram has not been well since the last good answer: ask how it is before
        sending to a person."""
        return self._failures > 0

    def remaining(self) -> float:
        """Seconds of silence left, 0 for none."""
        return max(0.0, self._until - self._now())

    def keep(self, seconds: float) -> None:
        """Be silent for so long from now, at least; as a 429 asks."""
        self._until = max(self._until, self._now() + seconds)

    def unreachable(self) -> None:
        """No connection: be silent for 1, 2, 4 … 60 seconds. Calls that failed together count as
        one."""
        if not self.remaining():
            self._failures += 1
            self.keep(backoff(self._failures))

    def odd(self) -> None:
        """An answer that says nothing, or none."""
        self._odd += 1
        if self._odd >= self.ODD_ANSWERS:
            self.unreachable()

    def good(self) -> None:
        """A proper answer, whatever it says."""
        self._odd = self._failures = 0


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures (1 for the first): 1, 2, 4 … 60."""
    return float(min(Silence.LONGEST, 2 ** min(failures - 1, 10)))
