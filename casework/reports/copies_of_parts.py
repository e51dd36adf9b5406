"""The copy to pass on of a part of the district (a village, a kecamatan), which stands beside the
district's own copy and those of all other parts. Pure.

Whoever holds several copies can subtract. So a part tells nothing of its own: its counts by village
are the very cells of the district's copy, hidden where those are hidden. Its services are told only
where every village of it is *open* in every month, for this word.

Why nothing can be computed. Open villages are chosen for the whole district, by one rule that does
not ask who wants the copy. The count of an open village is shown by the district; none of its
services has a small count, and none counts anything where the district hides the service. Taking
all open villages from what the district shows of a service leaves nothing or at least ``SMALLEST``:
while it leaves less, the open village with the least of it is closed. So each row and each column
of what stays unknown is empty or large; in such a table every cell can be otherwise (or is a whole
row, or a whole column, which is large itself). Zeros betray nobody.

The rule is complementary suppression over linked tables (Hundepool et al., Statistical Disclosure
Control, 2012, chapter 4), with whole rows instead of single cells, because whole rows can be
checked by hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from casework.clock.periods import Period
from casework.reports import suppression
from casework.reports.figures import Figures, Rows, by_field, figures
from casework.reports.suppression import SMALLEST, Counts, ShownCounts
from casework.reports.tally import ANSWERS, ELSEWHERE, CountedCase, Tally

Grid = Mapping[str, Counts]
"""Of each village, its cases by service."""


def copy(
    counted: Iterable[CountedCase],
    part: Collection[str],
    period: Period,
    rows: Rows,
    clock: tuple[datetime, ZoneInfo],
) -> Figures:
    """The copy of the villages in ``part``, of the cases and ``rows`` of the whole district, as
    known at a moment in a zone (``clock``). What is told of all cases alone (days, stars, what
    residents say, the percentage) stands in the district's copy only."""
    every = list(counted)
    whole = figures(every, period, rows, *clock, shared=True)
    tallies = _by_village(every, rows, period, clock)
    tables: dict[str, dict[str, ShownCounts]] = {by: {} for by in whole.tables}
    for word in whole.words:
        grids = _grids(tallies, word, rows)
        for by, table in _tables(whole, word, grids, part, rows).items():
            tables[by][word] = table
    nothing = ShownCounts(dict.fromkeys(ANSWERS), None)
    return Figures(period, True, tables, nothing, None, {}, None)


def _by_village(
    counted: Iterable[CountedCase], rows: Rows, period: Period, clock: tuple[datetime, ZoneInfo]
) -> dict[str, Tally]:
    tallies = {village: Tally(period, *clock) for village in (*rows.villages, ELSEWHERE)}
    for one in counted:
        village = ELSEWHERE if one.confidential else one.village
        tallies[village if village in tallies else ELSEWHERE].add(one)
    return tallies


def _grids(tallies: Mapping[str, Tally], word: str, rows: Rows) -> list[Grid]:
    """For each month that has begun: its cases by village and service."""
    services = (*rows.field_of, ELSEWHERE)
    by_month = {village: one.counted(word, "service", services) for village, one in tallies.items()}
    months = len(next(iter(by_month.values())))
    return [{village: by_month[village][n] for village in by_month} for n in range(months)]


def _tables(
    whole: Figures, word: str, grids: Sequence[Grid], part: Collection[str], rows: Rows
) -> dict[str, ShownCounts]:
    cells = {v: whole.of("village", word).cells[v] for v in part} | {ELSEWHERE: 0}
    told = [n for n in cells.values() if n is not None]
    total = sum(told) if len(told) == len(cells) else None
    seen = total is not None and all(part_is_open(grid, part, rows) for grid in grids)
    services = suppression.added([grid[v] for grid in grids for v in part])
    offices = dict.fromkeys((*rows.offices, ELSEWHERE))
    return {
        "village": ShownCounts(cells, total),
        "office": ShownCounts(offices, total),
        "field": _told(by_field(services, rows), total, seen=seen),
        "service": _told(services, total, seen=seen),
    }


def _told(counts: Counts, total: int | None, *, seen: bool) -> ShownCounts:
    return ShownCounts(counts if seen else dict.fromkeys(counts), total)


def part_is_open(grid: Grid, part: Collection[str], rows: Rows) -> bool:
    """Whether the services of all these villages may be told, in one month."""
    return set(part) <= open_villages(grid, rows)


def open_villages(grid: Grid, rows: Rows) -> set[str]:
    """The villages whose services may be told, beside the copy of the district, in one month."""
    sums = suppression.month({village: sum(row.values()) for village, row in grid.items()})
    services = suppression.added(list(grid.values()))
    shown = suppression.parts([services], [by_field(services, rows)], rows.field_of)
    hidden = {key for key, n in shown.cells.items() if n is None}
    found = {v for v, row in grid.items() if sums.cells[v] is not None and _is_large(row, hidden)}
    for service in sorted(services.keys() - hidden):
        _leave_enough(grid, service, found)
    return found


def _is_large(row: Counts, hidden: Collection[str]) -> bool:
    """Whether a village counts nothing small, and nothing where the district hides it."""
    return all(n == 0 or (n >= SMALLEST and key not in hidden) for key, n in row.items())


def _leave_enough(grid: Grid, service: str, found: set[str]) -> None:
    """Close villages while what is left of a service without them is small."""
    while 0 < sum(row[service] for v, row in grid.items() if v not in found) < SMALLEST:
        having = [v for v in found if grid[v][service]]
        if not having:
            return
        found.discard(min(having, key=lambda v: (grid[v][service], v)))
