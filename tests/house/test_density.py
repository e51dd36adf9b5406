"""Code can be read at walking pace: few words in a line, few lines and branches in a function.

A word is a token of Python without comments, docstrings and layout. The bounds are what nearly
every line and function of the house keeps."""

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Mapping

from tests.house.source import MIGRATIONS, WRITTEN, Function, found_in, functions, text

MOST_COLUMNS = 100
MOST_IN_LINE = 40
MOST_IN_FUNCTION = 400
MOST_BRANCHES = 18
MOST_ON_AVERAGE = 14

_LAYOUT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
)
_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.match_case,
    ast.comprehension,
)
READ = [name for name in WRITTEN if not name.startswith(MIGRATIONS)]
"""A migration lists every column once, however many there are."""


def lines_of_words(module: ast.Module) -> set[int]:
    """The lines of docstrings, and of the sentences below a constant."""
    return {
        line
        for node in ast.walk(module)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }


def tokens(source: str) -> Mapping[int, int]:
    """How many tokens stand in each line that holds any."""
    words = lines_of_words(ast.parse(source))
    return Counter(
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _LAYOUT and token.start[0] not in words
    )


def branches(function: Function) -> int:
    """How many ways lead through a function, those inside it that have a name of their own left
    out."""
    found, ahead = 1, list(ast.iter_child_nodes(function))
    while ahead:
        node = ahead.pop()
        if isinstance(node, Function):
            continue
        found += isinstance(node, _BRANCHES)
        found += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        found += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        ahead += ast.iter_child_nodes(node)
    return found


def too_dense(source: str) -> list[str]:
    """What a reader of this module would stumble over."""
    found, counted = [], tokens(source)
    for number, line in enumerate(source.splitlines(), 1):
        if len(line) > MOST_COLUMNS:
            found.append(f"line {number}: {len(line)} columns")
        if counted.get(number, 0) > MOST_IN_LINE:
            found.append(f"line {number}: {counted[number]} tokens")
    for one in functions(ast.parse(source)):
        inside = range(one.lineno, (one.end_lineno or 0) + 1)
        held = sum(many for line, many in counted.items() if line in inside)
        if held > MOST_IN_FUNCTION:
            found.append(f"{one.name}: {held} tokens")
        if branches(one) > MOST_BRANCHES:
            found.append(f"{one.name}: {branches(one)} branches")
    if counted and sum(counted.values()) > MOST_ON_AVERAGE * len(counted):
        found.append(f"{sum(counted.values()) / len(counted):.1f} tokens a line on average")
    return found


def test_code_is_read_at_walking_pace() -> None:
    """No line is too full, no function too big, no file too dense."""
    assert found_in(READ, lambda name: too_dense(text(name))) == {}


def test_a_full_line_is_found() -> None:
    """Words in comments and docstrings do not count, words of code do."""
    assert too_dense(f'"""{"a b " * 20}"""\nx = 1  # {"a b " * 20}\n') == []
    assert "line 1: 41 tokens" in too_dense("x = " + "+".join("a" * 20) + "\n" + "y = 1\n" * 9)


def test_a_wide_line_is_found() -> None:
    """A line of 101 columns is seen, even if it is a comment."""
    assert too_dense("# " + "a" * 99) == ["line 1: 101 columns"]


def test_a_big_function_is_found() -> None:
    """So many tokens are seen however well they are laid out."""
    assert too_dense("def f():\n" + "    x = 1\n" * 131) == []
    assert too_dense("def f():\n" + "    x = 1\n" * 132) == ["f: 401 tokens"]


def test_a_branching_function_is_found() -> None:
    """Every way through counts: ``if``, ``and``, loops, and conditions of a comprehension."""
    body = "    if a and b:\n        x = [c for c in d if c]\n"
    assert too_dense("def f():\n" + body * 4) == []
    assert too_dense("def f():\n" + body * 5) == ["f: 21 branches"]


def test_a_dense_file_is_found() -> None:
    """Lines of which none is too full are too many of that kind together."""
    assert too_dense("x = a + b + c + d + e + f + g\n") == ["15.0 tokens a line on average"]
