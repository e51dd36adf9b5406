"""Which page of a search a button leads to: the words that were typed, and after which case it goes
on. Pure."""

import re

LONGEST = 50
"""Bytes that are left for the words of a search and their page on a button."""

_LATER = re.compile(r"k(\d{9}) (.+)", re.ASCII | re.DOTALL)


def read(written: str) -> tuple[int, str]:
    """After which case id the page goes on (0: from the beginning), and the words."""
    found = _LATER.fullmatch(written)
    return (int(found[1]), found[2]) if found else (0, written)


def written(words: str, following: str) -> str:
    """What the button to the next page carries; "" where there is none, or no room for the
    words."""
    button = f"k{int(following):09} {words}" if following else ""
    return button if len(button.encode()) <= LONGEST else ""
