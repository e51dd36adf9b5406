"""Attachments of cases: which are wanted, which are kept, and the sealed files beside the database.

A file's name is a keyed mark of its place, so it says nothing, and keeping the same file again
writes over itself instead of leaving a stray one. What may be kept, and how it is fetched, is not
decided here."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import and_, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.dialogue import MOST_FILES
from storage.db import sealed_files
from storage.db.database import insert_new, table_of
from storage.db.vault import Unreadable, Vault
from storage.tables.cases import FileRow

PER_CASE = MOST_FILES
"""Attachments that a case may have; what comes after them is refused."""

State = Literal["wanted", "kept", "refused", "failed"]

_FILE = table_of(FileRow)
# Literal on purpose: SQLite takes a partial index only for the very condition that it was made
# with.
_WANTED = text("state = 'wanted'")
_FETCHED = (
    update(_FILE)
    .where(_FILE.c.id == bindparam("file"), _WANTED)
    .values(
        state=bindparam("to"),
        size=bindparam("bytes"),
        name=bindparam("called"),
        tries=bindparam("tried"),
        not_before=bindparam("again"),
    )
)


@dataclass(frozen=True)
class Wanted:
    """An attachment that lies with Telegram. ``tries`` counts the failed attempts, ``size`` is what
    Telegram said."""

    id: int
    case_id: int
    unique_id: str
    kind: str
    file_id: str = field(repr=False)
    size: int
    tries: int


@dataclass(frozen=True)
class Fetched:
    """How an attempt ended: kept under ``name``, refused or failed for ever, or wanted again at
    ``not_before``.

    ``size`` in bytes, of what is kept.
    """

    id: int
    state: State
    tries: int
    not_before: datetime
    size: int = 0
    name: str = ""


@dataclass(frozen=True)
class Attached:
    """An attachment as a case card shows it."""

    id: int
    kind: str
    state: State
    size: int


async def put_wanted(
    connection: AsyncConnection,
    vault: Vault,
    case_id: int,
    items: Sequence[Mapping[str, Any]],
    at: datetime,
) -> None:
    """Have the attachments of a case fetched. Items name ``kind``, ``file_id``, ``unique_id`` and
    perhaps ``size``.

    One that the case has already stays as it is; what exceeds ``PER_CASE`` is noted as refused.
    """
    known = await count_files(connection, case_id)
    rows = [
        {
            "case_id": case_id,
            "unique_id": item["unique_id"],
            "kind": item["kind"],
            "file_id": vault.seal(
                "file", "file_id", _place(case_id, item["unique_id"]), item["file_id"]
            ),
            "state": "wanted" if number < PER_CASE else "refused",
            "size": item.get("size") or 0,
            "name": "",
            "tries": 0,
            "not_before": at,
            "created_at": at,
        }
        for number, item in enumerate(items, start=known)
    ]
    await insert_new(connection, FileRow, rows, keys=("case_id", "unique_id"))


async def wanted(
    connection: AsyncConnection, vault: Vault, at: datetime, limit: int
) -> list[Wanted]:
    """The attachments to fetch now, oldest first. Reading them claims nothing: fetching twice does
    no harm."""
    columns = _FILE.c
    rows = await connection.execute(
        select(
            columns.id,
            columns.case_id,
            columns.unique_id,
            columns.kind,
            columns.file_id,
            columns.size,
            columns.tries,
        )
        .where(_WANTED, columns.not_before <= at)
        .order_by(columns.not_before, columns.id)
        .limit(limit)
    )
    return [
        Wanted(
            row.id,
            row.case_id,
            row.unique_id,
            row.kind,
            telegram_id(vault, row),
            row.size,
            row.tries,
        )
        for row in rows
    ]


def telegram_id(vault: Vault, row: Any) -> str:
    """Telegram's name for the file; "" when it can't be opened: Telegram then refuses it, and the
    others go on."""
    try:
        return vault.open_text("file", "file_id", _place(row.case_id, row.unique_id), row.file_id)
    except Unreadable:
        return ""


async def record(connection: AsyncConnection, results: Sequence[Fetched]) -> None:
    """Write down how attempts ended."""
    if results:
        await connection.execute(
            _FETCHED,
            [
                {
                    "file": result.id,
                    "to": result.state,
                    "bytes": result.size,
                    "called": result.name,
                    "tried": result.tries,
                    "again": result.not_before,
                }
                for result in results
            ],
        )


async def of_case(connection: AsyncConnection, case_id: int) -> list[Attached]:
    """The attachments of a case, oldest first, whatever has become of them."""
    columns = _FILE.c
    rows = await connection.execute(
        select(columns.id, columns.kind, columns.state, columns.size)
        .where(columns.case_id == case_id)
        .order_by(columns.id)
    )
    return [Attached(*row) for row in rows]


async def keep(vault: Vault, folder: Path, case_id: int, unique_id: str, content: bytes) -> str:
    """Seal the content and write it to the folder for good; gives the name of the file.

    After this returns, a power cut can't take the file away. Raises OSError when it can't be
    written."""
    return await asyncio.to_thread(
        sealed_files.keep, vault, folder, _place(case_id, unique_id), content
    )


async def load(connection: AsyncConnection, vault: Vault, folder: Path, file: int) -> bytes:
    """The content of a kept attachment. LookupError when it is not kept, OSError or Unreadable when
    it is damaged."""
    columns = _FILE.c
    row = (
        await connection.execute(
            select(columns.case_id, columns.unique_id, columns.name).where(columns.id == file)
        )
    ).one_or_none()
    if row is None or not row.name:
        raise LookupError(f"attachment {file} is not kept")
    return await asyncio.to_thread(
        sealed_files.load, vault, folder / row.name, _place(row.case_id, row.unique_id)
    )


def _place(case_id: int, unique_id: str) -> str:
    return f"{case_id}/{unique_id}"


async def count_files(connection: AsyncConnection, case_id: int) -> int:
    """How many attachments of a case are kept or still being fetched."""
    wanted = and_(_FILE.c.case_id == case_id, _FILE.c.state.in_(("wanted", "kept")))
    return int(
        (
            await connection.execute(select(func.count()).select_from(_FILE).where(wanted))
        ).scalar_one()
    )


async def files_of(connection: AsyncConnection, case_id: int) -> list[tuple[int, str]]:
    """The attachments of a case that are kept or still being fetched: (id, kind)."""
    rows = await connection.execute(
        select(_FILE.c.id, _FILE.c.kind)
        .where(_FILE.c.case_id == case_id, _FILE.c.state.in_(("wanted", "kept")))
        .order_by(_FILE.c.id)
        .limit(20)
    )
    return [(row.id, row.kind) for row in rows]


async def named(
    connection: AsyncConnection, case_id: int, unique_ids: Collection[str]
) -> list[tuple[int, str]]:
    """Those attachments of a case, by Telegram's names for them: (id, kind)."""
    rows = await connection.execute(
        select(_FILE.c.id, _FILE.c.kind)
        .where(_FILE.c.case_id == case_id, _FILE.c.unique_id.in_(list(unique_ids)))
        .order_by(_FILE.c.id)
    )
    return [(row.id, row.kind) for row in rows]


async def let_go(connection: AsyncConnection, case_id: int, unique_ids: Collection[str]) -> None:
    """Those attachments are none of the case any more; sent again they are fetched anew."""
    gone = and_(_FILE.c.case_id == case_id, _FILE.c.unique_id.in_(list(unique_ids)))
    await connection.execute(_FILE.delete().where(gone))


@dataclass(frozen=True)
class Known:
    """An attachment as it can be sent: ``file_id`` is Telegram's name for it, "" when it can't be
    opened."""

    case_id: int
    kind: str
    file_id: str = field(repr=False)


async def known(connection: AsyncConnection, vault: Vault, file: int) -> Known | None:
    """An attachment by its id; None when there is none."""
    columns = _FILE.c
    row = (
        await connection.execute(
            select(columns.case_id, columns.kind, columns.unique_id, columns.file_id).where(
                columns.id == file
            )
        )
    ).one_or_none()
    return Known(row.case_id, row.kind, telegram_id(vault, row)) if row else None


async def renew(connection: AsyncConnection, vault: Vault, ids: Mapping[int, str]) -> None:
    """Remember under which ids Telegram knows attachments from now on."""
    if not ids:
        return
    columns = _FILE.c
    rows = await connection.execute(
        select(columns.id, columns.case_id, columns.unique_id).where(columns.id.in_(ids))
    )
    for row in rows.all():
        sealed = vault.seal("file", "file_id", _place(row.case_id, row.unique_id), ids[row.id])
        await connection.execute(update(_FILE).where(columns.id == row.id).values(file_id=sealed))


async def lost_files(connection: AsyncConnection, case_id: int) -> frozenset[str]:
    """Telegram's names for the attachments of a case that were sent and could not be kept."""
    gone = and_(_FILE.c.case_id == case_id, _FILE.c.state.in_(("refused", "failed")))
    return frozenset((await connection.execute(select(_FILE.c.unique_id).where(gone))).scalars())
