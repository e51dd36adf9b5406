"""Who may read words while several emergencies are open: what only few may read stays with those
few, and nothing of one person goes into what is kept secret about another.

Tested in tests/conversations/handlers/emergencies/who/test_marked.py."""

from collections.abc import Mapping

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.handlers.emergencies.who import victims
from conversations.protocol.effects import RaisedAlarm

SURE = 1.5
"""The score of a service from which on words name it (messages/second_matter.py)."""


def is_one(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether only few may read the case of an emergency."""
    return turn.content.catalogue.service(one.service, {}).sensitive


def sounds_so(turn: Turn, words: str) -> bool:
    """Whether words tell of what only few may read."""
    content = turn.content
    found = classifier.suggest(words, content.words)
    told = {one.service for one in found if one.score >= SURE}
    heard = alarm_words.hear(words, content.alarms)
    told |= {heard.service} if heard else set()
    return any(content.catalogue.service(one, {}).sensitive for one in told)


def open_to(turn: Turn, ones: Mapping[str, RaisedAlarm]) -> Mapping[str, RaisedAlarm]:
    """Those that may be told this message."""
    if not sounds_so(turn, turn.said.text):
        return ones
    return {key: one for key, one in ones.items() if is_one(turn, one)}


def of_another(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether a message is about somebody else than a sealed case."""
    alarms = turn.content.alarms
    told = victims.persons(turn.said.text, alarms) - {victims.SELF}
    return is_one(turn, one) and bool(told - victims.persons(one.words, alarms))
