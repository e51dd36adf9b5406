"""Misspelt words: one slip in a long word that means something here is put right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casework.wording.plain import Vocabulary

CORRECTED = 40
"""Unknown words of a story that are checked for a misspelling; keeps the longest story quick."""
SHORTEST = 6
"""Letters of a word that may be a misspelling: "banjar", a place, is not "banjir", a flood."""
ALIKE = 0.85


@dataclass(frozen=True, eq=False)
class KnownWords:
    """All words that mean something here. ``targets`` are those that a misspelling of so many
    letters may have meant, in order of the alphabet. Hashed by identity, to be remembered by."""

    words: frozenset[str]
    targets: Mapping[int, tuple[str, ...]]


def known_words(parts: Iterable[str], vocabulary: Vocabulary) -> KnownWords:
    """All words that occur in these plain words or in the vocabulary; any other word may be a
    misspelling of one of them."""
    told = {word for part in parts for word in part.split()}
    told |= {word for meant in vocabulary.words.values() for word in meant.split()}
    longest = max(map(len, told), default=0)
    sizes = range(SHORTEST, round(longest / ALIKE) + 1)
    return KnownWords(frozenset(told), {size: _of_about(size, told) for size in sizes})


def _of_about(size: int, words: Iterable[str]) -> tuple[str, ...]:
    """The words that may be alike to one of so many letters: each letter too many or too few makes
    them less so."""
    near = range(round(size * ALIKE), round(size / ALIKE) + 1)
    return tuple(sorted(word for word in words if len(word) in near))


def mend(story: str, known: KnownWords) -> str:
    """The story with likely misspellings of known words put right: one slip in six letters or
    more."""
    odd = dict.fromkeys(
        word for word in story.split() if len(word) >= SHORTEST and word not in known.words
    )
    for word in tuple(odd)[:CORRECTED]:
        meant = _meant(word, known)
        if meant is not None:
            story = story.replace(f" {word} ", f" {meant} ")
    return story


@lru_cache(maxsize=4096)
def _meant(word: str, known: KnownWords) -> str | None:
    """The known word that an unknown one is a slip of, None for none. Remembered: the same names of
    places come all day, and looking among all words is what takes longest in reading a story."""
    best = process.extractOne(
        word,
        known.targets.get(len(word), ()),
        scorer=OSA.normalized_similarity,
        score_cutoff=ALIKE,
    )
    return None if best is None else best[0]
