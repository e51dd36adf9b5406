"""Cases and their events: rows in, domain objects out, and back. Every write is
set-based.

The row of a case is the truth, its events are the trail; both are written in one transaction by the
batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO
from casework.actions.correcting.rewording import Reworded
from casework.actions.correcting.taking_back import QUESTION
from casework.actions.correspondence import Added
from casework.actions.ending.confirmation import words_after_result
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Asked
from casework.actions.referral import Offered
from casework.case.events import Event, Illegible
from casework.case.intake import Intake
from casework.case.model import Case, Status, Urgency
from casework.trail import as_mapping, from_mapping
from conversations.protocol.effects import Brief
from storage.cases.case_columns import COLUMNS, case_in, columns_of, known_in
from storage.db.among import among
from storage.db.database import insert_new, table_of, upsert
from storage.db.vault import ILLEGIBLE, Vault
from storage.tables.cases import CaseRow, EventRow, ReferralRow

CASES = table_of(CaseRow)
_EVENTS = table_of(EventRow)

# Asked for every message, so it is built once.
BRIEF = ("id", "teller", "service", "status", "sensitive", "known", "opened_at", "urgency")
_OPEN_OF = (
    select(*(CASES.c[name] for name in BRIEF))
    .where(among(CASES.c.teller, "tellers"), CASES.c.closed_at.is_(None))
    .order_by(CASES.c.id.desc())
)

_READ = select(CASES).where(CASES.c.id == bindparam("case"))
_LOCKED = _READ.with_for_update()
_ALL_LOCKED = select(CASES).where(among(CASES.c.id, "cases")).order_by(CASES.c.id).with_for_update()
_FREE = select(CASES.c.id).where(
    among(CASES.c.id, "cases"), CASES.c.owner.is_(None), CASES.c.status.in_(sorted(TO_DO))
)
_RECORD = _EVENTS.insert()
_HISTORY = select(_EVENTS).where(_EVENTS.c.case_id == bindparam("case")).order_by(_EVENTS.c.n)
_SINCE = _HISTORY.where(
    _EVENTS.c.n < bindparam("before"),
    _EVENTS.c.kind.in_(bindparam("kinds", expanding=True)),
    _EVENTS.c.at >= bindparam("since"),
)
_OF_KEY = select(CASES.c.id).where(CASES.c.key == bindparam("key"))


def case_of(vault: Vault, row: Any) -> Case:
    """The case in a row of ``cases``; with a story that says so where it can't be opened."""
    told = vault.json_or(None, "cases", "intake", row.id, row.intake)
    return case_in(row, Intake.illegible(ILLEGIBLE) if told is None else Intake.load(told))


IN_CLEAR = tuple(CASES.c[name] for name in COLUMNS)
"""The columns that ``case_in`` needs."""


def open_to(person: int) -> ColumnElement[bool]:
    """The cases that were not closed for an officer: the set-based twin of ``stands_apart`` in
    casework/access/visibility.py."""
    return CASES.c.excluded.not_like(f"%,{person},%")


def _row_of(vault: Vault, case: Case) -> dict[str, Any]:
    phone = case.intake.phone
    return {
        **columns_of(case),
        "rank": 0 if case.urgency is Urgency.EMERGENCY else 1,
        "phone_mark": vault.fingerprint("phone", phone) if phone else None,
        "intake": vault.seal_json("cases", "intake", case.id, case.intake.dump()),
    }


async def load(
    connection: AsyncConnection, vault: Vault, case_id: int, *, lock: bool = True
) -> Case | None:
    """A case, locked until the transaction ends (on SQLite the transaction itself excludes others)
    unless just read."""
    wanted = _LOCKED if lock else _READ
    row = (await connection.execute(wanted, {"case": case_id})).one_or_none()
    return case_of(vault, row) if row else None


async def load_all(connection: AsyncConnection, vault: Vault, ids: Collection[int]) -> list[Case]:
    """Cases, locked until the transaction ends, in the order of their ids."""
    rows = await connection.execute(_ALL_LOCKED, {"cases": sorted(ids)})
    return [case_of(vault, row) for row in rows]


async def free(connection: AsyncConnection, ids: Collection[int]) -> set[int]:
    """Which of these cases nobody has taken, and still want something done."""
    return set(await connection.scalars(_FREE, {"cases": ids})) if ids else set()


async def id_of_key(connection: AsyncConnection, key: str) -> int | None:
    """The case that was filed under a draft's key."""
    found: int | None = (await connection.execute(_OF_KEY, {"key": key})).scalar_one_or_none()
    return found


async def save(connection: AsyncConnection, vault: Vault, cases: Collection[Case]) -> None:
    """Write cases whole; what could not be opened stays as it is stored, a backup may mend it."""
    legible = [case for case in cases if case.intake.legible]
    await upsert(connection, CaseRow, [_row_of(vault, case) for case in legible], ("id",))
    others = [case for case in cases if not case.intake.legible]
    rows = [_row_of(vault, case) for case in others]
    await upsert(connection, CaseRow, rows, ("id",), keep=("intake", "phone_mark"))


@dataclass(frozen=True)
class Recorded:
    """An event with its place: the ``n``-th of its case, at ``at`` (UTC)."""

    case_id: int
    n: int
    event: Event
    at: datetime


async def record(connection: AsyncConnection, vault: Vault, events: Sequence[Recorded]) -> None:
    """Add events to their trails. An ``n`` that is taken raises: somebody else was quicker, the
    transaction is void."""
    rows = [
        {
            "case_id": r.case_id,
            "n": r.n,
            "kind": r.event.kind,
            "actor": r.event.by,
            "at": r.at,
            "body": vault.seal_json("event", "body", f"{r.case_id}.{r.n}", as_mapping(r.event)),
        }
        for r in events
    ]
    if rows:
        await connection.execute(_RECORD, rows)
    offered = [
        {"office": one.event.to, "case_id": one.case_id}
        for one in events
        if isinstance(one.event, Offered)
    ]
    await insert_new(connection, ReferralRow, offered, ("office", "case_id"))


async def history(
    connection: AsyncConnection, vault: Vault, case_id: int
) -> list[tuple[Event, datetime]]:
    """All events of a case, oldest first."""
    rows = await connection.execute(_HISTORY, {"case": case_id})
    return [(_event(vault, row), row.at) for row in rows]


async def since(
    connection: AsyncConnection, vault: Vault, case: Case, kinds: Collection[str], at: datetime
) -> list[tuple[Event, datetime]]:
    """The events of some kinds that a case had since ``at`` (UTC), before the newest one."""
    asked = {"case": case.id, "before": case.version, "kinds": sorted(kinds), "since": at}
    rows = await connection.execute(_SINCE, asked)
    return [(_event(vault, row), row.at) for row in rows]


IN_ONE_GO = 500
"""Cases whose histories are asked for in one statement; databases take no list without end."""


async def histories(
    connection: AsyncConnection, vault: Vault, case_ids: Sequence[int]
) -> dict[int, list[tuple[Event, datetime]]]:
    """All events of many cases, oldest first."""
    found: dict[int, list[tuple[Event, datetime]]] = {case_id: [] for case_id in case_ids}
    for start in range(0, len(case_ids), IN_ONE_GO):
        some = _EVENTS.c.case_id.in_(case_ids[start : start + IN_ONE_GO])
        for row in await connection.execute(
            select(_EVENTS).where(some).order_by(_EVENTS.c.case_id, _EVENTS.c.n)
        ):
            found[row.case_id].append((_event(vault, row), row.at))
    return found


def _event(vault: Vault, row: Any) -> Event:
    body = vault.json_or(None, "event", "body", f"{row.case_id}.{row.n}", row.body)
    return Illegible(row.actor) if body is None else from_mapping(row.kind, body)


async def open_of(
    connection: AsyncConnection, vault: Vault, tellers: Collection[int]
) -> dict[int, tuple[Brief, ...]]:
    """The open cases of some people in short, newest first; a case that waits carries the
    question."""
    rows = await connection.execute(_OPEN_OF, {"tellers": list(tellers)})
    return await briefs_of(connection, vault, rows.all())


async def briefs_of(
    connection: AsyncConnection, vault: Vault, found: Sequence[Any]
) -> dict[int, tuple[Brief, ...]]:
    """Rows of open cases (``BRIEF``) in short, by their teller."""
    asked = await _questions(
        connection, vault, [row.id for row in found if row.status == Status.WAITING]
    )
    told = await _told_since(
        connection, vault, [row.id for row in found if row.status == Status.RESOLVED]
    )
    briefs: dict[int, tuple[Brief, ...]] = {}
    for row in found:
        question, wants, asked_at = asked.get(row.id, ("", "", None))
        said, resolved_at = told.get(row.id, ((), None))
        brief = Brief(
            row.id,
            row.service,
            row.status,
            question,
            wants,
            said=said,
            sensitive=row.sensitive,
            known=known_in(row.known),
            opened=row.opened_at,
            asked_at=asked_at or resolved_at,
            calm=row.urgency != Urgency.EMERGENCY,
        )
        briefs[row.teller] = (*briefs.get(row.teller, ()), brief)
    return briefs


async def _questions(
    connection: AsyncConnection, vault: Vault, waiting: Sequence[int]
) -> dict[int, tuple[str, str, datetime | None]]:
    """The question that waits at each case, the kind of its answer, and when it was asked."""
    if not waiting:
        return {}
    rows = await connection.execute(
        select(_EVENTS)
        .where(_EVENTS.c.case_id.in_(waiting), _EVENTS.c.kind.in_((Asked.kind, Reworded.kind)))
        .order_by(_EVENTS.c.n)
    )
    asked: dict[int, list[tuple[Event, datetime]]] = {}
    for row in rows:
        asked.setdefault(row.case_id, []).append((_event(vault, row), row.at))
    return {case_id: question_in(events) for case_id, events in asked.items()}


def question_in(trail: Sequence[tuple[Event, datetime]]) -> tuple[str, str, datetime | None]:
    """The last question of a trail in the words that stand now, the kind of its answer, and when it
    was asked; nothing for none."""
    found: tuple[str, str, datetime | None] = ("", "", None)
    for event, at in trail:
        match event:
            case Asked():
                found = event.question, event.wants, at
            case Reworded() if event.what == QUESTION and found[-1]:
                found = event.words, *found[1:]
    return found


async def _told_since(
    connection: AsyncConnection, vault: Vault, resolved: Sequence[int]
) -> dict[int, tuple[tuple[Any, ...], datetime | None]]:
    """The stories that the tellers of some cases have told since their results, and when those were
    written."""
    if not resolved:
        return {}
    told: dict[int, list[Event]] = {}
    since: dict[int, datetime] = {}
    wanted = _EVENTS.c.case_id.in_(resolved), _EVENTS.c.kind.in_((Resolved.kind, Added.kind))
    for row in await connection.execute(select(_EVENTS).where(*wanted).order_by(_EVENTS.c.n)):
        told.setdefault(row.case_id, []).append(_event(vault, row))
        if row.kind == Resolved.kind:
            since[row.case_id] = row.at
    return {case_id: (_stories(events), since.get(case_id)) for case_id, events in told.items()}


def _stories(events: Sequence[Event]) -> tuple[Any, ...]:
    """What was told since the result that stands now."""
    return tuple(x.story for x in words_after_result(events) if isinstance(x, Added))
