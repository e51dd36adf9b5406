"""An emergency was called off by a slip of the hand ("eh kepencet"), or its teller cries
again, and not for somebody else: it is raised again, under its number, and all who were called read
the new words and the place that is known.

Tested in tests/conversations/handlers/emergencies/in_parts/test_undone.py."""

from dataclasses import replace
from datetime import datetime

from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correspondence import Add
from casework.actions.ending.resolution import Reopen
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers.emergencies import belonging, emergency, second_cry, whose
from conversations.handlers.emergencies.raised import CALLED_OFF, SAME_WITHIN
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, Effect, RaisedAlarm

FEW = 8
"""Words of who takes a slip back, at most."""


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows when somebody says that the call-off was the slip; None for any other words."""
    one, words = _called_off(turn, talk), turn.said.text
    if one is None or turn.said.files or words.startswith("/") or len(words.split()) > FEW:
        return None
    return _raised_again(turn, talk, one, words) if _slip(words, turn.content.alarms) else None


def cried(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    """What follows from a sure cry, just written or confirmed by a tap: it raises again what was
    called off, or else is heard as any."""
    cry = turn.said.text or emergency.last_cry(turn, talk)
    one = _called_off(turn, talk)
    if one is None or not _of_the_same(turn, one, found, cry):
        return second_cry.cried(turn, talk, found)
    after, effects = _raised_again(turn, talk, one, cry)
    return after if turn.said.text else unsorted.let_go(after), effects


def _of_the_same(turn: Turn, one: RaisedAlarm, found: Alarm, cry: str) -> bool:
    """Whether a cry may be about the person of that emergency: it is not surely about another, and
    does not say "too"."""
    content = turn.content
    before = alarm_words.hear(one.words, content.alarms)
    if before is None or before.kind is not found.kind or victims.also(cry):
        return False
    if whose.another(cry, one.words, content) or belonging.next_door(one.words, cry, content):
        return False
    alike = victims.compare(cry, one.words, found.kind, content.alarms)
    return alike is not Likeness.OTHER


def _called_off(turn: Turn, talk: Talk) -> RaisedAlarm | None:
    """The emergency that was called off a short while ago and may be meant, also where it is no
    report any more."""
    key, since, kind = talk.alarm or ("", "", "")
    one = turn.around.emergencies.get(key)
    if kind != CALLED_OFF or one is None or not (one.open or one.plain):
        return None
    lately = turn.said.at - datetime.fromisoformat(since) < SAME_WITHIN
    return one if lately and turn.around.replied in (None, one.case) else None


def _slip(words: str, alarms: AlarmWords) -> bool:
    """Whether the call-off was the slip, and not something that was sent beside it."""
    told = alarm_words.in_plain(words, alarms)
    beside = any(one in told for one in alarms.sent)
    return not beside and any(one in told for one in alarms.undo)


def _raised_again(turn: Turn, talk: Talk, one: RaisedAlarm, words: str) -> Answered:
    """The numbers, the case rings with these words, and its questions go on where they were
    left."""
    key = talk.alarm[0] if talk.alarm else ""
    before = alarm_words.hear(one.words, turn.content.alarms)
    found = before or Alarm(AlarmKind.MEDICAL, one.service, certain=True)
    again = RaiseAgain if one.open else Reopen
    rings = (
        emergency.numbers(turn, talk, found, key),
        Do(again(turn.person.id, words), case=key),
        *_shown(turn, key),
    )
    raised = (key, turn.said.at.isoformat(), str(found.kind))
    after = asking_on(replace(talk, alarm=raised, gathering=None), key)
    below = question.ask(turn, after.draft) if after.draft else ()
    return after, (*rings, *below)


def _shown(turn: Turn, key: str) -> tuple[Effect, ...]:
    """What came with the words."""
    said = turn.said
    if not (said.files or said.location):
        return ()
    shown = Story().plus(replace(said, text=""))
    return (Do(Add(turn.person.id, shown.dump(), more=True), case=key),)


def asking_on(talk: Talk, key: str) -> Talk:
    """The talk with the form that went with the call-off, in the words of an emergency again."""
    form = talk.cancelled
    if form is None or form.about.get("key") != key:
        return talk
    calm = (question.WORDING, CALLED_OFF)
    about = {name: value for name, value in form.about.items() if (name, value) != calm}
    return replace(talk, cancelled=None).opening(replace(form, about=about))
