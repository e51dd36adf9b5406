"""The forms that a verb takes in everyday Indonesian, Javanese and Sundanese: who does something
("mukul", "ngagebugan", "nyiksa"), and to whom it is done ("dipukulin").

Simpler than any grammar, and wider: forms that nobody uses do no harm.

Tested in tests/casework/wording/test_inflected.py."""

from collections.abc import Iterable, Mapping
from typing import Any

_NASAL = {"p": "m", "t": "n", "k": "ng", "s": "ny", "c": "ny"}
"""First letters that melt into the prefix: "tendang" becomes "nendang"."""
_BEFORE = {"b": "m", "d": "n", "g": "ng", "j": "n"}
"""First letters that keep a nasal before them: "gebug" becomes "nggebug"."""
_VOWELS = "aeiou"
_ENDINGS = ("", "i", "in", "an", "na", "ne", "no", "ake", "aken", "ken", "keun", "kan", "e", "nya")


def forms(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """All forms of the ``stems`` of each row, with the plain word that they stand for: its
    ``active`` or its ``passive`` one."""
    found: dict[str, str] = {}
    for row in rows:
        for stem in row["stems"]:
            found |= dict.fromkeys(active(stem), row["active"])
            found |= dict.fromkeys(passive(stem), row["passive"])
    return found


def active(stem: str) -> frozenset[str]:
    """The forms of whoever does it; with these two endings also without a prefix."""
    first, rest = stem[0], stem[1:]
    if first in _VOWELS:
        begins = {f"ng{stem}", f"meng{stem}"}
    elif first in _NASAL:
        melted = _NASAL[first] + rest
        begins = {melted, f"me{melted}", f"nga{melted}", f"nge{melted}"}
    else:
        nasal = _BEFORE.get(first, "")
        begins = {f"nga{stem}", f"nge{stem}", f"me{nasal or 'ng'}{stem}"}
        begins |= {nasal + stem} if nasal else set()
    bare = {f"{stem}i", f"{stem}in"}
    return frozenset(begin + ending for begin in begins for ending in _ENDINGS) | bare


def passive(stem: str) -> frozenset[str]:
    """The forms of those to whom it is done."""
    return frozenset(f"di{stem}{ending}" for ending in _ENDINGS)
