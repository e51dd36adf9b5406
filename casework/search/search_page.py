"""Which page of a search a button leads to: the words that were typed, after which case it goes on,
what they were taken for on the first page, and how many cases were found then. Pure."""

import re
from dataclasses import dataclass

LONGEST = 50
"""Bytes that are left for the words of a search and their page on a button."""

WORDS = 20
"""Words of a search that are looked for: a page full of them may hold up nobody else."""

_LATER = re.compile(r"(?:w(\d{1,6}))?k(\d{9})(?:([nfmwbop])(\d{0,3}))? (.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class SearchPage:
    """``after``: the case id with which the page before ended (0: from the beginning). ``way``:
    what the words were taken for, "" where that is still to be found out. ``total``: how many were
    found in all, 0 where nobody has counted. ``waits``: the number of words that wait, which a
    button of the list brings to its case; "" for none."""

    words: str
    after: int = 0
    way: str = ""
    total: int = 0
    waits: str = ""


def read(written: str) -> SearchPage:
    """The page that a button, or what somebody has typed, leads to."""
    found = _LATER.fullmatch(written)
    if found is None:
        return SearchPage(" ".join(written.split()[:WORDS]))
    return SearchPage(found[5], int(found[2]), found[3] or "", int(found[4] or 0), found[1] or "")


def written(page: SearchPage) -> str:
    """What the button to a further page carries; "" where there is no room for the words."""
    way = f"{page.way}{page.total or ''}" if page.way else ""
    waits = f"w{page.waits}" if page.waits else ""
    button = f"{waits}k{page.after:09}{way} {page.words}"
    return button if len(button.encode()) <= LONGEST else ""
