"""Shortened numbers within an officer's words, while their form about one case is open: a day, an
address, a sum or a comparison is none.

Tested in tests/bot/turns/around/test_short_numbers_in_forms.py."""

import re
from collections.abc import Iterator

from casework.case import number as numbers
from conversations.protocol.dialogue import Draft

TAKE_NUMBERS = frozenset({"search", "merge", "bulk", "split"})
"""Forms in which the number of another case is an answer."""

MOST = 4
"""Numbers of one message that are looked up."""

_SHORT = re.compile(
    r"(?<![\w/.,+-])(\d{2})\s?[-–—_./]\s?\d{1,5}(-[a-z])?(?!\w|[-–—/.,]\d)", re.IGNORECASE
)
_SUM = re.compile(r"\d{2}\.\d{3}|\d{2}/(0?[1-9]|1[0-2])")
"""A sum ("26.000"), or a day ("26/11")."""

_NONE_BEFORE = re.compile(
    r"\b(rt|rw|rp|tgl|tg|tanggal|pukul|jam|hari|blok|gang|gg|umur|usia|date|block|day|age)"
    r"\W{0,3}$",
    re.IGNORECASE,
)
_NONE_BEHIND = re.compile(
    r"\s*(jan|feb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nov|des|dec|orang|jiwa|kk\b|hari"
    r"|tahun|thn|th\b|bulan|bln|kg\b|rupiah|ribu|rb\b|juta|people|days|years)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(sama|seperti|mirip|serupa|lihat|selain|like|same|see|besides)\b[^\d.,;:!?\n]{0,24}"
    r"\d{2}\W?\d{1,7}(\W?[A-Z])?\b",
    re.IGNORECASE,
)


def spans(typed: str, draft: Draft, year: int) -> Iterator[tuple[int, int]]:
    """Where such numbers of this year (four digits) or the one before stand."""
    if "case" not in draft.about or draft.form in TAKE_NUMBERS or _asks_day(draft):
        return
    for found in _SHORT.finditer(_alone(typed)):
        likely = 0 <= year % 100 - int(found[1]) <= 1 and numbers.parse(found[0]) is None
        sums = _SUM.fullmatch(found[0]) and typed[: found.start()].strip()
        beside = _NONE_BEFORE.search(typed[: found.start()]) or _NONE_BEHIND.match(
            typed, found.end()
        )
        if likely and not (sums or beside):
            yield found.span()


def another(typed: str, about: int) -> int | None:
    """The first case that words name besides that of the form; None where they name none, or begin
    with that of the form."""
    if numbers.begins_with(typed) == about:
        return None
    return next((one for one in numbers.named_in(_alone(typed)) if one != about), None)


def _alone(typed: str) -> str:
    """Words, with blanks for the numbers that something is only compared with."""
    return _COMPARED.sub(lambda found: " " * len(found[0]), typed)


def _asks_day(draft: Draft) -> bool:
    return draft.form == "postpone" and "until" not in draft.answers
