"""Cases, events and numbers as rows, on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from casework.actions.assignment import Claimed
from casework.actions.correspondence import Added
from casework.actions.question import Asked
from casework.actions.review import Reviewed
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import Case, Decision, Status, Urgency
from casework.case.number import first_of, number
from conversations.protocol.effects import Brief
from storage.cases import cases
from storage.cases.cases import Recorded
from storage.cases.given_numbers import CaseNumbers
from storage.db.database import Database, table_of
from storage.db.vault import Unreadable, Vault
from storage.tables.cases import CaseRow, EventRow
from tests.casework.cases import NOW, OFFICER, ONE_OF_EACH, TELLER, filed, having, standing

STORY = "the roof of the widow"
INTAKE: dict[str, Any] = {
    "story": {"texts": [STORY], "files": [], "location": [1.5, 2.5]},
    "phone": "+628123456789",
}
WHOLE = having(
    standing(Status.CLOSED),
    intake=INTAKE,
    owner=OFFICER,
    level=3,
    parent=250_000_001,
    confidential=True,
    version=7,
    urgency=Urgency.EMERGENCY,
    due_at=NOW + timedelta(microseconds=123_456),
    decision=Decision.PARTLY,
    decided_by=OFFICER,
    rating=4,
    objections=1,
)


async def keep(database: Database, vault: Vault, *kept: Case) -> None:
    async with database.write() as connection:
        await cases.save(connection, vault, kept)


async def fetch(database: Database, vault: Vault, case_id: int) -> Case | None:
    async with database.write() as connection:
        return await cases.load(connection, vault, case_id)


async def record(
    database: Database, vault: Vault, *events: e.Event, case_id: int = WHOLE.id
) -> None:
    async with database.write() as connection:
        await cases.record(
            connection, vault, [Recorded(case_id, n, x, NOW) for n, x in enumerate(events, 1)]
        )


@pytest.mark.parametrize(
    "case",
    [WHOLE, filed()[0], having(standing(Status.REFERRED), nudges=2, nudge_again_at=NOW)],
    ids=["closed, with everything", "just filed", "referred, and reminded of"],
)
async def test_a_case_comes_back_as_it_was(database: Database, vault: Vault, case: Case) -> None:
    """Every field of a case comes back, times to the microsecond."""
    await keep(database, vault, case)
    assert await fetch(database, vault, case.id) == case


async def test_saving_again_is_changing(database: Database, vault: Vault) -> None:
    """A case saved again is the new one; other cases stay."""
    other, changed = (
        replace(WHOLE, id=WHOLE.id + 1, key="other"),
        replace(WHOLE, status=Status.REVIEWED, closed_at=None),
    )
    await keep(database, vault, WHOLE, other)
    await keep(database, vault, changed)
    assert [await fetch(database, vault, i) for i in (WHOLE.id, other.id, 9)] == [
        changed,
        other,
        None,
    ]


async def test_a_draft_opens_one_case(database: Database, vault: Vault) -> None:
    """A draft's key finds its case, and no second case can be kept under it."""
    await keep(database, vault, WHOLE)
    async with database.write() as connection:
        assert [await cases.id_of_key(connection, key) for key in (WHOLE.key, "other")] == [
            WHOLE.id,
            None,
        ]
    with pytest.raises(IntegrityError):
        await keep(database, vault, replace(WHOLE, id=WHOLE.id + 1))


async def test_what_was_told_is_sealed(database: Database, vault: Vault) -> None:
    """No story and no phone stands in a row; another key, or another case's row, can't open it."""
    await keep(database, vault, WHOLE)
    await record(database, vault, Added(TELLER, {"texts": [STORY]}))
    async with database.read() as connection:
        row = (await connection.execute(select(table_of(CaseRow)))).one()
        event = (await connection.execute(select(table_of(EventRow)))).one()
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for value in (*row, *event)
    )
    assert all(secret not in stored for secret in (b"widow", b"8123456"))
    assert vault.open_json("cases", "intake", row.id, row.intake) == INTAKE
    assert cases.case_of(Vault(bytes(32)), row).intake == Intake.illegible("(tidak terbaca)")
    with pytest.raises(Unreadable):
        vault.open_json("cases", "intake", row.id + 1, row.intake)


async def test_what_cannot_be_opened_is_left_as_it_is(database: Database, vault: Vault) -> None:
    """A case whose story is damaged goes on, and its sealed bytes stay: a backup may mend them."""
    await keep(database, vault, WHOLE)
    table = table_of(CaseRow)
    async with database.write() as connection:
        row = (await connection.execute(select(table))).one()
        spoiled = row.intake[:-1] + bytes([row.intake[-1] ^ 1])
        await connection.execute(table.update().values(intake=spoiled))
        damaged = await cases.load(connection, vault, row.id)
        assert damaged is not None
        await cases.save(connection, vault, [replace(damaged, owner=OFFICER)])
        after = (await connection.execute(select(table))).one()
    assert (after.owner, after.intake, after.phone_mark) == (OFFICER, spoiled, row.phone_mark)


# ---- events --------------------------------------------------------------------------------------


async def test_a_history_comes_back_in_order(database: Database, vault: Vault) -> None:
    """Every kind of event comes back as it was, oldest first, each case its own."""
    await record(database, vault, *ONE_OF_EACH)
    await record(database, vault, Reviewed(OFFICER), case_id=5)
    async with database.read() as connection:
        assert await cases.history(connection, vault, WHOLE.id) == [
            (event, NOW) for event in ONE_OF_EACH
        ]
        assert await cases.history(connection, vault, 5) == [(Reviewed(OFFICER), NOW)]


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 9", "DELETE FROM event"])
async def test_the_trail_is_only_ever_added_to(
    database: Database, vault: Vault, statement: str
) -> None:
    """The database itself refuses to change or to delete an event."""
    await record(database, vault, Reviewed(OFFICER))
    with pytest.raises(DBAPIError, match="only ever added"):
        async with database.write() as connection:
            await connection.execute(text(statement))
    async with database.read() as connection:
        assert await cases.history(connection, vault, WHOLE.id) == [(Reviewed(OFFICER), NOW)]


async def test_who_was_quicker_has_the_place(database: Database, vault: Vault) -> None:
    """Two first events of a case can't both be kept: the second transaction is void."""
    await record(database, vault, Claimed(OFFICER))
    with pytest.raises(IntegrityError):
        await record(database, vault, Claimed(OFFICER + 1))


# ---- briefs --------------------------------------------------------------------------------------


async def test_open_cases_in_short(database: Database, vault: Vault) -> None:
    """A teller's open cases come newest first, a waiting one with its latest question; no closed or
    foreign ones."""
    waiting = replace(standing(Status.WAITING), id=30, key="w")
    plain = replace(standing(Status.RECEIVED), id=31, key="p", service="bpnt")
    foreign = replace(plain, id=32, key="f", teller=99)
    await keep(database, vault, WHOLE, waiting, plain, foreign)
    await record(
        database,
        vault,
        Asked(OFFICER, "old?", "text"),
        Asked(OFFICER, "since when?", "date"),
        case_id=30,
    )
    async with database.read() as connection:
        found = await cases.open_of(connection, vault, [TELLER, 98])
    assert found == {
        TELLER: (
            Brief(31, "bpnt", "received", opened=NOW, calm=True),
            Brief(30, "pkh", "waiting", "since when?", "date", opened=NOW, calm=True, asked_at=NOW),
        ),
    }


# ---- numbers -------------------------------------------------------------------------------------


async def take(database: Database, count: int, at: datetime = NOW) -> list[int]:
    """Numbers of one transaction."""
    async with database.write() as connection:
        numbers = CaseNumbers()
        taken = [await numbers.take(connection, at) for _ in range(count)]
        await numbers.flush(connection)
    return taken


async def test_numbers_go_on_without_a_gap(database: Database) -> None:
    """Numbers count up through transactions, and anew each year."""
    eve = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    first = first_of(2026)
    assert await take(database, 3) == [first, first + 1, first + 2]
    assert await take(database, 1, eve) == [first + 3]
    assert await take(database, 2, eve + timedelta(minutes=1)) == [
        first_of(2027),
        first_of(2027) + 1,
    ]
    assert await take(database, 1) == [first + 4]
    assert number(first).startswith("26-00001-")


async def test_a_void_transaction_gives_its_numbers_back(database: Database) -> None:
    """What was rolled back leaves no hole."""
    with pytest.raises(ZeroDivisionError):
        await _take_and_fail(database)
    assert await take(database, 1) == [first_of(2026)]


async def _take_and_fail(database: Database) -> None:
    async with database.write() as connection:
        numbers = CaseNumbers()
        await numbers.take(connection, NOW)
        await numbers.flush(connection)
        raise ZeroDivisionError


async def test_many_at_once_take_different_numbers(database: Database) -> None:
    """Transactions side by side never hand out a number twice and leave none out."""
    taken = await asyncio.gather(*(take(database, 3) for _ in range(8)))
    assert sorted(n for some in taken for n in some) == [first_of(2026) + n for n in range(24)]


async def test_cases_that_are_loaded_together_are_those_loaded_one_by_one(
    database: Database, vault: Vault
) -> None:
    """In the order of their ids; what does not exist is left out."""
    kept = [having(filed()[0], id=first_of(2026) + n, key=f"a{n}") for n in (2, 1, 3)]
    async with database.write() as connection:
        await cases.save(connection, vault, kept)
        together = await cases.load_all(connection, vault, [one.id for one in kept] + [77])
        alone = [await cases.load(connection, vault, one.id) for one in kept]
    assert together == sorted(filter(None, alone), key=lambda case: case.id)
