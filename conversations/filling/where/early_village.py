"""A village that is named before first contact asks for it: it is the answer to that question, and
no line of a story.

Tested in tests/conversations/handlers/test_first_contact_village.py."""

from dataclasses import replace

from casework.policy.classifier import suggest
from conversations.content.content import Turn
from conversations.filling.where import beside_village
from conversations.filling.where.told_place import holds_address
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

FEW = 5
"""Words around the name of a village, at most; more tell of something, or are an address."""


def early_village(turn: Turn, talk: Talk, draft: Draft) -> tuple[Talk, tuple[Effect, ...]] | None:
    """The talk with the village that a message names; None when it names none, or more."""
    words, places = turn.said.text, turn.content.places
    if draft.answers.get("village") or turn.said.files:
        return None
    if len(words.split()) > FEW and not holds_address(words, turn.content):
        return None
    found = places.find(words)
    if len(found) != 1 or suggest(words, turn.content.words, 1):
        return None
    noted = text("hello.village_noted", village=found[0][1])
    named = replace(draft, answers={**draft.answers, "village": found[0][0]})
    return talk.with_draft(beside_village.kept(turn, named, found[0][0])), (Say(noted),)
