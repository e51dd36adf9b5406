"""How the program stands, looked up every few seconds while somebody may ask. Who asks is answered
from what was seen last, so that no question ever reaches the database.

Tested in tests/bot/health/test_stand.py."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.backup.last import last
from bot.heart import Heart
from bot.program import Program
from storage.db import migrate
from storage.db.lease import Lease
from storage.pending import backlog
from storage.pending.backlog import Backlog

LOOK_SECONDS = 10.0
LATE_SECONDS = 30.0
"""A look that takes longer than this has met a database that does not answer."""


@dataclass(frozen=True)
class Seen:
    """What a look has found. ``wrong``: why nobody can be served, in words without a person;
    ``letters``: seconds for which the oldest waits, by class;
    ``backup_age``: seconds, None without a backup."""

    wrong: tuple[str, ...]
    ours: bool = False
    waiting: Mapping[str, Backlog] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    backup_age: float | None = None


class Stand:
    """The last look, and what can be said at once. ``hearts``: those of the loops, by name."""

    def __init__(self, program: Program, lease: Lease, hearts: Mapping[str, Heart]) -> None:
        self.program, self.hearts, self._lease = program, hearts, lease
        self.seen, self.heart = Seen(("starting: nothing was looked at yet",)), Heart()

    async def watch(self) -> None:
        """Look again and again, for ever."""
        while True:
            self.heart.beat()
            self.seen = await self._look()
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> Seen:
        db = self.program.db
        try:
            if (state := await migrate.state(db)) != "current":
                return Seen((f"schema: {state}; run: puskesos doctor",))
            async with db.read() as connection:
                ours, at = await self._lease.ours(connection), self.program.clock()
                waiting = await backlog.look(connection, at)
                letters = await backlog.by_class(connection, at)
            made = await asyncio.to_thread(last, self.program.config)
        except Exception as error:  # whatever it is, it is no reason for the bot to end
            return Seen((f"database: can't be read ({type(error).__name__})",))
        lost = () if ours else ("lease: another puskesos has taken over the database",)
        age = (at - made).total_seconds() if made else None
        return Seen(lost, ours, waiting, letters, age)

    def unready(self) -> list[str]:
        """Why nobody can be served now; nothing where all is well."""
        wrong = list(self.seen.wrong)
        if (late := self.heart.silence) > LATE_SECONDS:
            wrong = [f"database: no answer for {late:.0f} seconds"]
        if not self.program.time.believed:
            off = self.program.time.off
            side = "ahead of" if off > 0 else "behind"
            wrong.append(f"clock: that of this machine is {abs(off):.0f} seconds {side} Telegram")
        return wrong

    def silent(self) -> list[str]:
        """The loops that live no more, with the seconds since when."""
        found = self.hearts.items()
        return [f"{name}: silent for {x.silence:.0f} seconds" for name, x in found if not x.alive]
