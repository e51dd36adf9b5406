"""Days that a decree has changed: reading the CSV that an office brings, keeping them, and the
cases that they may move.

What a day means for a due time is said in casework; nothing here computes one.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Case
from casework.clock.days import DayKind
from casework.clock.decreed_days import KINDS, DecreedDay
from casework.reports.time_spent import History
from storage.cases.cases import CASES, case_of, histories
from storage.db.database import table_of, upsert
from storage.db.vault import Vault
from storage.places.column_names import columns, value
from storage.tables.places import CalendarDay

HEADERS = (["date", "name"], ["date", "name", "kind"])
LONGEST_NAME = 100
"""Characters; the name stands in a message."""

_DAYS = table_of(CalendarDay)
_ALL = select(_DAYS).order_by(_DAYS.c.day)

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LOCAL_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


def read_days(lines: Iterable[str], years: range) -> list[DecreedDay]:
    """The days of a CSV file ``date,name[,kind]``, in its order. A head line and empty lines are
    skipped.

    A byte order mark, either line end, quotes, and ``;`` between the columns are fine; dates are
    2026-12-23 or, as people here write them, 23-12-2026 or 23/12/2026. Without a kind a day is a
    holiday. Raises ValueError that names every bad line, what is wrong with it and how to mend it;
    a date outside of ``years`` is a slip of the pen."""
    found: dict[date, tuple[int, DecreedDay]] = {}
    bad: list[str] = []
    separator = ""
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        separator = separator or (";" if ";" in bare and "," not in bare else "," if bare else "")
        try:
            day = _read_line(bare, separator, years)
            if day and (first := found.get(day.day)):
                raise ValueError(f"{day.day} is already on line {first[0]}; keep one of them")
        except ValueError as error:
            bad.append(f"line {number}: {error}")
            continue
        if day:
            found[day.day] = (number, day)
    if bad:
        raise ValueError("\n".join(bad))
    if not found:
        raise ValueError("the file names no day; write one per line: 2026-12-23,Cuti bersama")
    return [day for _, day in found.values()]


def _read_line(line: str, separator: str, years: range) -> DecreedDay | None:
    if not line:
        return None
    try:
        cells = [
            cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))
        ]
    except csv.Error as error:
        raise ValueError(f"the quotes don't match ({error}); write date,name") from error
    if columns(cells) in HEADERS:
        return None
    if len(cells) not in (2, 3):
        raise ValueError(
            f"{len(cells)} columns instead of 2 or 3; write date,name or date,name,kind"
        )
    written, name, kind = (*cells, "")[:3]
    kind = value("kind", kind)
    if not (name and name.isprintable() and len(name) <= LONGEST_NAME):
        raise ValueError(
            f"the name of {written} is missing,"
            f" unprintable or longer than {LONGEST_NAME} characters"
        )
    if kind and kind.lower() not in KINDS:
        raise ValueError(
            f"{kind!r} is no kind of day; write holiday, local_day or open, or leave it out"
        )
    return DecreedDay(_date(written, years), DayKind(kind.lower() or DayKind.HOLIDAY), name)


def _date(written: str, years: range) -> date:
    if found := _DAY.fullmatch(written):
        parts = [int(part) for part in found.groups()]
    elif found := _LOCAL_DAY.fullmatch(written):
        parts = [int(part) for part in reversed(found.groups())]
    else:
        raise ValueError(f"{written!r} is no date; write it like 2026-12-23")
    try:
        day = date(*parts)
    except ValueError as error:
        raise ValueError(f"there is no day {written!r}; write it like 2026-12-23") from error
    if day.year not in years:
        raise ValueError(
            f"{written!r} is far away; write a day of the years {years[0]} to {years[-1]}"
        )
    return day


async def load_days(connection: AsyncConnection) -> list[DecreedDay]:
    """The days of all decrees so far, in the order of the calendar."""
    found = await connection.execute(_ALL)
    return [DecreedDay(row.day, DayKind(row.kind), row.name) for row in found]


async def save_days(connection: AsyncConnection, days: Sequence[DecreedDay]) -> None:
    """Keep days; a later word on a date replaces the earlier one. No day is ever removed."""
    rows = [{"day": day.day, "kind": day.kind.value, "name": day.name} for day in days]
    await upsert(connection, CalendarDay, rows, ("day",))


async def open_cases(
    connection: AsyncConnection, vault: Vault, *, lock: bool
) -> list[tuple[Case, History]]:
    """All cases that are not closed, in the order of their numbers, each with its history.

    ``lock``: until the transaction ends nobody else changes them (on SQLite the transaction itself
    excludes others)."""
    wanted = select(CASES).where(CASES.c.closed_at.is_(None)).order_by(CASES.c.id)
    rows = await connection.execute(wanted.with_for_update() if lock else wanted)
    found = [case_of(vault, row) for row in rows]
    lived = await histories(connection, vault, [case.id for case in found])
    return [(case, lived[case.id]) for case in found]
