"""Case numbers that can be said on the phone: ``26-00042-K`` (year, sequence, check letter).

A number names a case and opens nothing by itself: who may see the case is decided elsewhere.
Nothing is counted here; the sequence is handed out by the database."""

import re
import unicodedata

YEAR = 10_000_000
"""Case ids of one year lie within this many: ``id = two-digit year * YEAR + sequence``."""

LETTERS = "AFJKMRTUWXZ"
"""Eleven letters, so that a check modulo a prime is possible. Left out are look-alikes of digits (B
D G I L O Q S), and letters whose Indonesian names are too near another's (C D E G P V Y to J, T and
W; H to K; L to R; N to M; S to F)."""

_CALLED = r"(?:NO(?:MOR|MER)?|NUMBER|KASUS|CASE)*"
_TYPED = re.compile(rf"{_CALLED}([0-9OIL]{{2}})([0-9OIL]{{5,7}})([{LETTERS}])")
_SHORT = re.compile(rf"(?<![0-9])([0-9]{{2}})[-–.]([1-9][0-9]{{0,3}})[-–. ]?([{LETTERS}])(?!\w)")
_WITHIN = re.compile(
    rf"(?<![\w/])[0-9]{{2}}[-–. ]?[0-9]{{1,7}}[-–. ]?[{LETTERS}](?!\w)", re.IGNORECASE
)
_BEGUN = re.compile(r"[0-9]{2}[-–.][0-9]{1,7}(?![0-9]|[-–./][0-9])")
_FIRST = re.compile(
    r"\W*(?:(?:NO|NOMOR|NOMER|NUMBER|KASUS|CASE|LAPORAN|REPORT)\W+)*", re.IGNORECASE
)
_DIGITS = str.maketrans("OIL", "011")


def number(case_id: int) -> str:
    """The number that people see; ValueError for an id that no case of the years 2000–2099 can
    have."""
    year, sequence = divmod(case_id, YEAR)
    if not (0 <= year <= 99 and sequence):
        raise ValueError(f"{case_id} is not the id of a case")
    return f"{year:02}-{sequence:05}-{_check_letter(case_id)}"


def parse(text: str) -> int | None:
    """The case id that a person meant, or None when the text is no case number or was mistyped.

    Forgives spaces, dashes, lower case, a word such as "no." before it, and letters typed for
    digits (O, I, L), and zeros left out at the beginning where the parts stand apart (26-1-R). A
    missing or wrong check letter is never forgiven: it could open a stranger's case."""
    plain = unicodedata.normalize("NFKC", text).upper()
    bare = re.sub(r"[\W_]+", "", _SHORT.sub(_in_full, plain))
    typed = _TYPED.fullmatch(bare)
    if typed is None:
        return None
    year, sequence = typed[1].translate(_DIGITS), typed[2].translate(_DIGITS)
    padded_too_far = len(sequence) > 5 and sequence.startswith("0")
    if padded_too_far or not int(sequence):
        return None
    case_id = int(year) * YEAR + int(sequence)
    return case_id if typed[3] == _check_letter(case_id) else None


def _in_full(short: re.Match[str]) -> str:
    return f"{short[1]}{short[2]:0>5}{short[3]}"


def named_in(text: str) -> tuple[int, ...]:
    """The cases that words name by their numbers, each once, in order."""
    plain = unicodedata.normalize("NFKC", text)
    named = (parse(found[0]) for found in _WITHIN.finditer(plain))
    return tuple(dict.fromkeys(case for case in named if case is not None))


def begins_with(text: str) -> int | None:
    """The case by whose number words begin, one that says what it is ("laporan") aside."""
    first = _WITHIN.match(text, _begin(text))
    return parse(first[0]) if first else None


def mistyped(text: str, year: int) -> bool:
    """Whether words begin like a number of this year (four digits) or the year before, and name no
    case: the letter is missing, or wrong."""
    begun = _BEGUN.match(text, _begin(text))
    likely = begun is not None and 0 <= year % 100 - int(begun[0][:2]) <= 1
    return likely and not named_in(text)


def _begin(text: str) -> int:
    found = _FIRST.match(text)
    return found.end() if found else 0


def without_letter(text: str) -> int | None:
    """The case that ``26-00042`` means. For searches of staff only: without its letter a slip of
    the finger finds another case, so nothing may be done by such a number before its page was
    seen."""
    found = re.fullmatch(r"\s*(\d{2})[-–. ]?(\d{5,7})\s*", text)
    return int(found[1]) * YEAR + int(found[2]) if found and int(found[2]) else None


def first_of(year: int) -> int:
    """The id of the first case of a year (2000–2099); ValueError for other years."""
    if not 2000 <= year <= 2099:
        raise ValueError(f"case numbers hold the years 2000 to 2099, not {year}")
    return (year - 2000) * YEAR + 1


def year_of(case_id: int) -> int:
    """The year in which a case was numbered, with four digits."""
    return 2000 + case_id // YEAR


def _check_letter(case_id: int) -> str:
    # The weights 1, 2, 4 … 256 are all different and none is 0 modulo the prime 11. So a wrong
    # digit always changes the sum, and so do two digits that changed places, neighbours or not.
    weighted = sum(int(digit) << place for place, digit in enumerate(reversed(f"{case_id:09}")))
    return LETTERS[weighted % len(LETTERS)]
