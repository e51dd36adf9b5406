"""Words of a cry that nobody listed: with an ending of one of the three tongues, or a "not" glued
to them.

Only what is done ("dibacokan", by its first letters) loses its ending: "gantungan", a pendant, is
no "gantung". Works on plain words (``casework.wording.plain``)."""

import re
from collections.abc import Iterator, Mapping

from casework.wording.misspelt import KnownWords

ENDINGS = ("an", "in", "na", "ne", "ke", "kan", "ake", "keun", "ipun")

OWNED = ("ne", "e", "na", "ipun")
"""Endings of a thing that is somebody's ("rumahe", "imahna"): Javanese, Cirebon and Sundanese."""

SHORTEST = 4
"""Letters of a thing that loses its ending, at least."""

_DONE = re.compile(r"(?:di|ke|ka|ng|ter|ti)[^\W\d]{4,}")
_NOT = re.compile(r"(?:nggak|ngga|gak|ga)(?P<rest>[^\W\d]{4,})$")


def loosened(story: str, known: KnownWords, written: Mapping[str, str]) -> str:
    """``story`` with unknown words put as known ones where only an ending or a glued "not" stands
    between; ``written`` are the words that stand for others."""
    odd = {word for word in story.split() if len(word) > 5 and word not in known.words}
    for word in sorted(odd):
        found = next(_known(word, known, written), None)
        if found is not None:
            story = story.replace(f" {word} ", f" {found} ")
    return story


def _known(word: str, known: KnownWords, written: Mapping[str, str]) -> Iterator[str]:
    """What an unknown word may stand for, likeliest first."""
    for deed in _deeds(word):
        if _is(deed, known, written):
            yield written.get(deed, deed)
    for thing in (word.removesuffix(one) for one in OWNED if word.endswith(one)):
        if len(thing) >= SHORTEST and thing in known.words:
            yield thing
    denied = _NOT.match(word)
    if denied is not None and _is(denied["rest"], known, written):
        yield f"tidak {written.get(denied['rest'], denied['rest'])}"


def _deeds(word: str) -> Iterator[str]:
    """A word of what is done without each of the endings that it has; "dicabulan" is "dicabuli"."""
    ended = (word.removesuffix(one) for one in ENDINGS if word.endswith(one))
    for deed in filter(_DONE.match, ended):
        yield from (deed, f"{deed}i")


def _is(word: str, known: KnownWords, written: Mapping[str, str]) -> bool:
    return word in known.words or word in written
