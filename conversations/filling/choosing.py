"""Typed words where a button was expected: the label of one, its number, or an officer's own
answer, of which the choice is only the beginning."""

import re
from dataclasses import replace

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Option, Step
from conversations.content.hearing import consent_words
from conversations.content.meant import meant
from conversations.filling.question import GUESSED, current, guessed, in_words, options_of
from conversations.filling.taking import takes_own_answer
from conversations.filling.typed import typed_way
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

Read = tuple[Talk, tuple[Effect, ...]] | Say


def typed(turn: Turn, talk: Talk, draft: Draft, step: Step) -> Read | None:
    """The talk after such words; None when they are neither."""
    chosen = label(turn, draft, step)
    if chosen:
        return talk.with_draft(draft.answered(step.key, chosen)), ()
    other = guessed(turn, draft)
    if other is not None and (chosen := label(turn, draft, other)):
        return talk.with_draft(settled(draft).answered(other.key, chosen)), ()
    return _own_answer(turn, talk, draft)


def answers(turn: Turn, draft: Draft) -> bool:
    """Whether words are those of a button of the current question, or of one beside it."""
    step = current(turn, draft)
    if step is None:
        return False
    chosen = label(turn, draft, step) or typed_way(turn, step)
    return bool(chosen) or consent_words.answered(turn.said.text, step.key)


def settled(draft: Draft) -> Draft:
    """The draft once nothing in it is guessed."""
    return replace(draft, about={k: v for k, v in draft.about.items() if k != GUESSED})


def label(turn: Turn, draft: Draft, step: Step) -> str:
    """The value of the button that is meant, "" for none."""
    words = turn.said.text.strip().casefold()
    if not words:
        return ""
    offered = options_of(turn, draft, step)
    exact = []
    within = []
    for number, option in enumerate(offered, start=1):
        told = _words_on(turn, option)
        if words in (told, re.sub(r"^\W+", "", told), str(number)):
            exact.append(option.value)
        elif len(words) > 2 and words in told:
            within.append(option.value)
    fitting = exact or within
    if len(fitting) == 1:
        return fitting[0]
    return meant(words, [option.value for option in offered])


def _words_on(turn: Turn, option: Option) -> str:
    """What the button of an option says, in small letters."""
    if option.plain:
        return option.label.casefold()
    told = turn.content.texts.plain(turn.person.language, text(option.label))
    return told.casefold()


def _own_answer(turn: Turn, talk: Talk, draft: Draft) -> Read | None:
    """While ready answers stand above, an officer types their own: it is kept, and only the choice
    before it is still asked."""
    said = turn.said
    if said.files or said.location or not takes_own_answer(turn, draft):
        return None
    own = next(step for step in turn.content.forms[draft.form].steps if step.kind == "text")
    value = fields.READERS["text"](turn.said, turn.content.places)
    if isinstance(value, fields.Problem):
        return in_words(turn, draft, problem=value.text)
    kept = replace(draft, answers={**draft.answers, own.key: value})
    return talk.with_draft(kept), (Say(text("form.own_answer", told=value)),)
