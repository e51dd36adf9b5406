"""Counts messages against Telegram's limits: about 1 message/s per chat, 20/min per group, 30/s per
bot.

Telegram does not publish exact figures; these are those of its FAQ
(https://core.telegram.org/bots/faq#broadcasting-to-users).

Tested in tests/bot/simulator/test_methods.py."""

import math
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class SendLimit:
    """``rate`` messages per second in the long run, ``burst`` at once."""

    rate: float
    burst: int


@dataclass
class SendLimits:
    """Token buckets. ``take`` books one message; nothing is booked when any bucket is empty."""

    chat: SendLimit = SendLimit(1, 3)
    group: SendLimit = SendLimit(20 / 60, 20)
    bot: SendLimit = SendLimit(30, 30)
    _buckets: dict[int | None, tuple[float, float]] = field(default_factory=dict)

    def take(self, chat_id: int, at: datetime) -> int:
        """0 when the message may pass, else the whole seconds to wait."""
        now = at.timestamp()
        limits = ((None, self.bot), (chat_id, self.group if chat_id < 0 else self.chat))
        levels = [(key, self._level(key, limit, now), limit) for key, limit in limits]
        waits = [(1 - level) / limit.rate for _, level, limit in levels if level < 1]
        if waits:
            return max(1, math.ceil(max(waits) - 1e-6))
        for key, level, _ in levels:
            self._buckets[key] = (level - 1, now)
        return 0

    def _level(self, key: int | None, limit: SendLimit, now: float) -> float:
        level, since = self._buckets.get(key, (float(limit.burst), now))
        return min(float(limit.burst), level + max(0.0, now - since) * limit.rate)
