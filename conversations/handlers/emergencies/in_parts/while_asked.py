"""It is asked whether a danger is happening now, and somebody says where it is, or at which number
they can be called: that goes with the words of danger, in a form too, and it is asked again.

Tested in tests/conversations/handlers/emergencies/in_parts/test_while_asked.py."""

from dataclasses import replace

from casework.case.roles import WORKERS
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.where import latest
from conversations.handlers.emergencies import doubt, emergency
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Said

PLACES = frozenset({"address", "location"})
NUMBERS = frozenset({"phone", "their_phone"})
"""Kinds of questions of a form that ask for the same."""


def told(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such a message; None where no danger is asked about, or it says more."""
    said, draft = turn.said, talk.draft
    if said.files or said.forwarded or turn.around.replied or turn.person.roles & WORKERS:
        return None
    stories = doubt.waiting(talk)
    if not stories or not stories[-1][1].told_within(doubt.PATIENCE, said.at):
        return None
    words = _told(turn)
    if words is None or (draft is not None and _is_for(turn, draft)):
        return None
    number, story = stories[-1]
    after = doubt.replaced(talk, number, story.plus(replace(said, text=words)))
    return replace(after, gathering=None), (doubt.question_of(turn, after, number),)


def _told(turn: Turn) -> str | None:
    """The words of a place or of a number, "" for a bare pin; None for anything else."""
    said: Said = turn.said
    if number := latest.number_told(said):
        return said.text or number
    return said.text if said.location or latest.tells_place(turn, said.text) else None


def _is_for(turn: Turn, draft: Draft) -> bool:
    """Whether the open form asks for that, or is none that may become an emergency."""
    step = question.current(turn, draft)
    kind = question.kind_of(step, draft) if step is not None else ""
    asked = NUMBERS if latest.number_told(turn.said) else PLACES
    return draft.form not in emergency.FORMS or kind in asked
