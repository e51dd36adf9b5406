"""Which counts may be shown: small ones are hidden, and as many others as it takes so that nobody can compute them.

Tables are one row per key (an office, a service) with a total, in one month or added up over several. Every table lists
the same keys each time, also those that count nothing; else a key that appears later would betray what was hidden.

Why nothing can be computed. In a month the hidden cells are none, or at least two that make at least ``SMALLEST``
together: taking what is shown from the total leaves only that sum. Each month stands by itself, because its report is
out before the next month ends. Over several months a row that was never hidden is shown: it tells nothing new. When
every month hides the same rows, those that have become large enough are shown as well, unless what stays hidden were a
single row or too small; the hidden cells are then a full block, in which any two rows can exchange between any two
months. In all other cases a row that some month hides stays hidden, and can exchange with its company of that month.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""The smallest count that is shown; nothing below it is, nor zero (issue: cells under 5 are hidden)."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Shown:
    """A table as it may be seen. None: hidden, whatever the reason; the two reasons must look the same."""

    cells: Mapping[str, int | None]
    total: int | None


def month(counts: Counts) -> Shown:
    """One month."""
    gone, total = hidden(counts), sum(counts.values())
    return Shown({k: None if k in gone else n for k, n in counts.items()}, total if total >= SMALLEST else None)


def months(counts: Sequence[Counts]) -> Shown:
    """Several months added up, beside each of which ``month`` is shown as well. All have the same keys."""
    if len(counts) == 1:
        return month(counts[0])
    sums = {key: sum(one[key] for one in counts) for key in counts[0]}
    small = [total for one in counts if (total := sum(one.values())) < SMALLEST]
    total = sum(sums.values())
    seen = not small or (len(small) == len(counts) and total >= SMALLEST)
    gone = {hidden(one) for one in counts}
    touched = frozenset[str]().union(*gone)
    large = {key for key in touched if sums[key] >= SMALLEST} if seen and len(gone) == 1 else set()
    closed = _joined(touched - large, _by_size(large, sums), sums)
    return Shown({k: None if k in closed else n for k, n in sums.items()}, total if seen else None)


def hidden(counts: Counts) -> frozenset[str]:
    """The keys that one month hides; all of them when even the total is too small."""
    if sum(counts.values()) < SMALLEST:
        return frozenset(counts)
    gone = {key for key, n in counts.items() if n < SMALLEST}
    return frozenset(_joined(gone, _by_size(counts.keys() - gone, counts), counts))


def _joined(gone: Collection[str], others: Iterable[str], counts: Counts) -> set[str]:
    """What is hidden, joined by as many others as it needs for company."""
    joined = set(gone)
    for key in others:
        if not joined or (len(joined) > 1 and sum(counts[one] for one in joined) >= SMALLEST):
            break
        joined.add(key)
    return joined


def _by_size(keys: Iterable[str], counts: Counts) -> list[str]:
    return sorted(keys, key=lambda key: (counts[key], key))
