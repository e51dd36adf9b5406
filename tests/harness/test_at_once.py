"""Two officers take the same case in the same moment, each in a process of their own: one has it,
the other is told so, and nobody reads of a lock."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from casework.actions.assignment import Claim, Claimed
from casework.case.model import Case, Refused
from storage.cases import cases
from storage.db.database import Database
from storage.db.sqlite_driver import OneHopConnection
from storage.db.vault import Vault
from storage.unit_of_work import Batch
from tests.casework.cases import NOW
from tests.figures import Figure
from tests.storage.test_unit_of_work import ask, open_case

PAIRS = 300
OFFICERS = (100, 101)
VAULT = Vault(bytes(range(32)))


async def _file(database: Database, count: int) -> list[Case]:
    async with database.write() as connection:
        batch = Batch(connection, VAULT, NOW)
        filed = [await open_case(batch, f"draft{n}") for n in range(count)]
        await batch.flush()
    return filed


async def _take(database: Database, officer: int, case: Case) -> str:
    """How it ends for an officer who takes a case; both have read it before either writes, where
    nothing hinders them."""
    try:
        async with database.write() as connection:
            batch = Batch(connection, VAULT, NOW)
            await batch.case(case.id)
            await asyncio.sleep(0.002)
            await ask(batch, case.id, Claim(officer))
            await batch.flush()
    except Refused as refused:
        return refused.key
    except DBAPIError:
        return "error"
    return "taken"


async def _pairs(url: str, count: int) -> dict[str, int]:
    """So many cases, each taken by two at once; gives how many were taken once in their trail,
    how many twice, and how often somebody met an error of the database."""
    mine, other = Database(url), Database(url)
    try:
        filed = await _file(mine, count)
        ends: list[str] = []
        for case in filed:
            both = zip((mine, other), OFFICERS, strict=True)
            ends += await asyncio.gather(*(_take(db, officer, case) for db, officer in both))
        async with mine.read() as connection:
            trails = await cases.histories(connection, VAULT, [case.id for case in filed])
    finally:
        await mine.dispose()
        await other.dispose()
    claims = [sum(type(event) is Claimed for event, _ in trail) for trail in trails.values()]
    once = sum(one == 1 for one in claims)
    return {"once": once, "doubled": count - once, "errors": ends.count("error")}


async def test_one_has_it(database_url: str, figure: Figure) -> None:
    """Of each pair one has the case, and the other is refused with the reason."""
    found = await _pairs(database_url, PAIRS)
    figure("G29", "two take the same case at once", pairs=PAIRS, **found)
    assert found == {"once": PAIRS, "doubled": 0, "errors": 0}


async def test_a_transaction_that_only_begins_to_read(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: with SQLite's plain BEGIN, whoever comes second meets an error."""
    begin = OneHopConnection.begin
    monkeypatch.setattr(OneHopConnection, "begin", lambda self, _: begin(self, "BEGIN"))
    found = await _pairs(sqlite_url, PAIRS // 10)
    figure("G29", "control: SQLite's plain BEGIN", pairs=PAIRS // 10, **found)
    assert found["errors"] or found["doubled"]


async def test_a_case_that_is_not_locked(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: on PostgreSQL, without a lock on the case, both have it or one meets an
    error."""
    monkeypatch.setattr(cases, "_LOCKED", cases._READ)
    found = await _pairs(postgresql_url, PAIRS // 10)
    figure("G29", "control: PostgreSQL without a lock", pairs=PAIRS // 10, **found)
    assert found["errors"] or found["doubled"]
