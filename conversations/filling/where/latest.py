"""The place and the number that somebody told last, wherever it was: what "the same" means for two
hours. A pin and the words beside it are one place."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from casework.case.roles import WORKERS
from casework.changed import changed
from conversations.content import alarm_words, fields
from conversations.content.content import Turn
from conversations.content.numbers.phone_numbers import in_digits
from conversations.filling.where.told_place import is_address
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Said

TOGETHER = timedelta(minutes=15)
"""A pin and words that come within this time are one place."""

STANDS = timedelta(hours=2)
"""For so long it is "the same"."""


def noted(turn: Turn, talk: Talk, *, confidential: bool = False) -> Talk:
    """The talk after a message that tells a place or a number; whoever works here tells those of
    others all day. The place of a ``confidential`` case stays with it."""
    said = turn.said
    if said.tap or said.edited or said.forwarded or turn.person.roles & WORKERS:
        return talk
    if not confidential and (said.location or tells_place(turn, said.text)):
        talk = changed(talk, told_place=_grown(talk.told_place, said))
    number = number_told(said)
    return changed(talk, told_phone=(number, said.at.isoformat())) if number else talk


def sent(talk: Talk, kept: Mapping[str, Any], at: datetime) -> Talk:
    """The talk after a report was sent at ``at`` (UTC) with these answers: its place and its number
    are "the same" for the next one."""
    place, number = kept.get("place"), kept.get("phone")
    if place:
        told = Story.load(place) if isinstance(place, Mapping) else Story((str(place),))
        talk = changed(talk, told_place=changed(told, files=(), last_at=at.isoformat()))
    return changed(talk, told_phone=(str(number), at.isoformat())) if number else talk


def _grown(before: Story, said: Said) -> Story:
    """The place that was told before with what this message adds, or only what this says."""
    lacks = before.location is None if said.location else not before.texts
    begun = before if lacks and before.told_within(TOGETHER, said.at) else Story()
    return begun.plus(changed(said, files=(), text="" if said.location else said.text))


def tells_place(turn: Turn, words: str) -> bool:
    """Whether words are an address and tell of no danger."""
    content = turn.content
    return is_address(words, content) and alarm_words.hear(words, content.alarms) is None


def number_told(said: Said) -> str | None:
    """The number that a message is, or nearly nothing else; None where it tells more."""
    return fields.phone(said.phone) if said.phone else _number(said.text)


def _number(words: str) -> str | None:
    words = in_digits(words)
    digits = sum(map(str.isdigit, words))
    return fields.phone(words) if digits > sum(map(str.isalpha, words)) else None


def place(turn: Turn, talk: Talk) -> Story:
    """The place of a short while ago; an empty story where there is none."""
    told = talk.told_place
    known = bool(told.last_at) and told.told_within(STANDS, turn.said.at)
    return told if known else Story()


def phone(turn: Turn, talk: Talk) -> str:
    """The number of a short while ago, "" where there is none."""
    number, since = talk.told_phone
    known = bool(since) and turn.said.at - datetime.fromisoformat(since) <= STANDS
    return number if known else ""


def shown_in(turn: Turn, story: Story) -> Any:
    """The address in a story, as an answer: its pin, and the words that are an address; None where
    there is none."""
    lines = (line for one in story.texts for line in one.splitlines())
    told = [one for one in lines if tells_place(turn, one)][-1:]
    if story.location is None:
        return told[0] if told else None
    return Story(tuple(told), location=story.location, venue=story.venue).dump()


def number_in(story: Story) -> str | None:
    """The number that was told last as a message of its own, None where there is none."""
    return next(filter(None, map(_number, story.texts[::-1])), None)
