"""Nothing that the copy to pass on hides can be computed: not from its other rows, its other
tables, the percentage, nor from the copies of the months beside that of the quarter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.clock.periods import Period
from casework.reports import figures as f
from casework.reports import suppression
from casework.reports.suppression import SMALLEST, Counts, ShownCounts
from casework.reports.tally import CountedCase
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.reports.counting import AUTUMN, LATER, ROWS, SERVICES, WIB, local, row

Cell = tuple[str, str, str]
"""Period, table, row; the row "Σ" is the sum of the table."""

SUM = "Σ"
PERIODS: tuple[Period, ...] = (*AUTUMN.months, AUTUMN)
GROUPS = st.tuples(
    st.integers(10, 12),
    st.sampled_from([VILLAGE, OTHER]),
    st.sampled_from([VILLAGE, OTHER, DISTRICT]),
    st.sampled_from([*SERVICES, "gone"]),
    st.booleans(),
    st.sampled_from([1, 2, 3, 4, 5, 6, 9, 30]),
)
CASES = st.lists(GROUPS, max_size=14)


def _cases(groups: Sequence[Any]) -> Iterator[CountedCase]:
    for month, village, office, service, late, times in groups:
        at: dict[str, Any] = {"answered": local(month, 9)}
        at |= {"late": local(month, 8)} if late else {}
        yield from [row(local(month, 2), office, service, village=village, **at)] * times


def _published(groups: Sequence[Any], word: str) -> dict[Cell, int | None]:
    """Every cell of a word in the copies of three months and their quarter."""
    found: dict[Cell, int | None] = {}
    for period in PERIODS:
        copy = f.figures(_cases(groups), period, ROWS, LATER, WIB, shared=True)
        for by in f.TABLES:
            table = copy.of(by, word)
            found |= {(period.code, by, key): n for key, n in table.cells.items()}
            found[period.code, by, SUM] = table.total
        if word == "answered":
            found |= _split(copy, period)
    return found


def _split(copy: f.Figures, period: Period) -> dict[Cell, int | None]:
    """What the percentage tells: both counts, or none of them."""
    total = copy.total("answered")
    known = total == 0 or (copy.in_time is not None and total is not None)
    early = -(-(copy.in_time or 0) * (total or 0) // 100) if known else None
    other = (total or 0) - early if early is not None else None
    return {
        (period.code, "split", key): n
        for key, n in (("early", early), ("late", other), (SUM, total))
    }


def _equations(cells: Mapping[Cell, int | None]) -> Iterator[dict[Cell, int]]:
    """What adds up, whoever reads it: rows to their sum, the sums of all tables alike, services to
    their field, months to the quarter."""
    for code, by in {(code, by) for code, by, _ in cells}:
        yield {c: -1 if c[2] == SUM else 1 for c in cells if c[:2] == (code, by)}
        yield {(code, by, SUM): 1, (code, "village", SUM): -1} if by != "village" else {}
    for period in PERIODS:
        for field in (*ROWS.fields(), ""):
            mine = [s for s in (*SERVICES, "") if SERVICES.get(s, "") == field]
            parts = {(period.code, "service", s): 1 for s in mine}
            yield parts | {(period.code, "field", field): -1}
    for by, key in {(by, key) for _, by, key in cells}:
        yield {(p.code, by, key): -1 if p is AUTUMN else 1 for p in PERIODS}


PRIME = 2**61 - 1
"""Equations are solved modulo a large prime: quick, and as good as with fractions."""


def _determined(lines: list[list[int]], count: int) -> list[int]:
    """The unknowns that linear equations settle, by Gauss and Jordan."""
    rank = 0
    for column in range(count):
        pivot = next((r for r in range(rank, len(lines)) if lines[r][column]), None)
        if pivot is None:
            continue
        lines[rank], lines[pivot] = lines[pivot], lines[rank]
        inverse = pow(lines[rank][column], -1, PRIME)
        lines[rank] = [x * inverse % PRIME for x in lines[rank]]
        for r, line in enumerate(lines):
            if r != rank and (by := line[column]):
                lines[r] = [(x - by * y) % PRIME for x, y in zip(line, lines[rank], strict=True)]
        rank += 1
    used = [[n for n, x in enumerate(line) if x] for line in lines[:rank]]
    return [line[0] for line in used if len(line) == 1]


def computed(cells: Mapping[Cell, int | None]) -> list[Cell]:
    """The hidden cells that an attacker computes from those shown."""
    hidden = [cell for cell, n in cells.items() if n is None]
    lines = [[signs.get(cell, 0) for cell in hidden] for signs in _equations(cells)]
    return [hidden[n] for n in _determined([line for line in lines if any(line)], len(hidden))]


@settings(max_examples=120, deadline=None)
@given(CASES)
@example([(10, VILLAGE, VILLAGE, "pkh", False, 30), (10, OTHER, OTHER, "kip", True, 2)])
@example([(10, VILLAGE, VILLAGE, s, False, n) for s, n in (("pkh", 9), ("bpnt", 2), ("kip", 9))])
@pytest.mark.parametrize("word", ["received", "answered"])
def test_nothing_hidden_can_be_computed(word: str, groups: list[Any]) -> None:
    """Villages, offices, fields, services, months and quarter together give nothing away."""
    assert computed(_published(groups, word)) == []


SMALL_ONE = [(10, VILLAGE, VILLAGE, "pkh", False, 30), (10, OTHER, OTHER, "kip", False, 2)]


def _small_only(counts: Sequence[Counts]) -> ShownCounts:
    """What a careless report would do: only the small counts are hidden."""
    sums = suppression.added(counts)
    small = {k for one in counts for k, n in one.items() if 0 < n < SMALLEST}
    return ShownCounts({k: None if k in small else n for k, n in sums.items()}, sum(sums.values()))


def _parts_alone(counts: Sequence[Counts], wholes: object, whole_of: object) -> ShownCounts:
    """Services hidden without a look at their field."""
    return suppression.months(counts)


@pytest.mark.parametrize(("name", "careless"), [("months", _small_only), ("parts", _parts_alone)])
def test_the_attacker_finds_what_a_careless_report_gives_away(
    name: str, careless: Callable[..., ShownCounts], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof has teeth: where only small counts are hidden, or services without a look at
    their field, a hidden number is found."""
    groups = [
        *SMALL_ONE,
        (10, OTHER, OTHER, "bpnt", False, 2),
        (10, OTHER, OTHER, "pip", False, 40),
        (10, OTHER, OTHER, "disaster", False, 3),
    ]
    assert computed(_published(groups, "received")) == []
    monkeypatch.setattr(suppression, name, careless)
    assert computed(_published(groups, "received")) != []
