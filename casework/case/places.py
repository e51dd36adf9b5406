"""Codes of places that have become other ones: a village or a district was numbered anew. Pure.

Tested in tests/casework/actions/places/test_renumbering.py."""

from collections.abc import Mapping


def lies_in(code: str, place: str) -> bool:
    """Whether a code is that of a place, of something below it, or of an office there
    (``32.74/dinkes``)."""
    return code == place or code.startswith((f"{place}.", f"{place}/"))


def moved(code: str, old: str, new: str) -> str:
    """The code after ``old`` has become ``new``; others stay as they are."""
    return f"{new}{code.removeprefix(old)}" if lies_in(code, old) else code


def now(code: str, moves: Mapping[str, str]) -> str:
    """The code of today, after all moves (old → new); of several the longest counts first."""
    for _ in moves:
        old = max((place for place in moves if lies_in(code, place)), key=len, default="")
        if not old:
            break
        code = moved(code, old, moves[old])
    return code
