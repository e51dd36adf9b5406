"""A yes or a no that is typed where consent is asked. What is told beside it is kept only as far as
the answer allows; what is not clear is asked again in plain words.

Tested in tests/conversations/filling/consent/test_typed_consent.py."""

from collections.abc import Collection
from dataclasses import replace

from casework.policy.classifier import suggest
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.content.hearing.consent_words import (
    NAMELESS,
    NO,
    NOD,
    NOT_ASKED,
    STEP,
    YES,
    Told,
    heard,
)
from conversations.filling import aside, choosing
from conversations.filling.beside import beside
from conversations.filling.question import current, in_words
from conversations.filling.telling import tells
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

REFUSED = frozenset({"decline", "refused"})

UNCLEAR_AT = {
    "hello": "hello.consent.unclear",
    "neighbour": "neighbour.consent.unclear",
    "walk_in": "walk_in.consent.unclear",
}
"""What is said above the question when it is asked again."""

_VALUES = {YES: {"yes", "agree"}, NO: REFUSED, NOT_ASKED: {"not_asked"}}

Read = tuple[Talk, tuple[Effect, ...]] | Say


def told(turn: Turn, talk: Talk, draft: Draft) -> Read | None:
    """What follows from such words; None where they say nothing of consent."""
    step = current(turn, draft)
    if step is None or step.key != STEP or choosing.label(turn, draft, step):
        return None
    told = heard(turn.said.text)
    if not told.answers:
        return None
    value = _value(told, step, own=draft.form == "hello")
    if not value:
        return _asked_again(turn, talk, draft, told)
    talk = talk.with_draft(draft.answered(step.key, value))
    return _with_rest(turn, talk, told, value)


def _asked_again(turn: Turn, talk: Talk, draft: Draft, told: Told) -> Read:
    """The question again in plain words; a trouble that was told beside it is kept."""
    unclear = text(UNCLEAR_AT[draft.form])
    if suggest(told.rest, turn.content.words, 1):
        said = replace(turn.said, text=told.rest)
        kept = beside(replace(turn, said=said), talk, draft, unclear)
        return kept if isinstance(kept, Say) else (kept[0], (*kept[1], Say(unclear)))
    return in_words(turn, draft, problem=unclear)


def _value(told: Told, step: Step, *, own: bool) -> str:
    """The answer that is meant, "" where it is not clear, or none of those that are offered. Of a
    neighbour who shall not be named that is a no; one's own name is asked about later."""
    says = {YES if one == NOD else one for one in told.says}
    if NAMELESS in says and (not own or says - {NAMELESS}):
        says = says - {NAMELESS} | (set() if own else {NO})
    offered = step.choices if isinstance(step.choices, Collection) else ()
    meant = _VALUES.get(next(iter(says)), set()) if len(says) == 1 else set()
    return next((value for value in offered if value in meant), "")


def _with_rest(turn: Turn, talk: Talk, told: Told, value: str) -> tuple[Talk, tuple[Effect, ...]]:
    """The talk after that answer. After a no, only a trouble that is told beside it is kept, and of
    one's own nothing."""
    draft = talk.draft
    rest = told.rest if value in REFUSED else ", ".join(filter(None, (told.rest, told.nameless)))
    if draft is None or not tells(rest, turn.content.words):
        return talk, ()
    said = replace(turn.said, text=rest)
    if value == "decline":
        return aside.waits(talk, said), ()  # let go with all that was told before
    if value == "refused" and not suggest(rest, turn.content.words, 1):
        return talk, (Say(text("neighbour.consent.rest")),)
    kept = beside(replace(turn, said=said), talk, draft, text("form.noted"))
    return (talk, ()) if isinstance(kept, Say) else kept
