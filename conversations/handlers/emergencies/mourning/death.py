"""Somebody tells that a person has died in their emergency: its officers read so at once, and its
questions end. The teller reads a kind word (correspondence.py), and is asked for nothing.

Tested in tests/conversations/handlers/emergencies/mourning/test_death.py and
tests/bot/edges/darurat/meninggal.txt."""

from collections.abc import Sequence
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.handlers import big_keyboard
from conversations.handlers.emergencies import asking, several
from conversations.handlers.emergencies.raised import lately
from conversations.handlers.emergencies.who import victims
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, RaisedAlarm

FEW = 12
"""Plain words of who tells of a death, at most; more of them may tell what is still needed."""

NOT_OF = frozenset({AlarmKind.CRISIS, AlarmKind.VIOLENCE})
"""In these a death that is told may be what drives to despair, or long past."""


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None for any others."""
    said = turn.said
    if said.files or said.forwarded or turn.around.replied or said.text.startswith("/"):
        return None
    keys = _meant(turn, talk) if turn.around.emergencies and _tells(turn) else ()
    if not keys or (talk.draft is not None and not _beside(turn, talk)):
        return None
    if len(keys) > 1:
        return asking.ask(turn, talk, keys)
    gone = [one for one in talk.drafts if one.about.get("key") == keys[0]]
    away = big_keyboard.away(turn, gone[-1]) if talk.draft in gone else ()
    kept = tuple(one for one in talk.drafts if one not in gone)
    add = Add(turn.person.id, Story().plus(said).dump(), died=True)
    return replace(talk, drafts=kept, gathering=None), (Do(add, case=keys[0]), *away)


def _tells(turn: Turn) -> bool:
    words, alarms = turn.said.text, turn.content.alarms
    if not alarm_words.died(words, alarms):
        return False
    return len(alarm_words.in_plain(words, alarms).replace(".", " ").split()) <= FEW


def _beside(turn: Turn, talk: Talk) -> bool:
    """Whether the open form is that of an emergency; in another one a death is part of a story."""
    return talk.draft is not None and talk.draft.form == "emergency"


def _meant(turn: Turn, talk: Talk) -> Sequence[str]:
    """The open emergencies that it may be about."""
    ones = {key: one for key, one in turn.around.emergencies.items() if one.kind and one.open}
    keys: Sequence[str] = tuple(ones)
    if talk.alarm is not None and talk.alarm[0] in ones and lately(talk, turn.said.at):
        keys = several.meant(turn, talk, talk.alarm[0])
    return [key for key in keys if key in ones and _may_be(turn, ones[key])]


def _may_be(turn: Turn, one: RaisedAlarm) -> bool:
    """Whether who has died may be whoever is in danger there."""
    if one.kind in NOT_OF:
        return False
    alarms = turn.content.alarms
    dead, known = (victims.persons(words, alarms) for words in (turn.said.text, one.words))
    others = {victims.SELF, victims.NEIGHBOUR, victims.MANY}
    either = not dead - others or not known - others or bool(dead & known)
    return either or one.kind == AlarmKind.DISASTER
