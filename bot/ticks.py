"""Work that is done again and again while the bot runs.

Tested in tests/bot/test_lifetime.py."""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.heart import Heart
from bot.patience import Patience


def every(
    scheduler: AsyncIOScheduler,
    who: str,
    work: Callable[[], Awaitable[object]],
    **interval: float,
) -> Heart:
    """Do some work at an interval, never twice at a time: a tick that comes while the last one
    still works does nothing and says nothing. Trouble of the database is waited out. Gives the
    heart of the work."""
    busy = asyncio.Lock()
    patience = Patience(who)

    async def tick() -> None:
        if not busy.locked():
            async with busy:
                await patience.through(work)

    # Two, so that the scheduler finds room for the tick that does nothing.
    scheduler.add_job(
        tick, "interval", coalesce=True, max_instances=2, misfire_grace_time=None, **interval
    )
    return patience.heart
