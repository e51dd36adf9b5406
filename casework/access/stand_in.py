"""Stand-ins: who is away, from when until when, and who does their work meanwhile. Pure; dates are
local.

While somebody is away they are asked for nothing; their stand-in hears of the cases that they hold
and may do with them what the owner may. Only a colleague who sees as much already can be a
stand-in, so that nobody comes to see more by it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.access.visibility import takes
from casework.case.model import Desk, Membership, Refused, Role
from casework.case.roles import AGENCY, WORKERS

LONGEST = timedelta(days=60)
"""Longer than the longest ordinary leave (three months' maternity leave needs a new role, not a
stand-in)."""

NOBODY = 0
"""Instead of the id of a stand-in: there is none, and what comes up goes to the level above."""


@dataclass(frozen=True)
class Absence:
    """``person`` is away from ``first`` to ``last``, both included; ``substitute`` is an id, or
    ``NOBODY``."""

    person: int
    by: int
    substitute: int
    first: date
    last: date


def check_dates(first: date, last: date, today: date) -> None:
    """Refused for dates that are over, the wrong way round, or too far apart."""
    if last < first:
        raise Refused("refused.stand_in.order")
    if first < today:
        raise Refused("refused.stand_in.past")
    if last - first >= LONGEST:
        raise Refused("refused.stand_in.long", days=LONGEST.days)


def able(own: Iterable[Membership], theirs: Collection[Membership]) -> bool:
    """Whether a colleague sees at the same offices whatever somebody sees there at work."""
    mine = [m for m in own if m.role in WORKERS]
    return bool(mine) and all(any(_sees_as_much(other, m) for other in theirs) for m in mine)


def _sees_as_much(other: Membership, mine: Membership) -> bool:
    if other.scope != mine.scope:
        return False
    if mine.role in AGENCY:
        return other.role in AGENCY
    return all(
        takes(other, desk, sensitive=sensitive)
        for desk in Desk
        for sensitive in (False, True)
        if takes(mine, desk, sensitive=sensitive)
    )


def offices_of(own: Iterable[Membership]) -> list[str]:
    """Where somebody works, each office once."""
    return list(dict.fromkeys(m.scope for m in own if m.role in WORKERS))


def office_role(theirs: Iterable[Membership], offices: Collection[str]) -> Role:
    """The role by which colleagues of these offices know somebody."""
    return next(m.role for m in theirs if m.role in WORKERS and m.scope in offices)
