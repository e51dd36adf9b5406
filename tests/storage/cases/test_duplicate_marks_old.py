"""Numbers of cases from before are marked anew, so that nothing that counted as the same household
is missed after an upgrade."""

import hashlib
import hmac
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, func, insert, select, text

from casework.actions.consent import ConsentRecorded
from casework.actions.correcting.address import AddressCorrected
from casework.actions.question import Answered
from casework.case.intake import Consent
from storage.cases import duplicate_marks
from storage.db.database import Database, make_engine, table_of
from storage.db.key_in_use import WrongKey
from storage.db.migrate import alembic_config, upgrade
from storage.db.vault import Vault
from storage.tables.cases import CaseMark, CaseToMark
from storage.unit_of_work import Batch
from tests.casework.cases import NEIGHBOUR, NOW, TELLER
from tests.storage.cases.test_duplicate_marks import NONE, VAULT, found, opened

KK, NIK = "3274051203850003", "3274050101900001"
FIRST, SECOND = 260_000_001, 260_000_002
MARKS, WAITING = table_of(CaseMark), table_of(CaseToMark)


def _slow(vault: Vault, kind: str, value: str) -> bytes:
    """How a number was marked until 0.2."""
    salt = vault._derive("salt", kind)
    slow = hashlib.scrypt(value.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=2**26, dklen=32)
    return hmac.digest(vault._derive("slow mark", kind), slow, "sha256")


async def _old(database: Database, n: int, teller: int, answer: Any, *then: Any) -> int:
    """The n-th case as the last version kept it: answered, and what happened then."""
    case, event = opened(n, teller=teller)
    told = [event, Answered(teller, answer, NOW), *then]
    async with database.write() as connection:
        batch = Batch(connection, VAULT, NOW)
        batch.record(replace(case, version=len(told)), told, NONE)
        await batch.flush()
        fast = [VAULT.fingerprint(*one) for one in duplicate_marks._numbers(answer)]
        ours = MARKS.c.mark.in_(fast) & (MARKS.c.case_id == case.id)
        gone = (await connection.execute(MARKS.delete().where(ours))).rowcount
        slow = [_slow(VAULT, *one) for one in duplicate_marks._numbers(answer)][:gone]
        for mark in slow:
            await connection.execute(insert(CaseMark), [{"mark": mark, "case_id": case.id}])
        await connection.execute(insert(CaseToMark), [{"case_id": case.id}])
    return case.id


async def _new(database: Database, n: int, teller: int, answer: Any) -> int:
    """The n-th case as it is kept now."""
    case, event = opened(n, teller=teller)
    async with database.write() as connection:
        batch = Batch(connection, VAULT, NOW)
        told = [event, Answered(teller, answer, NOW)]
        batch.record(replace(case, version=2), told, NONE)
        await batch.flush()
    return case.id


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "kk", "value": KK},
        {"kind": "nik", "value": NIK},
        {"kind": "story", "value": {}, "numbers": {"kk": KK, "nik": NIK}},
    ],
)
async def test_an_old_case_is_found_by_its_number(database: Database, answer: Any) -> None:
    """Two people gave one number, one before the upgrade and one after it: they are one household
    for what is told next. Before the marks are made anew they are not."""
    old = await _old(database, 1, TELLER, answer)
    new = await _new(database, 2, NEIGHBOUR, answer)
    assert set(await found(database, TELLER, {"who": "family"})) == {old}
    assert await duplicate_marks.remake(database, VAULT) == 1
    for teller in (TELLER, NEIGHBOUR):
        assert set(await found(database, teller, {"who": "family"})) == {old, new}
    assert await duplicate_marks.remake(database, VAULT) == 0


async def test_two_old_cases_stay_one_household(database: Database) -> None:
    """Before, in between (one of them done) and after it."""
    answer = {"kind": "kk", "value": KK}
    both = {await _old(database, n, who, answer) for n, who in ((1, TELLER), (2, NEIGHBOUR))}
    assert set(await found(database, TELLER, {"who": "family"})) == both
    async with database.write() as connection:
        await duplicate_marks._remake(connection, VAULT, [FIRST])
    assert set(await found(database, TELLER, {"who": "family"})) == both
    await duplicate_marks.remake(database, VAULT)
    assert set(await found(database, TELLER, {"who": "family"})) == both


async def test_what_was_taken_away_stays_away(database: Database) -> None:
    """Whoever refused after the answer has no mark of it again; who answered after a correction
    has."""
    answer = {"kind": "kk", "value": KK}
    refused = ConsentRecorded(TELLER, Consent.REFUSED)
    case = await _old(database, 1, TELLER, answer)
    async with database.write() as connection:
        later = Batch(connection, VAULT, NOW.replace(hour=NOW.hour + 1))
        (kept, _) = opened(1)
        later.record(replace(kept, version=3), [refused], NONE)
        await later.flush()
        corrected = AddressCorrected(TELLER, "RT 5", "RT 3", "")
        after = Batch(connection, VAULT, NOW.replace(hour=NOW.hour + 2))
        told = [corrected, Answered(TELLER, {"kind": "nik", "value": NIK}, NOW)]
        after.record(replace(kept, version=5), told, NONE)
        await after.flush()
    await duplicate_marks.remake(database, VAULT)
    async with database.read() as connection:
        there = set(await connection.scalars(select(MARKS.c.mark).where(MARKS.c.case_id == case)))
    assert VAULT.fingerprint("kk", KK) not in there
    assert VAULT.fingerprint("nik", NIK) in there


async def test_another_key_changes_nothing(database: Database) -> None:
    """Nothing could be read with it, and nothing is taken for done."""
    await _old(database, 1, TELLER, {"kind": "kk", "value": KK})
    with pytest.raises(WrongKey):
        await duplicate_marks.remake(database, Vault(bytes(32)))
    assert await duplicate_marks.remake(database, VAULT) == 1


async def test_a_damaged_event_stops_nobody(database: Database) -> None:
    """What can't be read keeps the mark that it has, and the next case has its turn."""
    answer = {"kind": "kk", "value": KK}
    first, second = [await _old(database, n, TELLER, answer) for n in (1, 2)]
    async with database.write() as connection:
        for trigger in await _triggers(connection):
            await connection.execute(text(trigger))
        await connection.execute(
            text("UPDATE event SET body = :body WHERE case_id = :case AND kind = 'answered'"),
            {"body": b"\x01" + b"damaged" * 9, "case": first},
        )
    assert await duplicate_marks.remake(database, VAULT) == 2
    async with database.read() as connection:
        marks = {(row.mark, row.case_id) for row in await connection.execute(select(MARKS))}
    assert (_slow(VAULT, "kk", KK), first) in marks
    assert (VAULT.fingerprint("kk", KK), second) in marks


async def _triggers(connection: Any) -> list[str]:
    """What lets a test damage an event."""
    if connection.dialect.name == "postgresql":
        return ["ALTER TABLE event DISABLE TRIGGER ALL"]
    names = await connection.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'")
    )
    return [f"DROP TRIGGER {name}" for name in names]


async def test_it_may_be_broken_off(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block is a transaction of its own; what is left is done at the next start."""
    monkeypatch.setattr(duplicate_marks, "BLOCK", 2)
    for n in range(1, 6):
        await _old(database, n, TELLER, {"kind": "kk", "value": KK})
    once, real = [True], duplicate_marks._remake

    async def breaks(*args: Any) -> None:
        await real(*args)
        if not once.pop():
            raise RuntimeError
        once.append(False)

    monkeypatch.setattr(duplicate_marks, "_remake", breaks)
    with pytest.raises(RuntimeError):
        await duplicate_marks.remake(database, VAULT)
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(WAITING)) == 3
    monkeypatch.setattr(duplicate_marks, "_remake", real)
    assert await duplicate_marks.remake(database, VAULT) == 3


async def test_the_migration_names_who_is_to_be_marked(empty_url: str) -> None:
    """Every case with an answer, once; the others need nothing."""

    def to_the_last(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "0014")

    engine = make_engine(empty_url, "migrate")
    async with engine.begin() as old:
        await old.run_sync(to_the_last)
        for case, n, kind in ((1, 1, "filed"), (1, 2, "answered"), (1, 3, "answered"), (2, 1, "x")):
            row = {"case_id": case, "n": n, "kind": kind, "at": NOW, "body": b"\x01"}
            names = "case_id, n, kind, actor, at, body"
            put = text(f"INSERT INTO event ({names}) VALUES (:case_id, :n, :kind, 7, :at, :body)")  # noqa: S608
            await old.execute(put, row)
    await engine.dispose()
    await upgrade(empty_url)
    database = Database(empty_url)
    async with database.read() as connection:
        assert list(await connection.scalars(select(WAITING.c.case_id))) == [1]
    await database.dispose()
