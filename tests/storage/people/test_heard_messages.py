"""What became of messages: kept sealed, moved on with their words, forgotten in time."""

from datetime import timedelta

from sqlalchemy import select

from conversations.protocol.effects import Earlier
from conversations.protocol.whereabouts import FURTHER_PHOTO, LOOSE
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending import old_rows
from storage.people import heard_messages
from storage.people.heard_messages import HeardMessages
from storage.tables.messages import HeardMessage
from tests.storage.db.test_database import NOON

WAITS = Earlier("atap bocor", ("unique1",), LOOSE)
VAULT = Vault(b"\x01" * 32)


async def kept(database: Database, *heard: tuple[int, Earlier]) -> None:
    memory = HeardMessages()
    for message, one in heard:
        memory.keep(7, message, one)
    async with database.write() as connection:
        await memory.flush(connection, VAULT, NOON)


async def found(database: Database, message: int, person: int = 7) -> Earlier | None:
    async with database.write() as connection:
        return await HeardMessages().find(connection, VAULT, person, message)


async def test_what_was_heard_comes_back(database: Database) -> None:
    """A message of a person is found with all that became of it; another's is not."""
    answer = Earlier("RT 4", (), "draft-1", "place", 260_000_001)
    await kept(database, (1, WAITS), (2, answer))
    assert (await found(database, 1), await found(database, 2)) == (WAITS, answer)
    assert (await found(database, 3), await found(database, 1, person=8)) == (None, None)


async def test_the_words_are_sealed(database: Database) -> None:
    """What a message said stands nowhere in clear."""
    await kept(database, (1, WAITS))
    async with database.read() as connection:
        (row,) = (await connection.execute(select(table_of(HeardMessage)))).all()
    assert b"atap" not in row.body


async def test_what_waited_moves_on(database: Database) -> None:
    """What waited stands where its words went, written or not; what came later still waits."""
    await kept(database, (1, WAITS))
    memory = HeardMessages()
    memory.keep(7, 2, WAITS)
    memory.move(7, Earlier("", (), "draft-1", "story"))
    memory.keep(7, 3, WAITS)
    async with database.write() as connection:
        await memory.flush(connection, VAULT, NOON)
    stand = [heard.draft for n in (1, 2, 3) if (heard := await found(database, n))]
    assert stand == ["draft-1", "draft-1", LOOSE]
    assert await found(database, 1) == Earlier("atap bocor", ("unique1",), "draft-1", "story")


KEPT = timedelta(days=3)


async def test_it_is_forgotten(database: Database) -> None:
    """What is old goes, and all of a person when they ask for it."""
    await kept(database, (1, WAITS))
    async with database.write() as connection:
        await old_rows.prune(connection, NOON + KEPT)
    assert await found(database, 1) == WAITS
    async with database.write() as connection:
        await heard_messages.forget(connection, 8)
    assert await found(database, 1) == WAITS
    async with database.write() as connection:
        await old_rows.prune(connection, NOON + KEPT + timedelta(seconds=1))
    assert await found(database, 1) is None


async def test_later_photos_of_an_album_are_no_newest_message(database: Database) -> None:
    """Our answer stands below an album's first photo; that its later ones came after it does not
    make the answer unread. Written or not."""
    later = Earlier("", ("unique2",), "", FURTHER_PHOTO, 260_000_001)
    await kept(database, (1, WAITS), (2, later))
    memory = HeardMessages()
    memory.keep(7, 3, later)
    async with database.read() as connection:
        assert await memory.newest(connection, 7, 9) == 1
        memory.keep(7, 4, WAITS)
        assert await memory.newest(connection, 7, 9) == 4
