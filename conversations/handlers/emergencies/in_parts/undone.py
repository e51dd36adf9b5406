"""An emergency was called off by a slip of the hand ("eh kepencet"), or its teller cries for the
same person again: it is raised again, under its number, and they are told so.

Tested in tests/conversations/handlers/emergencies/in_parts/test_undone.py."""

from dataclasses import replace
from datetime import datetime

from casework.actions.correcting.raising_again import RaiseAgain
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers.emergencies import emergency, whose
from conversations.handlers.emergencies.raised import SAME_WITHIN
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, RaisedAlarm

FEW = 8
"""Words of who takes a slip back, at most."""


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words after a call-off; None for any others."""
    key, since, _ = talk.alarm or ("", "", "")
    one, said = turn.around.emergencies.get(key), turn.said
    if one is None or not one.open or said.files or said.text.startswith("/"):
        return None
    lately = said.at - datetime.fromisoformat(since) < SAME_WITHIN
    if not lately or turn.around.replied not in (None, one.case):
        return None
    return _raised_again(turn, talk, one) if _undoes(turn, one) else None


def _undoes(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether words say that it was called off by mistake, or cry for the same person."""
    words, alarms = turn.said.text, turn.content.alarms
    if len(words.split()) <= FEW and _slip(words, alarms):
        return True
    cry, before = alarm_words.hear(words, alarms), alarm_words.hear(one.words, alarms)
    if cry is None or before is None or not cry.certain or cry.kind is not before.kind:
        return False
    same = victims.persons(words, alarms) & victims.persons(one.words, alarms)
    alike = victims.compare(words, one.words, cry.kind, alarms) is Likeness.SAME
    return bool(same) and alike and not whose.another(words, one.words, turn.content)


def _slip(words: str, alarms: AlarmWords) -> bool:
    """Whether the call-off was the slip, and not something that was sent beside it."""
    told = alarm_words.in_plain(words, alarms)
    beside = any(one in told for one in alarms.sent)
    return not beside and any(one in told for one in alarms.undo)


def _raised_again(turn: Turn, talk: Talk, one: RaisedAlarm) -> Answered:
    """The numbers, the case rings, and its questions go on where they were left."""
    key = talk.alarm[0] if talk.alarm else ""
    before = alarm_words.hear(one.words, turn.content.alarms)
    found = before or Alarm(AlarmKind.MEDICAL, one.service, certain=True)
    again = Do(RaiseAgain(turn.person.id, turn.said.text), case=key)
    first = emergency.numbers(turn, talk, found, key)
    after = replace(talk, alarm=(key, turn.said.at.isoformat(), str(found.kind)), gathering=None)
    form = talk.cancelled if talk.cancelled and talk.cancelled.about.get("key") == key else None
    if form is None:
        below = question.ask(turn, after.draft) if after.draft else ()
        return after, (first, again, *below)
    after = replace(after, cancelled=None).opening(form)
    return after, (first, again, *question.ask(turn, form))
