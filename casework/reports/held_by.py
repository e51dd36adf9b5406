"""Which office had a case when, from its trail: for figures that must not change when a case moves
on later. Pure."""

from collections.abc import Sequence
from datetime import datetime

from casework.actions.correcting.classification import ServiceCorrected
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Resolved
from casework.actions.escalation import Escalated
from casework.actions.objection import Objected
from casework.actions.places.renumbering import Renumbered
from casework.actions.referral import Done, Recalled
from casework.actions.referral_answer import Accepted, Returned, TakenUp
from casework.actions.reminder import Raised
from casework.case.events import Event, Filed
from casework.case.places import moved
from casework.reports.time_spent import History

MOVES: tuple[type[Event], ...] = (
    Filed,
    Completed,
    Escalated,
    Raised,
    Objected,
    TakenUp,
    ServiceCorrected,
    PlaceCorrected,
)
"""The events that say whose a case is from then on."""

ENDS = (Returned, Recalled, Done, TakenUp, Resolved)
"""How a case leaves another office."""

Stays = Sequence[tuple[datetime, str]]
"""From when on (UTC) a case was which office's, oldest first."""


def office_after(event: Event) -> str:
    """The office that has the case from an event of ``MOVES`` on; "" for other events."""
    match event:
        case TakenUp():
            return event.to
        case Filed() | Completed() | Escalated() | Raised() | Objected():
            return event.office
        case ServiceCorrected() | PlaceCorrected():
            return event.office
        case _:
            return ""


def stays(history: History) -> list[tuple[datetime, str]]:
    """The offices of a trail, oldest first. An office whose place has got another code is known by
    that of today."""
    found: list[tuple[datetime, str]] = []
    for event, at in history:
        if isinstance(event, Renumbered):
            found = [(since, moved(office, event.old, event.new)) for since, office in found]
        elif office := office_after(event):
            found.append((at, office))
    return found


def referred_stays(history: History) -> list[tuple[datetime, str]]:
    """From when on another office had a case that it had accepted, "" from when on it had it no
    more."""
    found: list[tuple[datetime, str]] = []
    for event, at in history:
        if isinstance(event, Renumbered):
            found = [(since, moved(office, event.old, event.new)) for since, office in found]
        elif isinstance(event, Accepted):
            found.append((at, event.to))
        elif isinstance(event, ENDS):
            found.append((at, ""))
    return found


def acting_at(history: History, moment: datetime) -> str:
    """The office that had to act when ``moment`` came: the other one, once it had accepted the
    case, else the one whose case it was."""
    elsewhere = (office for at, office in reversed(referred_stays(history)) if at < moment)
    return next(elsewhere, "") or held_at(stays(history), moment)


def came_to(stays: Stays) -> str:
    """The office that a case came to at first."""
    return stays[0][1]


def held_at(stays: Stays, moment: datetime) -> str:
    """The office that had the case when ``moment`` came: what happened at that very moment (a bell
    that it rang, say) came after it."""
    return next((office for at, office in reversed(stays) if at < moment), came_to(stays))
