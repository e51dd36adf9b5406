"""Words at the question for an address that name no place: they are shown and asked about before
they count. Until then they wait in the form; where another address comes, they join the story."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.content.meant import meant
from conversations.filling.where.told_place import names_place
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Button, Long, Rows, Text, text
from conversations.protocol.taps import AnswerStep

UNSURE = "unsure"
"""In what a draft is about: by step, the words about which it is asked (``Draft.unsure``)."""

RIGHT, WRONG = "right", "wrong"
"""The values of the buttons."""

SHOWN_AGAIN = frozenset({"emergency"})
"""Forms that tell such words on at once instead (handlers/emergencies/place_words.py)."""


def held(draft: Draft, step: Step) -> str:
    """The words about which this step is asking, "" for none."""
    return draft.unsure.get(step.key, "")


def asks(draft: Draft, step: Step) -> Text | None:
    """The question about them; None where there are none."""
    told = held(draft, step)
    return text("field.address.unsure", told=Long(told)) if told else None


def rows(draft: Draft, step: Step) -> Rows:
    """The buttons below it."""
    answers = (RIGHT, WRONG) if held(draft, step) else ()
    row = tuple(
        Button(text(f"field.address.{one}"), AnswerStep(draft.id, step.key, one)) for one in answers
    )
    return (row,) if row else ()


def wondered(turn: Turn, draft: Draft, step: Step, kind: str) -> Draft | None:
    """The form that asks about a message; None where it is a place, or shown."""
    said, form = turn.said, turn.content.forms[draft.form]
    if kind != "address" or form.staff or form.name in SHOWN_AGAIN:
        return None
    if said.files or said.location or names_place(said.text, turn.content):
        return None
    waiting = {**draft.unsure, step.key: said.text.strip()}
    return replace(draft, about={**draft.about, UNSURE: waiting})


def typed(turn: Turn, draft: Draft, step: Step) -> Draft | None:
    """The form after a word that stands for one of these buttons; None for any other."""
    if not held(draft, step):
        return None
    return tapped(draft, step, meant(turn.said.text, (RIGHT, WRONG)))


def tapped(draft: Draft, step: Step, value: str) -> Draft | None:
    """The form after a tap on one of these buttons; None for any other."""
    told = held(draft, step)
    if not told or value not in (RIGHT, WRONG):
        return None
    known = draft.answered(step.key, told) if value == RIGHT else draft
    return without(known, step.key)


def settled(before: Draft | None, after: Draft) -> tuple[Draft, Sequence[str]]:
    """The form in which nothing waits whose question has another answer now, and the words that are
    asked about no more and are no answer."""
    if before is None or before.id != after.id:
        return after, ()
    gone = []
    for step, told in before.unsure.items():
        if step in after.answers and after.editing != step:
            after = without(after, step)
        if told not in (after.answers.get(step), after.unsure.get(step)):
            gone.append(told)
    return after, gone


def without(draft: Draft, step: str) -> Draft:
    """The form that asks about no words at this step."""
    waiting = {key: told for key, told in draft.unsure.items() if key != step}
    return replace(draft, about={**draft.about, UNSURE: waiting})
