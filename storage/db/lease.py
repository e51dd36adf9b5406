"""The lease of a running bot. Its lock (lock.py) can be lost without its knowing; the number of the
lease can't: whoever takes the database counts it up, and a transaction that finds another number
writes nothing.

Tested in tests/storage/db/test_lease.py and tests/bot/trials/trouble/test_second_bot.py."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import Database, table_of
from storage.db.single_instance import AlreadyRunning, Lock
from storage.tables.instance import LeaseRow

log = structlog.get_logger()

RENEW_SECONDS = 5.0

_LEASE = table_of(LeaseRow)
# On PostgreSQL the row stays ours until the transaction ends. The number is the key of the row:
# only counting it up must wait for that, saying that one works need not.
_OURS = (
    select(_LEASE.c.fence)
    .where(_LEASE.c.fence == bindparam("mine"))
    .with_for_update(read=True, key_share=True)
)


class Lease:
    """The right of this process to write into a database. ``clock`` tells aware UTC; ``lock`` is
    what keeps others from starting."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], lock: Lock | None
    ) -> None:
        self._db, self._clock, self._lock = database, clock, lock
        self._fence = 0

    async def take(self) -> None:
        """Make the database ours; waits for the transactions of whoever had it before."""
        async with self._db.write() as connection:
            taken = update(_LEASE).values(fence=_LEASE.c.fence + 1, seen_at=self._clock())
            await connection.execute(taken)
            self._fence = await connection.scalar(select(_LEASE.c.fence)) or 0
        self._db.guard = self._check

    async def renew(self) -> None:
        """Say that we work, and take a lost lock again. AlreadyRunning when another bot has taken
        the database."""
        if self._lock and not await self._lock.held():
            taken = await self._lock.take()
            log.warning("the lock of the database was lost", taken_again=taken)
        async with self._db.write() as connection:
            await connection.execute(update(_LEASE).values(seen_at=self._clock()))

    async def ours(self, connection: AsyncConnection) -> bool:
        """Whether the database is still ours."""
        return bool(await connection.scalar(select(_LEASE.c.fence)) == self._fence)

    async def _check(self, connection: AsyncConnection) -> None:
        """AlreadyRunning unless the database is still ours, until the end of the transaction."""
        if await connection.scalar(_OURS, {"mine": self._fence}) is None:
            raise AlreadyRunning(
                f"another puskesos has taken over the database {self._db.place};"
                " this one has stopped before it wrote anything more"
            )


async def last_seen(connection: AsyncConnection) -> datetime | None:
    """When a bot last said that it works with this database; None where none ever did."""
    found: datetime | None = await connection.scalar(select(_LEASE.c.seen_at))
    return found
