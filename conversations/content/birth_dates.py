"""The date of birth in what was written down of a person: "Cirebon, 1 Januari 1980"."""

import re
from datetime import date

_MONTHS = {
    "jan": 1,
    "feb": 2,
    "peb": 2,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "agu": 8,
    "ags": 8,
    "agt": 8,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "nop": 11,
    "des": 12,
    "dec": 12,
}
"""Months by their first three letters, as they are written in Indonesia and in English."""

_LONG_FORMS = re.compile(
    r"jan(uari|uary)?|[fp]eb(ruari|ruary)?|mar(et|ch)?|apr(il)?|mei|may|jun[ie]?|jul[iy]?"
    r"|agu(stus)?|ags|agt|aug(ust)?|sept?(ember)?|o[kc]t(ober)?|no[vp](ember)?|de[sc](ember)?"
)

_WRITTEN = re.compile(
    r"\b([0-9]{1,2})(?:\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*|[\s-]+([a-z]+)\.?[\s-]+)([0-9]{4})\b"
)

OLDEST = 125
"""Years that nobody has lived longer than."""


def born_in(words: str, today: date) -> date | None:
    """The date of birth in some words, day before month; None without a whole date, or when nobody
    who lives on ``today`` (local) can have been born then."""
    for day, number, name, year in _WRITTEN.findall(words.casefold()):
        month = int(number) if number else month_of(name)
        try:
            born = date(int(year), month, int(day))
        except ValueError:
            continue
        if born <= today and today.year - born.year <= OLDEST:
            return born
    return None


def month_of(name: str) -> int:
    """The number of a month by its name, 0 for what is none."""
    return _MONTHS[name[:3]] if _LONG_FORMS.fullmatch(name) else 0
