"""One page of a list of cases. Every list is a keyset page, never an offset: the key of a page is
the place of the last case before it.

Tested in tests/storage/cases/test_office_queue.py."""

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
