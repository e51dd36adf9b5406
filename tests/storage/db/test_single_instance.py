"""A second instance refuses to start."""

import asyncio
import sys

import pytest

from storage.db.database import Database, WrongDatabase
from storage.db.single_instance import AlreadyRunning, single_instance


async def test_a_second_instance_is_refused(database_url: str, database: Database) -> None:
    """While one holds the database, another gets a message that names it."""
    other = Database(database_url)
    async with single_instance(database):
        with pytest.raises(AlreadyRunning, match=r"already runs with the database .*stop it first"):
            async with single_instance(other):
                pass
    await other.dispose()


async def test_the_lock_ends_with_the_block(database: Database) -> None:
    """After the first has ended, the next may start, also after an error."""
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with single_instance(database):
                _ = 1 / 0


async def test_the_lock_ends_with_a_killed_process(
    sqlite_url: str, sqlite_database: Database
) -> None:
    """A process that was killed leaves no lock behind."""
    program = f"""
import asyncio
from storage.db.database import Database
from storage.db.single_instance import single_instance
async def hold():
    async with single_instance(Database({sqlite_url!r})):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning):
        async with single_instance(sqlite_database):
            pass
    child.kill()
    await child.wait()
    async with single_instance(sqlite_database):
        pass


async def test_the_database_can_be_used_while_the_lock_is_held(database: Database) -> None:
    """The lock does not stand in the way of its own holder, nor of short commands."""
    async with single_instance(database), database.write() as connection:
        assert (await connection.exec_driver_sql("SELECT 1")).scalar() == 1


async def test_a_missing_folder_is_said() -> None:
    """Without the folder of the database there is a message, not a traceback of the operating
    system."""
    with pytest.raises(WrongDatabase, match="check that the folder exists"):
        async with single_instance(Database("sqlite:////nowhere/puskesos.db")):
            pass
