"""Only the bot that has taken the database last writes into it."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.db.database import Database
from storage.db.lease import Lease, last_seen
from storage.db.single_instance import AlreadyRunning
from storage.db.trouble import Trouble, trouble
from tests.storage.db.test_database import NOON

COUNT = text("UPDATE bulk SET state = state")


async def _write(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(COUNT)


async def test_the_last_one_writes(database_url: str, database: Database) -> None:
    """Whoever had the database before writes nothing any more, neither by a transaction nor by
    saying that it works; short commands hold no lease and may."""
    first, other, command = database, Database(database_url), Database(database_url)
    old, new = Lease(first, lambda: NOON, None), Lease(other, lambda: NOON, None)
    await old.take()
    await _write(first)
    await new.take()
    for work in (_write(first), old.renew()):
        with pytest.raises(AlreadyRunning, match="another puskesos has taken over") as met:
            await work
        assert trouble(met.value) is Trouble.OVER
    await new.renew()
    await _write(other)
    await _write(command)
    for one in (other, command):
        await one.dispose()


async def test_it_says_when_it_worked(database: Database) -> None:
    """Before the first bot nobody has said anything; then the database tells when."""
    later = datetime(2026, 12, 1, tzinfo=UTC)
    clock = [NOON]
    lease = Lease(database, lambda: clock[0], None)
    told = []
    for work in (None, lease.take, lease.renew):
        if work:
            await work()
            clock[0] = later
        async with database.read() as connection:
            told.append(await last_seen(connection))
    assert told == [None, NOON, later]


async def test_who_takes_it_waits_for_what_is_under_way(
    postgresql_url: str,
) -> None:
    """On a server two bots could write at the same moment: a transaction that has begun while the
    database was still the first one's ends before the second one has it. To say that one works
    waits for nobody."""
    first, other = Database(postgresql_url), Database(postgresql_url)
    old, new = Lease(first, lambda: NOON, None), Lease(other, lambda: NOON, None)
    await old.take()
    async with first.write() as connection:
        await asyncio.wait_for(old.renew(), 5)
        taking = asyncio.create_task(new.take())
        await asyncio.sleep(0.3)
        assert not taking.done()
        await connection.execute(COUNT)
    await asyncio.wait_for(taking, 5)
    with pytest.raises(AlreadyRunning):
        await _write(first)
    await first.dispose()
    await other.dispose()
