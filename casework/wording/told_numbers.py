"""Long numbers in what is written, in digits or in words ("nol delapan satu dua …"). Pure.

Tested in tests/casework/wording/test_told_numbers.py."""

import re
from collections.abc import Callable

_DIGITS = (
    *("nol kosong zero", "satu siji setunggal hiji one", "dua loro kalih two"),
    *("tiga telu tigo tilu three", "empat papat sekawan opat four", "lima limo gangsal five"),
    *("enam enem nem genep six", "tujuh pitu seven", "delapan lapan dalapan wolu eight"),
    "sembilan sanga songo salapan nine",
)
"""The words for 0 to 9, as numbers are spoken here."""

_SPOKEN = {word: str(digit) for digit, words in enumerate(_DIGITS) for word in words.split()}
_ONE = rf"(?:{'|'.join(sorted(_SPOKEN, key=len, reverse=True))}|\d+)"
_SPELT = re.compile(rf"\b(?:plus )?{_ONE}(?:[\s,.-]+{_ONE}){{5,}}\b", re.IGNORECASE)
_LONG = re.compile(r"\+?\d(?:[\s.\-/()]{0,2}\d){8,}")
"""Nine digits or more, however they are parted: a phone number or a card; a date has eight."""

LONG = 9


def put_for_spelt(text: str, put: Callable[[str], str | None]) -> str:
    """The text with ``put(digits)`` for each number that is told in words; None leaves the
    words."""

    def one(spelt: re.Match[str]) -> str:
        digits = _digits(spelt[0])
        found = put(digits) if digits else None
        return spelt[0] if found is None else found

    return _SPELT.sub(one, text)


def without_long(text: str, mask: str) -> str:
    """The text with a mask for each number as long as that of a phone or a card."""
    told = put_for_spelt(text, lambda digits: mask if len(digits) >= LONG else None)
    return _LONG.sub(mask, told)


def _digits(spelt: str) -> str:
    """The digits of such words; "" where all of it is digits already."""
    told = re.findall(r"\w+", spelt.casefold().removeprefix("plus "))
    if not any(one in _SPOKEN for one in told):
        return ""
    return "".join(_SPOKEN.get(one, one) for one in told)
