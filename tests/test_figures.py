"""What harnesses have found is told in numbers (tests/figures.py), and docs/reliability.md
claims nothing that they do not print."""

import ast
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.figures import CONTROL, lines
from tests.house.source import ROOT, TESTS, text

PAGE = "docs/reliability.md"
GOALS = [f"G{n}" for n in (*range(1, 15), 16, 29)]
"""The goals of the plan that are about losing nothing."""

NOT_SHOWN = "not shown"
PRINTED = re.compile(r"^(G\d+|also) (.+?): (\d.*) \(\d+ s\)$", re.MULTILINE)
COUNT = re.compile(r"[\d,]+ ([a-z ]+)")
COMMAND = re.compile(r"`uv run pytest -n 1 (tests/\S+)`")

NOT_TAKEN = re.compile(r"^Not taken yet: `(tests/\S+)`", re.MULTILINE)
"""A harness whose figures do not stand on the page, said plainly."""

Told = tuple[str, str, tuple[str, ...]]
"""Goal, name and the names of its counts."""


@dataclass
class Report:
    """What pytest keeps of a test."""

    user_properties: list[tuple[str, Any]] = field(default_factory=list)
    duration: float = 1.0
    failed: bool = False


def _report(goal: str, what: str, *, failed: bool = False, **counts: int) -> Report:
    return Report([("figure", [goal, what, counts])], failed=failed)


def test_what_several_tests_tell_is_added_up() -> None:
    """Counts and seconds; of what is the most of something, the largest."""
    told = [_report("G1", "kills", kills=600, most_copies=n) for n in (2, 5)]
    assert lines(told) == ["G1 kills: 1,200 kills, 5 most copies (2 s)"]


def test_the_order() -> None:
    """By goal; behind the rest what the control has found, and last what stands for no goal."""
    names = [("also", "storm"), ("G10", "x"), ("G2", f"{CONTROL}y"), ("G2", "z")]
    told = lines(_report(goal, what, n=1) for goal, what in names)
    assert [line.split(":")[0] for line in told] == ["G2 z", "G2 control", "G10 x", "also storm"]


def test_a_failed_test_is_named() -> None:
    """Its figure is told with the word FAILED behind it."""
    (told,) = lines([_report("G1", "kills", lost=1), _report("G1", "kills", failed=True)])
    assert told == "G1 kills: 1 lost (2 s) FAILED"


def _name(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.Name), ast.dump(node)
    return names[node.id]


def figures_of(source: str) -> list[Told]:
    """The figures that a test file tells."""
    tree = ast.parse(source)
    names = {
        node.targets[0].id: str(node.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    return [
        (
            _name(call.args[0], names),
            _name(call.args[1], names),
            tuple(word.arg.replace("_", " ") for word in call.keywords if word.arg),
        )
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "figure"
    ]


def sections(page: str) -> dict[str, str]:
    """The part of the page about each goal."""
    parts = re.split(r"^## (G\d+|Also)\b", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def quoted(section: str) -> list[tuple[str, str, str]]:
    return PRINTED.findall(section)


def claimed_too_much(page: str, sources: dict[str, str]) -> list[str]:
    """Whatever the page quotes and no test that it names prints."""
    wrong = []
    for goal, section in sections(page).items():
        told = {one[:2]: one[2] for n in COMMAND.findall(section) for one in figures_of(sources[n])}
        found = quoted(section)
        wrong += (
            [f"{goal}: neither a figure nor '{NOT_SHOWN}'"]
            if not (found or NOT_SHOWN in section.lower())
            else []
        )
        for of, what, counts in found:
            named = [name.strip() for name in COUNT.findall(counts)]
            if (of, what) not in told or set(told[of, what]) - set(named):
                wrong.append(f"{goal}: nothing prints {of} {what}: {counts}")
            if of.lower() != goal.lower():
                wrong.append(f"{goal}: {of} {what} is of another goal")
    return wrong


SOURCES = {name: text(name) for name in TESTS}


def test_each_goal_has_its_section() -> None:
    """In the order of their numbers, each with what it promises and its target."""
    found = sections(text(PAGE))
    assert [goal for goal in found if goal != "Also"] == GOALS
    assert [g for g in GOALS if "**Promise.**" not in found[g]] == []
    assert [g for g in GOALS if "**Target.**" not in found[g]] == []


def test_nothing_is_claimed_that_no_command_prints() -> None:
    """Each quoted line comes from a file whose command stands in the same section; a goal without
    one says that it is not shown."""
    assert claimed_too_much(text(PAGE), SOURCES) == []


def test_every_figure_is_quoted() -> None:
    """What a harness prints stands on the page, unless that says of it that it was not taken."""
    harnesses = {name for name in SOURCES if name.startswith("tests/harness/")}
    taken = harnesses - set(NOT_TAKEN.findall(text(PAGE)))
    printed = {one[:2] for name in taken for one in figures_of(SOURCES[name])}
    assert printed - {one[:2] for one in quoted(text(PAGE))} == set()


def test_every_harness_tells_a_figure() -> None:
    """Except the one that judges the judge."""
    silent = {
        n for n in SOURCES if n.startswith("tests/harness/test_") if not figures_of(SOURCES[n])
    }
    assert silent == {"tests/harness/test_crashing.py"}


def test_every_figure_has_a_control() -> None:
    """Each harness also tells what it finds with the protection off."""
    without = [
        name
        for name in SOURCES
        if name.startswith("tests/harness/")
        if (told := figures_of(SOURCES[name]))
        and not any(what.startswith(CONTROL) for _, what, _ in told)
    ]
    assert without == []


def test_the_page_is_found() -> None:
    """Whoever reads the guides for operators and developers finds it."""
    for name in ("README.md", "docs/operator.md", "docs/developer.md"):
        assert "reliability.md" in (ROOT / name).read_text("utf-8"), name


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("G1 kills: 5 kills, 0 lost (9 s)", 0),
        ("G1 kills: 5 kills (9 s)", 1),
        ("G1 storms: 5 kills, 0 lost (9 s)", 1),
        ("nobody has lost anything", 1),
        ("Not shown: there is no harness.", 0),
    ],
)
def test_a_claim_too_much_is_found(claim: str, wrong: int) -> None:
    """The control: a line that nothing prints, a count left out, and a goal with neither."""
    page = f"## G1 Kills\n`uv run pytest -n 1 tests/harness/test_k.py`\n{claim}\n"
    sources = {"tests/harness/test_k.py": 'figure("G1", "kills", kills=5, lost=0)'}
    assert len(claimed_too_much(page, sources)) == wrong
