"""What harnesses have found, told in numbers at the end of the run: docs/reliability.md quotes
these lines and nothing else.

A test tells a figure before it judges it, so that also a failed one is seen. Numbers that several
tests tell of the same are added up, and so are the seconds that they took."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Figure = Callable[..., None]
"""``figure("G1", "killed at random moments", kills=200, lost=0)``."""

ALSO, LAST = "also", 99
"""What stands for no goal comes last."""

CONTROL = "control: "
"""How the name of a figure begins that is taken with the protection off."""

MOST = "most_"
"""How the name of a count begins of which the largest is told, and not the sum."""


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Tell what was found: the goal, what was done, and counts by name."""

    def tell(goal: str, what: str, **counts: int) -> None:
        record_property("figure", [goal, what, counts])

    return tell


def lines(reports: Iterable[Any]) -> list[str]:
    """One line for each figure, by goal, what was found with the protection off behind the rest."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    seconds: dict[tuple[str, str], float] = {}
    red = set[tuple[str, str]]()
    for report in reports:
        for goal, what, counts in [v for k, v in report.user_properties if k == "figure"]:
            found = sums.setdefault((goal, what), {})
            for name, count in counts.items():
                before = found.get(name, 0)
                found[name] = max(before, count) if name.startswith(MOST) else before + count
            seconds[goal, what] = seconds.get((goal, what), 0) + report.duration
            red |= {(goal, what)} if report.failed else set()
    return [
        f"{goal} {what}: {_told(sums[goal, what])} ({seconds[goal, what]:.0f} s)"
        + (" FAILED" if (goal, what) in red else "")
        for goal, what in sorted(sums, key=_place)
    ]


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())


def _place(figure: tuple[str, str]) -> tuple[int, bool, str]:
    goal, what = figure
    return int(re.sub(r"\D", "", goal) or LAST), what.startswith(CONTROL), what


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures of this run, if any test has told one."""
    ended = [one for each in ("passed", "failed") for one in terminalreporter.stats.get(each, ())]
    told = lines(one for one in ended if getattr(one, "when", "") == "call")
    if told:
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.write_line(line)
