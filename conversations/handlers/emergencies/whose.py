"""Whose emergency words are about, by the names that people give each other ("bu Neneng", "wa
Raji"): the same name stands in the words with which it was raised.

Tested in tests/conversations/handlers/emergencies/test_whose.py."""

import re
from collections.abc import Mapping, Sequence

from casework.search.told_names import called
from casework.wording.names import folded
from conversations.content.content import Content
from conversations.handlers.emergencies import pieces
from conversations.protocol.effects import RaisedAlarm

_WORD = re.compile(r"[^\W\d_]+")


def fitting(words: str, ones: Mapping[str, RaisedAlarm], content: Content) -> Sequence[str]:
    """Those in whose words a name of this message stands, by their keys; those who are named there
    themselves before those beside whose house it happens."""
    known, told = names(words, content), _words(words)
    own = [key for key, one in ones.items() if known & _persons(one.words, content)]
    return own or [
        key
        for key, one in ones.items()
        if known & _words(one.words) or told & names(one.words, content)
    ]


def of_nobody(words: str, ones: Mapping[str, RaisedAlarm], content: Content) -> bool:
    """Whether a message names somebody of whom none of these tell; whose house is near an address
    is not meant."""
    if pieces.is_one(words, content) or not _persons(words, content):
        return False
    return not fitting(words, ones, content)


def another(words: str, before: str, content: Content) -> bool:
    """Whether a cry names somebody else than the one before it did."""
    now, then = _persons(words, content), _persons(before, content)
    return bool(now and then) and not now & _words(before) and not then & _words(words)


def _persons(words: str, content: Content) -> frozenset[str]:
    """The names of people, without those that only say where it is ("in bi Eti's shop")."""
    rows = content.alarms.places
    near = frozenset().union(*(rows.get(name, ()) for name in ("beside", "spots", "within")))
    return called(words, _meaning(content), behind=near)


def names(words: str, content: Content) -> frozenset[str]:
    """The names in some words, also of those beside whose house it happens."""
    return called(words, _meaning(content))


def _meaning(content: Content) -> frozenset[str]:
    """Words that mean something by themselves, and are nobody's name."""
    known, alarms = content.words, content.alarms
    everyday = alarms.spoken.get("everyday", frozenset())
    return everyday.union(known.known.words, known.vocabulary.words, alarms.known.words)


def _words(words: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(words)))
