"""Whether words tell of a sensitive matter, violence or despair, whatever else they are about: a
case in which they stand is seen by few from then on (casework/actions/correcting/sealing.py).

Now, lately or long ago is the same here; what is denied or only spoken of ("sosialisasi
kekerasan") is not told."""

import re
from collections.abc import Iterable
from functools import lru_cache

from casework.actions.correspondence import Added, Noted
from casework.actions.duplicates.co_reporting import Joined, ToldMore
from casework.actions.duplicates.merging import Absorbed
from casework.actions.ending.completion import Completed
from casework.actions.ending.confirmation import Confirmed, Heard
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Reopened, Withdrawn
from casework.actions.objection import Objected
from casework.actions.question import Answered
from casework.case.commands import File
from casework.case.events import Event
from casework.policy import classifier
from casework.policy.classifier import Words
from casework.policy.triage import AlarmKind
from casework.search import keywords
from casework.wording.plain import plain
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.content import Content

KINDS = frozenset({AlarmKind.VIOLENCE, AlarmKind.CRISIS})
"""Alarms of what only few may read."""

SURE = 1.5
"""The score of a service from which on a sentence names it
(conversations/handlers/messages/second_matter.py)."""

READ = (Completed, Added, Answered, ToldMore, Confirmed, Heard, Withdrawn, Reopened, Objected)
"""What tellers say. What officers write to them is no news; their notes are."""

_ENDS = re.compile(r"[.;!?\n]+")


def told_in(content: Content, report: File) -> bool:
    """Whether a report tells of a sensitive matter, whatever it is about."""
    return _sensitive(content, keywords.of_story(report.intake.story))


def told_by(content: Content, events: Iterable[Event]) -> bool:
    """Whether one of some events tells of it."""
    return any(_sensitive(content, _words(event)) for event in events)


def _sensitive(content: Content, words: str) -> bool:
    return bool(words.strip()) and tells(words, content.words, content.alarms)


def _words(event: Event) -> str:
    match event:
        case Joined():
            return keywords.of_story(event.story)
        case Rated():
            return event.words
        case Absorbed():
            return "\n".join(event.texts)
        case Noted():
            return event.text
        case _:
            return keywords.told(event) if isinstance(event, READ) else ""


@lru_cache(maxsize=16)  # asked of one event by several
def tells(text: str, words: Words, alarms: AlarmWords) -> bool:
    """Whether a text tells of violence or despair."""
    told = [_undenied(one, words) for one in _ENDS.split(text)]
    heard = alarm_words.hear_all(" . ".join(told), alarms) if any(told) else ()
    if any(one.kind in KINDS and not one.faint for one in heard):
        return True
    violent = {one.service for one in alarms.calls if one.kind is AlarmKind.VIOLENCE}
    named = (one for sentence in told for one in classifier.suggest(sentence, words))
    return any(one.service in violent and one.score >= SURE for one in named)


def _undenied(sentence: str, words: Words) -> str:
    """A sentence in plain words without what it denies; "" where it only speaks of something."""
    story = " ".join(plain(sentence, words.vocabulary).split())
    if not set(words.spoken_of).isdisjoint(story.split()):
        return ""
    denials = "|".join(map(re.escape, words.denials))
    return re.sub(rf"\b(?:{denials}) \w+", " / ", story) if denials else story
