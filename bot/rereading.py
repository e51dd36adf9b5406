"""Reads texts, policy, offices and calendar again while the bot runs: when it is asked to (SIGHUP),
and when something was imported.

All or nothing: the new set is checked whole, as ``puskesos check`` does, and stored cases are
brought into line with it in one transaction; only then does the program go on with it, from its
next batch, letter and paper on. With a mistake in it everything stays as it was."""

import asyncio
from datetime import date
from pathlib import Path

import structlog

from bot.cli import contents_check
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


class Rereading:
    """Reads again for one program. ``file``: its config, None where it has none; ``asked`` is set
    by whoever wants it."""

    def __init__(self, program: Program, file: Path | None, asked: asyncio.Event) -> None:
        self._program, self._file, self._asked = program, file, asked
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
        config, waits = await asyncio.to_thread(self._config)
        today = program.clock().astimezone(config.area.timezone).date()
        rows = await asyncio.to_thread(_checked, config, today, imported)
        other = program.with_rows(config, imported, rows)
        orphans = await other.ringer.settle()
        program.adopt(other)
        log.info("texts, policy, offices and calendar were read again")
        for line in orphans:
            log.warning("left without its row", what=line)
        if waits:
            log.warning("a change waits for a restart", keys=waits)

    def _config(self) -> tuple[Config, list[str]]:
        running = self._program.config
        return renewed(running, load(self._file)) if self._file else (running, [])


def _checked(config: Config, today: date, imported: Imported) -> tuple[Policy, Content]:
    """Policy and content; Mistakes with all that is wrong."""
    if wrong := contents_check.mistakes(config, today):
        raise Mistakes(*wrong)
    return rows_of(config, today, imported)


def _refused(*lines: str) -> None:
    log.error(
        "the changes were not taken",
        mistakes=lines[:MOST_TOLD],
        more=max(0, len(lines) - MOST_TOLD),
        mend="all goes on as before; mend them, see puskesos check, then send SIGHUP again",
    )
