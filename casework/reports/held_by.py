"""Which office had a case when, from its trail: for figures that must not change when a case moves
on later. Pure."""

from collections.abc import Sequence
from datetime import datetime

from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.classification import ServiceCorrected
from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.correcting.sealing import SealedByWords
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Reopened, Resolved
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
    SealedByWords,
)
"""The events that say with which office a case lies from then on."""

HANDS = (Claimed, Assigned, HandedOver)
"""The events that say in whose hands it is: while somebody has it, it is their office's, however
far it has climbed."""

_LETS_GO = (GivenBack, Freed, Reopened, OpenedAgain, Objected, TakenUp)
"""The events from which on nobody has it, or not who had it."""

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
        case ServiceCorrected() | PlaceCorrected() | SealedByWords():
            return event.office
        case _:
            return ""


def stays(history: History) -> list[tuple[datetime, str]]:
    """The offices of a trail, oldest first: of whoever has the case, else where it lies. An office
    whose place has got another code is known by that of today."""
    found: list[tuple[datetime, str]] = []
    lies = hands = ""
    for event, at in history:
        if isinstance(event, Renumbered):
            old, new = event.old, event.new
            found = [(since, moved(office, old, new)) for since, office in found]
            lies, hands = moved(lies, old, new), moved(hands, old, new)
            continue
        if isinstance(event, HANDS):
            hands = event.office
        elif isinstance(event, _LETS_GO):
            hands = ""
        lies = office_after(event) or lies
        if not found or found[-1][1] != (hands or lies):
            found.append((at, hands or lies))
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


def answered_at(history: History, moment: datetime) -> str:
    """The office that gave the result of ``moment``: the other one, whose answer it was, else that
    of whoever has the case, taken with the same deed too."""
    done = [event.to for event, at in history if isinstance(event, Done) and at == moment]
    held = [office for at, office in stays(history) if at <= moment]
    return acting_at(history, moment) if done else held[-1]


def came_to(stays: Stays) -> str:
    """The office that a case came to at first."""
    return stays[0][1]


def held_at(stays: Stays, moment: datetime) -> str:
    """The office that had the case when ``moment`` came: what happened at that very moment (a bell
    that it rang, say) came after it."""
    return next((office for at, office in reversed(stays) if at < moment), came_to(stays))
