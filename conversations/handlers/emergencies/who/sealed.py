"""Who may read words while several emergencies are open: what only few may read stays with those
few, and nothing of one person goes into what is kept secret about another.

Tested in tests/conversations/handlers/emergencies/who/test_marked.py,
tests/conversations/handlers/emergencies/who/test_sealed_and_ordinary.py and
tests/conversations/handlers/emergencies/who/test_sealed_beside.py."""

import re
from collections.abc import Mapping, Sequence

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.handlers.emergencies.who import teller, victims
from conversations.protocol.effects import Brief, RaisedAlarm

SURE = 1.5
"""The score of a service from which on words name it (messages/second_matter.py)."""


_MINE = re.compile(r"\b[^\W\d_]{3,}ku\b")
"""What is the writer's own ("getihku")."""


def is_one(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether only few may read the case of an emergency."""
    return turn.content.catalogue.service(one.service, {}).sensitive


def case_is_one(turn: Turn, case: Brief) -> bool:
    """Whether only few may read a case."""
    return case.sensitive or turn.content.catalogue.service(case.service, case.known).sensitive


def sounds_so(turn: Turn, words: str) -> bool:
    """Whether words tell of what only few may read."""
    content = turn.content
    found = classifier.suggest(words, content.words)
    told = {one.service for one in found if one.score >= SURE}
    heard = alarm_words.hear(words, content.alarms)
    told |= {heard.service} if heard else set()
    return any(content.catalogue.service(one, {}).sensitive for one in told)


def told_beside(turn: Turn, about: Brief) -> bool:
    """Whether words name whoever is in an open emergency that only few may read, where more people
    read the case that they seem to be about; whom its officer has named may be told there."""
    alarms, ones = turn.content.alarms, turn.around.emergencies.values()
    told = victims.persons(turn.said.text, alarms) - {victims.SELF}
    told -= victims.persons(about.question, alarms)
    if not told or case_is_one(turn, about):
        return False
    few = (one for one in ones if one.open and is_one(turn, one))
    return any(told & victims.persons(one.words, alarms) for one in few)


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


def among(turn: Turn, ones: Mapping[str, RaisedAlarm]) -> Sequence[str]:
    """Those of which only few may read, by their keys: what names none of several is theirs."""
    return [key for key, one in ones.items() if is_one(turn, one)]


def of_the_writer(turn: Turn) -> bool:
    """Whether words speak of their writer and of nobody else: a word that they share with an
    emergency of somebody else names none."""
    words = turn.said.text
    own = teller.of_themselves(words) or bool(_MINE.search(words.casefold()))
    return own and not victims.persons(words, turn.content.alarms) - {victims.SELF}
