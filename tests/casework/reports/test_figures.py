"""Months, quarters, what is counted in them, and that nothing hidden can be computed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.clock import periods
from casework.clock.periods import MONTH, QUARTER, Period
from casework.reports import suppression
from casework.reports.figures import ELSEWHERE, SPM, CountedCase, Figures, figures
from casework.reports.suppression import SMALLEST, ShownCounts
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.shipped import CATALOGUE

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OFFICES = (DISTRICT, OTHER, VILLAGE)


def local(month: int, day: int, hour: int = 9, zone: ZoneInfo = WIB) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=zone).astimezone(UTC)


def row(
    opened_at: datetime, office: str = VILLAGE, service: str = "pkh", **facts: Any
) -> CountedCase:
    known = {"status": "in_progress", "due_at": opened_at + 400 * DAY, **facts}
    return CountedCase(office=office, service=service, opened_at=opened_at, **known)


def told(
    rows: Iterable[CountedCase],
    period: Period = NOVEMBER,
    now: datetime = NOW,
    zone: ZoneInfo = WIB,
) -> Figures:
    return figures(rows, period, OFFICES, now, zone)


# ---- periods


def test_period_code() -> None:
    """A month and a quarter can be read back from what a button carries."""
    assert (NOVEMBER.code, AUTUMN.code) == ("2026-11", "2026-Q4")
    assert (periods.parse("2026-11"), periods.parse("2026-Q4")) == (NOVEMBER, AUTUMN)


@pytest.mark.parametrize(
    "code",
    ["", "2026", "2026-13", "2026-00", "2026-Q5", "1026-01", "2026-1", "2026-11x", "٢٠٢٦-11"],
)
def test_period_code_forged(code: str) -> None:
    """What names no period is none."""
    assert periods.parse(code) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from([MONTH, QUARTER]))
def test_period_contains(day: date, length: int) -> None:
    """Every day lies in exactly one month and one quarter, whose neighbours touch it."""
    period = periods.containing(day, length)
    first, last = period.days
    assert first <= day <= last
    assert period.moved(1).days[0] == last + DAY
    assert period.moved(-1).moved(1) == period
    assert [m.code for m in period.months] == [periods.containing(day, MONTH).code] or len(
        period.months
    ) == 3


def test_period_zone() -> None:
    """A month begins at the office's own midnight."""
    assert NOVEMBER.starts(WIB) == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert NOVEMBER.starts(WIT) == datetime(2026, 10, 31, 15, tzinfo=UTC)
    assert NOVEMBER.ends(WIB) == Period(2026, 12).starts(WIB)


# ---- what is counted


def test_received_by_zone() -> None:
    """A case belongs to the month that the office's clock shows when it is opened."""
    rows = [row(datetime(2026, 10, 31, 16, 0, tzinfo=UTC))] * 6
    assert told(rows).received.total == 0
    assert told(rows, zone=WIT).received.total == 6


def test_done() -> None:
    """Done is what was closed in the period, whenever it was opened."""
    closed = [row(local(9, 1), closed_at=local(11, 30, 23))] * 7 + [
        row(local(11, 2), closed_at=local(12, 1, 0))
    ] * 8
    assert told(closed).done.total == 7
    assert told(closed).received.total == 8


def test_open_is_as_of_now() -> None:
    """Open is what is open now, by office, whatever the period."""
    rows = (
        [row(local(3, 1))] * 9
        + [row(local(12, 5), OTHER)] * 12
        + [row(local(11, 1), closed_at=local(11, 2))]
    )
    assert told(rows).open == ShownCounts({DISTRICT: 0, OTHER: 12, VILLAGE: 9, ELSEWHERE: 0}, 21)


@pytest.mark.parametrize(
    ("facts", "late"),
    [
        ({}, True),
        ({"due_at": local(12, 31, 23)}, False),
        ({"due_at": local(10, 31)}, False),
        ({"status": "waiting"}, False),
        ({"answered_at": local(11, 9)}, False),
        ({"answered_at": local(11, 11)}, True),
        ({"closed_at": local(11, 9)}, False),
        ({"answered_at": local(11, 9), "closed_at": local(11, 25)}, False),
        ({"closed_at": local(12, 1)}, True),
    ],
)
def test_late(facts: Mapping[str, Any], late: bool) -> None:
    """Late is whose time was up in the period without an answer; waiting for the teller's yes is
    not our time."""
    rows = [row(local(10, 1), **{"due_at": local(11, 10), **facts})] * 6
    assert told(rows).late.total == (6 if late else 0)


def test_days() -> None:
    """Median days run from opening to the answer, else to the closing, for services with enough
    cases."""

    def closed(days: int, service: str) -> CountedCase:
        return row(
            local(11, 1),
            service=service,
            answered_at=local(11, 1) + days * DAY,
            closed_at=local(11, 28),
        )

    rows = [closed(n, "pkh") for n in (1, 2, 3, 4, 20)] + [closed(1, "bpnt") for _ in range(4)]
    rows += [row(local(11, 1), service="kip", closed_at=local(11, 3))] * 5
    assert told(rows).days == {"kip": 2, "pkh": 3}


def test_answers() -> None:
    """The teller's answers count in the month they were given; "no" is a reopening."""
    rows = [row(local(10, 1), closed_at=local(11, 5), verdict="fixed", rating=4)] * 20
    rows += [row(local(10, 1), closed_at=local(11, 5), verdict="partly")] * 5
    rows += [row(local(10, 1), reopened_at=local(11, 6))] * 6
    found = told(rows)
    assert found.answers == ShownCounts({"fixed": 20, "partly": 5, "no": 6}, 31)
    assert (found.reopened, found.rating) == (6, 4)


def test_reopened_hidden_with_the_answer() -> None:
    """Where the answer "no" keeps a small one company, the reopened are hidden as well: they are
    the same count."""
    rows = [row(local(10, 1), closed_at=local(11, 5), verdict="fixed")] * 20
    rows += [row(local(10, 1), closed_at=local(11, 5), verdict="partly")] * 2
    rows += [row(local(10, 1), reopened_at=local(11, 6))] * 6
    assert told(rows).reopened is None


def test_spm() -> None:
    """The five minimum services are always listed, the rest as one row; all are services of the
    catalogue."""
    assert set(SPM) <= set(CATALOGUE.services)
    rows = [
        row(local(11, 1), service=s)
        for s in ("disaster", "spm_child", "pkh", "pip")
        for _ in range(10)
    ]
    found = told(rows).spm_received
    assert found.total == 40
    assert found.cells == {**dict.fromkeys(SPM, 0), "disaster": 10, "spm_child": 10, ELSEWHERE: 20}


def test_other_office() -> None:
    """A case that sits with an office out of the scope is counted elsewhere."""
    rows = [row(local(11, 1), office) for office in (*OFFICES, "32.74/dinkes") for _ in range(9)]
    assert told(rows).received == ShownCounts(dict.fromkeys((*OFFICES, ELSEWHERE), 9), 36)


def test_quarter_adds_up() -> None:
    """A quarter is the sum of its months that have begun."""
    rows = [
        row(local(m, 3), office) for m in (10, 11) for office in (*OFFICES, "x") for _ in range(m)
    ]
    found = told(rows, AUTUMN, now=local(11, 20))
    assert found.received == ShownCounts(dict.fromkeys((*OFFICES, ELSEWHERE), 21), 84)


def test_future() -> None:
    """A period that has not begun counts nothing."""
    assert told([row(local(11, 1))] * 9, Period(2027, 1)).received.total == 0


# ---- what may be shown

ROWS = tuple("abcde")
SIZES = st.one_of(st.integers(0, 8), st.integers(0, 60), st.sampled_from([0, 0, 5, 200]))


@st.composite
def tables(draw: st.DrawFn, least: int = 1, longest: int = 3) -> list[dict[str, int]]:
    keys = ROWS[: draw(st.integers(1, len(ROWS)))]
    return [{key: draw(SIZES) for key in keys} for _ in range(draw(st.integers(least, longest)))]


TOTAL, SUM = "total", -1
Cell = tuple[str, int]
Node = tuple[str, str | int]


def published(counts: Sequence[Mapping[str, int]]) -> dict[Cell, tuple[int, bool]]:
    """Every cell of the months, of their sum and of the totals, with its value and whether it is
    shown."""
    found: dict[Cell, tuple[int, bool]] = {}
    shown = [*enumerate(map(suppression.month, counts)), (SUM, suppression.months(counts))]
    sums = {key: sum(one[key] for one in counts) for key in counts[0]}
    for at, table in shown:
        values = sums if at == SUM else counts[at]
        cells = {**table.cells, TOTAL: table.total}
        for key, value in {**values, TOTAL: sum(values.values())}.items():
            assert cells[key] in (None, value)
            found[key, at] = (value, cells[key] is not None)
    return found


def computed(cells: Mapping[Cell, tuple[int, bool]]) -> list[Cell]:
    """The hidden cells that only one value fits, when every shown cell is known, and that no count
    is below 0.

    Rows and columns add up, so the hidden cells may change together only along circles of a graph:
    cells are its edges, from row to column; those of totals count against the others, and a cell
    that is 0 can't fall."""
    arcs: dict[Node, list[tuple[Node, Cell]]] = {}
    for (key, at), (value, shown) in cells.items():
        if not shown:
            ends: tuple[Node, Node] = (("row", key), ("column", at))
            rising = ends if (key == TOTAL) == (at == SUM) else ends[::-1]
            for start, end in {ends, ends[::-1]} if value else {rising}:
                arcs.setdefault(start, []).append((end, (key, at)))
    return [cell for cell, (_, shown) in cells.items() if not shown and not _turns(cell, arcs)]


def _turns(cell: Cell, arcs: Mapping[Node, list[tuple[Node, Cell]]]) -> bool:
    """Whether some circle goes through the cell once."""
    ends: tuple[Node, Node] = (("row", cell[0]), ("column", cell[1]))
    for start, goal in (ends, ends[::-1]):
        if any(end == goal and way == cell for end, way in arcs.get(start, [])):
            seen, todo = {goal}, [goal]
            while todo:
                for end, way in arcs.get(todo.pop(), []):
                    if way != cell and end not in seen:
                        seen.add(end)
                        todo.append(end)
            if start in seen:
                return True
    return False


@settings(max_examples=1500, deadline=None)
@given(tables())
@example([{"a": 3, "b": 20}])
@example([{"a": 0, "b": 0, "c": 9}])
@example([{"a": 2, "b": 9, "c": 30}, {"a": 9, "b": 2, "c": 30}, {"a": 9, "b": 9, "c": 30}])
def test_nothing_computed(counts: list[dict[str, int]]) -> None:
    """No hidden cell can be computed from the shown cells and totals of the months and of their
    sum."""
    assert computed(published(counts)) == []


@settings(max_examples=500, deadline=None)
@given(tables())
def test_nothing_small(counts: list[dict[str, int]]) -> None:
    """No shown cell or total is 1 to 4, nor is what remains of a shown total without the shown
    cells."""
    cells = published(counts)
    assert all(value == 0 or value >= SMALLEST for value, shown in cells.values() if shown)
    for at in {at for _, at in cells}:
        rest = [
            value
            for (key, column), (value, shown) in cells.items()
            if column == at and key != TOTAL and not shown
        ]
        if cells[TOTAL, at][1] and at != SUM:
            assert not rest or sum(rest) >= SMALLEST


def test_attacker_finds_a_lonely_cell() -> None:
    """The proof above has teeth: one hidden cell beside a shown total is found out."""
    assert computed({("a", 0): (3, False), ("b", 0): (9, True), (TOTAL, 0): (12, True)}) == [
        ("a", 0)
    ]
    assert computed(
        {("a", 0): (0, False), ("b", 0): (0, False), ("c", 0): (9, True), (TOTAL, 0): (9, True)}
    )


def _determined(equations: Sequence[Sequence[int]], count: int) -> set[int]:
    """The unknowns that linear equations settle, by Gauss and Jordan."""
    matrix, rank = [[Fraction(x) for x in line] for line in equations], 0
    for column in range(count):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        matrix[rank] = [x / matrix[rank][column] for x in matrix[rank]]
        for r, line in enumerate(matrix):
            if r != rank and line[column]:
                matrix[r] = [x - line[column] * y for x, y in zip(line, matrix[rank], strict=True)]
        rank += 1
    used = [[c for c in range(count) if line[c]] for line in matrix[:rank]]
    return {line[0] for line in used if len(line) == 1}


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4))
def test_nothing_computed_from_two_tables(
    data: st.DataObject, months: int, offices: int, topics: int
) -> None:
    """Nor can it from two tables of the same cases that share their totals, as offices and SPM
    do."""
    joint = [
        {pair: data.draw(SIZES) for pair in product(range(offices), range(topics))}
        for _ in range(months)
    ]
    tables = [
        published(
            [
                {str(k): sum(n for pair, n in one.items() if pair[side] == k) for k in range(size)}
                for one in joint
            ]
        )
        for side, size in enumerate((offices, topics))
    ]
    named = [
        {
            (key if key == TOTAL else f"{side}{key}", at): seen
            for (key, at), (_, seen) in table.items()
        }
        for side, table in enumerate(tables)
    ]
    hidden = sorted({cell for table in named for cell, seen in table.items() if not seen})
    lines = [line for table in named for line in _lines(table, months)]
    equations = [[signs.get(cell, 0) for cell in hidden] for signs in lines]
    assert _determined(equations, len(hidden)) == set()


def _lines(table: Mapping[Cell, bool], months: int) -> Iterable[dict[Cell, int]]:
    """What adds up: rows of each column to its total, months of each row to its sum."""
    keys = {key for key, _ in table}
    for at in (*range(months), SUM):
        yield {(key, at): -1 if key == TOTAL else 1 for key in keys}
    for key in keys:
        yield {(key, at): -1 if at == SUM else 1 for at in (*range(months), SUM)}


def test_month_is_the_same_beside_a_quarter() -> None:
    """A quarter of one month that has begun hides what the month hides."""
    counts = {"a": 3, "b": 20, "c": 30}
    assert (
        suppression.months([counts])
        == suppression.month(counts)
        == ShownCounts({"a": None, "b": None, "c": 30}, 53)
    )


def test_zeros() -> None:
    """Zeros are shown where nothing small is among them, and hidden as cover where something is."""
    assert suppression.month({"a": 0, "b": 9}) == ShownCounts({"a": 0, "b": 9}, 9)
    assert suppression.month({"a": 0, "b": 9, "c": 1, "d": 30}) == ShownCounts(
        {"a": None, "b": None, "c": None, "d": 30}, 40
    )
    assert suppression.month({"a": 0, "b": 1}) == ShownCounts({"a": None, "b": None}, None)


def test_month_that_hides_nothing() -> None:
    """A month that hides nothing does not stand in the way of the quarter."""
    months = [{"a": 0, "b": 0, "c": 0}, {"a": 3, "b": 4, "c": 40}, {"a": 4, "b": 2, "c": 40}]
    assert suppression.months(months) == ShownCounts({"a": 7, "b": 6, "c": 80}, 93)


def test_quarter_shows_what_months_hide() -> None:
    """A service with few cases a month is shown once the quarter has enough of them."""
    months = [{"a": 2, "b": 3, "c": 40}, {"a": 3, "b": 2, "c": 40}, {"a": 2, "b": 4, "c": 40}]
    assert suppression.month(months[0]).cells == {"a": None, "b": None, "c": 40}
    assert suppression.months(months) == ShownCounts({"a": 7, "b": 9, "c": 120}, 136)
