"""Who may ask for a command, and under which conditions: values that a rule names.

What a value means for a person and a case is said in access/permissions.py.

Tested in tests/casework/access/test_permissions.py."""

from dataclasses import dataclass
from enum import Enum, auto

from casework.case.model import Role
from casework.case.roles import AGENCY, LEADERS, STAFF, WORKERS


class By(Enum):
    """On whose side somebody must be."""

    TELLER = auto()
    """The person who told us of the case."""
    OTHERS = auto()
    """Those who have the same trouble; the desk sees to it that the case was offered, or joined."""
    ROLES = auto()
    """Somebody who works on the case in one of certain roles."""
    DESK = auto()
    """The desk itself, once it has seen a code, an errand or the end of a letter."""
    CLOCK = auto()
    """The clock and the calendar; nobody can ask it."""


class Condition(Enum):
    """What somebody in the right role must fulfil besides."""

    OWNS = auto()
    """Once a case has an owner: the owner, the leaders, and the office that it was referred to."""
    JUDGES = auto()
    """For commands that take a case into somebody's hands or decide it: while there is an
    objection, only those who may answer it."""
    ACCEPTED = auto()
    """The other office may do it only after it has taken the case."""
    STILL_SHARED = auto()
    """The other office may do it only while the person has not taken their yes back."""
    RECEIVES = auto()
    """For the answer to a referral: what a village passed up to its district the district
    answers."""


@dataclass(frozen=True)
class WhoMayAsk:
    """Who may ask for a command. ``roles`` matter for ``By.ROLES`` alone."""

    by: By
    roles: frozenset[Role] = frozenset()
    conditions: frozenset[Condition] = frozenset()


TELLER = WhoMayAsk(By.TELLER)
OTHERS = WhoMayAsk(By.OTHERS)
DESK = WhoMayAsk(By.DESK)
CLOCK = WhoMayAsk(By.CLOCK)


def staff(*conditions: Condition) -> WhoMayAsk:
    """Everybody who works in a Puskesos or at the district."""
    return WhoMayAsk(By.ROLES, STAFF, frozenset(conditions))


def leaders(*conditions: Condition) -> WhoMayAsk:
    """The coordinator and the leaders of the district."""
    return WhoMayAsk(By.ROLES, LEADERS, frozenset(conditions))


def other_office(*conditions: Condition) -> WhoMayAsk:
    """The other office alone that was asked to take the case."""
    return WhoMayAsk(By.ROLES, AGENCY, frozenset(conditions))


def workers(*conditions: Condition) -> WhoMayAsk:
    """Staff, and the other office that was asked to take the case."""
    return WhoMayAsk(By.ROLES, WORKERS, frozenset(conditions))
