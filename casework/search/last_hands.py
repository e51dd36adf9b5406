"""In whose hands a case was last, from its trail: for finding what somebody had who works here no
more. Pure.

Tested in tests/bot/pages/test_lists_own_words.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.letting_go import GivenBack
from casework.case.events import Event

TAKEN = (Claimed.kind, Assigned.kind, HandedOver.kind)
"""Kinds of events that put a case into somebody's hands."""


def last_holder(trail: Iterable[Event]) -> int | None:
    """Who had it last; None for nobody, also once its holder has given it back."""
    holder: int | None = None
    for event in trail:
        match event:
            case Claimed():
                holder = event.by
            case Assigned() | HandedOver():
                holder = event.to
            case GivenBack():
                holder = None
    return holder


def had_until(trail: Sequence[tuple[Event, datetime]], person: int, left: datetime) -> bool:
    """Whether somebody had a case when their roles ended (``left``, UTC), and nobody has taken it
    since. What happened to it at that very moment follows from their leaving."""
    taken = any(event.kind in TAKEN and at > left for event, at in trail)
    return not taken and last_holder(event for event, at in trail if at < left) == person
