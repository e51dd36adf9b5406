"""Whether a half-made report, or words that wait to be asked about, tell of the emergency that is
raised: what does becomes a part of it, what is about something else stays, and in doubt both.

What somebody told of violence or despair never goes to who comes for another danger."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.filling import question
from conversations.filling.options import chosen_service
from conversations.handlers.emergencies.teller import COMFORTED
from conversations.protocol.dialogue import Draft, Story

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


def parted(turn: Turn, loose: Story, found: Alarm) -> tuple[Story, Story]:
    """Of words that wait to be asked about: those that go along, and those that go on waiting. What
    names another matter does both, as it was told in one breath with the cry."""
    fates = [(text, _of_text(turn, text, found)) for text in loose.texts]
    told = replace(loose, texts=tuple(text for text, fate in fates if fate.tells))
    left = tuple(text for text, fate in fates if fate.stays)
    waiting = Story(left, last_at=loose.last_at) if left else Story()
    return told, waiting


def _of_text(turn: Turn, text: str, found: Alarm) -> Fate:
    fate = of_story(turn, Story((text,)), found)
    if fate is not Fate.APART:
        return Fate.ALONG
    cry = _cry(turn, text)
    return Fate.APART if cry is not None else Fate.BOTH
