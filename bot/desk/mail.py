"""A message on its way into the outbox. Values only.

Tested in tests/bot/desk/test_bulk.py."""

from dataclasses import dataclass
from datetime import datetime

from conversations.protocol.effects import Say

_WORK = ("new", "escalated", "still_waits", "overdue", "reopened_staff")
_DONE = ("confirmed_staff", "done_staff", "done", "lapsed_staff", "alarm_result")
_GOOD_NEWS = (*_DONE, "accepted_staff", "recalled")
_TO_KNOW = ("passed_on", "passed_on_raised", "not_fixed", "postponed_staff")
GOOD_NEWS = frozenset(f"notice.{news}" for news in _GOOD_NEWS)
"""After these there is nothing to do, whoever reads them."""

HELD = frozenset(f"notice.{news}" for news in (*_WORK, *_GOOD_NEWS, *_TO_KNOW))
"""The texts that can wait a little: nobody who is told them has asked for anything, and after the
good news there is nothing to do. At night they wait for the morning."""


@dataclass(frozen=True)
class DigestPart:
    """What one message says of a case, as part of a message about several: whole or in one line, as
    HTML in its reader's language. ``must``: it has to arrive. ``about``: the key of its text."""

    case: int
    whole: str
    line: str
    must: bool
    about: str = ""


@dataclass(frozen=True)
class Mail:
    """Something to say to somebody, not before a moment (UTC). ``once``: what is said under this
    name is said a single time, whoever says it again.

    ``parts``: what it is made of, where others may join it while it waits; ``held``: it waits a
    while for them; ``soon``: not for long, because it is about an urgent case."""

    to: int
    say: Say
    not_before: datetime
    once: str = ""
    parts: tuple[DigestPart, ...] = ()
    held: bool = False
    soon: bool = False
