"""Two tiers, and no test outside both: plain pytest runs everything but the harnesses, the second
command runs those, and .ci/run runs the two."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.harness import rounds
from tests.house.source import ROOT, TESTS, text

HARNESS = "tests/harness"
EVERYDAY, HARNESSES = "pytest", f"pytest {HARNESS}"
SETTINGS = tomllib.loads(text("pyproject.toml"))["tool"]["pytest"]["ini_options"]
LEAVES_OUT = re.compile(r"(?<!\S)(-m|-k|--ignore\S*|--deselect\S*|--lf|--last-failed|--sw)\b")
"""What makes pytest run fewer tests than it finds."""

FILES_ONLY = """
import pytest

class Unread(pytest.Module):
    def collect(self):
        print(f"found {self.path}")
        return []

def pytest_pycollect_makemodule(module_path, parent):
    return Unread.from_parent(parent, path=module_path)
"""
"""Tells pytest's files as it comes upon them, and reads none of them."""


def found(folder: Path, root: Path, *places: str) -> set[str]:
    """The files that pytest would run, from the project's root."""
    (folder / "files_only.py").write_text(FILES_ONLY)
    ours = ("PYTEST_", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    options = ["-p", "files_only", "--collect-only", "-s", "-n", "0", "-p", "no:cacheprovider"]
    told = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-m", "pytest", *options, *places],
        cwd=root,
        env=environment | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    files = re.findall(r"^found (.+)$", told, re.MULTILINE)
    return {Path(file).relative_to(root).as_posix() for file in files}


def test_every_test_is_in_one_tier(tmp_path: Path) -> None:
    """What plain pytest runs and what lies among the harnesses are together all tests, and nothing
    is in both."""
    everyday, harnesses = found(tmp_path, ROOT), found(tmp_path, ROOT, HARNESS)
    assert harnesses
    assert not everyday & harnesses
    assert everyday | harnesses == set(TESTS)
    assert harnesses == {name for name in TESTS if name.startswith(f"{HARNESS}/")}


def test_a_test_outside_both_is_found(tmp_path: Path) -> None:
    """The control: pytest does not come upon what lies in another folder that it passes over."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]\nnorecursedirs = ["harness", "lost"]\n'
    )
    names = ["tests/test_a.py", "tests/harness/test_b.py", "tests/lost/test_c.py"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert found(tmp_path, tmp_path) == set(names[:1])
    assert found(tmp_path, tmp_path, names[1]) == {names[1]}


def commands(script: str) -> list[str]:
    """How a script runs pytest, from the word ``pytest`` on."""
    return [line[line.index("pytest") :] for line in script.splitlines() if " pytest" in line]


def test_ci_runs_both() -> None:
    """And lets neither skip or leave out anything."""
    lines = [line for line in text(".ci/run").splitlines() if " pytest" in line]
    assert commands("\n".join(lines)) == [EVERYDAY, HARNESSES]
    assert all(line.startswith("PUSKESOS_NO_SKIPS=1 ") for line in lines)
    assert not LEAVES_OUT.search(SETTINGS["addopts"])


@pytest.mark.parametrize("left_out", ["-m 'not slow'", "-n 2 -k story", "--ignore=tests/bot"])
def test_what_leaves_out_tests_is_found(left_out: str) -> None:
    """The control: a mark, a name, a folder."""
    assert LEAVES_OUT.search(left_out)
    assert commands(f"run pytest {left_out}") != [EVERYDAY]


def test_make_has_a_command_for_each_tier() -> None:
    """Every day, the harnesses, and the same harnesses for long."""
    assert commands(text("Makefile"))[:3] == [EVERYDAY, HARNESSES, HARNESSES]
    assert f"{rounds.VARIABLE}=1 $(RUN) {HARNESSES}" in text("Makefile")


def test_what_is_told_of_the_tiers_is_true() -> None:
    """Whoever reads how to run the tests learns of all three, and what each harness is about."""
    for page in ("README.md", "CONTRIBUTING.md", "docs/developer.md"):
        assert "make harness" in text(page), page
    assert "make deep" in text("docs/developer.md")
    guide = text("docs/developer.md")
    assert [n for n in TESTS if n.startswith(HARNESS) and Path(n).name not in guide] == []


def test_the_deep_tier_is_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each harness that throws dice is played more often there, and takes how often from one
    place."""
    harnesses = "".join(text(name) for name in TESTS if name.startswith(HARNESS))
    for name, often in rounds.ROUNDS.items():
        assert harnesses.count(f'@played("{name}")') == 1, name
        monkeypatch.delenv(rounds.VARIABLE, raising=False)
        assert rounds.many(name) == often.ci >= 1
        monkeypatch.setenv(rounds.VARIABLE, "1")
        assert rounds.many(name) == often.deep > often.ci
    readers = [name for name in TESTS if rounds.VARIABLE in text(name)]
    assert readers == []
