"""What words have in common with those with which an emergency was raised: the victim, what has
happened to them, where it spreads, the kind of danger, or else a word that is not of everyday.

Tested in tests/conversations/handlers/emergencies/who/test_marked.py."""

import re
from collections.abc import Callable

from casework.wording.names import folded
from conversations.content import alarm_words
from conversations.content.content import Content
from conversations.handlers.emergencies.who import victims
from conversations.protocol.effects import RaisedAlarm

Marks = Callable[[str, Content], set[str]]
"""Reads the marks of one sort out of some words."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(?<=...)(nya|ne|na|e)$")


def _persons(words: str, content: Content) -> set[str]:
    return set(victims.persons(words, content.alarms) - {victims.SELF})


def _causes(words: str, content: Content) -> set[str]:
    return victims.causes(words, content.alarms)


def _spreads(words: str, content: Content) -> set[str]:
    return victims.spreads(words, content.alarms)


def kinds(words: str, content: Content) -> set[str]:
    """The kinds of danger to which some of the words belong."""
    plainly = alarm_words.in_plain(words, content.alarms)
    dangers = content.alarms.dangers.items()
    return {str(kind) for kind, known in dangers if any(one in plainly for one in known)}


def _rare(words: str, content: Content) -> set[str]:
    everyday = content.alarms.spoken.get("everyday", frozenset())
    told = set(_WORD.findall(folded(words)))
    return {_ENDING.sub("", word) for word in told - everyday} - everyday


ALL: tuple[Marks, ...] = (_persons, _causes, _spreads, kinds, _rare)
"""From the surest sort on."""


def of(one: RaisedAlarm, marks: Marks, content: Content) -> set[str]:
    """The marks of an emergency; its kind is known."""
    return {one.kind} if marks is kinds else marks(one.words, content)
