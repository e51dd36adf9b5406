"""Lists of numbers and of texts as one parameter, on both databases."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Table,
    Text,
    bindparam,
    literal,
    not_,
    select,
    union_all,
)
from sqlalchemy.dialects import sqlite

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


@pytest.mark.parametrize("wanted", [[], ["late"], ["it's", "ä", "none"], {"late", "it's"}])
async def test_texts_are_found_as_numbers_are(database: Database, wanted: list[str]) -> None:
    """Also what has a quote in it; and those that are not in the list are the others."""
    there = ("late", "it's", "ä")
    rows = union_all(*(select(literal(word, Text).label("word")) for word in there)).subquery()
    among_them = among(rows.c.word, "wanted")
    async with database.read() as connection:
        found = {
            *await connection.scalars(select(rows.c.word).where(among_them), {"wanted": wanted})
        }
        others = select(rows.c.word).where(not_(among_them))
        rest = {*await connection.scalars(others, {"wanted": wanted})}
    assert (found, rest) == (set(there) & set(wanted), set(there) - set(wanted))


def test_an_index_finds_them() -> None:
    """SQLite looks each number up; it once read whole tables for every message."""
    numbers = Table("kept", MetaData(), Column("number", BigInteger, primary_key=True)).c.number
    asked = str(select(numbers).where(among(numbers, "wanted")).compile(dialect=sqlite.dialect()))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE kept (number INTEGER PRIMARY KEY)")
        (first, *_) = connection.execute(f"EXPLAIN QUERY PLAN {asked}", ("[1]",)).fetchall()
    assert first[3].startswith("SEARCH kept USING INTEGER PRIMARY KEY")


def test_two_conditions_are_both_looked_up() -> None:
    """Beside another condition it still uses the index of both."""
    table = Table("kept", MetaData(), Column("bot", BigInteger), Column("number", BigInteger))
    both = select(table).where(table.c.bot == bindparam("bot"), among(table.c.number, "wanted"))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE kept (bot, number, PRIMARY KEY (bot, number))")
        asked = f"EXPLAIN QUERY PLAN {both.compile(dialect=sqlite.dialect())}"
        (first, *_) = connection.execute(asked, (1, "[1]")).fetchall()
    assert first[3].endswith("(bot=? AND number=?)")
