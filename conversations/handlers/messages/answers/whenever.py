"""An emergency's own questions: what holds the place is the answer whenever it comes, hours later
or after the question, and so is a number alone.

Tested in tests/conversations/handlers/messages/answers/test_whenever.py."""

from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content import fields
from conversations.content.content import Turn
from conversations.filling import early_number, question
from conversations.filling.aside import Kept
from conversations.filling.telling import around_number
from conversations.filling.where.told_place import holds_address, holds_number
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

LASTS = timedelta(hours=12)
"""For so long an address is taken as the answer without asking."""


def asked(turn: Turn, draft: Draft | None) -> bool:
    """Whether the emergency's form has just asked where it is."""
    return draft is not None and draft.form == "emergency" and _kind(turn, draft) == "address"


def answers(turn: Turn, draft: Draft) -> bool:
    """Whether words hold the place or the number that an emergency has asked for, whatever else
    they tell, and though it was hours ago."""
    said = turn.said
    if not asked(turn, draft) or not lately(draft, said.at):
        return False
    return _is_number(said.text) or holds_address(said.text, turn.content)


def names_house(turn: Turn, draft: Draft) -> bool:
    """The same by the number of a house or of its neighbourhood: that names no other trouble."""
    return draft.form == "emergency" and holds_number(turn.said.text, turn.content)


def lately(draft: Draft, at: datetime) -> bool:
    """Whether the question of a form was asked in the hours before ``at`` (UTC)."""
    return bool(draft.asked) and at - datetime.fromisoformat(draft.asked) < LASTS


def asks_number(turn: Turn, talk: Talk) -> Draft | None:
    """The form of an emergency that has asked for a number, where a message is just that."""
    forms = [one for one in reversed(talk.drafts) if one.form == "emergency"]
    if not forms or not _is_number(turn.said.text):
        return None
    return next((one for one in forms if _kind(turn, one) == "phone"), None)


def _is_number(words: str) -> bool:
    return bool(fields.phone(words)) and not around_number(words)


def _kind(turn: Turn, draft: Draft) -> str:
    step = question.current(turn, draft)
    return step.kind if step is not None else ""


def told_late(turn: Turn, talk: Talk, draft: Draft) -> Kept | None:
    """An address that comes where the emergency's form asks for something else, and has none."""
    words = turn.said.text
    if draft.form != "emergency" or asked(turn, draft) or not holds_address(words, turn.content):
        return None
    known = [one.key for one in turn.content.forms[draft.form].steps if one.kind == "address"]
    if any(draft.answers.get(key) for key in known):
        return None
    answers = {**draft.answers, **dict.fromkeys(known, words)}
    return talk.with_draft(replace(draft, answers=answers)), (Say(text("form.noted")),)


def number_told(turn: Turn, talk: Talk, draft: Draft) -> Kept | None:
    """A phone number alone, told where it is asked where it is."""
    if not asked(turn, draft):
        return None
    return early_number.kept(turn, talk, draft, "address")
