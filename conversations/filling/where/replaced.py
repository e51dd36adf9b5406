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
    steps = turn.content.forms[after.form].steps
    keys = [step.key for step in steps if step.kind == "address" and step.key in after.answers]
    gone = (_words(before.answers.get(key)) for key in keys if _changed(before, after, key))
    return tuple(one for one in gone if one and tells_more(one, turn.content))


def _changed(before: Draft, after: Draft, key: str) -> bool:
    return _words(before.answers.get(key)) != _words(after.answers.get(key))


def _words(answer: Any) -> str:
    return Story.load(answer).text if isinstance(answer, Mapping) else str(answer or "")
