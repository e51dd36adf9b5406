"""Letters that wait for Telegram, on both kinds of database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from conversations.protocol.delivery import Delivery
from storage.db.database import Database, insert_new, table_of
from storage.db.vault import Vault
from storage.pending import crash_recovery, letters_of_case, old_rows, outbox, replaced
from storage.pending.outbox import ClaimedLetter, Letter, Outcome
from storage.pending.replaced import PLACE
from storage.people import presence
from storage.tables.pending import OutboxRow
from storage.tables.people import PersonRow

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def letter(
    key: str,
    chat: int = 7,
    delivery: Delivery = Delivery.REMINDER,
    *,
    at: datetime = AT,
    case: int | None = None,
) -> Letter:
    return Letter(key, chat, delivery, "sendMessage", {"text": f"isi {key}"}, at, case)


async def put(database: Database, vault: Vault, *letters: Letter) -> None:
    async with database.write() as connection:
        await outbox.put(connection, vault, letters, AT)


async def claim(
    database: Database, vault: Vault, at: datetime = AT, limit: int = 64, **more: Any
) -> list[ClaimedLetter]:
    async with database.write() as connection:
        return await outbox.claim(connection, vault, at, limit, **more)


async def settle(database: Database, *results: Outcome, at: datetime = AT) -> None:
    async with database.write() as connection:
        await outbox.settle(connection, results, at)


async def rows(database: Database) -> dict[str, Any]:
    async with database.read() as connection:
        return {row.key: row for row in await connection.execute(select(table_of(OutboxRow)))}


def words(claimed: Sequence[ClaimedLetter]) -> list[str]:
    return [one.params["text"].removeprefix("isi ") for one in claimed]


async def test_put(database: Database, vault: Vault) -> None:
    """A letter put twice is there once, and what it says is not to be read in the database."""
    await put(database, vault, letter("a"), letter("b"))
    await put(database, vault, letter("a", chat=99))
    found = await rows(database)
    assert {key: row.chat_id for key, row in found.items()} == {"a": 7, "b": 7}
    assert b"isi" not in found["a"].payload


async def test_claim(database: Database, vault: Vault) -> None:
    """Letters are taken in order, opened, and marked as being sent with one try more."""
    await put(
        database,
        vault,
        letter("a", 7, Delivery.MUST_ARRIVE, case=26_00042),
        letter("b", 8),
        letter("c", 7),
    )
    first, *others = await claim(database, vault)
    assert (first.chat_id, first.delivery, first.method, first.tries, first.due, first.case_id) == (
        7,
        Delivery.MUST_ARRIVE,
        "sendMessage",
        1,
        AT,
        26_00042,
    )
    assert words([first, *others]) == ["a", "b", "c"]
    assert {row.state for row in (await rows(database)).values()} == {"sending"}
    assert await claim(database, vault) == []


async def test_limit(database: Database, vault: Vault) -> None:
    """No more are taken than asked for, and the next claim goes on behind them."""
    await put(database, vault, *(letter(str(n), n) for n in range(10)))
    assert words(await claim(database, vault, limit=4)) == ["0", "1", "2", "3"]
    assert words(await claim(database, vault, limit=4)) == ["4", "5", "6", "7"]


async def test_busy(database: Database, vault: Vault) -> None:
    """Letters of busy chats stay, so that none overtakes the one that is being sent."""
    await put(database, vault, letter("a", 7), letter("b", 8), letter("c", 9))
    assert words(await claim(database, vault, busy={7, 9})) == ["b"]


async def test_night(database: Database, vault: Vault) -> None:
    """A letter held for the night stands in nobody's way, and goes when its time has come."""
    await put(
        database,
        vault,
        letter("tomorrow", at=AT + 10 * HOUR),
        letter("urgent", delivery=Delivery.MUST_ARRIVE),
    )
    assert words(await claim(database, vault)) == ["urgent"]
    assert words(await claim(database, vault, AT + 10 * HOUR)) == ["tomorrow"]


async def test_admit(database: Database, vault: Vault) -> None:
    """After the first no, all further letters of that chat stay, and other chats go on."""
    await put(database, vault, letter("a", 7), letter("b", 7), letter("c", 8), letter("d", 7))
    answers = {7: [True, False, True], 8: [True]}
    taken = await claim(database, vault, admit=lambda chat, _: answers[chat].pop(0))
    assert words(taken) == ["a", "c"]
    assert words(await claim(database, vault)) == ["b", "d"]


async def test_settle(database: Database, vault: Vault) -> None:
    """Sent and dead letters are emptied, parked ones keep what they say, and each end is written
    down."""
    await put(
        database, vault, *(letter(key) for key in ("sent", "dead", "parked", "again", "untried"))
    )
    ids = [one.id for one in await claim(database, vault)]
    await settle(
        database,
        Outcome(ids[0], "sent", 501),
        Outcome(ids[1], "dead", error="Forbidden"),
        Outcome(ids[2], "parked", error="unclear"),
        Outcome(ids[3], "due", error="502"),
        Outcome(ids[4], "due", untried=True),
        at=AT + SECOND,
    )
    found = await rows(database)
    assert {
        key: (row.state, row.payload is None, row.tries, row.message_id)
        for key, row in found.items()
    } == {
        "sent": ("sent", True, 1, 501),
        "dead": ("dead", True, 1, None),
        "parked": ("parked", False, 1, None),
        "again": ("due", False, 1, None),
        "untried": ("due", False, 0, None),
    }
    assert {key for key, row in found.items() if row.done_at} == {"sent", "dead", "parked"}
    assert found["dead"].error == "Forbidden"


async def test_try_again_keeps_the_place(database: Database, vault: Vault) -> None:
    """A letter that is tried again comes before later ones of its chat."""
    await put(database, vault, letter("a"))
    (first,) = await claim(database, vault)
    await put(database, vault, letter("b"))
    await settle(database, Outcome(first.id, "due"))
    assert words(await claim(database, vault, AT + SECOND)) == ["a", "b"]


async def test_damaged(database: Database, vault: Vault) -> None:
    """A letter that can't be opened is parked, and the others go on."""
    await put(database, vault, letter("a"), letter("b"))
    found = await rows(database)
    async with database.write() as connection:
        table = table_of(OutboxRow)
        await connection.execute(
            update(table).where(table.c.key == "a").values(payload=found["b"].payload)
        )
    assert words(await claim(database, vault)) == ["b"]
    assert (await rows(database))["a"].state == "parked"


@pytest.mark.parametrize(
    ("delivery", "history", "becomes"),
    [
        (Delivery.IDEMPOTENT, (1, HOUR), "due"),
        (Delivery.IDEMPOTENT, (5, 48 * HOUR), "due"),
        (Delivery.MUST_ARRIVE, (1, HOUR), "due"),
        (Delivery.MUST_ARRIVE, (2, HOUR), "parked"),
        (Delivery.MUST_ARRIVE, (1, 25 * HOUR), "parked"),
        (Delivery.REMINDER, (1, HOUR), "sent"),
        (Delivery.BROADCAST, (1, HOUR), "sent"),
    ],
)
async def test_recover(
    database: Database,
    vault: Vault,
    delivery: Delivery,
    history: tuple[int, timedelta],
    becomes: str,
) -> None:
    """What a dead process was sending is decided by class, tries and age; what waited or was done
    stays as it is."""
    tries, age = history
    await put(
        database,
        vault,
        letter("a", delivery=delivery),
        letter("waiting", 8, at=AT + HOUR),
        letter("done", 9),
    )
    ids = {one.chat_id: one.id for one in await claim(database, vault)}
    await settle(database, Outcome(ids[9], "sent", 1))
    for _ in range(tries - 1):
        await settle(database, Outcome(ids[7], "due"))
        assert words(await claim(database, vault)) == ["a"]
    async with database.write() as connection:
        assert await crash_recovery.recover(connection, AT + age) == 1
        assert await crash_recovery.recover(connection, AT + age) == 0
    found = await rows(database)
    assert {key: row.state for key, row in found.items()} == {
        "a": becomes,
        "waiting": "due",
        "done": "sent",
    }
    assert (found["a"].payload is None, found["a"].done_at is None) == (
        becomes == "sent",
        becomes == "due",
    )


@pytest.mark.parametrize(
    ("delivery", "tries", "age", "may"),
    [
        (Delivery.IDEMPOTENT, 99, 99 * HOUR, True),
        (Delivery.MUST_ARRIVE, 1, HOUR, True),
        (Delivery.MUST_ARRIVE, 2, HOUR, False),
        (Delivery.MUST_ARRIVE, 1, 24 * HOUR, False),
        (Delivery.REMINDER, 1, HOUR, False),
        (Delivery.BROADCAST, 1, HOUR, False),
    ],
)
def test_resendable(delivery: Delivery, tries: int, age: timedelta, may: bool) -> None:
    """Only I is repeated freely; B once, within a day; C and D never."""
    assert outbox.resendable(delivery, tries, AT, AT + age) is may


async def test_next_due(database: Database, vault: Vault) -> None:
    """The first time at which a letter waits is known; letters being sent and done don't count."""
    async with database.read() as connection:
        assert await outbox.next_due(connection) is None
    await put(database, vault, letter("a"), letter("b", at=AT + HOUR))
    async with database.read() as connection:
        assert await outbox.next_due(connection) == AT
    await claim(database, vault)
    async with database.read() as connection:
        assert await outbox.next_due(connection) == AT + HOUR


async def test_move_chat(database: Database, vault: Vault) -> None:
    """Letters that wait for a group go where the group has gone; what was sent stays where it was
    sent."""
    await put(database, vault, letter("old", -5))
    (sent,) = await claim(database, vault)
    await settle(database, Outcome(sent.id, "sent", 1))
    await put(database, vault, letter("new", -5))
    async with database.write() as connection:
        await outbox.move_chat(connection, -5, -100500)
    assert {key: row.chat_id for key, row in (await rows(database)).items()} == {
        "old": -5,
        "new": -100500,
    }


async def test_case_of_message(database: Database, vault: Vault) -> None:
    """A message finds its case; an edited one the case it was last about; a foreign or caseless one
    finds none."""
    await put(
        database,
        vault,
        letter("a", case=1),
        letter("b", case=2),
        letter("c"),
        letter("d", 8, case=4),
    )
    ids = [one.id for one in await claim(database, vault)]
    await settle(
        database,
        *(
            Outcome(number, "sent", message)
            for number, message in zip(ids, (50, 50, 51, 50), strict=True)
        ),
    )
    async with database.read() as connection:
        found = [
            await letters_of_case.case_of_message(connection, *pair)
            for pair in ((7, 50), (8, 50), (7, 51), (9, 50))
        ]
    assert found == [2, 4, None, None]


async def test_unreachable(database: Database) -> None:
    """That somebody can't be written to is noted once, with the time at which that began."""
    person = {"id": 7, "language": "id", "village": "", "consent": "1", "created_at": AT}
    async with database.write() as connection:
        await insert_new(connection, PersonRow, [person, {**person, "id": 8}], keys=("id",))
        await presence.unreachable(connection, {7}, AT)
        await presence.unreachable(connection, {7, 9}, AT + HOUR)
        found = (
            await connection.execute(
                select(table_of(PersonRow).c.id, table_of(PersonRow).c.unreachable_at)
            )
        ).all()
    assert dict(tuple(row) for row in found) == {7: AT, 8: None}


async def test_prune(database: Database, vault: Vault) -> None:
    """Old letters that are done go; parked ones, waiting ones and recent ones stay."""
    await put(
        database,
        vault,
        *(letter(key) for key in ("sent", "dead", "parked", "recent")),
        letter("due", at=AT + HOUR),
    )
    ids = [one.id for one in await claim(database, vault)]
    await settle(
        database, Outcome(ids[0], "sent", 1), Outcome(ids[1], "dead"), Outcome(ids[2], "parked")
    )
    await settle(database, Outcome(ids[3], "sent", 2), at=AT + HOUR)
    async with database.write() as connection:
        await old_rows.prune(connection, AT + timedelta(days=120) + SECOND)
    assert set(await rows(database)) == {"parked", "recent", "due"}


async def test_index(sqlite_database: Database, vault: Vault) -> None:
    """Claiming and looking for what is due read the index of waiting letters and never the whole
    table."""
    statements: list[tuple[str, Any]] = []
    async with sqlite_database.write() as connection:

        @event.listens_for(connection.sync_connection, "before_cursor_execute")
        def _note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            if statement.startswith("SELECT"):
                statements.append((statement, parameters))

        await outbox.claim(connection, vault, AT, 64, {1, 2})
        await outbox.next_due(connection)
        for statement, parameters in list(statements):
            plan = (
                await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ).all()
            assert "USING INDEX ix_outbox_waiting" in str(
                plan
            ) or "USING COVERING INDEX ix_outbox_waiting" in str(plan)
            assert "TEMP B-TREE" not in str(plan)
    assert len(statements) == 2


async def test_what_is_replaced_is_found_by_its_chat(
    sqlite_database: Database, vault: Vault
) -> None:
    """Taking back what waits in some chats never reads everything that waits."""
    new = [replace(letter(f"n{chat}", chat=chat), purpose=f"{PLACE}question") for chat in (1, 2, 3)]
    plans: list[str] = []
    async with sqlite_database.write() as connection:

        @event.listens_for(connection.sync_connection, "before_cursor_execute")
        def _note(used: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            if statement.startswith("DELETE"):
                plan = used.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters[0]).all()
                plans.append(str(plan))

        await replaced.take_back(connection, new)
    assert len(plans) == 1
    assert "USING INDEX ix_outbox_waiting_chat (chat_id=?)" in plans[0]
