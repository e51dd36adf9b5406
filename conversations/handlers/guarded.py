"""A question whose yes can't be taken back ("delete my data?"): only its button answers it, or the
word on that button right after the question. Other words leave it and are heard as they are."""

from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling import answer, question
from conversations.handlers import second_thoughts
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import text

STANDS = timedelta(minutes=15)
"""After this time the question is no longer what the person is looking at."""


def left(turn: Turn, talk: Talk) -> Talk:
    """The talk without such a question, when a message does not answer it. What lies below it was
    covered, and is asked about before words become its answer."""
    draft = talk.draft
    if draft is None or not turn.content.forms[draft.form].lasting or turn.said.tap:
        return talk
    if _answers(turn, draft):
        return talk
    below = talk.closing()
    return below.with_draft(replace(below.draft, aside=True)) if below.draft else below


def _answers(turn: Turn, draft: Draft) -> bool:
    step = question.current(turn, draft)
    told = turn.said.text.strip().casefold()
    if step is None or not told or turn.said.files or turn.around.replied is not None:
        return False
    if _refuses(turn, step, told):
        return True
    asked = datetime.fromisoformat(draft.asked) if draft.asked else turn.said.at
    return not draft.aside and turn.said.at - asked <= STANDS and told == _label(turn)


def _refuses(turn: Turn, step: Step, told: str) -> bool:
    """Whether a message says no, in whatever words."""
    if second_thoughts.said(told) or answer.typed_way(turn, step) == question.CANCEL:
        return True
    return fields.READERS["confirm"](turn.said, turn.content.places) == "no"


def _label(turn: Turn) -> str:
    """The word on the button that does it."""
    return turn.content.texts.plain(turn.person.language, text("field.confirm.yes")).casefold()
