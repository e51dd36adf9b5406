"""Mutation testing: changes the modules that must lose nothing in small ways, one at a time, and
asks their tests whether they notice.

``make mutants``, or ``python -m tests.mutants outbox bells`` for some (mutants.toml names them).
Of each module a sample is tried, drawn with a seed, so that two runs try the same. What is changed
is a copy of the checkout, which stays, so that ``mutmut show NAME`` can be asked there."""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE, SEED = 100, 10
"""How many mutants of a module are tried at most, and by which seed they are drawn."""

NOTICED = {"killed", "timeout"}
CONFIG = """[mutmut]
source_paths =
    bot
    casework
    conversations
    storage
only_mutate = {module}
also_copy =
    docs
    deploy
    config.example.toml
pytest_add_cli_args =
    -n
    0
    -p
    no:cacheprovider
    -k
    not postgresql
pytest_add_cli_args_test_selection =
    {tests}
timeout_constant = 5
timeout_multiplier = 10
"""


def study(name: str, module: str, tests: list[str]) -> None:
    """Try a sample of the mutants of a module; tells how many were noticed, and which were not."""
    place = Path(tempfile.gettempdir(), f"mutants-{name}")
    shutil.rmtree(place, ignore_errors=True)
    _copy(place)
    config = CONFIG.format(module=module, tests="\n    ".join(tests))
    (place / "setup.cfg").write_text(config)
    # Nothing is named so: this makes the mutants and learns which test plays which function.
    _mutmut(place, "run", "--max-children", "1", "none")
    names = sorted(_results(place))
    drawn = random.Random(SEED).sample(names, min(SAMPLE, len(names)))  # noqa: S311 - no secret
    _mutmut(place, "run", "--max-children", "1", *drawn)
    found = _results(place)
    ends = Counter(found[one] for one in drawn)
    noticed = sum(ends[end] for end in NOTICED)
    print(f"{module}: {noticed} of {len(drawn)} noticed ({len(names)} in all), {dict(ends)}")
    for one in sorted(drawn):
        if found[one] not in NOTICED:
            print(f"\n{found[one]}", _mutmut(place, "show", one))


def _copy(place: Path) -> None:
    """The checkout as it is now, without what git leaves out."""
    wanted = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(wanted, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    for file in listed.stdout.splitlines():
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, place / file)


def _mutmut(place: Path, *words: str) -> str:
    command = (sys.executable, "-m", "mutmut", *words)
    told = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)  # noqa: S603
    return told.stdout


def _results(place: Path) -> dict[str, str]:
    told = _mutmut(place, "results", "--all", "true")
    return dict(re.findall(r"^\s+(\S+): (.+)$", told, re.MULTILINE))


if __name__ == "__main__":
    subjects = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
    for subject in sys.argv[1:] or subjects:
        study(subject, **subjects[subject])
