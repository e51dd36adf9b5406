"""What a notice is: a message that follows from an event, to somebody who is named by their part in
the case.

Texts carry the case number and little else: no story, no name, no health word (a phone is often
shared). Whom "level" means is found by the desk: the people of the case's office at the level it
has climbed to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from casework.case.events import Event
from casework.case.model import Case, Urgency
from casework.case.number import number
from casework.policy import triage
from casework.policy.catalogue import Catalogue
from casework.policy.triage import AlarmKind
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Rows, Say, Text, text

TELLER, ACTOR, OWNER, LEVEL, RECEIVER = "teller", "actor", "owner", "level", "receiver"
COORDINATOR = "coordinator"
"""Like level, but never below the coordinator."""

VILLAGE = "village"
"""The people of the village's own office, whoever is responsible, who have not been asked about the
case yet."""


DECIDED = "decided"
"""Who wrote the result that is in question; while they are out, their stand-in."""

GOES_ON = "goes_on"
"""Who goes on with a case that nobody holds: who had it last, or their stand-in; nobody else."""

HANDS = "hands"
"""Who can act: the owner; while nobody holds the case or its owner is out, the first officers of
the office that there are, and its level."""

ALARMED = "alarmed"
"""Everybody who was called to an emergency, but for whoever has it now."""

GRAVELY_ILL = "medical_emergency"
"""The service whose name says itself that somebody needs a doctor."""

FORMER = "former"
"""Who had the case until somebody else gave it to another colleague; while they are out, their
stand-in."""

ALL_LEVELS = "all_levels"
"""The people of every level that a case has reached, each of whom is called again."""


WATCHING = "watching"
"""All who look on while somebody holds an emergency: the coordinator, and each level above that the
case has reached."""


@dataclass(frozen=True)
class Notice:
    """``to``: teller, actor (who did it), owner (while there is none: level), level, coordinator,
    village, decided, goes_on, hands, alarmed, former, all_levels, watching or receiver (the people
    of the office that a case is referred to). ``urgent``: even at night."""

    to: str
    say: Say
    urgent: bool = False


Notices = list[Notice]

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class OnEvent(Generic[Kind]):
    """Who is told what when an event of this kind happens; ``tell`` gets the case as it stands
    after it."""

    kind: type[Kind]
    tell: Callable[[Case, Kind, Catalogue], Notices]


def table(*subjects: Iterable[OnEvent[Any]]) -> dict[type[Event], OnEvent[Any]]:
    """All rows by kind of event. ValueError when two tell of the same."""
    rows: dict[type[Event], OnEvent[Any]] = {}
    for row in (row for subject in subjects for row in subject):
        if row.kind in rows:
            raise ValueError(f"two rows tell of {row.kind.__name__}")
        rows[row.kind] = row
    return rows


def say(
    key: str, case: Case, buttons: Rows = (), delivery: Delivery = Delivery.REMINDER, **args: object
) -> Say:
    told = text(key, number=number(case.id), service=service_name(case), **args)
    return Say(told, buttons, delivery=delivery, case=case.id)


def bringing(news: str, told: Say) -> Say:
    """The same message, known for what it brings to the teller (casework.actions.handover.NEWS)."""
    return replace(told, purpose=news)


def passed_on(case: Case) -> bool:
    """Whether nobody has answered for its words of danger: is it now? (emergencies/doubt.py)"""
    return (case.intake.facts or {}).get(triage.ASKED) == triage.UNANSWERED


def urgent(case: Case) -> bool:
    """In an emergency nobody waits for the morning to hear of it."""
    return case.urgency is Urgency.EMERGENCY


def service_name(case: Case) -> Text:
    """What a case is about, in a list, a notice or on a card; of a sensitive one not a word."""
    return text("case.sensitive") if case.sensitive else topic(case)


def topic(case: Case) -> Text:
    """What a case is about, for whoever works on it and has opened its page. An emergency is named
    by its danger, whatever it was filed under."""
    named = service_named(case.service, case.known, calm=not urgent(case))
    return text("alarm_of_card.name", service=named) if of_danger(case) else named


def of_danger(case: Case) -> bool:
    """Whether a life is in danger in a case that was filed under an ordinary service, such as a
    card that does not work."""
    alarm = (case.intake.facts or {}).get("alarm")
    return urgent(case) and alarm == AlarmKind.MEDICAL and case.service != GRAVELY_ILL


def service_named(code: str, known: Mapping[str, str], *, calm: bool = False) -> Text:
    """A service by its name; by what it was called when its row is gone. ``calm``: of a case that
    is no emergency any more, and must not be called one."""
    name = known.get("service", "")
    word = "calm" if calm and code == GRAVELY_ILL else "name"
    return text(f"service.{code}.{word}", **({"was": name} if name else {}))


def discreet(case: Case, office: str) -> Text | str:
    """The name of another office, for the teller; of a sensitive case not even that: whoever reads
    along on a phone would know."""
    return text("referral.an_office") if case.sensitive else office


def button(key: str, action: str, case: Case) -> tuple[Button, ...]:
    return (Button(text(key), ActOnCase(action, case.id)),)


def open_button(case: Case) -> Rows:
    return (button("case.open", "open", case),)


def told_buttons(case: Case) -> Rows:
    """The buttons under news that must be told by hand."""
    return (button("errand.told", "told", case), button("errand.slip", "slip", case))
