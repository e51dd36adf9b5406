"""Hand-over codes as rows, on both databases."""

import asyncio
from datetime import timedelta

from storage.db.database import Database
from storage.pending import old_rows
from storage.people import handover_codes
from storage.people.handover_codes import CodeTarget
from tests.casework.cases import NOW, OFFICER, TELLER, VOLUNTEER

CODE = "K7TM4XWA9QRN2BEF"


async def test_of_many_who_use_a_code_one_wins(database: Database) -> None:
    """Twelve at once: the code opens once."""
    async with database.write() as connection:
        await handover_codes.add(
            connection, CODE, CodeTarget(1, VOLUNTEER), at=NOW, expires_at=NOW + timedelta(days=14)
        )

    async def use(person: int) -> bool:
        async with database.write() as connection:
            return await handover_codes.use(connection, CODE, person, NOW)

    assert sorted(await asyncio.gather(*(use(n) for n in range(12)))) == [False] * 11 + [True]


async def test_a_code_ends(database: Database) -> None:
    """A code opens nothing after its time, once a newer one was made, or for another spelling."""
    end = NOW + timedelta(days=14)
    async with database.write() as connection:
        await handover_codes.add(connection, CODE, CodeTarget(1, VOLUNTEER), at=NOW, expires_at=end)
        assert await handover_codes.find(
            connection, CODE, end - timedelta(seconds=1)
        ) == CodeTarget(1, VOLUNTEER)
        assert await handover_codes.find(connection, CODE, end) is None
        assert await handover_codes.find(connection, CODE[::-1], NOW) is None
        await handover_codes.add(
            connection, CODE[::-1], CodeTarget(1, VOLUNTEER), at=NOW, expires_at=end
        )
        assert (
            await handover_codes.find(connection, CODE, NOW),
            await handover_codes.use(connection, CODE, TELLER, NOW),
        ) == (
            None,
            False,
        )
        await handover_codes.add(
            connection, "A" + CODE[1:], CodeTarget(2, VOLUNTEER), at=NOW, expires_at=end
        )
        assert await handover_codes.find(connection, CODE[::-1], NOW) == CodeTarget(1, VOLUNTEER)


async def test_tries_are_counted_and_forgotten(database: Database) -> None:
    """Only somebody's own tries of late count."""
    async with database.write() as connection:
        for days in (3, 0, 0):
            await handover_codes.tried(connection, TELLER, NOW - timedelta(days=days))
        await handover_codes.tried(connection, OFFICER, NOW)
        since = NOW - timedelta(days=1)
        assert await handover_codes.tries(connection, TELLER, since) == 2
        await old_rows.prune(connection, NOW + timedelta(days=7))
        assert await handover_codes.tries(connection, TELLER, NOW - timedelta(days=9)) == 2
