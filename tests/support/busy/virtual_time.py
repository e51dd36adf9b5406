"""An event loop whose time is its own: whoever sleeps wakes at once, and the loop's clock has gone
on by as much. For code that waits for nothing but time.

Tested in tests/harness/outage/test_many_recipients.py."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _Asleep(selectors.SelectSelector):
    """Waits for nothing; notes how long it was to wait."""

    slept = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Nothing has come, and so much time has gone by."""
        ready = super().select(0)
        if not ready and timeout:
            self.slept += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """``time`` counts the seconds that were slept."""

    def __init__(self) -> None:
        self._asleep = _Asleep()
        super().__init__(self._asleep)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._asleep.slept


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run some work in a time of its own."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
