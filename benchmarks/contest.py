"""Measures contestants in turn, so that whatever else this machine does hits all of them. No clock
but monotonic."""

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Round = Callable[[int], Awaitable[float]]
"""One measurement: told which run it is (0 is the warm-up), gives one figure (updates a second,
say)."""


@dataclass(frozen=True)
class Figures:
    """The figures of one contestant, run by run."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def spread(self) -> str:
        """The smallest and the greatest figure."""
        return f"{shown(min(self.values))} – {shown(max(self.values))}"

    def times(self, other: "Figures") -> float:
        """How many times the other's figure this one is: the median over the runs, each run against
        itself."""
        return median(mine / theirs for mine, theirs in zip(self.values, other.values, strict=True))


async def contest(rounds: Mapping[str, Round], runs: int) -> dict[str, Figures]:
    """Every contestant once for warming up, then ``runs`` times; whoever began last time comes last
    the next time."""
    names = list(rounds)
    for name in names:
        await rounds[name](0)
    found: dict[str, list[float]] = {name: [] for name in names}
    for run in range(1, runs + 1):
        for name in names[run % len(names) :] + names[: run % len(names)]:
            found[name].append(await rounds[name](run))
            print(f"  run {run}: {name}: {shown(found[name][-1])}", file=sys.stderr, flush=True)
    return {name: Figures(tuple(values)) for name, values in found.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def shown(value: float) -> str:
    """A figure with no more digits than it deserves."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
