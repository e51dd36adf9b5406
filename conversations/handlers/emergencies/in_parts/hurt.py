"""Somebody is beaten, and their words tell of a wound, too ("perut ditendang, keluar darah, lagi
hamil"): the few who may read of the violence read all of it, and those who are called to the sick
read the words about the wound alone.

Tested in tests/conversations/handlers/emergencies/in_parts/test_hurt.py."""

from collections.abc import Iterator
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.content import Answered, Content, Turn
from conversations.handlers.emergencies import emergency, raised
from conversations.handlers.emergencies.who import victims
from conversations.handlers.messages.second_matter import SIGNS
from conversations.protocol.effects import Do, Effect


def called(turn: Turn, answered: Answered) -> Answered:
    """What follows from words about an open case of violence, with those rung who come to the
    sick."""
    talk, effects = answered
    found = alarm_words.hear(turn.said.text, turn.content.alarms)
    words = ""
    if found is not None and found.kind is AlarmKind.VIOLENCE and any(map(_rings, effects)):
        words = wound(turn.said.text, turn.content)
    sick = alarm_words.hear(words, turn.content.alarms) if words else None
    if sick is None:
        return answered
    turn = replace(turn, said=replace(turn.said, text=words))
    talk = raised.turned_to(turn, talk, sick)
    same = raised.still_same(turn, talk, sick)
    after, more = (emergency.more if same else emergency.raise_alarm)(turn, talk, sick)
    return after, (*(one for one in effects if isinstance(one, Do)), *more)


def _rings(effect: Effect) -> bool:
    """Whether a case that stands open rings by this."""
    told = effect.command if isinstance(effect, Do) else None
    return isinstance(told, Add) and told.cry


def wound(words: str, content: Content) -> str:
    """The words about a wound alone, "" where there are none, or they can't be told apart from
    what was done and by whom."""
    return next((one for one in _pieces(words) if _of_wound(one, content)), "")


def _of_wound(piece: str, content: Content) -> bool:
    heard = alarm_words.hear_all(piece, content.alarms)
    kinds = {one.kind for one in heard}
    sure = any(one.certain for one in heard)
    return sure and kinds == {AlarmKind.MEDICAL} and not _others(piece, content)


def _others(piece: str, content: Content) -> bool:
    """Whether a piece names somebody beside its writer: it may be who did it."""
    return bool(victims.persons(piece, content.alarms) - {victims.SELF})


def _pieces(words: str) -> Iterator[str]:
    """The clauses from one on to another, the longest first; then the words before or behind
    another word."""
    clauses = [one.strip() for one in SIGNS.split(words) if one.strip()]
    count = len(clauses)
    runs = ((at, end) for at in range(count) for end in range(at + 1, count + 1))
    for at, end in sorted(runs, key=lambda run: run[0] - run[1]):
        yield ", ".join(clauses[at:end])
    for spoken in (one.split() for one in clauses):
        cuts = range(1, len(spoken))
        yield from (" ".join(spoken[at:]) for at in cuts)
        yield from (" ".join(spoken[:at]) for at in reversed(cuts))
