"""What the house does not write: a skipped formatter, a registry of anything, an assertion for the
type checker; and no two classes of one name."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest

from tests.house.source import MODULES, WRITTEN, text, tree

NOT_WRITTEN = {
    "# fmt: skip": "the formatter lays out every line",
    "Callable[...": "a registry says what its functions take",
}
"""Words that stand nowhere in the four rooms, each with its reason."""

MAY_GO = {
    ".services[": "casework/policy/catalogue.py",
    ".services.get(": "casework/policy/catalogue.py",
    ".offices[": "casework/policy/offices.py",
    ".followups[": "casework/policy/reckoning.py",
    ".villages[": "",
}
"""Rows that a district may take out while cases of them live, each with the file that answers for
them all the same: nobody else looks them up by their key."""

_CHECKS = ("casework/policy/duplicates.py",)
"""Where the rows themselves are read."""


def asserted_types(module: ast.Module) -> Iterator[int]:
    """The lines that assert what type a value has, instead of taking one of that type."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assert):
            calls = (one for one in ast.walk(node.test) if isinstance(one, ast.Call))
            if any(ast.unparse(call.func) == "isinstance" for call in calls):
                yield node.lineno


def doubles(modules: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """The names of classes that stand at the top of more than one file, each with the files."""
    found = defaultdict(list)
    for name, module in modules.items():
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(name)
    return {name: files for name, files in found.items() if len(files) > 1}


@pytest.mark.parametrize("words", NOT_WRITTEN)
def test_some_words_are_not_written(words: str) -> None:
    """No line of the four rooms holds the words."""
    assert [name for name in WRITTEN if words in text(name)] == [], NOT_WRITTEN[words]


@pytest.mark.parametrize("words", MAY_GO)
def test_no_live_data_depends_on_a_row_that_may_go(words: str) -> None:
    """What a case names is looked up where a row that is gone is answered, too."""
    found = [name for name in WRITTEN if words in text(name) and name not in _CHECKS]
    assert [name for name in found if name != MAY_GO[words]] == []


def test_no_type_is_asserted() -> None:
    """A function that needs a type takes it, instead of asserting it."""
    found = {name: list(asserted_types(tree(name))) for name in WRITTEN}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_two_classes_share_a_name() -> None:
    """A class can be named without saying where it stands: no two have the same name."""
    assert doubles({name: tree(name) for name in MODULES}) == {}


def test_an_asserted_type_is_found() -> None:
    """It is seen beside other conditions; an ``if`` may ask for a type."""
    body = "assert x and isinstance(x, int)\nif isinstance(x, int):\n    assert x\n"
    assert list(asserted_types(ast.parse(body))) == [1]


def test_a_double_is_found() -> None:
    """The same name in two files is seen; a class inside another one is not looked for."""
    one, two = ast.parse("class Row: ..."), ast.parse("class Row: ...\nclass A:\n    class B: ...")
    assert doubles({"a.py": one, "b.py": two, "c.py": ast.parse("class B: ...")}) == {
        "Row": ["a.py", "b.py"]
    }
