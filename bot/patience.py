"""Patience with the database: a loop that meets trouble waits and goes on, and says so in the log
once a minute."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.heart import Heart
from storage.db.trouble import Trouble, trouble

log = structlog.get_logger()

PAUSE_SECONDS = 1.0
SAY_SECONDS = 60.0


class Patience:
    """The patience of one loop; ``who`` names it in the log. Its ``heart`` beats with each work."""

    def __init__(self, who: str) -> None:
        self._who, self._said = who, float("-inf")
        self.heart = Heart()

    async def through(self, work: Callable[[], Awaitable[object]]) -> bool:
        """Do some work; False after trouble of the database, and a moment's wait. What else it
        raises is raised."""
        self.heart.beat()
        try:
            await work()
        except Exception as error:
            kind = trouble(error)
            if kind in {None, Trouble.OVER}:
                raise
            await self._wait(error, kind)
            return False
        return True

    async def _wait(self, error: Exception, kind: Trouble | None) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._said >= SAY_SECONDS:
            self._said = now
            name = type(getattr(error, "orig", None) or error).__name__
            log.warning(
                "waits for the database", who=self._who, error=name, trouble=kind and kind.value
            )
        await asyncio.sleep(PAUSE_SECONDS)
