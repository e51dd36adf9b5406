"""Days that are counted from the day on which they are read: "besok", "nanti sore". Pure.

Tested in tests/bot/desk/correcting/test_taking_back_at_night.py."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def named(text: str, days: Iterable[str]) -> str:
    """The first of these ``days`` (rows *near_days* of words.toml) that a text names, "" for
    none."""
    written = f" {' '.join(_WORD.findall(text.casefold()))} "
    found = [day for day in days if f" {day} " in written]
    return min(found, key=lambda day: (written.index(f" {day} "), -len(day)), default="")
