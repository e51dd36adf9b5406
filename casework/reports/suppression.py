"""Which counts may be shown: small ones are hidden, and as many others as it takes so that nobody
can compute them.

Tables are one row per key (an office, a service) with a total, in one month or added up over
several. Every table lists the same keys each time, also those that count nothing; else a key that
appears later would betray what was hidden.

A zero betrays nobody, and is shown where all small counts are zeros; among other small counts it is
hidden, as cover.

Why nothing can be computed. In a month the hidden cells are none, or at least two that make at
least ``SMALLEST`` together: taking what is shown from the total leaves only that sum. Each month
stands by itself, because its report is out before the next month ends. Over several months a row
that was never hidden is shown: it tells nothing new. When all months that hide anything (two or
more) hide the same rows, those that have become large enough are shown as well, unless what stays
hidden were a single row or too small; the hidden cells are then a full block, in which any two rows
can exchange between any two months. In all other cases a row that some month hides stays hidden,
and can exchange with its company of that month."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""The smallest count of people that is shown."""

OTHERS = ""
"""The row of all parts that belong to no other."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class ShownCounts:
    """A table as it may be seen. None: hidden, whatever the reason; the two reasons must look the
    same."""

    cells: Mapping[str, int | None]
    total: int | None


def month(counts: Counts) -> ShownCounts:
    """One month."""
    gone, total = hidden(counts), sum(counts.values())
    return ShownCounts(
        {k: None if k in gone else n for k, n in counts.items()}, None if _small(total) else total
    )


def months(counts: Sequence[Counts]) -> ShownCounts:
    """Several months added up, beside each of which ``month`` is shown as well. All have the same
    keys."""
    sums = added(counts)
    hiding = [one for one in counts if hidden(one)]
    totals = [sum(one.values()) for one in counts]
    if not hiding:
        return ShownCounts(sums, sum(totals))
    seen = _total_is_seen(totals)
    gone = _hidden_in_sums(hiding, seen)
    cells = {key: None if key in gone else n for key, n in sums.items()}
    return ShownCounts(cells, sum(totals) if seen else None)


def parts(
    counts: Sequence[Counts], wholes: Sequence[Counts], whole_of: Mapping[str, str]
) -> ShownCounts:
    """The parts of the rows of a table that is shown beside them, in one month or several.

    The parts of a row are shown all or none: all when the row is shown, and no month hides it or
    has a small one among them. A row of one part is that part."""
    table = months(wholes)
    sizes = Counter(whole_of.get(key, OTHERS) for key in counts[0])
    cells = {}
    for key, n in added(counts).items():
        whole = whole_of.get(key, OTHERS)
        alike = [k for k in counts[0] if whole_of.get(k, OTHERS) == whole]
        seen = sizes[whole] == 1 or all(
            month(one).cells[whole] is not None and not any(_small(its[k]) for k in alike)
            for its, one in zip(counts, wholes, strict=True)
        )
        cells[key] = n if seen and table.cells[whole] is not None else None
    return ShownCounts(cells, table.total)


def _total_is_seen(totals: Sequence[int]) -> bool:
    """Whether the total of several months is shown. It follows from totals alone: tables of the
    same cases share them, and must agree."""
    small = [n for n in totals if _small(n)]
    all_small = len(small) == len(totals) > 1
    return not small or (all_small and sum(totals) >= SMALLEST)


def _hidden_in_sums(hiding: Sequence[Counts], total_is_seen: bool) -> set[str]:
    """The keys that the sums hide, given the months that hide something: all that some month hides;
    only where all hide the same, those that have become large enough are shown."""
    unknown = added(hiding)
    by_month = {hidden(one) for one in hiding}
    touched = frozenset[str]().union(*by_month)
    full_block = total_is_seen and len(by_month) == 1 and len(hiding) > 1
    large = {key for key in touched if full_block and unknown[key] >= SMALLEST}
    return _joined(touched - large, _by_size(large, unknown), unknown)


def hidden(counts: Counts) -> frozenset[str]:
    """The keys that one month hides; all of them when even the total is too small."""
    if not any(_small(n) for n in counts.values()):
        return frozenset()
    if _small(sum(counts.values())):
        return frozenset(counts)
    gone = {key for key, n in counts.items() if n < SMALLEST}
    return frozenset(_joined(gone, _by_size(counts.keys() - gone, counts), counts))


def _small(n: int) -> bool:
    return 0 < n < SMALLEST


def added(counts: Sequence[Counts]) -> dict[str, int]:
    """The sums of several mappings of the same keys."""
    return {key: sum(one[key] for one in counts) for key in counts[0]}


def _joined(gone: Collection[str], others: Iterable[str], counts: Counts) -> set[str]:
    """The hidden keys, with as many others as it takes to hide them."""
    joined = set(gone)
    for key in others:
        if not joined or (len(joined) > 1 and sum(counts[one] for one in joined) >= SMALLEST):
            break
        joined.add(key)
    return joined


def _by_size(keys: Iterable[str], counts: Counts) -> list[str]:
    return sorted(keys, key=lambda key: (counts[key], key))
