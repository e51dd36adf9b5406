"""Several messages that are one answer: an album, its caption, short texts one after the other.

A burst ends as soon as our answer to it stands above the new message; and what looks like the
answer to the question on the screen is that answer, however quickly it comes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from casework.case.number import parse
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import answer, question, several
from conversations.filling.fitting import fits
from conversations.handlers.messages import free_messages, offering
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk, goes_on
from conversations.protocol.effects import Button, Effect, Say, text
from conversations.protocol.taps import SortMessage

_IDENTITY = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15,}")
"""The digits of an identity or a family card."""

WITHOUT_CASES = (
    (Button(text("outside.report"), SortMessage("new")),),
    (Button(text("outside.nothing"), SortMessage("no")),),
)


def rest(turn: Turn, talk: Talk) -> Answered | None:
    """The rest of an answer that comes as several messages, to which nothing more is said; None
    when the message is one of its own."""
    if talk.draft is not None and several.waits(talk.draft):
        return None  # each message is what was asked for next
    if talk.gathering is None or Story().plus(turn.said).empty or _ended(turn, talk):
        return None
    kept = free_messages.goes_on_loose(turn, talk)
    if kept is not None:
        return kept, ()
    followed = free_messages.follows_case(turn, talk)
    if followed is not None:
        return followed
    if talk.draft and goes_on(talk.gathering[1], turn.said.at):
        return answer.gather(turn, talk), ()
    return None


def _ended(turn: Turn, talk: Talk) -> bool:
    goes_to = talk.gathering[0] if talk.gathering else ""
    if turn.around.replied is not None and goes_to != f"case:{turn.around.replied}":
        return True  # a reply says by itself where it belongs
    if turn.around.answered or parse(turn.said.text) is not None:
        return True
    return talk.draft is not None and fits(turn, talk.draft)


def after_pause(turn: Turn, talk: Talk) -> Sequence[Effect]:
    """What is said by itself once a burst has passed whose rest was heard without a word."""
    if not talk.loose.empty and talk.gathering and talk.gathering[0] == "loose":
        return unsorted.stamped(talk, offering.offer(turn, talk)[1])
    return question.ask(turn, talk.draft) if talk.draft else ()


def still_waits(turn: Turn, talk: Talk, number: str) -> Sequence[Effect]:
    """What is said once, the day after, of words that nobody has said yet what they are."""
    waiting = unsorted.meant(talk, SortMessage("new", number))
    if waiting is None:
        return ()
    said = unsorted.stamped(waiting, offering.offer(turn, waiting)[1])
    if any(case.sensitive for case in turn.around.cases):  # somebody else may read along
        told, rows = text("outside.remind_quiet"), WITHOUT_CASES
        asks = unsorted.stamped(waiting, (Say(told, rows),))
        return list(asks)
    told = text("outside.remind", told=fields.told(_without_identity(waiting.loose)))
    return [replace(say, text=told) for say in said if isinstance(say, Say)]


def _without_identity(story: Story) -> Story:
    """The story without numbers of identity and family cards: who reads along gets none."""
    return replace(story, texts=tuple(_IDENTITY.sub("••••", one) for one in story.texts))
