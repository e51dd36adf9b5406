"""Whether a half-made report, or words that wait to be asked about, tell of the emergency that is
raised: what does becomes a part of it, what is about something else stays, and in doubt both.

What somebody told of violence or despair never goes to who comes for another danger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import Enum

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.filling import question
from conversations.filling.options import chosen_service
from conversations.filling.telling import tells
from conversations.handlers.emergencies.teller import COMFORTED
from conversations.handlers.messages import second_matter
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk

PENDING = timedelta(minutes=15)
"""A message older than this, of which nobody has said yet what it is, is no part of an emergency
that is told after it."""

SURE = 1.5
"""The score of a service from which on a story names it (messages/second_matter.py)."""


class Fate(Enum):
    """What becomes of a report when an emergency is raised: it becomes that, it stays, or its words
    go along while it stays."""

    ALONG = "along"
    APART = "apart"
    BOTH = "both"

    @property
    def tells(self) -> bool:
        """Whether its words go along."""
        return self is not Fate.APART

    @property
    def stays(self) -> bool:
        """Whether it is offered again after the emergency."""
        return self is not Fate.ALONG


def of_form(turn: Turn, draft: Draft, found: Alarm) -> Fate:
    """What becomes of an open form. Who has chosen the lane that few may read stays in it."""
    told = draft.answers.get("story")
    story = Story.load(told) if told else Story()
    chosen = chosen_service(question.walk(turn, draft).kept)
    sensitive = bool(chosen) and turn.content.catalogue.service(chosen).sensitive
    if story.empty or sensitive or chosen == found.service:
        return Fate.ALONG
    return of_story(turn, story, found)


def of_story(turn: Turn, story: Story, found: Alarm) -> Fate:
    """What becomes of a story."""
    cries = [one for text in story.texts if (one := _cry(turn, text)) is not None]
    if any(one.kind in COMFORTED and one.kind is not found.kind for one in cries):
        return Fate.APART
    named = classifier.suggest(story.text, turn.content.words)
    if any(one.kind is found.kind for one in cries) or _is(found, named):
        return Fate.ALONG
    return Fate.APART if not cries and _names_another(turn, found, named) else Fate.BOTH


def _cry(turn: Turn, text: str) -> Alarm | None:
    return alarm_words.hear(text, turn.content.alarms)


def _is(found: Alarm, named: Sequence[classifier.Suggestion]) -> bool:
    return bool(named) and named[0].service == found.service


def _names_another(turn: Turn, found: Alarm, named: Sequence[classifier.Suggestion]) -> bool:
    """Whether a story names for sure what nobody is alarmed about."""
    dangers = {call.service for call in turn.content.alarms.calls}
    if any(found.fits(one.service) or one.service in dangers for one in named):
        return False
    return bool(named) and named[0].score >= SURE


def parted(turn: Turn, talk: Talk, found: Alarm) -> tuple[Story, Story]:
    """Of words that wait to be asked about: those that go along, and those that go on waiting. What
    was told long before is another matter, and what stands in a report already."""
    loose = talk.loose
    long_ago = bool(turn.said.text) and not loose.told_within(PENDING, turn.said.at)
    if long_ago or second_matter.waits(talk):
        return Story(), loose
    fates = [(text, _of_text(turn, text, found)) for text in loose.texts]
    left = [text for text, fate in fates if fate.stays]
    told = _only(loose, [text for text, fate in fates if fate.tells])
    return told, _only(loose, left) if left else Story()


def apart(turn: Turn, talk: Talk, found: Alarm) -> Talk:
    """The talk before it is asked whether an emergency is happening now: what waits and is surely
    about something else waits behind, under its own number."""
    loose = talk.loose
    if second_matter.waits(talk):
        return unsorted.put_behind(talk)
    other = [text for text in loose.texts if _surely_another(turn, text, found)]
    if not other:
        return talk
    rest = _only(loose, [text for text in loose.texts if text not in other])
    behind = unsorted.put_behind(replace(talk, loose=_only(loose, other)))
    return replace(behind, loose=rest)


def _only(loose: Story, texts: Sequence[str]) -> Story:
    """The story with these of its texts; what was shown goes with any of them."""
    return replace(loose, texts=tuple(texts)) if texts or not loose.texts else Story()


def _surely_another(turn: Turn, text: str, found: Alarm) -> bool:
    return _cry(turn, text) is None and _of_text(turn, text, found) is Fate.APART


def _of_text(turn: Turn, text: str, found: Alarm) -> Fate:
    """What becomes of words that wait: a card or an aid is no part of a danger, whatever fits; and
    only a piece that says nothing by itself waits no longer."""
    fate, cry = of_story(turn, Story((text,)), found), _cry(turn, text)
    if cry is not None or fate is Fate.APART:
        return fate
    if alarm_words.is_ordinary(text, turn.content.alarms):
        named = classifier.suggest(text, turn.content.words)
        return Fate.BOTH if any(found.fits(one.service) for one in named) else Fate.APART
    says_something = fate is Fate.BOTH and tells(text, turn.content.words)
    return Fate.BOTH if says_something else Fate.ALONG
