"""Whether a half-made report, or words that wait to be asked about, tell of the emergency that is
raised: what does becomes a part of it, what is about something or somebody else stays, and what is
about the same person does both (belonging.py).

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
from conversations.filling.where.told_place import elsewhere, is_address
from conversations.handlers.emergencies import belonging
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.handlers.emergencies.who.victims import OF_PLACES, Likeness
from conversations.handlers.messages import second_matter
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk

PENDING = timedelta(minutes=15)
"""A message older than this, of which nobody has said yet what it is, is no part of an emergency
that is told after it."""

SURE = 1.5
"""The score of a service from which on a story names it (messages/second_matter.py)."""


class Fate(Enum):
    """What becomes of a report when an emergency is raised: it becomes that, it stays, its words go
    along while it stays, or it was only just begun and is left."""

    ALONG = "along"
    APART = "apart"
    BOTH = "both"
    LEFT = "left"

    @property
    def tells(self) -> bool:
        """Whether its words go along."""
        return self in (Fate.ALONG, Fate.BOTH)

    @property
    def stays(self) -> bool:
        """Whether it is offered again after the emergency."""
        return self in (Fate.APART, Fate.BOTH)


def of_form(turn: Turn, draft: Draft, found: Alarm, cry: str) -> Fate:
    """What becomes of an open form. Who has chosen the lane that few may read stays in it, unless
    the cry is about somebody else."""
    told = draft.answers.get("story")
    story = Story.load(told) if told else Story()
    chosen = chosen_service(question.walk(turn, draft).kept)
    if belonging.beside_form(found, draft, cry, turn.content):
        begun = not story.empty or bool(chosen or draft.answers.get("sufferer"))
        return Fate.APART if begun else Fate.LEFT
    if found.kind not in OF_PLACES and _next_door(turn, draft, story, cry):
        return Fate.LEFT if story.empty and not chosen else Fate.APART
    sensitive = bool(chosen) and turn.content.catalogue.service(chosen).sensitive
    if story.empty or sensitive or chosen == found.service:
        return Fate.ALONG
    fate = of_story(turn, story, found)
    return _known(turn, _people(draft, story), fate, cry) if story.texts else fate


def _next_door(turn: Turn, draft: Draft, story: Story, cry: str) -> bool:
    """Whether a cry is about a neighbour, or another name, and the form is not, or not alone."""
    people, about = _people(draft, story), str(draft.answers.get("sufferer") or "")
    if belonging.of_another(people, cry, turn.content):
        return True
    if belonging.one_of_several(people, about, cry, turn.content):
        return True
    return draft.form == "report" and belonging.next_door(people, cry, turn.content)


def _people(draft: Draft, story: Story) -> str:
    """Where a form names whom it is about."""
    return " . ".join((*story.texts, str(draft.answers.get("sufferer") or "")))


def _known(turn: Turn, told: str, fate: Fate, cry: str) -> Fate:
    """The fate of words that may be told with a cry only where they are about the same person."""
    if fate is not Fate.BOTH or belonging.of_the_same(told, cry, turn.content):
        return fate
    return Fate.APART


def of_story(turn: Turn, story: Story, found: Alarm) -> Fate:
    """What becomes of a story."""
    cries = [one for text in story.texts if (one := _cry(turn, text)) is not None]
    if any(one.kind in COMFORTED and one.kind is not found.kind for one in cries):
        return Fate.APART
    named = classifier.suggest(story.text, turn.content.words)
    if _for_few(turn, found, named):
        return Fate.APART
    if any(one.kind is found.kind for one in cries) or _is(found, named):
        return Fate.ALONG
    return Fate.APART if not cries and _names_another(turn, found, named) else Fate.BOTH


def _cry(turn: Turn, text: str) -> Alarm | None:
    return alarm_words.hear(text, turn.content.alarms)


def _for_few(turn: Turn, found: Alarm, named: Sequence[classifier.Suggestion]) -> bool:
    """Whether words name what only few may read, and the danger is another."""
    service = turn.content.catalogue.service
    if service(found.service).sensitive:
        return False
    return any(service(one.service).sensitive for one in named)


def _is(found: Alarm, named: Sequence[classifier.Suggestion]) -> bool:
    return bool(named) and named[0].service == found.service


def _names_another(turn: Turn, found: Alarm, named: Sequence[classifier.Suggestion]) -> bool:
    """Whether a story names for sure what nobody is alarmed about."""
    dangers = {call.service for call in turn.content.alarms.calls}
    if any(found.fits(one.service) or one.service in dangers for one in named):
        return False
    return bool(named) and named[0].score >= SURE


def parted(turn: Turn, talk: Talk, found: Alarm, cry: str) -> tuple[Story, Story]:
    """Of words that wait to be asked about: those that go along with a cry, and those that go on
    waiting. What was told long before is another matter, and what stands in a report already."""
    loose = talk.loose
    long_ago = bool(turn.said.text) and not loose.told_within(PENDING, turn.said.at)
    if long_ago or second_matter.waits(talk):
        return Story(), loose
    fates = _fates(turn, loose, found, cry)
    left = [text for text, fate in fates if fate.stays]
    told = _only(loose, [text for text, fate in fates if fate.tells])
    return told, _only(loose, left) if left else Story()


def apart(turn: Turn, talk: Talk, found: Alarm) -> Talk:
    """The talk before it is asked whether an emergency is happening now: what waits and is surely
    about something else waits behind, under its own number."""
    loose = talk.loose
    if second_matter.waits(talk):
        return unsorted.put_behind(talk)
    if any(
        _another_victim(turn, one, found, turn.said.text) for one in loose.texts if _cry(turn, one)
    ):
        return unsorted.put_behind(talk)
    fates = _fates(turn, loose, found, turn.said.text)
    other = [text for text, fate in fates if fate is Fate.APART and _cry(turn, text) is None]
    if not other:
        return talk
    rest = _only(loose, [text for text in loose.texts if text not in other])
    behind = unsorted.put_behind(replace(talk, loose=_only(loose, other)))
    return replace(behind, loose=rest)


def _only(loose: Story, texts: Sequence[str]) -> Story:
    """The story with these of its texts; what was shown goes with any of them."""
    return replace(loose, texts=tuple(texts)) if texts or not loose.texts else Story()


def _fates(turn: Turn, loose: Story, found: Alarm, cry: str) -> Sequence[tuple[str, Fate]]:
    """Each text that waits with what becomes of it; an address behind words about somebody else is
    theirs, and none is where a cry is that names another place."""
    fates, named, away = [], "", elsewhere(cry, turn.content)
    for text in loose.texts:
        fate, address = _of_text(turn, text, found, cry), is_address(text, turn.content)
        if address and (away or belonging.at_another_house(named, cry, turn.content)):
            fate = Fate.APART
        named = text if belonging.names_somebody(text, turn.content) and not address else named
        fates.append((text, fate))
    return fates


def _of_text(turn: Turn, text: str, found: Alarm, cry: str) -> Fate:
    """What becomes of words that wait: those about somebody else stay. Whose house is near an
    address is not meant."""
    fate = _of_piece(turn, text, found)
    if fate is Fate.APART or is_address(text, turn.content):
        return fate
    if found.kind not in OF_PLACES and belonging.of_another(text, cry, turn.content):
        return Fate.APART
    if _cry(turn, text) is not None and _another_victim(turn, text, found, cry):
        return Fate.APART
    return _known(turn, text, fate, cry)


def _another_victim(turn: Turn, text: str, found: Alarm, cry: str) -> bool:
    """Whether two cries are surely about two people."""
    return victims.compare(cry, text, found.kind, turn.content.alarms) is Likeness.OTHER


def _of_piece(turn: Turn, text: str, found: Alarm) -> Fate:
    """The same by what the words tell of: a card or an aid is no part of a danger, whatever fits;
    and only a piece that says nothing by itself waits no longer."""
    fate = of_story(turn, Story((text,)), found)
    if fate is Fate.APART or _cry(turn, text) is not None:
        return fate
    if is_address(text, turn.content):
        return Fate.ALONG
    if alarm_words.is_ordinary(text, turn.content.alarms):
        named = classifier.suggest(text, turn.content.words)
        return Fate.BOTH if any(found.fits(one.service) for one in named) else Fate.APART
    says_something = fate is Fate.BOTH and tells(text, turn.content.words)
    return Fate.BOTH if says_something else Fate.ALONG
