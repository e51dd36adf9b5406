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

History = Sequence[tuple[Event, datetime]]


def reckoned(
    case: Case,
    history: History,
    at: datetime,
    policy: Policy,
    had: Collection[str],
) -> tuple[Bell, ...]:
    """The bells that the rows of today would have set and that are still to ring; of a row whose
    last moment has passed, one at ``at`` (UTC). ``had``: kinds that the case has had already, which
    go on as they are."""
    bells: list[Bell] = []
    for kind in policy.followups.keys() - set(had):
        moments = moments_of(case, kind, history, policy)
        ahead = [when for when in moments if when > at]
        if moments and not ahead:
            ahead = [at]
        bells += [
            Bell(kind, OfCase(case.id), f"{case.version}.r{i}", when)
            for i, when in enumerate(ahead)
        ]
    return tuple(bells)


def moments_of(case: Case, kind: str, history: History, policy: Policy) -> Sequence[datetime]:
    """When the bells of a kind ring for a case that stands as it does (UTC), from the last event
    of its history that starts them; none when it would not have any."""
    row = policy.followups[kind]
    starts = [at for event, at in history if event.label in row.starts]
    wanted = row.matters(case) and case.urgency in row.only
    if not starts or not wanted or (row.spares and policy.spares(case)):
        return ()
    return policy.moments(case, kind, starts[-1])
