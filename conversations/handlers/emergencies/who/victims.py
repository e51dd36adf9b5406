"""Who is in danger, by the words that tell it; and whether a new cry is about the same person as
the one before it. Where that can't be told it is asked, after the numbers and the bell.

Tested in tests/conversations/handlers/emergencies/test_second_cry.py."""

import re
from enum import StrEnum

from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.handlers.emergencies.who import teller

SELF, NEIGHBOUR, MANY = "self", "tetangga", "many"

_BESIDE = re.compile(
    r"\b(tetangga|tonggo|tatangga|neighbou?rs?)\b"
    r"|\b(orang|anak|warga|bapak|ibu|rumah) (sebelah|sabeulah)\b"
    r"|\b(sebelah|sabeulah) (juga|jg|rumah)\b"
)
_PLACE_ONLY = re.compile(r"\b(di|ke|dari) (rumah |rmh )?(tetangga|tonggo|sebelah)\b")
"""The neighbour's house, where somebody else is."""

_CALLED = re.compile(r"\b(tolong|halo|pak|bu|iya|ya) (bapak|ibu)\b|\b(bapak|ibu) tolong\b")
"""Whoever is asked for help, and not who needs it."""

_CALLED_LAST = re.compile(r"\b(bapak|ibu)\s*$")

_ALSO = re.compile(
    r"\b(juga|jg|jga|ugi|oge|satu lagi|1 lagi|lagi satu|orang lain|yg lain|another)\b"
)

_MANY = re.compile(r" ([2-9]|[1-9]\d+) (orang|people) ")

OF_PLACES = frozenset({AlarmKind.DISASTER})
"""Dangers that spread: who else is in them says little."""


class Likeness(StrEnum):
    """Whether two cries are about one person: yes, perhaps, no."""

    SAME = "same"
    DOUBT = "doubt"
    OTHER = "other"


def persons(words: str, alarms: AlarmWords) -> frozenset[str]:
    """Who is named; the speaker only where they name nobody else."""
    plainly = _CALLED_LAST.sub(" ", _CALLED.sub(" ", alarm_words.in_plain(words, alarms)))
    found = {word for word in plainly.split() if word in alarms.persons}
    if _next_door(words, plainly):
        found.add(NEIGHBOUR)
    if _MANY.search(plainly):
        found.add(MANY)
    own = {SELF} if teller.of_themselves(words) else set()
    return frozenset(found or own)


def _next_door(words: str, plainly: str) -> bool:
    told = _PLACE_ONLY.sub(" ", plainly)
    return bool(_BESIDE.search(told)) and not teller.fled(words)


def compare(words: str, before: str, kind: str, alarms: AlarmWords) -> Likeness:
    """Whether a cry of this kind is about the person of the words before it."""
    now, then = persons(words, alarms), persons(before, alarms)
    beside = NEIGHBOUR in now - then
    too = also(words)
    if kind in OF_PLACES:
        return _of_places(words, before, alarms, also=too or beside)
    if kind == AlarmKind.VIOLENCE:
        if beside:
            return Likeness.OTHER
        return Likeness.DOUBT if too and now - then else Likeness.SAME
    if not before:
        return Likeness.DOUBT if too or beside else Likeness.SAME
    if beside or (then and _another_event(words, before, alarms)):
        return Likeness.OTHER if then else Likeness.DOUBT
    return _of_persons(now, then, alarms, also=too)


def also(words: str) -> bool:
    """Whether words say that it is so of another, too."""
    return bool(_ALSO.search(words.casefold()))


def _of_places(words: str, before: str, alarms: AlarmWords, *, also: bool) -> Likeness:
    """A flood is no fire."""
    now, then = spreads(words, alarms), spreads(before, alarms)
    if now and then and now.isdisjoint(then):
        return Likeness.OTHER
    return Likeness.DOUBT if also else Likeness.SAME


def spreads(words: str, alarms: AlarmWords) -> set[str]:
    """Which dangers of places are told, each by the first word that means the same."""
    told = alarm_words.in_plain(words, alarms).split()
    return {alarms.spreads[word] for word in told if word in alarms.spreads}


def _of_persons(
    now: frozenset[str], then: frozenset[str], alarms: AlarmWords, *, also: bool
) -> Likeness:
    if not now:
        return Likeness.SAME
    if now & then:
        return Likeness.DOUBT if also else Likeness.SAME
    if not then or now == {SELF} or _groups(now, alarms) & _groups(then, alarms):
        return Likeness.DOUBT
    return Likeness.OTHER


def _groups(found: frozenset[str], alarms: AlarmWords) -> set[str]:
    return {alarms.persons.get(one, one) for one in found}


def _another_event(words: str, before: str, alarms: AlarmWords) -> bool:
    now, then = causes(words, alarms), causes(before, alarms)
    return bool(now and then) and not now & then


def causes(words: str, alarms: AlarmWords) -> set[str]:
    """What has happened to somebody, each by the first word that means the same."""
    told = alarm_words.in_plain(words, alarms).split()
    return {alarms.causes[word] for word in told if word in alarms.causes}
