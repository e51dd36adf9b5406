"""A folder is seen at one glance: never more than 20 files of whatever kind lie in it."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from tests.house.source import MIGRATIONS, tracked

MOST_FILES = 20
PACKAGE = "__init__.py"
"""Makes a folder a package and says what the folder holds; it is no room of its own."""

GROW = {MIGRATIONS.rstrip("/"): "one file for each schema that ever was; none may go"}
"""Folders that may hold more, each with its reason."""


def crowded(files: Iterable[str]) -> dict[str, int]:
    """The folders that hold too many files, each with how many; a folder inside counts for
    itself."""
    paths = [path for path in map(PurePosixPath, files) if path.name != PACKAGE]
    counted = Counter(str(path.parent) for path in paths)
    return {
        folder: many for folder, many in counted.items() if many > MOST_FILES and folder not in GROW
    }


def test_no_folder_is_crowded() -> None:
    """No folder of the project holds more than 20 files, code and data, tests and pages alike."""
    assert crowded(tracked()) == {}


def test_a_crowded_folder_is_found() -> None:
    """One file too many is seen, of whatever kind; what lies deeper is not counted."""
    twenty = [f"docs/{number}.md" for number in range(20)]
    assert crowded([*twenty, "docs/pictures/house.png", "docs/__init__.py"]) == {}
    assert crowded([*twenty, "docs/house.png"]) == {"docs": 21}
