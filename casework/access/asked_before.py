"""Which levels were asked about a case before, and for the same reason: nobody is told a second
time on one day what has not changed. Pure."""

from collections.abc import Sequence

from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.ending.resolution import Reopened
from casework.actions.escalation import Escalated, Rung
from casework.actions.objection import Objected
from casework.actions.reminder import Raised
from casework.case.events import Event, Filed

FREE = frozenset({"unread", "unowned"})
"""Bells that ask the same as who has filed a case or given it back: who takes it?"""

_ASKING = (Filed, Freed, GivenBack, OpenedAgain, Reopened, Objected)
CLIMBING = (Filed, Reopened, Objected, Escalated, Raised)

KINDS = frozenset(event.kind for event in (*_ASKING, *CLIMBING, Rung))
"""The kinds of events by which a level is asked."""

CLIMBS = frozenset(event.kind for event in CLIMBING)
"""The kinds of events by which a case comes to a level."""


def levels_asked(events: Sequence[Event], bell: str) -> tuple[int, ...]:
    """The levels that some events, oldest first, have asked what a bell asks."""
    level, asked = 0, list[int]()
    for event in events:
        if isinstance(event, CLIMBING):
            level = event.level
        if _same(event, bell):
            asked.append(level)
    return tuple(asked)


def _same(event: Event, bell: str) -> bool:
    """Whether an event has told its level what a bell tells."""
    if isinstance(event, Escalated | Rung):
        return event.bell == bell or {event.bell, bell} <= FREE
    return bell in FREE and isinstance(event, _ASKING)
