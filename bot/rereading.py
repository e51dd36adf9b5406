"""Reads texts, policy, offices and calendar again while the bot runs: when it is asked to (SIGHUP),
and when something was imported.

All or nothing: the new set is checked whole, as ``puskesos check`` does, and stored cases are
brought into line with it in one transaction; only then does the program go on with it, from its
next batch, letter and paper on. With a mistake in it everything stays as it was."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from bot import contents_check
from bot.program import Program, rows_of
from bot.settings.config import Config, Mistakes, load
from bot.settings.renewal import renewed
from casework.policy.policy import Policy
from conversations.content.content import Content
from storage.db.trouble import trouble
from storage.places.imported import Imported, load_imported

log = structlog.get_logger()

LOOK_SECONDS = 5
"""Seconds between two looks. However often it is asked for between them, it is done once."""

MOST_TOLD = 10
"""Mistakes in one line of the log."""


Then = Callable[[bool], Awaitable[None]]
T = TypeVar("T")


class Rereading:
    """Reads again for one program. ``file``: its config, None where it has none; ``asked`` is set
    by whoever wants it; ``then`` is awaited after it, and told whether texts have changed."""

    def __init__(
        self, program: Program, file: Path | None, asked: asyncio.Event, *, then: Then | None = None
    ) -> None:
        self._program, self._file, self._asked, self._then = program, file, asked, then
        self._seen = program.imported

    async def look(self) -> None:
        """Read again if that is wanted. Raises trouble of the database: the next look tries it
        again."""
        imported = await self._imported()
        if imported == self._seen and not self._asked.is_set():
            return
        self._asked.clear()
        self._seen = imported
        try:
            await self._again(imported)
        except Mistakes as error:
            _refused(*error.lines)
        except Exception as error:
            if trouble(error):
                self._asked.set()
                raise
            _refused(type(error).__name__)
            log.debug("the changes were not taken", exc_info=error)

    async def _imported(self) -> Imported:
        async with self._program.db.read() as connection:
            return await load_imported(connection, self._program.config.area.district)

    async def _again(self, imported: Imported) -> None:
        program = self._program
        config, waits = await _read(self._config)
        if "area.district" in waits:
            raise Mistakes("area.district is another now; restart the bot")
        rows = await _read(partial(_checked, config, program.clock(), imported))
        other = program.with_rows(config, imported, rows)
        orphans = await other.ringer.settle()
        texts_before = program.content.texts.languages
        program.adopt(other)
        log.info("texts, policy, offices and calendar were read again")
        for line in orphans:
            log.warning("left without its row", what=line)
        if waits:
            log.warning("a change waits for a restart", keys=waits)
        if self._then:
            await self._then(texts_before != program.content.texts.languages)

    def _config(self) -> tuple[Config, list[str]]:
        running = self._program.config
        return renewed(running, load(self._file)) if self._file else (running, [])


async def _read(work: Callable[[], T]) -> T:
    """What is read in a thread; a file that can't be opened is a mistake, no trouble that
    passes."""
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise Mistakes(f"{error.filename}: can't be read ({error.strerror})") from error


def _checked(config: Config, at: datetime, imported: Imported) -> tuple[Policy, Content]:
    """Policy and content; Mistakes with all that is wrong."""
    if wrong := contents_check.mistakes(config, at.astimezone(config.area.timezone).date()):
        raise Mistakes(*wrong)
    return rows_of(config, at, imported)


def _refused(*lines: str) -> None:
    log.error(
        "the changes were not taken",
        mistakes=lines[:MOST_TOLD],
        more=max(0, len(lines) - MOST_TOLD),
        mend="all goes on as before; mend them, see puskesos check, then send SIGHUP again",
    )
