"""The offices that a district brings as a CSV: reading them, and keeping them. What a row means is
not said here.

A row of the file is a row of ``policy/offices.toml``; it takes the place of the shipped one with
its code."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import Database, table_of, upsert
from storage.places.column_names import columns, value
from storage.tables.places import OfficeRow

NEEDED = ("code", "name", "kind", "channel", "handles")
COLUMNS = (*NEEDED, "contact", "receiver", "zone")

Row = Mapping[str, Any]

_OFFICES = table_of(OfficeRow)
_ALL = select(_OFFICES).order_by(_OFFICES.c.code)


def read_offices(text: str) -> list[dict[str, Any]]:
    """The rows of a CSV file with a head line; ``handles`` are parted by spaces. ``;`` between the
    columns is fine.

    Raises ValueError that names every bad line, what is wrong with it and how to mend it.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = lines[0] if lines else ""
    rows = csv.DictReader(
        lines, delimiter=";" if ";" in head and "," not in head else ",", restkey="", restval=""
    )
    named = columns(str(name) for name in rows.fieldnames or ())
    rows.fieldnames = named
    missing, strange = (
        [n for n in NEEDED if n not in named],
        [n for n in named if n not in COLUMNS],
    )
    if missing or strange:
        wrong = (
            f"has no column {', '.join(missing)}"
            if missing
            else f"has an unknown column {', '.join(strange)}"
        )
        raise ValueError(f"the head line {wrong}; the columns are {','.join(COLUMNS)}")
    return _rows(rows)


def _rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    bad: list[str] = []
    try:
        for number, row in enumerate(rows, start=2):
            if "" in row:
                bad.append(f"line {number}: too many columns; put a name with a comma in quotes")
                continue
            told = {k: value(k, str(v).strip()) for k, v in row.items() if str(v).strip()}
            found.append({**told, "handles": told.get("handles", "").split()})
    except csv.Error as error:
        bad.append(f"the quotes don't match ({error})")
    if not found and not bad:
        bad.append("the file names no office; write one per line below the head line")
    if bad:
        raise ValueError("\n".join(bad))
    return found


async def import_offices(database: Database, rows: Sequence[Row]) -> int:
    """Add offices and replace those that exist, all or none; gives the number of rows. None is ever
    removed."""
    # Every row names every column.
    kept = [
        {**dict.fromkeys(COLUMNS, ""), **row, "handles": " ".join(row["handles"])} for row in rows
    ]
    async with database.write() as connection:
        await upsert(connection, OfficeRow, kept, keys=("code",))
    return len(kept)


async def load_offices(connection: AsyncConnection) -> list[Row]:
    """The imported offices, as rows of the directory."""
    rows = await connection.execute(_ALL)
    found = ({name: getattr(row, name) for name in COLUMNS if getattr(row, name)} for row in rows)
    return [{**row, "handles": str(row["handles"]).split()} for row in found]
