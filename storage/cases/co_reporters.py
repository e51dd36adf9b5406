"""Further tellers of a case (co-reporting), and reports that wait for "is it one of these?". What
they told is sealed.

Tested in tests/storage/cases/test_duplicate_marks.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.commands import File
from casework.case.intake import Intake
from casework.case.model import Case
from storage.cases.cases import CASES, case_of
from storage.db.database import insert_new, table_of
from storage.db.vault import Vault
from storage.tables.cases import CaseTeller
from storage.tables.pending import HeldReport

MOST_FOLLOWED = 8
"""Cases on one page of those that somebody has joined."""

_TELLERS = table_of(CaseTeller)
_HELD = table_of(HeldReport)
_WAITING = select(_HELD).where(_HELD.c.key == bindparam("of"))
_LET_GO = delete(_HELD).where(_HELD.c.key == bindparam("of"))


@dataclass(frozen=True)
class Teller:
    """Somebody who has joined a case at ``joined_at`` (UTC) with what they ``told``; ``through``:
    see tables/cases.py."""

    person: int
    joined_at: datetime
    told: Intake
    through: int | None = None


async def join(
    connection: AsyncConnection, vault: Vault, case_id: int, tellers: Sequence[Teller]
) -> None:
    """Add further tellers; who is one already stays as they are."""
    rows = [
        {
            "case_id": case_id,
            "person_id": x.person,
            "joined_at": x.joined_at,
            "through": x.through,
            "told": vault.seal_json("case_teller", "told", f"{case_id}.{x.person}", x.told.dump()),
        }
        for x in tellers
    ]
    await insert_new(connection, CaseTeller, rows, ("case_id", "person_id"))


async def of_case(connection: AsyncConnection, vault: Vault, case_id: int) -> list[Teller]:
    """The further tellers of a case, in the order in which they joined."""
    rows = await connection.execute(
        select(_TELLERS)
        .where(_TELLERS.c.case_id == case_id)
        .order_by(_TELLERS.c.joined_at, _TELLERS.c.person_id)
    )
    return [
        Teller(
            row.person_id,
            row.joined_at,
            Intake.load(
                vault.json_or({}, "case_teller", "told", f"{case_id}.{row.person_id}", row.told)
            ),
            row.through,
        )
        for row in rows
    ]


async def leave(connection: AsyncConnection, case_id: int, people: Collection[int]) -> None:
    """Take further tellers off a case."""
    gone = and_(_TELLERS.c.case_id == case_id, _TELLERS.c.person_id.in_(people))
    await connection.execute(delete(_TELLERS).where(gone))


async def followed(connection: AsyncConnection, vault: Vault, person: int) -> tuple[Case, ...]:
    """The cases that somebody has joined, newest first."""
    page = (
        select(CASES)
        .join(_TELLERS, _TELLERS.c.case_id == CASES.c.id)
        .where(_TELLERS.c.person_id == person)
        .order_by(CASES.c.id.desc())
        .limit(MOST_FOLLOWED)
    )
    return tuple(case_of(vault, row) for row in await connection.execute(page))


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits since ``at`` (UTC): the command, and the cases that it may be about, as
    they were offered."""

    command: File
    offered: tuple[int, ...]
    at: datetime


async def hold(connection: AsyncConnection, vault: Vault, held: WaitingReport) -> None:
    """Keep a report until its question is answered; the same key is kept once."""
    command = held.command
    row = {
        "key": command.key,
        "person_id": command.by,
        "held_at": held.at,
        "told": _sealed(vault, held),
    }
    await insert_new(connection, HeldReport, [row], ("key",))


async def hold_anew(connection: AsyncConnection, vault: Vault, held: WaitingReport) -> None:
    """What is told in a report that waits already has grown."""
    row = update(_HELD).where(_HELD.c.key == held.command.key)
    await connection.execute(row.values(told=_sealed(vault, held)))


def _sealed(vault: Vault, held: WaitingReport) -> bytes:
    command = held.command
    plain = {"intake": command.intake.dump(), "known": dict(command.known)}
    told = {"command": {**vars(command), **plain}, "offered": held.offered}
    return vault.seal_json("held_report", "told", command.key, told)


async def held(connection: AsyncConnection, vault: Vault, key: str) -> WaitingReport | None:
    """The report that waits under a key; None also where it can't be opened."""
    row = (await connection.execute(_WAITING, {"of": key})).one_or_none()
    if row is None:
        return None
    told = vault.json_or(None, "held_report", "told", key, row.told)
    if told is None:
        return None
    command = File(**{**told["command"], "intake": Intake.load(told["command"]["intake"])})
    return WaitingReport(command, tuple(told["offered"]), row.held_at)


async def held_of(connection: AsyncConnection, person: int) -> str:
    """The key of the newest report of somebody that waits, "" for none."""
    newest = select(_HELD.c.key).where(_HELD.c.person_id == person).order_by(_HELD.c.held_at.desc())
    return (await connection.execute(newest.limit(1))).scalar_one_or_none() or ""


async def let_go(connection: AsyncConnection, key: str) -> bool:
    """A report waits no longer; of several who say so at once only one gets True."""
    return bool((await connection.execute(_LET_GO, {"of": key})).rowcount)


async def forget(connection: AsyncConnection, person: int) -> None:
    """Delete the waiting reports of somebody who wants to be forgotten."""
    await connection.execute(delete(_HELD).where(_HELD.c.person_id == person))
