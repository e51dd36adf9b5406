"""What its teller adds to a case may show that it is more urgent than was thought: whoever works on
it is told so, and decides. Pure.

Tested in tests/bot/desk/correcting/test_more_urgent.py."""

from collections.abc import Iterable
from datetime import datetime

from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correspondence import Added
from casework.case.events import Event
from casework.case.model import OPEN, Case, Urgency

_LEVELS = tuple(Urgency)


def worse_news(case: Case, trail: Iterable[tuple[Event, datetime]]) -> Urgency | None:
    """How urgent an open case may be by what its teller has added, where that is more than it
    counts for and nobody has sorted it since; None for no such news."""
    found: Urgency | None = None
    for event, _ in trail:
        if isinstance(event, ServiceCorrected | UrgencyCorrected):
            found = None
        elif isinstance(event, Added) and event.worse:
            found = min(filter(None, (found, Urgency(event.worse))), key=_LEVELS.index)
    if found is None or case.status not in OPEN or case.referral is not None:
        return None
    return found if _LEVELS.index(found) < _LEVELS.index(case.urgency) else None
