"""A phone number that is told before it is asked for: it is what the form asks for later.

Tested in tests/conversations/filling/test_beside.py."""

from dataclasses import replace

from conversations.content import fields
from conversations.content.content import Turn
from conversations.filling.aside import Kept
from conversations.filling.telling import around_number
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

PHONES = frozenset({"phone", "their_phone"})
"""Kinds of answers that are phone numbers."""


def kept(turn: Turn, talk: Talk, draft: Draft, asked: str) -> Kept | None:
    """The talk with such a number; None where the message is more than one, a number was
    ``asked`` for, or the form knows its number already."""
    said, step = turn.said, _still_asked(turn, draft)
    if not step or not said.text or said.files or asked in PHONES | fields.IDENTIFYING:
        return None
    number = fields.READERS["phone"](said, turn.content.places)
    if not isinstance(number, str) or around_number(said.text):
        return None
    answers = {**draft.answers, step: number}
    told = text("form.phone_noted", value=number)
    return talk.with_draft(replace(draft, answers=answers)), (Say(told),)


def _still_asked(turn: Turn, draft: Draft) -> str:
    """The number that the form has still to ask for, "" when there is none."""
    steps = turn.content.forms[draft.form].steps
    told = draft.answers
    if draft.form == "hello":  # what comes after it asks for one
        return "" if told.get("phone") else "phone"
    return next((s.key for s in steps if s.kind in PHONES and told.get(s.key) is None), "")
