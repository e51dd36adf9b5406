"""When the running bot makes backups of itself: at the times of the config, and again an hour after
one that failed. Each is made by a process of its own, so that nobody waits for it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.settings.backup_section import BackupSection
from storage.backup import shelf

log = structlog.get_logger()

MINUTES = 5
"""Minutes between two looks whether a backup is due."""

AGAIN_AFTER = timedelta(hours=1)
LONGEST = timedelta(hours=6)
Made = tuple[int, str]
"""How a backup ended: the exit code of its process, and what it said."""


class BackupSchedule:
    """``make``: makes a backup; ``clock``: aware UTC."""

    def __init__(
        self,
        section: BackupSection,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        make: Callable[[], Awaitable[Made]],
    ) -> None:
        self._section, self._zone, self._clock, self._make = section, zone, clock, make
        self._failed_at: datetime | None = None

    async def look(self) -> None:
        """Make a backup if one is due. What goes wrong is told to the operator, and is no reason
        for the bot to stop."""
        now = self._clock().astimezone(self._zone)
        if not await asyncio.to_thread(self._is_due, now):
            return
        code, said = await self._make()
        if code:
            self._failed_at = now
            log.error("the backup failed", why=said, again_in=str(AGAIN_AFTER))
        else:
            self._failed_at = None
            log.info("a backup was made")

    def _is_due(self, now: datetime) -> bool:
        if not self._section.recipients:
            return False
        if self._failed_at and timedelta(0) <= now - self._failed_at < AGAIN_AFTER:
            return False
        last = shelf.newest(self._section.folder, self._zone)
        return shelf.is_due(last, self._section.times, now)


async def by_own_process(config: Path) -> Made:
    """``puskesos backup`` with this config, in a process of its own."""
    program: Sequence[str] = (sys.executable, "-c", "from bot.cli.main import main; main()")
    process = await asyncio.create_subprocess_exec(
        *program,
        *("backup", "--config", str(config)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LONGEST.total_seconds()):
            _, said = await process.communicate()
    except TimeoutError:
        said = f"it took longer than {LONGEST}".encode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, " ".join(said.decode(errors="replace").split())[:1000]
