"""A long number that is typed where an address or a name is asked: a phone number goes where the
form asks for one, the number of a card nowhere. What stands beside it is the answer.

Tested in tests/conversations/handlers/messages/answers/test_numbers_apart.py."""

import re
from dataclasses import replace

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.numbers.card_numbers import identity_masked
from conversations.content.numbers.phone_numbers import in_digits
from conversations.filling.question import current, kind_of, walk
from conversations.filling.telling import without_numbers
from conversations.filling.where.beside_village import NUMBER
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Effect, Say, text

KINDS = frozenset({"address", "name"})
"""Kinds of answers that are read by everybody who works on a case."""

HAVE_THEIR_OWN = frozenset({"hello", "emergency"})
"""Forms in which a number is heard at any moment (early_number.py)."""

PHONES = frozenset({"phone", "their_phone"})

Apart = tuple[Turn, Draft, tuple[Effect, ...]]


def parted(turn: Turn, draft: Draft) -> Apart:
    """The message without such numbers, the form that has them, and what is said of them; all as it
    was where there are none."""
    step, words = current(turn, draft), turn.said.text
    asked = step is not None and kind_of(step, draft) in KINDS
    if not asked or draft.form in HAVE_THEIR_OWN:
        return turn, draft, ()
    told = in_digits(words)
    found = NUMBER.search(told)
    number = fields.phone(found[0]) if found else None
    if found and number:
        rest = re.sub(" {2,}", " ", told.replace(found[0], " ", 1)).strip(" ,.;:-")
        draft, noted = _kept(turn, draft, number)
        return _saying(turn, rest), draft, noted
    if identity_masked(words) != words:
        left_out = Say(text("form.card_left_out"))
        return _saying(turn, without_numbers(words)), draft, (left_out,)
    return turn, draft, ()


def _saying(turn: Turn, words: str) -> Turn:
    return replace(turn, said=replace(turn.said, text=words))


def _kept(turn: Turn, draft: Draft, number: str) -> tuple[Draft, tuple[Effect, ...]]:
    """The form with this number; who has agreed to nothing is not called."""
    form = turn.content.forms[draft.form]
    steps = [step for step in form.steps if step.kind in PHONES]
    on_way = [step for step in steps if step in walk(turn, draft).route]
    if steps and not on_way and "consent" in draft.answers:
        return draft, (Say(text("form.phone_left_out")),)
    if not steps:
        return draft, (Say(text("form.card_left_out")),)
    kept = replace(draft, answers={**draft.answers, steps[0].key: number})
    return kept, (Say(text("form.phone_noted", value=number)),)
