"""Words of the means of a suicide while such an emergency is open: that a rope is in their hand, or
that they have taken it, is a cry as the first was. At any other time these words say nothing.

Tested in tests/conversations/handlers/emergencies/test_open_emergency.py."""

from dataclasses import replace
from itertools import pairwise

from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.filling.where.told_place import names_place
from conversations.handlers.emergencies import raised
from conversations.handlers.emergencies.who import victims
from conversations.protocol.dialogue import Talk

_PLACED = frozenset({"di", "in", "my", "the"})
"""Little words between a "not" and what it denies."""


def heard(turn: Turn, talk: Talk) -> Alarm | None:
    """The emergency in a message; words of means go on with the despair that was told before."""
    words, alarms = turn.said.text, turn.content.alarms
    found = alarm_words.hear(words, alarms)
    if not told(words, alarms) or _another(found, words, alarms):
        return found
    again = Alarm(AlarmKind.CRISIS, "mental_crisis", certain=True)
    open_one = raised.turned_to(turn, talk, again)
    if not raised.still_same(turn, open_one, again):
        return found
    before = raised.words_of(turn, open_one)
    first, persons = alarm_words.hear(before, alarms), victims.persons(before, alarms)
    of_another = bool(first and first.of_another) or bool(persons - {victims.SELF})
    themselves = victims.SELF in victims.persons(words, alarms)
    return replace(again, of_another=of_another and not themselves)


def told(words: str, alarms: AlarmWords) -> bool:
    """Whether a part of a message says that a means is at hand, or was taken."""
    return any(_told_in(part, alarms) for part in alarm_words.in_plain(words, alarms).split(" . "))


def only_place(turn: Turn) -> bool:
    """Whether a message says where somebody is, and not that a means is at hand."""
    words, content = turn.said.text, turn.content
    return names_place(words, content) and not told(words, content.alarms)


def _told_in(part: str, alarms: AlarmWords) -> bool:
    rows, spoken = alarms.means, [word for word in part.split() if word not in _PLACED]
    things, ready = (rows.get(name, frozenset()) for name in ("things", "ready"))
    if any(f" {one} " in f" {part.strip()} " for one in rows.get("taken", ())):
        return not things.isdisjoint(spoken) or rows.get("harmless", frozenset()).isdisjoint(spoken)
    if not rows.get("away", frozenset()).isdisjoint(spoken):
        return False
    denied, named = rows.get("denied", frozenset()), things | ready
    if any(one in denied and after in named for one, after in pairwise(spoken)):
        return False
    return not things.isdisjoint(spoken) and not ready.isdisjoint(spoken)


def _another(found: Alarm | None, words: str, alarms: AlarmWords) -> bool:
    """Whether the words are surely a cry of another danger: it is more than the knife in it."""
    if found is None or not found.certain or found.kind is AlarmKind.CRISIS:
        return False
    others = victims.persons(words, alarms) - {victims.SELF}
    return found.kind is not AlarmKind.MEDICAL or bool(others)
