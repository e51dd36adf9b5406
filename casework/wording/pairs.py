"""Two words that say something only together, each of them written in many ways ("jangan balas",
"ojo dulu chat"): lists of either, and of what may stand between.

Tested in tests/casework/wording/test_pairs.py."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.wording.plain import Vocabulary, plain

LISTS = ("first", "between", "then")
"""The keys of a row that has pairs; ``between`` may be left out."""

_BETWEEN = 3
"""Words that may stand between the two, at most."""


@dataclass(frozen=True)
class Pairs:
    """Each of ``first``, then words of ``between`` or none, then one of ``then``: plain words."""

    first: tuple[str, ...]
    between: tuple[str, ...]
    then: tuple[str, ...]
    sought: re.Pattern[str]

    @property
    def parts(self) -> Sequence[str]:
        """All words that mean something in them."""
        return (*self.first, *self.between, *self.then)

    def found_in(self, story: str) -> bool:
        """Whether a story in plain words holds one of them."""
        return bool(self.sought.search(story))


def read(row: Mapping[str, Any], vocabulary: Vocabulary) -> Pairs | None:
    """The pairs of a row of a data file; None where it has none."""
    if not row.get("first"):
        return None
    first, between, then = (
        tuple(dict.fromkeys(plain(one, vocabulary).strip() for one in row.get(name, ())))
        for name in LISTS
    )
    within = f"(?:{_either(between)} ){{0,{_BETWEEN}}}" if between else ""
    return Pairs(first, between, then, re.compile(f" {_either(first)} {within}{_either(then)} "))


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(one) for one in words if one)})"
