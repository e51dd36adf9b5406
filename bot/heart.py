"""How a loop says that it lives: it beats each time around. Whoever looks after the program reads
how long ago that was (bot/health).

Tested in tests/bot/test_heart.py."""

import time
from collections.abc import Callable

LONGEST_SILENCE = 300.0
"""Seconds between two beats of a loop that lives, at most: a long poll takes 60, and a round of
bells after an outage less than a minute."""


class Heart:
    """The beats of one loop. ``steady`` counts seconds and can't be set."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady, self._last, self._rests = steady, float("inf"), 0.0

    def beat(self, rests: float = 0.0) -> None:
        """The loop lives, and may be silent for ``rests`` seconds more than usual."""
        self._last, self._rests = self._steady(), rests

    @property
    def silence(self) -> float:
        """Seconds since the last beat; 0 before the first one, as nothing has begun."""
        return max(self._steady() - self._last, 0.0)

    @property
    def alive(self) -> bool:
        """Whether it has beaten lately, or not begun."""
        return self.silence <= LONGEST_SILENCE + self._rests
