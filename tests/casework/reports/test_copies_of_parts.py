"""The copies of villages beside that of their district: nobody who holds all of them can compute
what one of them hides. Tried by force: for each small count another table must fit all copies."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from casework.reports import copies_of_parts, suppression
from casework.reports import figures as f
from casework.reports.copies_of_parts import Grid
from casework.reports.figures import Rows, by_field
from casework.reports.suppression import SMALLEST
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.reports.counting import LATER, NOVEMBER, ROWS, WIB, local, row
from tests.support.dice import thrown

THREE = Rows(("a", "b", "c"), (), {"pkh": "bansos", "bpnt": "bansos", "kip": "education"})
Told = Mapping[tuple[str, str], int | None]


def grids(dice: Random, number: int) -> Iterator[Grid]:
    for _ in range(number):
        some = dice.choice(((0, 1, 3, 5, 7), (0, 5, 6, 9), (0, 0, 2, 6, 30)))
        yield {v: {s: dice.choice(some) for s in THREE.field_of} for v in THREE.villages}


def told_together(grid: Grid) -> Told:
    """What the copies of all villages tell of their services."""
    told = copies_of_parts.open_villages(grid, THREE)
    return {(v, s): n if v in told else None for v in grid for s, n in grid[v].items()}


def told_alone(grid: Grid) -> Told:
    """What they told while none of them looked at another."""
    shown = {village: suppression.month(row).cells for village, row in grid.items()}
    return {(v, s): shown[v][s] for v in grid for s in THREE.field_of}


def computed(grid: Grid, told: Told) -> list[tuple[str, str]]:
    """The small counts that can have no other value, given all copies. Sums of rows and columns
    leave another table only if one differs from it by ones (the sums are totally unimodular)."""
    moves = list(_moves(grid, told))
    small = [(v, s) for v in grid for s, n in grid[v].items() if 0 < n < SMALLEST]
    return [(v, s) for v, s in small if not any(move[v][s] for move in moves)]


def _moves(grid: Grid, told: Told) -> Iterator[Mapping[str, Mapping[str, int]]]:
    sums = suppression.month({village: sum(row.values()) for village, row in grid.items()})
    rows = [list(_steps(grid, told, v, fixed=sums.cells[v] is not None)) for v in grid]
    for steps in product(*rows):
        if _fits(grid, steps, known_total=sums.total is not None):
            yield dict(zip(grid, steps, strict=True))


def _steps(grid: Grid, told: Told, village: str, *, fixed: bool) -> Iterator[dict[str, int]]:
    """How a row may differ: by ones, not below nothing, nowhere where it is told."""
    ways = [
        (0,) if told[village, s] is not None else (-1, 0, 1) if n else (0, 1)
        for s, n in grid[village].items()
    ]
    for step in product(*ways):
        if not (fixed and sum(step)):
            yield dict(zip(grid[village], step, strict=True))


def _fits(grid: Grid, steps: tuple[dict[str, int], ...], *, known_total: bool) -> bool:
    services = suppression.added(list(grid.values()))
    fields = by_field(services, THREE)
    shown = suppression.parts([services], [fields], THREE.field_of).cells
    change = suppression.added(steps)
    if any(change[s] for s in change if shown[s] is not None):
        return False
    by = by_field(change, THREE)
    seen = suppression.month(fields).cells
    return not (any(by[x] for x in by if seen[x] is not None) or (known_total and sum(by.values())))


def test_nobody_computes_what_is_hidden() -> None:
    """Whatever all villages and the district pass on."""
    seed, dice = thrown()
    print("seed", seed)
    told = 0
    for grid in grids(dice, 250):
        told += any(n is not None for n in told_together(grid).values())
        assert computed(grid, told_together(grid)) == [], grid
    assert told


def test_copies_that_do_not_look_at_each_other_betray() -> None:
    """The same trial finds what the copies told before each looked at the others."""
    assert any(computed(grid, told_alone(grid)) for grid in grids(thrown()[1], 60))


def _copy(cases: list[Any], part: tuple[str, ...]) -> f.Figures:
    return copies_of_parts.copy(cases, part, NOVEMBER, ROWS, (LATER, WIB))


def _cases(n: int, village: str, service: str = "pkh") -> list[Any]:
    return [row(local(11, 2), village, service, village=village) for _ in range(n)]


def test_a_village_tells_what_the_district_tells() -> None:
    """Its count is the district's, hidden where that is hidden, also where it is large itself."""
    cases = [*_cases(7, VILLAGE), *_cases(2, OTHER), *_cases(9, DISTRICT)]
    whole = f.figures(cases, NOVEMBER, ROWS, LATER, WIB, shared=True)
    for village in (VILLAGE, OTHER):
        own = _copy(cases, (village,))
        assert own.total("received") == whole.of("village", "received").cells[village]
    assert _copy(cases, (VILLAGE,)).total("received") is None


def test_what_is_large_everywhere_is_told() -> None:
    """A village without small counts, beside others without them, tells its services."""
    cases = [*_cases(7, VILLAGE), *_cases(8, VILLAGE, "kip"), *_cases(20, OTHER)]
    own = _copy(cases, (VILLAGE,))
    assert own.of("service", "received").cells["pkh"] == 7
    assert own.of("field", "received").cells["education"] == 8
    assert set(own.of("office", "received").cells.values()) == {None}


def test_what_is_told_in_confidence_is_told_of_no_village() -> None:
    """Nobody learns from a copy that somebody has complained of their village."""
    plain = [*_cases(7, VILLAGE), *_cases(6, OTHER)]
    secret = [one._replace(confidential=True) for one in _cases(5, VILLAGE)]
    assert _copy([*plain, *secret], (VILLAGE,)).total("received") == 7
    whole = f.figures([*plain, *secret], NOVEMBER, ROWS, LATER, WIB, shared=True)
    assert whole.of("village", "received").cells[VILLAGE] == 7
