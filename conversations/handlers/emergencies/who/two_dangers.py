"""One cry that tells of two kinds of danger, a fire and somebody who fell in it: the numbers of
both are shown, and good news about one of them never calms the other.

Tested in tests/conversations/handlers/emergencies/test_open_emergency.py."""

from casework.policy import classifier
from casework.policy.triage import ALSO, SPREADS, AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Content
from conversations.content.fitting_numbers import fitting
from conversations.handlers.emergencies.who import marked, victims
from conversations.handlers.emergencies.who.victims import OF_PLACES


def kinds(cry: str, content: Content) -> frozenset[AlarmKind]:
    """The kinds of danger in a cry of which one spreads and goes on by itself; none where it tells
    of one alone."""
    heard = alarm_words.hear_all(cry, content.alarms)
    found = frozenset(one.kind for one in heard if one.certain)
    two = found & OF_PLACES and found - OF_PLACES
    return found if two and victims.spreads(cry, content.alarms) else frozenset()


def numbers(found: Alarm, cry: str, content: Content) -> str:
    """Whom to call for what was heard, and for what else the cry tells of."""
    also = kinds(cry, content) - {found.kind}
    return fitting(content.numbers, found.kind, found.service, also)


def facts(found: Alarm, cry: str, content: Content) -> dict[str, str]:
    """What the words of an emergency tell by themselves; its case keeps it."""
    told = classifier.facts_from(cry, content.words) | {"alarm": str(found.kind)}
    if also := sorted(kinds(cry, content) - {found.kind}):
        told[ALSO] = " ".join(also)
    spreads = sorted(victims.spreads(cry, content.alarms))
    if found.kind in OF_PLACES and spreads:
        told[SPREADS] = spreads[0]
    return told


def calms_one(news: str, cry: str, content: Content) -> bool:
    """Whether good news is about one of the two dangers of a cry, or about one person in them."""
    both = kinds(cry, content)
    if not both:
        return False
    named = {str(one.kind) for one in alarm_words.hear_all(news, content.alarms)}
    named |= marked.kinds(news, content)
    return bool(named or victims.persons(news, content.alarms)) and not named >= both
