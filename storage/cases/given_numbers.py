"""The numbers of cases: the counter of each year, and the highest that was ever given out. That is
kept beside the attachments and not in the database: a database that is put back from a backup has
forgotten those given out since."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.number import first_of, number, without_letter, year_of
from storage.db.database import insert_new, table_of, upsert
from storage.tables.cases import Counter

_COUNTERS = table_of(Counter)
_LOCKED = select(_COUNTERS.c.value).where(_COUNTERS.c.name == bindparam("of")).with_for_update()

FILE = "case-numbers"
"""A case number in each line, with or without its letter; the highest of a year counts, so that an
operator may write a higher one below."""


class GivenNumbers:
    """The highest number of each year. ``folder``: where the file lies; None keeps nothing.

    What was read at the start counts until the next one: in between the database knows best."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / FILE if folder else None
        self._found = _highest(self._lines())
        self._given = dict(self._found)

    def highest(self, year: int) -> int:
        """The highest case id of a year that was given out before the start; 0 for none."""
        return self._found.get(year, 0)

    def note(self, case_id: int) -> None:
        """This one was given out. Written before the commit: a number that is lost then is left
        out, and none comes twice."""
        year = year_of(case_id)
        self._given[year] = max(case_id, self._given.get(year, 0))
        if self._file is None:
            return
        # A full or broken disk is no reason to lose a report.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            lines = (number(highest)[:-2] for _, highest in sorted(self._given.items()))
            fresh.write_text("".join(f"{line}\n" for line in lines), "utf-8")
            fresh.replace(self._file)

    def _lines(self) -> Iterable[str]:
        if self._file is None:
            return ()
        try:
            return self._file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ()


def _highest(lines: Iterable[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        case_id = without_letter(line.strip().rstrip("AFJKMRTUWXZ-"))
        if case_id is not None:
            year = year_of(case_id)
            found[year] = max(case_id, found.get(year, 0))
    return found


class CaseNumbers:
    """The next numbers of the year, taken from a locked counter and written back once."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    async def take(self, connection: AsyncConnection, at: datetime, above: int = 0) -> int:
        """The next case id of the year of ``at`` (local time), and higher than ``above``."""
        name = f"case:{at.year}"
        if name not in self._last:
            await insert_new(
                connection,
                Counter,
                [{"name": name, "value": first_of(at.year) - 1}],
                ("name",),
            )
            locked = await connection.execute(_LOCKED, {"of": name})
            self._last[name] = locked.scalar_one()
        self._last[name] = max(self._last[name], above) + 1
        return self._last[name]

    async def flush(self, connection: AsyncConnection) -> None:
        """Write the counters back."""
        await upsert(
            connection, Counter, [{"name": k, "value": v} for k, v in self._last.items()], ("name",)
        )
