"""Which page of a search a button leads to: the words that were typed, after which case it goes on,
what they were taken for on the first page, and how many cases were found then. Pure."""

import re
from dataclasses import dataclass

LONGEST = 50
"""Bytes that are left for the words of a search and their page on a button."""

_LATER = re.compile(r"k(\d{9})(?:([nfmwbop])(\d{0,3}))? (.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class SearchPage:
    """``after``: the case id with which the page before ended (0: from the beginning). ``way``:
    what the words were taken for, "" where that is still to be found out. ``total``: how many were
    found in all, 0 where nobody has counted."""

    words: str
    after: int = 0
    way: str = ""
    total: int = 0


def read(written: str) -> SearchPage:
    """The page that a button, or what somebody has typed, leads to."""
    found = _LATER.fullmatch(written)
    if found is None:
        return SearchPage(written)
    return SearchPage(found[4], int(found[1]), found[2] or "", int(found[3] or 0))


def written(page: SearchPage) -> str:
    """What the button to a further page carries; "" where there is no room for the words."""
    way = f"{page.way}{page.total or ''}" if page.way else ""
    button = f"k{page.after:09}{way} {page.words}"
    return button if len(button.encode()) <= LONGEST else ""
