"""Lists of numbers as one parameter, on both databases."""

import pytest
from sqlalchemy import BigInteger, literal, select, union_all

from storage.db.among import among
from storage.db.database import Database

THERE = (1, 2, 2**40)
ROWS = union_all(*(select(literal(n, BigInteger).label("number")) for n in THERE)).subquery()
FOUND = select(ROWS.c.number).where(among(ROWS.c.number, "wanted")).order_by(ROWS.c.number)


@pytest.mark.parametrize("wanted", [[], [2], [2**40, 1, 7], [1, 1, 1]])
async def test_those_in_the_list_are_found(database: Database, wanted: list[int]) -> None:
    """Whatever their number, also none, and each once."""
    async with database.read() as connection:
        found = [*(await connection.scalars(FOUND, {"wanted": wanted}))]
    assert found == sorted(set(THERE).intersection(wanted))


async def test_any_collection_will_do(database: Database) -> None:
    """A set is as good as a list."""
    async with database.read() as connection:
        assert [*(await connection.scalars(FOUND, {"wanted": {2, 1}}))] == [1, 2]
