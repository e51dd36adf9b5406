"""Bells reckoned anew from the trail of a case: a row of followups.toml was added, or has another
name, while the case lived. Pure.

Tested in tests/casework/policy/test_reckoning.py."""

from collections.abc import Collection, Sequence
from datetime import datetime

from casework.case.events import Event
from casework.case.model import Case
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.policy.policy import Policy


def reckoned(
    case: Case,
    history: Sequence[tuple[Event, datetime]],
    at: datetime,
    policy: Policy,
    had: Collection[str],
) -> tuple[Bell, ...]:
    """The bells that the rows of today would have set and that are still to ring; of a row whose
    last moment has passed, one at ``at`` (UTC). ``had``: kinds that the case has had already, which
    go on as they are."""
    bells: list[Bell] = []
    for kind in policy.followups.keys() - set(had):
        moments = policy.moments(case, kind, history)
        ahead = [when for when in moments if when > at]
        if moments and not ahead:
            ahead = [at]
        bells += [
            Bell(kind, OfCase(case.id), f"{case.version}.r{i}", when)
            for i, when in enumerate(ahead)
        ]
    return tuple(bells)
