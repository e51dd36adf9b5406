"""What a cry tells besides its danger: the words about a card, a paper or an aid, without those
that cry ("rumah tetangga kebakaran trus pkh bu sebelah blm cair").

Tested in tests/conversations/handlers/emergencies/test_emergency_second_matter.py."""

from collections.abc import Iterator

from casework.policy.classifier import suggest
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Content, Turn
from conversations.handlers.messages import second_matter
from conversations.protocol.dialogue import Draft, Story, Talk


def with_second(turn: Turn, talk: Talk, found: Alarm, gone: Draft | None) -> Talk:
    """The talk with the second matter of a report that has become an emergency."""
    if gone is None:
        return talk
    after, offered = second_matter.heard(turn, talk, gone)
    told = Story.load(gone.answers["story"]).text if gone.answers.get("story") else ""
    more = "" if offered else another_matter(told, found, turn.content)
    return second_matter.waiting(turn, after, more)[0]


def another_matter(cry: str, found: Alarm, content: Content) -> str:
    """The parts of a cry about another matter, "" when there are none. What may stand for the
    danger itself (a card that fails somebody who is ill) is none."""
    parts = (_calm(one, content) for one in second_matter.SIGNS.split(cry))
    return ", ".join(one for one in parts if one and _another(one, found, content))


def _another(part: str, found: Alarm, content: Content) -> bool:
    named = suggest(part, content.words)
    return any(not found.fits(one.service) for one in named)


def _calm(part: str, content: Content) -> str:
    """A part, or what stands before or behind the danger in it, where an office is asked for
    that."""
    if not alarm_words.is_ordinary(part, content.alarms):
        return ""
    for piece in _pieces(part, content):
        if alarm_words.is_ordinary(piece, content.alarms) and not _cries(piece, content):
            return second_matter.unjoined(piece, content.words)
    return ""


def _pieces(part: str, content: Content) -> Iterator[str]:
    """The part, what follows as soon as it cries, and what comes before it still does."""
    yield part
    words = part.split()
    cuts = range(1, len(words))
    yield next((_end(words, at) for at in cuts if _cries(_start(words, at), content)), "")
    yield next((_start(words, at) for at in cuts[::-1] if _cries(_end(words, at), content)), "")


def _start(words: list[str], at: int) -> str:
    return " ".join(words[:at])


def _end(words: list[str], at: int) -> str:
    return " ".join(words[at:])


def _cries(words: str, content: Content) -> bool:
    return alarm_words.hear(words, content.alarms) is not None
