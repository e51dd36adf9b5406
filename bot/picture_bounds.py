"""What a picture may be at most. More is nonsense: it was made to keep its readers busy.

Tested in tests/bot/telegram/test_attachments.py and tests/bot/telegram/test_heic.py."""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

MOST_POINTS = 250_000_000
"""Width times height; the largest camera of a phone makes 200 million."""

MOST_PIECES = 10_000
"""Pieces of a file (segments, chunks, boxes). A photo has some dozens; a PNG of ten megabytes, in
the smallest chunks that programs write, has 1,300."""

Piece = TypeVar("Piece")


def few(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces of a file; ValueError when it has too many, which is known before all are read."""
    found = list(islice(pieces, MOST_PIECES + 1))
    if len(found) > MOST_PIECES:
        raise ValueError("the picture has too many pieces")
    return found


def refuse_vast(width: int, height: int) -> None:
    """ValueError for a picture that no phone could show."""
    if width * height > MOST_POINTS:
        raise ValueError("the picture has too many points")
