"""Tells systemd that the bot has started, lives, and ends (``Type=notify``, ``WatchdogSec``). Where
it was not started by systemd, nobody is told anything.

Tested in tests/bot/health/test_service_manager.py."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sdnotify import SystemdNotifier

from bot.heart import Heart

TELL_SECONDS = 10.0
"""Seconds between two words that we live; the unit in ``deploy`` waits for 120."""


@asynccontextmanager
async def told(hearts: Mapping[str, Heart]) -> AsyncIterator[None]:
    """Tell while the block runs: ready at once (Telegram may be away for hours), then that we live,
    as long as every loop does, and at the end that we stop."""
    if not os.environ.get("NOTIFY_SOCKET"):
        yield
        return
    notifier = SystemdNotifier()
    notifier.notify("READY=1")
    telling = asyncio.create_task(_live(notifier, hearts))
    try:
        yield
    finally:
        notifier.notify("STOPPING=1")
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        if notifier.socket:
            notifier.socket.close()


async def _live(notifier: SystemdNotifier, hearts: Mapping[str, Heart]) -> None:
    while True:
        if all(heart.alive for heart in hearts.values()):
            notifier.notify("WATCHDOG=1")
        await asyncio.sleep(TELL_SECONDS)
