"""What ``puskesos doctor`` tells: one line for each thing that it looks at.

Tested in tests/bot/cli/test_main.py."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and (unless ok) what to do."""

    verdict: Literal["ok", "note", "mend"]
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.verdict:<5} {self.subject:<9} {self.words}"
