"""An emergency was called off by a slip of the hand ("eh kepencet"), or its teller cries
again, and not for somebody else: it is raised again, under its number, and all who were called read
the new words and the place that is known.

Tested in tests/conversations/handlers/emergencies/in_parts/test_undone.py."""

from dataclasses import replace
from datetime import datetime

from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correspondence import Add
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers.emergencies import belonging, emergency, whose
from conversations.handlers.emergencies.raised import CALLED_OFF, SAME_WITHIN
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.victims import Likeness
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


def cried(turn: Turn, talk: Talk, found: Alarm, cry: str) -> Answered | None:
    """What follows from a sure cry, just written or confirmed by a tap, that may be about the
    person of whom the emergency was; None where it is surely about another, or says "too"."""
    one, alarms = _called_off(turn, talk), turn.content.alarms
    before = alarm_words.hear(one.words, alarms) if one else None
    if one is None or before is None or before.kind is not found.kind:
        return None
    alike = victims.compare(cry, one.words, found.kind, alarms)
    other = alike is Likeness.OTHER or whose.another(cry, one.words, turn.content)
    other = other or belonging.next_door(one.words, cry, turn.content)
    return None if other or victims.also(cry) else _raised_again(turn, talk, one, cry)


def _called_off(turn: Turn, talk: Talk) -> RaisedAlarm | None:
    """The emergency that was called off a short while ago and may be meant."""
    key, since, kind = talk.alarm or ("", "", "")
    one = turn.around.emergencies.get(key)
    if kind != CALLED_OFF or one is None or not one.open:
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
    key, said = talk.alarm[0] if talk.alarm else "", turn.said
    before = alarm_words.hear(one.words, turn.content.alarms)
    found = before or Alarm(AlarmKind.MEDICAL, one.service, certain=True)
    effects: tuple[Effect, ...] = (Do(RaiseAgain(turn.person.id, words), case=key),)
    if said.files or said.location:
        shown = Story().plus(replace(said, text=""))
        effects += (Do(Add(turn.person.id, shown.dump(), more=True), case=key),)
    effects = (emergency.numbers(turn, talk, found, key), *effects)
    after = replace(talk, alarm=(key, said.at.isoformat(), str(found.kind)), gathering=None)
    form = talk.cancelled if talk.cancelled and talk.cancelled.about.get("key") == key else None
    if form is not None:
        about = {k: v for k, v in form.about.items() if (k, v) != (question.WORDING, CALLED_OFF)}
        after = replace(after, cancelled=None).opening(replace(form, about=about))
    return after, (*effects, *(question.ask(turn, after.draft) if after.draft else ()))
