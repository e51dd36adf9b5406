"""How long the loop of a test is kept from its other work."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Ticks:
    """Counts the rounds of the loop, and the longest of them in seconds of the processor, used by
    the loop's own thread: who else uses this machine does not matter."""

    def __init__(self) -> None:
        self.number, self.longest = 0, 0.0

    async def count(self) -> None:
        """Until it is cancelled."""
        last = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            self.number, self.longest, last = self.number + 1, max(self.longest, now - last), now


@asynccontextmanager
async def ticking() -> AsyncIterator[Ticks]:
    """Ticks that are counted for as long as something is done."""
    ticks = Ticks()
    counting = asyncio.create_task(ticks.count())
    try:
        yield ticks
        await asyncio.sleep(0.01)
    finally:
        counting.cancel()
