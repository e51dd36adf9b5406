"""One page of a list of cases. Every list is a keyset page, never an offset: the key of a page is
the place of the last case before it.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.case.model import Case

PAGE = 8
"""Cases on one page of a list: what a phone shows without scrolling twice."""


@dataclass(frozen=True)
class ListPage:
    """One page, the key that the next one begins after ("" at the end), and how many there are in
    all."""

    cases: tuple[Case, ...]
    following: str = ""
    total: int = 0


def newest_first(seen: Sequence[Case], last_read: int, *, more: bool) -> ListPage:
    """The page of a search, whose key is a case id. ``seen``: what may be shown of the cases that
    were read; ``last_read``: the last of these; ``more``: whether there may be others after it."""
    shown = tuple(seen[:PAGE])
    if len(seen) > PAGE:
        return ListPage(shown, str(shown[-1].id), len(shown))
    return ListPage(shown, str(last_read) if more else "", len(shown))
