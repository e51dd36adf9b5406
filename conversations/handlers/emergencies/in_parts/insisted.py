"""It is asked whether a danger is happening now, and the answer is a cry once more, or that nobody
picks up, that it is no joke, to hurry: that is the yes. All of its words go along.

Tested in tests/conversations/handlers/emergencies/in_parts/test_insisted.py."""

from dataclasses import replace

from casework.actions.correspondence import Add
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.handlers.emergencies import doubt, emergency, raised
from conversations.handlers.emergencies.in_parts import undone
from conversations.handlers.emergencies.who import victims
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, Effect
from conversations.protocol.unsorted import DOUBT


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None where no danger is asked about, for words about another
    person or danger, and for any other words."""
    said, alarms = turn.said, turn.content.alarms
    asks = talk.about_loose == DOUBT and talk.loose.told_within(doubt.LASTS, said.at)
    elsewhere = said.forwarded or turn.around.replied is not None or turn.person.roles
    if not asks or elsewhere or talk.draft is not None or said.text.startswith("/"):
        return None
    waits = emergency.said_before(turn, talk)
    if waits is None or not _is_yes(said.text, waits, alarms):
        return None
    if _of_another(turn, talk, waits):
        return None
    cries = alarm_words.hear(said.text, alarms) is not None
    story = talk.loose.plus(said) if cries else talk.loose
    tapped = replace(turn, said=replace(said, text="", files=(), location=None))
    after = raised.turned_to(tapped, replace(talk, loose=story), waits)
    after, effects = undone.cried(tapped, after, waits)
    beside = () if cries else _told_beside(turn, after)
    return unsorted.back(talk, after), (*effects, *beside)


def _told_beside(turn: Turn, talk: Talk) -> tuple[Effect, ...]:
    """Words that only insist are no matter of their own: the emergency gets them as they are."""
    if talk.alarm is None:
        return ()
    add = Add(turn.person.id, Story().plus(turn.said).dump(), cry=True)
    return (Do(add, case=talk.alarm[0]),)


def _of_another(turn: Turn, talk: Talk, waits: Alarm) -> bool:
    """Whether a cry may be about somebody else than the one that waits."""
    words, cry, alarms = turn.said.text, emergency.last_cry(turn, talk), turn.content.alarms
    if waits.kind in victims.OF_PLACES or alarm_words.hear(words, alarms) is None:
        return False
    return victims.compare(words, cry, waits.kind, alarms) is not Likeness.SAME


def _is_yes(words: str, waits: Alarm, alarms: AlarmWords) -> bool:
    """Whether words tell of the same danger again, of nothing that is over, or insist on it."""
    if not words or alarm_words.ends(words, waits.kind, alarms):
        return False
    if alarm_words.is_ordinary(words, alarms):
        return False
    heard = alarm_words.hear(words, alarms)
    if heard is not None:
        return heard.kind is waits.kind and (heard.certain or heard.faint)
    story = alarm_words.in_plain(words, alarms)
    told = [one for one in alarms.insists if one in story]
    denied = any(f"{deny.rstrip()}{one}" in story for one in told for deny in alarms.denies)
    return bool(told) and not denied
