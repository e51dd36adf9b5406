"""Pieces of an address or of a number that come by themselves after an emergency was raised: they
tell nothing of the danger, and are meant for one of its cases.

Tested in tests/conversations/handlers/emergencies/test_several.py."""

import re

from conversations.content.content import Content
from conversations.filling.where.told_place import is_address

_DIGITS = re.compile(r"[\s+().–-]*(\d[\s+().–-]*){1,7}")
"""Too few of them for a number at which somebody can be called."""


def is_one(words: str, content: Content) -> bool:
    """Whether words are a piece of an address or of a number, and nothing else."""
    return few_digits(words) or is_address(words, content)


def few_digits(words: str) -> bool:
    """Whether a message is no more than a few digits."""
    return bool(_DIGITS.fullmatch(words))
