"""Bells as rows, on both databases: set, taken back, moved, claimed and rung."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.policy.bell_subjects import OfCase, read
from casework.policy.followups import Bell
from storage.db.database import Database, table_of
from storage.pending.bells import (
    all_waiting_bells,
    bells_rung,
    claimed_bells,
    due_bells,
    move_bells,
    next_bell,
    set_bells,
    stop_bells,
    waiting_bells,
)
from storage.tables.pending import BellRow
from tests.casework.cases import NOW


def bell(kind: str = "late", subject: str = "1", occurrence: str = "1.0", minutes: int = 0) -> Bell:
    return Bell(kind, read(subject), occurrence, NOW + timedelta(minutes=minutes))


async def ring(database: Database, at: datetime = NOW, limit: int = 100) -> list[Bell]:
    """Take and ring what is due."""
    async with database.write() as connection:
        due = await due_bells(connection, at, limit)
        due = await claimed_bells(connection, [bell_id for bell_id, _ in due])
        await bells_rung(connection, [bell_id for bell_id, _ in due], at)
    return [bell for _, bell in due]


async def put(database: Database, *bells: Bell) -> None:
    async with database.write() as connection:
        await set_bells(connection, bells)


async def test_a_bell_is_set_once_and_rings_once(database: Database) -> None:
    """The same bell set again, even with another time, is the first one; once rung it never rings
    again."""
    await put(database, bell(), bell())
    await put(database, bell(minutes=-5))
    assert await ring(database) == [bell()]
    await put(database, bell())
    assert await ring(database) == []


async def test_bells_ring_in_time_and_in_order(database: Database) -> None:
    """Only what is due rings, earliest first; the next one's time is known."""
    await put(
        database,
        bell(occurrence="b", minutes=-1),
        bell(occurrence="a", minutes=-9),
        bell(occurrence="c", minutes=5),
    )
    assert [b.occurrence for b in await ring(database, limit=1)] == ["a"]
    async with database.read() as connection:
        assert await next_bell(connection) == NOW - timedelta(minutes=1)
    assert [b.occurrence for b in await ring(database)] == ["b"]
    assert [b.occurrence for b in await ring(database, NOW + timedelta(minutes=5))] == ["c"]
    async with database.read() as connection:
        assert await next_bell(connection) is None


async def test_stopping_bells(database: Database) -> None:
    """Stopping takes back the waiting bells of one kind and subject, and no other; rung ones stay
    as a trace."""
    await put(database, bell(occurrence="rung", minutes=-1))
    await ring(database)
    stay = [bell(kind="still"), bell(subject="2"), bell(subject="11")]
    await put(database, bell(occurrence="a"), bell(occurrence="b"), *stay)
    async with database.write() as connection:
        await stop_bells(connection, {(OfCase(1), "late"), (OfCase(7), "alarm")})
    assert await ring(database) == stay
    async with database.read() as connection:
        kept = (await connection.execute(select(table_of(BellRow).c.occurrence))).scalars().all()
    assert "rung" in kept


async def test_a_bell_in_hand_is_nobody_elses(database: Database) -> None:
    """Two processes that ring at once ring each bell once between them."""
    await put(database, *(bell(occurrence=str(n)) for n in range(20)))
    rung: list[list[Bell]] = []
    while sum(map(len, rung)) < 20:
        rung += await asyncio.gather(*(ring(database, limit=7) for _ in range(6)))
    assert sorted(b.occurrence for some in rung for b in some) == sorted(str(n) for n in range(20))


async def test_of_one_moment_the_first_set_rings_first(database: Database) -> None:
    """What is due at one moment rings in the order in which it was set, claimed or only looked
    up, however the ids are named."""
    late = bell(occurrence="late", minutes=-1)
    first, second = bell(occurrence="z", minutes=-9), bell(occurrence="a", minutes=-9)
    await put(database, late, first, second)
    async with database.write() as connection:
        due = await due_bells(connection, NOW, 100)
        claimed = await claimed_bells(connection, [bell_id for bell_id, _ in reversed(due)])
    assert [b for _, b in due] == [first, second, late]
    assert claimed == due


async def test_only_some_kinds_ring(database: Database) -> None:
    """Kinds that are named ring alone; with none named, all do."""
    alarm, late = bell(kind="alarm", minutes=-1), bell(minutes=-2)
    await put(database, alarm, late)
    async with database.read() as connection:
        some = await due_bells(connection, NOW, 100, ["alarm", "other"])
        every = await due_bells(connection, NOW, 100)
    assert [b for _, b in some] == [alarm]
    assert [b for _, b in every] == [late, alarm]


async def test_the_next_bell_but_some_kinds(database: Database) -> None:
    """Kinds that are left out are not the next one."""
    await put(database, bell(kind="list", minutes=-9), bell(minutes=3))
    async with database.read() as connection:
        assert await next_bell(connection) == NOW - timedelta(minutes=9)
        assert await next_bell(connection, ["list"]) == NOW + timedelta(minutes=3)
        assert await next_bell(connection, ["list", "late"]) is None


async def test_a_bell_that_was_claimed_elsewhere_is_skipped(postgresql_url: str) -> None:
    """Nobody waits for what another process has in hand: they ring the rest meanwhile."""
    database = Database(postgresql_url)
    await put(database, bell(occurrence="a"), bell(occurrence="b"))
    async with database.read() as connection:
        due = await due_bells(connection, NOW, 100)
    ids = [bell_id for bell_id, _ in due]
    async with database.write() as one, database.write() as other, asyncio.timeout(5):
        assert await claimed_bells(one, ids[:1]) == due[:1]
        assert await claimed_bells(other, ids) == due[1:]
    await database.dispose()


async def test_the_bells_of_a_case(database: Database) -> None:
    """Those that wait for it, earliest first; neither what has rung nor what is about others."""
    await put(database, bell(occurrence="rung"))
    await ring(database)
    soon, later = bell(occurrence="soon", minutes=1), bell(occurrence="later", minutes=2)
    others = bell(subject="2"), bell(subject="p1"), bell(subject="e1")
    await put(database, later, soon, *others)
    async with database.read() as connection:
        assert await waiting_bells(connection, 1) == (soon, later)


async def test_all_bells_of_cases(database: Database) -> None:
    """Those that wait, by their case, in the order in which they were set; nothing of people."""
    await put(database, bell(occurrence="rung"))
    await ring(database)
    mine = [bell(occurrence="z", minutes=4), bell(occurrence="a", minutes=2)]
    other = bell(subject="2", minutes=3)
    await put(database, mine[0], bell(subject="p1"), other, mine[1])
    async with database.read() as connection:
        assert await all_waiting_bells(connection) == {1: mine, 2: [other]}


async def test_bells_are_moved(database: Database) -> None:
    """Those that wait ring at their new moment, each at its own; all others stay, and what has
    rung does not ring again."""
    await put(database, bell(occurrence="rung"))
    await ring(database)
    moved = [bell(occurrence=name) for name in ("a", "b")]
    stay = [bell(kind="still"), bell(occurrence="c"), bell(subject="2", occurrence="a")]
    await put(database, *moved, *stay)
    wanted = [("a", 7), ("b", 9), ("rung", 8)]
    new = [bell(occurrence=name, minutes=after) for name, after in wanted]
    async with database.write() as connection:
        await move_bells(connection, new)
        await move_bells(connection, [])
    assert await ring(database) == stay
    assert await ring(database, NOW + timedelta(minutes=7)) == new[:1]
    assert await ring(database, NOW + timedelta(minutes=9)) == new[1:2]
