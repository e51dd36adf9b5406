"""How a restored office goes on behind what was lost."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import insert, select

from casework.case.number import first_of
from storage.backup import going_on
from storage.cases.given_numbers import CaseNumbers
from storage.db.database import Database, table_of
from storage.tables.cases import CaseRow, Counter

WIB = timezone(timedelta(hours=7))
MADE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)


async def _cases(database: Database, at: datetime, number: int, first: int) -> None:
    table = table_of(CaseRow)
    plain: dict[str, Any] = dict.fromkeys(
        ("village", "service", "urgency", "office", "desk", "party", "status"), "x"
    )
    times = {"opened_at": at, "due_at": at}
    rows = [
        {
            **plain,
            **times,
            "id": n,
            "key": f"k{n}",
            "rank": 1,
            "confidential": False,
            "teller": 1,
            "version": 0,
            "intake": b"\x01",
        }
        for n in range(first, first + number)
    ]
    async with database.write() as connection:
        await connection.execute(insert(table), rows)


async def test_a_quiet_office(database: Database) -> None:
    """At least a hundred, and the next number is what was told."""
    async with database.write() as connection:
        found = await going_on.numbers_go_on(connection, MADE, NOW)
        assert found == {2026: (100, first_of(2026) + 100)}
        assert await CaseNumbers().take(connection, NOW) == first_of(2026) + 100


async def test_a_busy_office(database: Database) -> None:
    """Twice the busiest day of the last two months, for each day since the backup; what lies
    further back does not count."""
    first = first_of(2026)
    await _cases(database, MADE - timedelta(days=90), 400, first)
    await _cases(database, MADE - timedelta(days=9), 60, first + 400)
    await _cases(database, MADE - timedelta(days=8), 20, first + 460)
    async with database.write() as connection:
        counter = {"name": "case:2026", "value": first + 479}
        await connection.execute(table_of(Counter).insert(), [counter])
        found = await going_on.numbers_go_on(connection, MADE, NOW)
    assert found == {2026: (500, first + 480 + 500)}  # 2 * 60 * 4 days, in hundreds


async def test_the_year_of_the_office(database: Database) -> None:
    """The year is the local one, at both ends."""
    eve = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # 2027 already, in Cirebon
    async with database.write() as connection:
        assert set(await going_on.numbers_go_on(connection, eve, eve.astimezone(WIB))) == {2027}
        found = await going_on.numbers_go_on(connection, MADE, eve.astimezone(WIB))
        assert set(found) == {2026, 2027}
        names = set(await connection.scalars(select(table_of(Counter).c.name)))
    assert names == {"case:2026", "case:2027"}
