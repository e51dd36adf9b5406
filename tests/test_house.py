"""The house keeps its rules: rooms and their one rule, sizes, names, clocks, and words for every
refusal."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from casework.case.model import Stage, Status
from casework.case.stage import NONE
from tests.casework.shipped import texts
from tests.house.source import (
    MIGRATIONS,
    MODULES,
    ROOT,
    TESTS,
    WRITTEN,
    Function,
    found_in,
    functions,
    text,
    tree,
)

PURE = ("casework", "conversations")

MOST_LINES, MOST_IN_FUNCTION = 300, 40
LONG_FUNCTIONS = {
    name: "a migration lists every column once, in the order of the tables"
    for name in MODULES
    if name.startswith(MIGRATIONS)
}
SAYS_NOTHING = frozenset({"utils", "common", "helpers", "services", "managers", "base"})
CLOCKS = {
    "bot/true_time.py": "the program's one clock, handed to every part",
    "bot/cli/main.py": "commands that run for a moment, beside the program",
    "bot/cli/errors.py": "the same",
    "bot/simulator/world.py": "the simulated Telegram's clock,"
    " until a rig or the demo hands it another",
    "bot/heart.py": "tells how long a loop is silent, never what time it is",
    "bot/telegram/pacing.py": "tells how long ago, never what time it is",
    "bot/telegram/rests.py": "tells how long a chat must rest, never what time it is",
}
"""Modules that may look at a clock, each with its reason."""
CHANCE = {
    "storage/db/vault.py": "nonces and keys",
    "bot/turns/turn.py": "ids of forms that nobody can guess",
    "bot/desk/staff/accounts.py": "codes of invitations",
    "bot/desk/handover.py": "codes of handing over",
    "bot/cli/admin.py": "codes and keys of the command line",
    "bot/cli/errors.py": "references to what nobody expected",
    "bot/telegram/rests.py": "spreads repeated tries",
    "bot/simulator/faults.py": "faults on purpose, from a seed",
}
"""Modules that may throw dice, each with its reason."""
_READS_CLOCK = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.monotonic",
        "time.time_ns",
        "time.perf_counter",
        "time.localtime",
        "time.gmtime",
    }
)
_CODE = re.compile(r"\d\d(\.\d\d)+(\.\d{4})?")
_DICE = frozenset({"random", "secrets", "uuid"})
_OUTSIDE = frozenset(
    {
        "asyncio",
        "threading",
        "time",
        "random",
        "secrets",
        "uuid",
        "os",
        "io",
        "pathlib",
        "socket",
        "subprocess",
        "tempfile",
        "logging",
        "sqlite3",
    }
)


def imported(name: str) -> set[str]:
    """The first names of everything that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def length(function: Function) -> int:
    """Lines of a function without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    return lines - (
        (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function) else 0
    )


def clock_readings(name: str) -> list[str]:
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in _READS_CLOCK
    ]


# ---- rooms ---------------------------------------------------------------------------------------


def test_a_room_imports_only_rooms_to_its_left() -> None:
    """Every contract of the import linter is kept. It is a process of its own: it silences all logs
    of the one in which it runs."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--config", "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def outside(name: str) -> list[str]:
    """Everything by which a module touches more than what it is told."""
    kinds = [type(node).__name__ for node in ast.walk(tree(name))]
    asynchronous = [kind for kind in kinds if kind.startswith(("Async", "Await"))]
    called = [node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    opened = ["open" for one in called if isinstance(one, ast.Name) and one.id == "open"]
    return [*asynchronous, *opened, *clock_readings(name), *sorted(imported(name) & _OUTSIDE)]


def test_the_pure_rooms_touch_nothing() -> None:
    """casework and conversations wait for nobody, look at no clock, throw no dice and open no
    file."""
    pure = [name for name in WRITTEN if name.startswith(PURE)]
    assert pure
    assert found_in(pure, outside) == {}


def test_only_few_look_at_a_clock() -> None:
    """Time is told to the parts; only those with a reason look it up, and none has a reason for
    nothing."""
    assert found_in(WRITTEN, clock_readings).keys() == CLOCKS.keys()


def test_only_few_throw_dice() -> None:
    """Chance is handed in like time; only those with a reason make it, and none has a reason for
    nothing."""
    assert found_in(WRITTEN, lambda name: imported(name) & _DICE).keys() == CHANCE.keys()


def codes(name: str) -> list[str]:
    """The codes of places that a module knows."""
    texts = [node.value for node in ast.walk(tree(name)) if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and _CODE.fullmatch(text)]


def test_no_place_has_rules_of_its_own() -> None:
    """What differs between places is configuration: no room to the left of bot knows the code of a
    place."""
    assert found_in([name for name in WRITTEN if not name.startswith("bot/")], codes) == {}


# ---- sizes and names -----------------------------------------------------------------------------


def test_a_module_says_what_it_is() -> None:
    """Every module begins with what it holds."""
    assert [one for one in WRITTEN if not (ast.get_docstring(tree(one)) or "").strip()] == []


def too_long(name: str) -> dict[str, int]:
    """What has too many lines, the file or functions of it, and how many."""
    lines = len(text(name).splitlines())
    found = {name: lines} if lines > MOST_LINES else {}
    long = {f.name: length(f) for f in functions(tree(name)) if length(f) > MOST_IN_FUNCTION}
    return found if name in LONG_FUNCTIONS else {**found, **long}


def test_nothing_grows_too_long() -> None:
    """No file has more than 300 lines, no function more than 40 beside its docstring."""
    assert found_in(WRITTEN, too_long) == {}


def empty_names(name: str) -> set[str]:
    """Names in a module, or on the way to it, under which anything could hide."""
    classes = {node.name.lower() for node in ast.walk(tree(name)) if isinstance(node, ast.ClassDef)}
    parts = {part.lower() for part in Path(name).with_suffix("").parts}
    return (parts | classes) & SAYS_NOTHING


def test_names_say_something() -> None:
    """No module, folder or class has a name under which anything could hide."""
    assert found_in(MODULES, empty_names) == {}


def mute_tests(name: str) -> list[str]:
    """The tests in a file that do not say what they are about."""
    tests = [f for f in functions(tree(name)) if f.name.startswith("test_")]
    return [f.name for f in tests if not ast.get_docstring(f)]


def test_every_test_states_a_fact() -> None:
    """Every test says in one sentence or two what holds when it passes."""
    assert found_in(TESTS, mute_tests) == {}


# ---- refusals ------------------------------------------------------------------------------------

REFUSALS = {
    language: {key for key in texts(language) if key.startswith("refused.")}
    for language in ("id", "en")
}


def _refused_keys() -> dict[str, str]:
    """Every text key with which the code refuses something, and where."""
    found = {}
    for name in WRITTEN:
        for node in ast.walk(tree(name)):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.startswith("refused.")
            ):
                found[node.value] = name
    families = {"refused.status.": Status, "refused.referral.": (NONE, *Stage)}
    values = {f"{family}{value}": family for family, values in families.items() for value in values}
    return {key: name for key, name in found.items() if key not in families} | values


def test_every_refusal_has_its_words() -> None:
    """Whatever is refused is explained, in every language."""
    wordless = {language: set(_refused_keys()) - keys for language, keys in REFUSALS.items()}
    assert wordless == {"id": set(), "en": set()}


def test_no_words_for_refusals_that_do_not_exist() -> None:
    """No text explains a refusal that nothing makes."""
    assert sorted(REFUSALS["id"] - set(_refused_keys())) == []


def test_every_refusal_is_a_key() -> None:
    """Refused is always raised with a text key, never with words."""
    raised = [
        (name, ast.unparse(node))
        for name in WRITTEN
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused"
    ]
    assert len(raised) > 5
    assert [one for one in raised if not re.match(r"Refused\(f?['\"]refused\.", one[1])] == []
