"""Words that were taken for the address, tell of something, and are changed on the card for another
address: they were told, and are not lost with it.

Tested in tests/conversations/filling/where/test_replaced.py."""

from collections.abc import Mapping, Sequence
from typing import Any

from conversations.content.content import Turn
from conversations.filling.where.told_place import tells_more
from conversations.protocol.dialogue import Draft, Story


def replaced(turn: Turn, before: Draft | None, after: Draft) -> Sequence[str]:
    """The words of an address that stand in the form no more, where they tell of something."""
    if before is None or before.id != after.id:
        return ()
    gone = []
    for step in turn.content.forms[after.form].steps:
        known = step.kind == "address" and step.key in after.answers
        was = _words(before.answers.get(step.key)) if known else ""
        if was and was != _words(after.answers[step.key]) and tells_more(was, turn.content):
            gone.append(was)
    return gone


def _words(answer: Any) -> str:
    """An address in writing; of a shown one the words beside it."""
    if isinstance(answer, Mapping):
        return Story.load(answer).text
    return str(answer or "")
