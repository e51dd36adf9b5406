"""Of which service the case of an emergency is: of that of the danger. An ordinary service, such as
a card that does not work, may stand for it only where care fails because of it."""

import re

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.filling import question
from conversations.filling.options import chosen_service
from conversations.protocol.dialogue import Draft

_IN_CARE = "in_hospital"
"""What the fact ``treatment`` says of who is in care now."""

_REFUSED = re.compile(r"\b(di|ke|nga?)?tolak\b|\bmenolak\b|\b(turned away|refused)\b", re.I)
"""Turned away by those who should help."""


def service_of(turn: Turn, found: Alarm, words: str, draft: Draft | None) -> str:
    """The service that the person chose in an open report, where it fits the emergency, else what
    the alarming words suggest, else the alarm's own. Who has chosen the lane that few may read
    stays in it."""
    services = turn.content.catalogue.services
    chosen = chosen_service(question.walk(turn, draft).kept) if draft else ""
    if chosen and (found.fits(chosen) or services[chosen].sensitive):
        return chosen
    care_fails = _care_fails(turn, words)
    return next(
        (
            one.service
            for one in classifier.suggest(words, turn.content.words)
            if found.fits(one.service) and (care_fails or _alike(turn, found, one.service))
        ),
        found.service,
    )


def _alike(turn: Turn, found: Alarm, service: str) -> bool:
    """Whether a service is of the same kind as the danger: violence against a child, against a
    woman."""
    services = turn.content.catalogue.services
    return services[service].sector == services[found.service].sector


def _care_fails(turn: Turn, words: str) -> bool:
    """Whether somebody is in care, or turned away from it, and the words speak of a card."""
    told = classifier.facts_from(words, turn.content.words).get("treatment")
    cared = told == _IN_CARE or _REFUSED.search(words)
    return bool(cared) and alarm_words.is_ordinary(words, turn.content.alarms)
