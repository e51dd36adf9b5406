"""A registry: the one table of who does what, put together from the tables of several files."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Does = TypeVar("Does")


def registry(*parts: Iterable[tuple[Key, Does]]) -> Mapping[Key, Does]:
    """All rows as one table. ValueError when two claim the same key: one would silently never
    act."""
    table: dict[Key, Does] = {}
    for key, does in (row for part in parts for row in part):
        if key in table:
            raise ValueError(f"{key} stands twice in a registry; let one file have it")
        table[key] = does
    return table
