"""Somebody has raised several emergencies: their words go to the one whose victim or danger they
name. Where they name none, it is asked which (asking.py).

Tested in tests/conversations/handlers/emergencies/test_several.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.handlers.emergencies import pieces, whose
from conversations.handlers.emergencies.raised import CALLED_OFF, SAME_WITHIN
from conversations.handlers.emergencies.who import marked, sealed
from conversations.handlers.messages.never_mind import never_mind
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import RaisedAlarm

ALONG = timedelta(minutes=5)
"""For so long words that name nothing go where the last words went."""


def open_ones(turn: Turn) -> Mapping[str, RaisedAlarm]:
    """The speaker's emergencies that take words and were raised a short while ago, oldest first."""
    found = {
        key: one
        for key, one in turn.around.emergencies.items()
        if one.kind and one.open and one.at is not None and turn.said.at - one.at < SAME_WITHIN
    }
    return dict(sorted(found.items(), key=lambda item: item[1].case))


def others(turn: Turn, key: str) -> Sequence[str]:
    """The keys of those beside this one."""
    return [one for one in open_ones(turn) if one != key]


def shared(turn: Turn, talk: Talk) -> bool:
    """Whether what names none may be about any of several, or only of one that is sealed."""
    beside = talk.alarm is not None and unclear(turn, talk.alarm[0])
    return beside or len(open_ones(turn)) > 1


def meant(turn: Turn, talk: Talk, key: str) -> Sequence[str]:
    """The emergencies that a message may be about, by their keys: the one that it names, the one of
    which was spoken a moment ago, or all that may be told it. ``key``: where it goes as long as
    there is one. While one of them is sealed, nothing goes to another that does not name it."""
    ones = open_ones(turn)
    few = sealed.among(turn, ones)
    if turn.around.replied is not None or not (few or key in ones):
        return (key,)
    alone = ones[key] if len(ones) == 1 and key in ones else None
    ones = sealed.open_to(turn, ones)
    if alone is not None:
        return () if not ones or _of_a_stranger(turn, alone) else (key,)
    found = named(turn, ones)
    if len(found) == 1:
        return found
    if key not in ones or whose.of_nobody(turn.said.text, ones, turn.content):
        return tuple(ones)
    return _unnamed(turn, talk, key, ones, found)


def _unnamed(
    turn: Turn, talk: Talk, key: str, ones: Mapping[str, RaisedAlarm], found: Sequence[str]
) -> Sequence[str]:
    """Where words go that name no single one; ``found``: those that they may name."""
    few, words = sealed.among(turn, ones), turn.said.text
    safe = not few or key in few
    helps = turn.person.roles and not _takes_back(turn, ones)
    if safe and (helps or not words):
        return (key,)
    spoken_of = [one for one in _spoken_of(turn, talk, ones) if one in (few or ones)]
    if spoken_of or not pieces.is_one(words, turn.content):
        return spoken_of or tuple(found or ones)
    return (key if safe else few[-1],)


def unclear(turn: Turn, key: str) -> bool:
    """Whether one is sealed beside this one, so that only what names this one may be told it."""
    few = sealed.among(turn, open_ones(turn))
    return bool(few) and key not in few and turn.around.replied is None


def named(turn: Turn, ones: Mapping[str, RaisedAlarm]) -> Sequence[str]:
    """Those about whoever the words call by name; else those with which they share a victim, a
    danger or a rare word."""
    content, words = turn.content, turn.said.text
    called = whose.fitting(words, ones, content)
    if len(called) == 1 or whose.of_nobody(words, ones, content):
        return called
    found = called
    for marks in marked.ALL:
        left = found or list(ones)
        told = marks(words, content)
        found = [key for key in left if told & marked.of(ones[key], marks, content)] or found
        if len(found) == 1:
            break
    few = () if called else sealed.among(turn, ones)
    return [key for key in found if key in few] if few and sealed.of_the_writer(turn) else found


def _of_a_stranger(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether a message names somebody of whom a sealed case does not tell."""
    known = {"": one}
    return sealed.is_one(turn, one) and whose.of_nobody(turn.said.text, known, turn.content)


def _spoken_of(turn: Turn, talk: Talk, ones: Mapping[str, RaisedAlarm]) -> Sequence[str]:
    """The one of which was spoken a moment ago, or whose question stands on the screen; none where
    words take back what may be another."""
    goes_to, since = talk.gathering or ("", "")
    draft = talk.draft
    if draft is not None and draft.asked and not _takes_back(turn, ones):
        goes_to, since = str(draft.about.get("key")), draft.asked
    key = goes_to.removeprefix("case:")
    if key not in ones or turn.said.at - datetime.fromisoformat(since) > ALONG:
        return ()
    return () if sealed.of_another(turn, ones[key]) else (key,)


def _takes_back(turn: Turn, ones: Mapping[str, RaisedAlarm]) -> bool:
    words, alarms = turn.said.text, turn.content.alarms
    over = any(alarm_words.ends(words, one.kind, alarms) for one in ones.values())
    return over or never_mind(words) or alarm_words.calls_off(words, alarms)


def turned(turn: Turn, talk: Talk) -> Talk:
    """The talk about the one emergency that the words name, whatever is asked on the screen."""
    talk = _parted(turn, talk)
    said, alarm = turn.said, talk.alarm
    if alarm is None or not said.text or said.text.startswith("/"):
        return talk
    if alarm[2] == CALLED_OFF:
        return _called(turn, talk, alarm[0])
    keys = meant(turn, replace(talk, drafts=()), alarm[0])
    if len(keys) != 1 or keys[0] == alarm[0]:
        return talk
    return about(turn, talk, keys[0])


def _parted(turn: Turn, talk: Talk) -> Talk:
    """The talk whose burst goes on no more where its rest may be about a sealed one."""
    key = (talk.gathering or ("",))[0].removeprefix("case:")
    ones = open_ones(turn)
    if key not in ones or not unclear(turn, key) or named(turn, ones) == [key]:
        return talk
    return replace(talk, gathering=None)


def _called(turn: Turn, talk: Talk, called_off: str) -> Talk:
    """The same where the last one was called off: only whose name is told is meant."""
    ones = open_ones(turn)
    keys = whose.fitting(turn.said.text, ones, turn.content)
    if len(keys) != 1 or keys[0] == called_off or turn.around.replied is not None:
        return talk
    return about(turn, talk, keys[0])


def by_name(turn: Turn) -> bool:
    """Whether a message calls whoever is in danger in one of several by name."""
    ones = open_ones(turn)
    return len(ones) > 1 and len(whose.fitting(turn.said.text, ones, turn.content)) == 1


def about(turn: Turn, talk: Talk, key: str) -> Talk:
    one = turn.around.emergencies[key]
    since = (one.at or turn.said.at).isoformat()
    return replace(talk, alarm=(key, since, one.kind))
