"""A village that is named before first contact asks for it: it is the answer to that question, and
no line of a story.

Tested in tests/conversations/handlers/test_first_contact_village.py."""

from dataclasses import replace

from casework.policy.classifier import suggest
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

FEW = 5
"""Words around the name of a village, at most; more tell of something."""


def early_village(turn: Turn, talk: Talk, draft: Draft) -> tuple[Talk, tuple[Effect, ...]] | None:
    """The talk with the village that a message names; None when it names none, or more."""
    words, places = turn.said.text, turn.content.places
    if draft.answers.get("village") or turn.said.files or len(words.split()) > FEW:
        return None
    found = places.find(words)
    if len(found) != 1 or suggest(words, turn.content.words, 1):
        return None
    noted = text("hello.village_noted", village=found[0][1])
    named = replace(draft, answers={**draft.answers, "village": found[0][0]})
    return talk.with_draft(named), (Say(noted),)
