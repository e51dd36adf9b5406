"""Words that surely go on with an emergency that stands open, however long ago it was raised and
whoever raised it: it has come back ("bapak drop lagi"), it still goes on, or nobody has come
("petugas mana"). It rings anew; after its result its case is opened again. Where they may be about
several
that were raised long ago, all of these hear them.

Tested in tests/conversations/handlers/emergencies/in_parts/test_anew.py."""

from collections.abc import Mapping
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.actions.ending.confirmation import Confirm
from casework.case.model import Verdict
from casework.case.roles import WORKERS
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.where.told_place import names_place
from conversations.handlers.emergencies import emergency, several, whose
from conversations.handlers.emergencies.who import sealed, victims
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, Effect, RaisedAlarm


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None for any others, and where none of theirs is meant."""
    said, draft = turn.said, talk.draft
    if said.forwarded or turn.around.replied is not None or turn.person.roles & WORKERS:
        return None
    if draft is not None and (draft.form != "emergency" or names_place(said.text, turn.content)):
        return None
    found = alarm_words.hear(said.text, turn.content.alarms)
    if said.text.startswith("/") or not _goes_on(said.text, found, turn.content.alarms):
        return None
    ones = _meant(turn, found)
    if not ones:
        return None
    key, one = list(ones.items())[-1]
    danger = found or alarm_words.hear(one.words, turn.content.alarms)
    first = (emergency.numbers(turn, talk, danger, key),) if danger else ()
    below = question.ask(turn, draft) if draft else ()
    goes_on = (f"case:{key}", said.at.isoformat())
    after = replace(talk, alarm=(key, goes_on[1], one.kind), gathering=goes_on)
    return talk if draft else after, (
        *first,
        *(_ringing(turn, *one) for one in ones.items()),
        *below,
    )


def _goes_on(words: str, found: Alarm | None, alarms: AlarmWords) -> bool:
    """Whether words say that it has come back or still goes on, or that nobody has come."""
    if victims.also(words) or alarm_words.is_ordinary(words, alarms):
        return False
    story = alarm_words.in_plain(words, alarms)
    denied = (*alarms.denies, *alarms.feared)
    told = (one for one in alarms.anew if one in story)
    if any(not story[: story.index(one) + 1].endswith(denied) for one in told):
        return True
    return bool(found and found.certain) and any(one in story for one in alarms.still)


def _meant(turn: Turn, found: Alarm | None) -> Mapping[str, RaisedAlarm]:
    """The emergencies that such words may be about: those that they name, else those of which only
    few may read, else all."""
    words, content = turn.said.text, turn.content
    ones = {k: one for k, one in turn.around.emergencies.items() if one.kind and one.open}
    ones = {k: one for k, one in ones.items() if found is None or one.kind == found.kind}
    ones = {k: one for k, one in ones.items() if _fits(turn, one)}
    if not ones or whose.of_nobody(words, ones, content):
        return {}
    named = several.named(turn, ones) if len(ones) > 1 else tuple(ones)
    if len(named) != 1 and not several.open_ones(turn).keys().isdisjoint(ones):
        return {}  # of several that were raised a short while ago it is asked which
    keys = named or sealed.among(turn, ones) or tuple(ones)
    return {key: ones[key] for key in keys}


def _fits(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether words may be about that person; who helps others may speak of the next one."""
    words, alarms = turn.said.text, turn.content.alarms
    alike = victims.compare(words, one.words, one.kind, alarms)
    return alike is not Likeness.OTHER and not (turn.person.roles and alike is Likeness.DOUBT)


def _ringing(turn: Turn, key: str, one: RaisedAlarm) -> Effect:
    by, words = turn.person.id, turn.said.text
    if one.done:
        return Do(Confirm(by, Verdict.NO, words), case=one.case)
    return Do(Add(by, Story().plus(turn.said).dump(), cry=True), case=key)
