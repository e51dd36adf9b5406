"""A registry: one table that tells what handles each key, put together from the tables of several
files."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Does = TypeVar("Does")


def registry(*parts: Iterable[tuple[Key, Does]]) -> Mapping[Key, Does]:
    """All rows as one table. ValueError when two rows have the same key: one of them would silently
    never be used."""
    table: dict[Key, Does] = {}
    for key, does in (row for part in parts for row in part):
        if key in table:
            raise ValueError(f"{key} stands twice in a registry; let one file have it")
        table[key] = does
    return table
