"""The tests lie as the rooms do: who knows a module knows where it is tested, and the other way
round."""

import ast
import re
from collections.abc import Container
from pathlib import PurePosixPath

from tests.house.source import MIGRATIONS, MODULES, ROOMS, ROOT, TESTS, WRITTEN, tree

_PATH = r"tests/[\w/.]*\w"
_SAYS = re.compile(rf"Tested in ({_PATH}(?:(?:,|\sand)\s+{_PATH})*)\.\Z")
WHOLE = "trials"
"""The folder of tests of no one module: they drive the whole program, or a whole room."""


def own_test(name: str) -> str:
    """Where the test of a module lies; that of a package lies beside the package's folder."""
    path = PurePosixPath(name)
    path = path.parent.with_suffix(".py") if path.name == "__init__.py" else path
    return str("tests" / path.parent / f"test_{path.name}")


def said(module: ast.Module) -> list[str]:
    """Where the docstring says that the module is tested, if it does so at its end."""
    found = _SAYS.search((ast.get_docstring(module) or "").strip())
    return re.findall(_PATH, found[1]) if found else []


def holds_code(module: ast.Module) -> bool:
    """Whether there is anything but a docstring to test."""
    return len(module.body) > (ast.get_docstring(module) is not None)


def is_tested(name: str, module: ast.Module, files: Container[str]) -> bool:
    """Whether a module has a test of its own name, or names others that exist."""
    named = said(module)
    return own_test(name) in files or (bool(named) and all(one in files for one in named))


def belongs(test: str, modules: list[str]) -> bool:
    """Whether a test has the name of a module at the mirrored place, alone or with more after
    it."""
    path = PurePosixPath(test)
    if len(path.parts) < 3 or path.parts[1] not in ROOMS or WHOLE in path.parts:
        return True
    folder = path.parent.relative_to("tests").as_posix()
    tests = [PurePosixPath(own_test(one)) for one in modules if one.startswith(f"{folder}/")]
    beside = [one.stem for one in tests if one.parent == path.parent]
    return any(path.stem == one or path.stem.startswith(f"{one}_") for one in beside)


class Files:
    """The files and folders of the project."""

    def __contains__(self, name: object) -> bool:
        return (ROOT / str(name)).exists()


def test_a_module_is_tested_where_one_looks() -> None:
    """Each module has a test of its own name at the mirrored place, or says where it is tested."""
    held = [n for n in WRITTEN if holds_code(tree(n)) and not n.startswith(MIGRATIONS)]
    missing = [own_test(name) for name in held if not is_tested(name, tree(name), Files())]
    assert held
    assert missing == []


def test_a_test_tells_what_it_tests() -> None:
    """Each test of a room has the name of a module there; others lie under ``trials``."""
    assert [name for name in TESTS if not belongs(name, MODULES)] == []


def test_a_module_without_a_test_is_found() -> None:
    """Neither words in passing nor a path that does not exist are a test."""
    mute = ast.parse('"""A page. Tested in tests/a.py. Nothing else."""')
    speaking = ast.parse('"""A page.\n\nTested in tests/a.py\nand tests/b."""')
    assert is_tested("bot/page.py", mute, ["tests/bot/test_page.py"])
    assert not is_tested("bot/page.py", mute, ["tests/a.py"])
    assert is_tested("bot/page.py", speaking, ["tests/a.py", "tests/b"])
    assert not is_tested("bot/page.py", speaking, ["tests/a.py"])


def test_a_test_of_nothing_is_found() -> None:
    """A test whose name no module has is seen; whole trials and further words are allowed."""
    modules = ["bot/desk/queue.py"]
    assert belongs("tests/bot/desk/test_queue.py", modules)
    assert belongs("tests/bot/desk/test_queue_faults.py", modules)
    assert belongs("tests/bot/trials/test_night.py", modules)
    assert not belongs("tests/bot/desk/test_morning.py", modules)
    assert not belongs("tests/bot/test_queue.py", modules)
