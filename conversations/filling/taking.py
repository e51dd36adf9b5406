"""Whether the question of an open form takes words that are typed, and which of its questions they
answer: at one that wants a tap or a number they are about something else.

Tested in tests/conversations/handlers/messages/test_officer_reply_left.py and
tests/conversations/filling/test_taking_postponed.py."""

from dataclasses import replace
from typing import Any

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.dates_ahead import ahead, told_with
from conversations.content.form import Step
from conversations.content.ready_answers import FORMS
from conversations.filling.question import current, kind_of
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Said, Text

_IN_WORDS = frozenset({"text", "name", "address", "story"})

_TAPPED = frozenset({"choice", "ticks", "confirm"})

LEAST = 8
"""Characters of an own answer at least: "oke" is none."""

_OF_NUMBERS = frozenset({"merge"})
"""Forms whose words are the number of a case."""


def takes_words(turn: Turn, draft: Draft) -> bool:
    """Whether what is typed now is the answer, whatever it tells of."""
    step = current(turn, draft)
    if step is None or draft.form in _OF_NUMBERS:
        return False
    return kind_of(step, draft) in _IN_WORDS


def takes_own_answer(turn: Turn, draft: Draft) -> bool:
    """Whether what is typed may be the answer that the choice before it leads to."""
    step, words = current(turn, draft), turn.said.text
    chosen = step is not None and step.kind == "choice" and draft.form in FORMS
    return chosen and len(words) >= LEAST


def wants_tap(turn: Turn, draft: Draft) -> bool:
    """Whether only a button answers: what is typed is no answer, nor a number or a date."""
    step = current(turn, draft)
    tapped = step is None or kind_of(step, draft) in _TAPPED
    return tapped and not takes_own_answer(turn, draft)


def dated(turn: Turn, draft: Draft, step: Step, home: Said) -> tuple[Any, Draft]:
    """A message (at local time) as the date that must lie ahead, and the form with the words beside
    it as its reason."""
    day = ahead(home, fields.READERS["date"](home, turn.content.places), step.ahead)
    told = told_with(home, turn.content.places, step.ahead)
    if told is None or not isinstance(day, fields.Problem) or isinstance(told[0], fields.Problem):
        return day, draft
    return told[0], _with_text(turn, draft, told[1])


def filled(turn: Turn, draft: Draft, words: str) -> tuple[Draft, Text | None]:
    """A form that was just opened, with words as the answer to its first question that takes any,
    and to the date before it; and what is wrong with that date. The same form where none does."""
    steps = turn.content.forms[draft.form].steps
    day = next((step for step in steps if step.ahead), None)
    local = turn.said.at.astimezone(turn.content.texts.zone)
    home = replace(turn.said, text=words, at=local)
    told = told_with(home, turn.content.places, day.ahead) if day else None
    if day is None or told is None:
        return _with_text(turn, draft, words), None
    found, reason = told
    draft = _with_text(turn, draft, reason)
    if isinstance(found, fields.Problem):
        return draft, found.text
    return draft.answered(day.key, found), None


def _with_text(turn: Turn, draft: Draft, words: str) -> Draft:
    steps = turn.content.forms[draft.form].steps
    step = next((step.key for step in steps if step.kind == "text" and not step.when), "")
    fits = bool(words and step) and len(words) <= fields.LONGEST
    return draft.answered(step, words) if fits else draft
