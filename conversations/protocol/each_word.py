"""What was written by people, wherever it stands in a sentence of ours, changed in one go.

Tested in tests/conversations/content/numbers/test_card_numbers.py."""

from collections.abc import Callable
from dataclasses import replace

from conversations.protocol.effects import Long, Text


def each(words: object, change: Callable[[str], str]) -> object:
    """What was written, changed wherever it stands in a sentence of ours."""
    match words:
        case str():
            return change(words)
        case Long():
            return replace(words, words=each(words.words, change))
        case Text():
            parts = {key: each(part, change) for key, part in words.args.items()}
            return words if parts == words.args else replace(words, args=parts)
        case tuple():
            return tuple(each(part, change) for part in words)
        case _:
            return words
