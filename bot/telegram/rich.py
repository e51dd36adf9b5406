"""Rich messages (Bot API 10.1): what a formatted paste becomes. They have no ``text`` but blocks of
paragraphs, lists, tables, quotes and media, each with further blocks in it.

Here they become plain words, files and a place, before anything else is read: a cry in a list
is a cry. Read from the raw JSON, by what holds words, so that a kind of block that is new
tomorrow keeps its words too.

Tested in tests/bot/telegram/test_rich.py."""

from collections.abc import Iterator, Mapping
from typing import Any

FIELD = "rich_message"
DEPTH = 30
"""Blocks within blocks that are read."""

_INLINE = ("text", "summary", "credit", "caption", "expression", "alternative_text")
"""Fields that hold words: text, a list of pieces of text, or a piece with fields of its own. The
label of an item ("1.") is none: it would be read as a number where one is asked."""

_ROWS = ("cells", "rows")
_KINDS = {
    "photo": "photo",
    "voice_note": "voice",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "animation": "video",
    "document": "document",
}
"""Fields that hold a file, and what kind of attachment it is here."""


def flattened(message: Mapping[str, Any]) -> dict[str, Any]:
    """The raw message with the words and the place of its blocks where those of any other message
    stand. One without blocks is as it was."""
    rich = message.get(FIELD)
    if not isinstance(rich, Mapping):
        return dict(message)
    words = "\n".join(line for line in _lines(rich, 0) if line.strip())
    more: dict[str, Any] = {} if message.get("text") or not words else {"text": words}
    place = next((b["location"] for b in _blocks(rich, 0) if "location" in b), None)
    if place is not None and "location" not in message:
        more["location"] = place
    return {**message, **more}


def files(rich: object) -> Iterator[tuple[str, Any]]:
    """(kind, raw file) of everything that can be fetched; of a photo the largest size."""
    if not isinstance(rich, Mapping):
        return
    for block in _blocks(rich, 0):
        for field, kind in _KINDS.items():
            found = block.get(field)
            found = found[-1] if isinstance(found, list) and found else found
            if isinstance(found, Mapping) and "file_id" in found:
                yield kind, found


def _blocks(block: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """A block and all that are in it."""
    if depth > DEPTH:
        return
    if isinstance(block, list):
        for one in block:
            yield from _blocks(one, depth + 1)
    elif isinstance(block, Mapping):
        yield block
        for field, value in block.items():
            if field not in _KINDS:
                yield from _blocks(value, depth + 1)


def _lines(block: object, depth: int) -> Iterator[str]:
    """The words of a block, a line for each paragraph, item and row."""
    if depth > DEPTH:
        return
    if isinstance(block, list):
        for one in block:
            yield from _lines(one, depth + 1)
    elif isinstance(block, Mapping):
        for field, value in block.items():
            yield from _of_field(field, value, depth)


def _of_field(field: str, value: object, depth: int) -> Iterator[str]:
    if field in _ROWS and isinstance(value, list):
        yield from (" ".join(_lines(row, depth + 1)) for row in value)
    elif field in _INLINE and not (isinstance(value, Mapping) and "type" not in value):
        yield _inline(value, depth + 1)
    else:
        yield from _lines(value, depth + 1)


def _inline(piece: object, depth: int) -> str:
    """Text, a list of it, or a piece (bold, a link) with text in it."""
    if isinstance(piece, str):
        return piece
    if depth > DEPTH:
        return ""
    if isinstance(piece, list):
        return "".join(_inline(one, depth + 1) for one in piece)
    if isinstance(piece, Mapping):
        return "".join(_inline(piece[f], depth + 1) for f in _INLINE if f in piece)
    return ""
