"""Who answers a tap: one row for each kind of tap, beside the subject that it belongs to; the
engine puts them together.

Tested in tests/conversations/protocol/test_taps.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from conversations.content.content import Answered, Turn
from conversations.protocol.dialogue import Talk
from conversations.protocol.tap_codec import Tap

Kind = TypeVar("Kind", bound=Tap)


@dataclass(frozen=True)
class OnTap(Generic[Kind]):
    """``answer`` answers every tap of this kind. Whoever taps may have been given the button long
    ago, or may have made it up: it decides anew whether they may."""

    kind: type[Kind]
    answer: Callable[[Turn, Talk, Kind], Answered]


def table(*subjects: Iterable[OnTap[Any]]) -> dict[type[Tap], OnTap[Any]]:
    """All rows by kind. ValueError when two answer the same."""
    rows: dict[type[Tap], OnTap[Any]] = {}
    for row in (row for subject in subjects for row in subject):
        if row.kind in rows:
            raise ValueError(f"two rows answer {row.kind.__name__}")
        rows[row.kind] = row
    return rows
