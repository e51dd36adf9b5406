"""A message on its way into the outbox. Values only.

Tested in tests/bot/desk/test_bulk.py."""

from dataclasses import dataclass
from datetime import datetime

from conversations.protocol.effects import Say


@dataclass(frozen=True)
class Mail:
    """Something to say to somebody, not before a moment (UTC). ``once``: what is said under this
    name is said a single time, whoever says it again."""

    to: int
    say: Say
    not_before: datetime
    once: str = ""
