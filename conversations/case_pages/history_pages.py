"""The history of a case, and its story, as pages: every entry to its last word, the newest page
first.

A page is named by the line at which it ends. Lines only come on, so an older page stays as it is
whatever happens to the case.

Tested in tests/bot/trials/test_long_pages.py."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import takewhile

from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.taps import TurnPage

MARK = "~"
"""Stands between the case and the end of a page in the words of a button."""

MOST = 25
"""Entries on one page."""

ROOM = 3600
"""UTF-16 units of the entries of one page, as they are sent: a message holds 4,096."""

Plain = Callable[[Text | str], str]
"""Writes a text in the reader's language, without markup."""


def pages(of: str, case: Case, told: Sequence[Text | str], end: str, plain: Plain) -> Say:
    """One page of what is told of a case (``of``: its history, its story), oldest first; ``end``:
    the line at which it ends, "" for the newest page."""
    lines = [line for entry in told for line in _lines(entry, plain)]
    last = min(int(end), len(lines)) if end.isdecimal() and len(end) <= len(str(10**6)) else None
    last = last or len(lines)
    first = last - _fitting([_size(line, plain) for line in reversed(lines[:last])])
    row: tuple[Button, ...] = ()
    if first > 0:
        row += (Button(text("page.older"), TurnPage(of, f"{case.id}{MARK}{first}")),)
    if last < len(lines):
        row += (Button(text("page.newest"), TurnPage(of, f"{case.id}{MARK}")),)
    words = text(f"told_in_pages.{of}", number=number(case.id), lines=tuple(lines[first:last]))
    return Say(words, (row,) if row else (), case=case.id)


def _fitting(sizes: Sequence[int]) -> int:
    """How many lines, from the newest, one page holds; at least one."""
    sums = [sum(sizes[: n + 1]) for n in range(min(len(sizes), MOST))]
    return max(1, len(list(takewhile(lambda size: size <= ROOM, sums))))


def _lines(line: Text | str, plain: Plain) -> Iterator[Text | str]:
    """An entry as one line or, if it is longer than a page, as several."""
    if _size(line, plain) <= ROOM:
        yield line
        return
    rest, before = plain(line), ""
    while rest:
        part = _part(rest)
        rest = rest[len(part) :]
        yield before + part.strip() + (" …" if rest else "")
        before = "… "


def _part(words: str) -> str:
    """As much of the words as a page holds well, up to the end of a word where there is one."""
    most = len(words)
    while _units(words[:most]) > ROOM - 20:
        most = most * 9 // 10
    if most == len(words):
        return words
    space = words.rfind(" ", 1, most)
    return words[: space if space > most // 2 else most]


def _size(line: Text | str, plain: Plain) -> int:
    return _units(line if isinstance(line, str) else plain(line)) + 1


def _units(words: str) -> int:
    return len(escape(words).encode("utf-16-le")) // 2
