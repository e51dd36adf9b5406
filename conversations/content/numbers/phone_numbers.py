"""Phone numbers as people here write them, with words before, between and behind.

Letters are never digits: the keys of a phone would make "pak RT" a number, and what is called in an
emergency would be somebody else. Where it is not sure which number is meant, there is none: it is
asked again."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from casework.wording.told_numbers import put_for_spelt

HOME = "ID"
LONGEST = 15
"""Digits of any number in the world, country code and all (ITU-T E.164)."""

SHORTEST_MOBILE = 9
SHORTEST = 6
"""Digits that a number here has at least, its 0 or country code aside: "0812345" is the beginning
of one."""

PIECES = 60
"""Among so many pieces of a run of digits a number is looked for: all that begin and end anywhere
in it are tried, and a page full of digits may hold up nobody else."""

APPENDED = 2
"""So few digits right before a word belong to it ("0812 3456 7890 2 anak")."""

_RUN = re.compile(r"(?<!\d)(?<!\d[^\W\d_])(?:\+\s?)?\(?\d(?:[\s().–-]*\d)+(?![^\W\d_]?\d)")
_MOBILE = re.compile(r"\+?\s?(?:62)?[\s.()-]*0?8")
_BEGUN = re.compile(r"\+?\s?(?:62|0)[\s.()-]*8")

_DIALLED = re.compile(r"0\d{8,}|62\d{8,}")

_E164 = phonenumbers.PhoneNumberFormat.E164
_MOBILES = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


@lru_cache(maxsize=8)  # of one message several ask, one right after the other
def number_in(text: str) -> str | None:
    """The phone number that a text tells, in E.164 (``+628…``): the first mobile one, else the
    first that is one at all; None when there is none."""
    told = in_digits(unicodedata.normalize("NFKC", text))
    if not told.isascii():
        told = "".join(map(_digit, told))
    runs = [_trimmed(told, run) for run in _RUN.finditer(told)]
    mobiles = (found for run in runs for found in _mobiles(run))
    first = next(mobiles, None)
    return first or next((found for run in runs if (found := _whole(run))), None)


def in_digits(text: str) -> str:
    """A text in which a number that is told in words ("nol delapan satu dua …") is in digits, where
    it begins as one does that can be called."""
    return put_for_spelt(text, lambda told: told if _DIALLED.fullmatch(told) else None)


def of_card(number: str, *, own: bool) -> str:
    """The number on a contact card, in E.164; as it stands there when it is none. Telegram writes
    its own numbers with the country's code and often without the plus."""
    digits = re.sub(r"\D", "", number)
    abroad = f"+{digits}"
    if own and digits:
        return abroad
    written = number.strip()
    if written.startswith("+"):
        return _whole(written) or written
    at_home = next(_mobiles(written), None)
    return (
        at_home
        or (_valid(abroad) if not digits.startswith("0") else None)
        or (_whole(written) or written)
    )


def _digit(sign: str) -> str:
    """A digit of any script as 0–9; anything else as it is."""
    found = unicodedata.digit(sign, None) if sign.isdigit() else None
    return sign if found is None else str(found)


def _trimmed(told: str, run: re.Match[str]) -> str:
    """The run without the few digits that belong to the word behind it."""
    *before, last = run[0].split()
    behind = told[run.end() :].lstrip(" ")[:1].isalpha()
    shorter = " ".join(before)
    short = last.isdecimal() and len(last) <= APPENDED
    return shorter if before and behind and short and _valid(shorter) else run[0]


def _mobiles(run: str) -> Iterator[str]:
    """Mobile numbers of this country in a run of digits: "04 0812 3456 7890" holds one."""
    pieces = run.split()[:PIECES]
    if run.startswith("+") and not _MOBILE.match(run):
        return
    for start in range(len(pieces)):
        for end in range(len(pieces), start, -1):
            piece = " ".join(pieces[start:end])
            if _MOBILE.match(piece) and (found := _valid(piece, mobile=True)):
                yield found
                return


def _whole(run: str) -> str | None:
    """The run as one number, if such a one is possible."""
    number = _parsed(run)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    if len(str(number.national_number)) < (SHORTEST_MOBILE if _BEGUN.match(run) else SHORTEST):
        return None
    return phonenumbers.format_number(number, _E164)


def _valid(run: str, *, mobile: bool = False) -> str | None:
    number = _parsed(run)
    if number is None:
        return None
    # A number without a kind is not valid; the library would look for its kind once more to say so.
    kind = phonenumbers.number_type(number)
    if kind == phonenumbers.PhoneNumberType.UNKNOWN or (mobile and kind not in _MOBILES):
        return None
    return phonenumbers.format_number(number, _E164)


def _parsed(run: str) -> phonenumbers.PhoneNumber | None:
    dialled = re.sub(r"^\s*00(?=[1-9])", "+", run)
    try:
        number = phonenumbers.parse(dialled, HOME)
    except phonenumbers.NumberParseException:
        return None
    digits = len(str(number.country_code)) + len(str(number.national_number))
    return number if digits <= LONGEST else None
