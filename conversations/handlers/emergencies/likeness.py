"""Whether a cry is about the emergency that was raised last, or about another person or another
danger.

Tested in tests/conversations/handlers/emergencies/test_second_cry.py."""

from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.handlers.emergencies import raised, whose
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.protocol.dialogue import Talk


def about(turn: Turn, talk: Talk, found: Alarm, told: str = "") -> Likeness:
    """How a cry is like the emergency that was raised last; ``told``: the words that a tap has
    confirmed."""
    words, before = turn.said.text or told, raised.words_of(turn, talk)
    if found.kind not in victims.OF_PLACES and whose.another(words, before, turn.content):
        return Likeness.OTHER
    return victims.compare(words, before, found.kind, turn.content.alarms)


def goes_on(turn: Turn, talk: Talk, found: Alarm) -> bool:
    """Whether what may be a danger surely is about the person of the one before."""
    return about(turn, talk, found) is Likeness.SAME
