"""The list of places: reading the CSV that an office brings, and keeping it. What a code means is
not said here."""

import csv
import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import Database, table_of, upsert
from storage.places.column_names import columns
from storage.tables.places import AreaRow

# Kemendagri codes: province, regency or city, district, village (1xxx kelurahan, 2xxx desa, 3xxx
# desa adat)
CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?")
HEADER = ["code", "name"]


def read_areas(lines: Iterable[str]) -> list[tuple[str, str]]:
    """The (code, name) pairs of a CSV file, in its order. A head line ``code,name`` (or
    ``kode,nama``) and empty lines are skipped.

    A byte order mark, either line end, quotes, and ``;`` between the columns (as office programs
    here write it) are fine. Raises ValueError that names every bad line, what is wrong with it and
    how to mend it."""
    places: dict[str, tuple[int, str]] = {}
    bad: list[str] = []
    separator = ""
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        separator = separator or (";" if ";" in bare and "," not in bare else "," if bare else "")
        try:
            pair = _read_line(bare, separator)
            if pair and (first := places.get(pair[0])):
                raise ValueError(
                    f"the code {pair[0]} is already on line {first[0]}; keep one of them"
                )
        except ValueError as error:
            bad.append(f"line {number}: {error}")
            continue
        if pair:
            places[pair[0]] = (number, pair[1])
    if bad:
        raise ValueError("\n".join(bad))
    if not places:
        raise ValueError("the file names no place; write one per line: 32.74.05.1003,Kesambi")
    return [(code, name) for code, (_, name) in places.items()]


def _read_line(line: str, separator: str) -> tuple[str, str] | None:
    """One pair, or None for an empty line or the head line; ValueError says what is wrong and how
    to mend it."""
    if not line:
        return None
    try:
        cells = [
            cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))
        ]
    except csv.Error as error:
        raise ValueError(f"the quotes don't match ({error}); write code,name") from error
    if columns(cells) == HEADER:
        return None
    if len(cells) != len(HEADER):
        raise ValueError(
            f"{len(cells)} columns instead of 2;"
            " write code,name and put a name with a comma in quotes"
        )
    code, name = cells
    if not (code.isascii() and CODE.fullmatch(code)):
        raise ValueError(
            f"the code {code!r} is not a Kemendagri code; write it with dots, such as 32.74.05.1003"
        )
    if not (name and name.isprintable()):
        raise ValueError(
            f"the name of {code} is missing or has unprintable characters; write code,name"
        )
    return code, name


async def load_areas(connection: AsyncConnection, district: str) -> list[tuple[str, str]]:
    """The imported places of a district (code, name), villages and kecamatan."""
    area = table_of(AreaRow)
    rows = await connection.execute(
        select(area).where(area.c.code.startswith(district + ".")).order_by(area.c.code)
    )
    return [(row.code, row.name) for row in rows]


async def import_areas(database: Database, rows: Sequence[tuple[str, str]]) -> int:
    """Add the places and rename those that exist, all or none; gives the number of rows. No place
    is ever removed."""
    async with database.write() as connection:
        await upsert(
            connection,
            AreaRow,
            [{"code": code, "name": name} for code, name in rows],
            keys=("code",),
        )
    return len(rows)
