"""The message of ours that stands right above one of somebody: what they saw last.

Tested in tests/conversations/handlers/messages/test_shown_last.py."""

from dataclasses import dataclass
from datetime import datetime

BY_OFFICER = frozenset({"question", "reply", "result"})
"""What a letter brings (casework.actions.handover.NEWS) that an officer has written."""


@dataclass(frozen=True)
class Above:
    """``case``: that it is about; ``brings``: its purpose, "" for no news; ``at``: when it went out
    (UTC)."""

    case: int
    brings: str
    at: datetime

    @property
    def by_officer(self) -> bool:
        return self.brings in BY_OFFICER
