"""The source of the four rooms as the checks of the house read it: files, syntax trees, functions,
imports."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import TypeVar

ROOT = Path(__file__).parents[2]
ROOMS = ("casework", "conversations", "storage", "bot")
MODULES = [
    file.relative_to(ROOT).as_posix()
    for room in ROOMS
    for file in sorted((ROOT / room).rglob("*.py"))
]
WRITTEN = [name for name in MODULES if (ROOT / name).read_text("utf-8").strip()]
"""The modules in which anything stands."""
TESTS = [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "tests").rglob("test_*.py"))]
MIGRATIONS = "storage/migrations/versions/"
"""One file for each schema that ever was: none is changed, and none may go."""

Found = TypeVar("Found")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Graph = Mapping[str, frozenset[str]]
"""From a name to the names that it leads to."""


def text(name: str) -> str:
    """What stands in a file of the project."""
    return (ROOT / name).read_text("utf-8")


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(text(name))


def functions(module: ast.Module) -> Iterator[Function]:
    """Every function of a module, wherever in it."""
    return (node for node in ast.walk(module) if isinstance(node, Function))


def found_in(names: Iterable[str], rule: Callable[[str], Found]) -> dict[str, Found]:
    """What a rule finds, by the files in which it finds anything. One test asks a rule about all
    files: thousands of small tests cost more than what they ask."""
    return {name: found for name in names if (found := rule(name))}


def tracked() -> list[str]:
    """Every file that belongs to the project: what git keeps, and what is about to be added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [name for name in listed if (ROOT / name).exists()]


def dotted(name: str) -> str:
    """The name by which a file is imported."""
    path = PurePosixPath(name).with_suffix("")
    return ".".join(path.parent.parts if path.name == "__init__" else path.parts)


def imports(module: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports, those inside functions and for the type checker too:
    of ``from a import b`` it is ``a.b``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def import_graph(modules: Mapping[str, ast.Module]) -> Graph:
    """From each file to the files that it imports. What is no file is looked for in the file before
    its last dot; that a module lies in a package is no import of the package."""
    files = {dotted(name): name for name in modules}

    def led_to(name: str) -> Iterator[str]:
        for one in imports(modules[name]):
            file = files.get(one) or files.get(one.rpartition(".")[0])
            if file not in (None, name):
                yield file

    return {name: frozenset(led_to(name)) for name in modules}


def between_folders(files: Graph) -> Graph:
    """The same between folders. A file that lies in a room beside the folders stands for itself."""

    def place(name: str) -> str:
        path = PurePosixPath(name)
        return name if len(path.parts) == 2 else str(path.parent)

    found: dict[str, frozenset[str]] = {place(name): frozenset() for name in files}
    for name, others in files.items():
        found[place(name)] |= {place(other) for other in others} - {place(name)}
    return found


def reached(graph: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Everything to which the arrows lead from a name."""
    found: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += graph[name]
    return found


@lru_cache(maxsize=1)
def house() -> Graph:
    """The imports between the files of the four rooms."""
    return import_graph({name: tree(name) for name in MODULES})
