"""What may be shown: small counts are hidden, and nothing hidden can be computed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.clock.periods import QUARTER, Period
from casework.reports import suppression
from casework.reports.suppression import SMALLEST, ShownCounts
from tests.casework.cases import DISTRICT, OTHER, VILLAGE

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OFFICES = (DISTRICT, OTHER, VILLAGE)


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
