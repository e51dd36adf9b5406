"""Letters that reached nobody, counted by reason for the operator: no word of whom they were for.

Tested in tests/bot/trials/letters/test_counted.py."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.policy.bell_subjects import OfKey
from casework.policy.followups import Bell
from storage.pending import letters_given_up
from storage.pending.letters_given_up import GivenUp
from storage.pending.outbox import SPOILED, TRIES, UNMADE

log = structlog.get_logger()

COUNT, LETTERS = "given_up", OfKey("letters")
"""The bell of the count: one each day, also when the office is closed."""

MORNING, DAY = time(7), timedelta(days=1)

_GONE = ("forbidden", "badrequest: chat not found", "badrequest: user not found")
"""How the errors begin that say that somebody can't be written to (bot/telegram/call_errors.py)."""


def reason(letter: GivenUp) -> str:
    """Why a letter was given up: blocked, refused, paper, unreadable, too_old or unsure (it may
    have arrived)."""
    if letter.error.startswith(UNMADE):
        return "paper"
    if letter.state == "dead":
        return "blocked" if letter.error.lower().startswith(_GONE) else "refused"
    if letter.error.startswith(SPOILED):
        return "unreadable"
    return "unsure" if letter.tries >= TRIES else "too_old"


def next_bell(at: datetime, zone: ZoneInfo) -> Bell:
    """The bell of the next morning in the office's zone."""
    local = at.astimezone(zone)
    day = local.date() + (DAY if local.time() >= MORNING else timedelta(0))
    due = datetime.combine(day, MORNING, zone).astimezone(UTC)
    return Bell(COUNT, LETTERS, day.isoformat(), due)


async def count(connection: AsyncConnection, since: datetime, until: datetime) -> Mapping[str, int]:
    """How many letters were given up in a time (UTC), by reason."""
    counted: Counter[str] = Counter()
    for letter in await letters_given_up.between(connection, since, until):
        counted[reason(letter)] += letter.number
    return dict(sorted(counted.items()))


async def ring(connection: AsyncConnection, bell: Bell) -> None:
    """A line in the log about the day before this bell, if anything was given up."""
    found = await count(connection, bell.due_at - DAY, bell.due_at)
    if found:
        log.warning("letters were given up since yesterday", **found)
