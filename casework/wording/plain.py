"""A text in plain words: spelling, accents, ornate letters and endings aside.

Deterministic; the words that stand for others come from ``casework/policy/words.toml``.

Tested in tests/casework/policy/test_classifier.py."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

LONGEST = 4096
"""Characters of a text that are read; a Telegram message is never longer."""

_PIECE = re.compile(r"[^\W\d_]+|\d+|[.,!?;:\n]+")
_DOUBLED = re.compile(r"(?<=[^\W\d_]{2})2(?!\d)")  # "ibu2" is written for "ibu-ibu"
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "tolooong"
# "His, my, your"; keywords lose it too, so a wrong cut does no harm.
_ENDINGS = ("nya", "ku", "mu")
_BEFORE = 3
"""Letters that are left of a word without such an ending, at least."""
_ORNATE = re.compile(
    r"(?:LETTER SMALL CAPITAL|SQUARED LATIN CAPITAL LETTER|CIRCLED LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])$"
)
"""What Unicode calls a letter that only looks different, and that its normal forms leave alone."""
_STOP = "."


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """How people write: a word or several words, and the plain words that they stand for. Hashed by
    identity, to be remembered by."""

    words: Mapping[str, str]
    phrases: Mapping[str, str]

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words with which phrases begin: a text that holds none of them holds no phrase."""
        return frozenset(word for written in self.phrases for word in written.split()[:1])


@lru_cache(maxsize=4)
def plain(text: str, vocabulary: Vocabulary) -> str:
    """``text`` in plain words, one space around each, " . " at every stop: fit for
    ``Phrase.found_in``. Remembered for the turn: many ask it of the same message."""
    told = " ".join([_plain_word(piece, vocabulary.words) for piece in _pieces(text)])
    words = [word for word, _ in groupby(told.split())]
    story = " " + " ".join(words) + " "
    if vocabulary.begins.isdisjoint(words):
        return story
    return _rephrase(story, vocabulary.phrases)


@lru_cache(maxsize=2)  # a message is read with two vocabularies, one right after the other
def _pieces(text: str) -> Sequence[str]:
    """The words, numbers and stops of a text."""
    folded = _DOUBLED.sub(" ", bare(text[:LONGEST])[:LONGEST].casefold())
    return _PIECE.findall(_STRETCHED.sub(r"\1", folded))


def bare(text: str) -> str:
    """The letters of ``text`` alone: without accents and invisible signs (a soft hyphen inside a
    word), and ornate ones (small capitals, boxed letters) as ordinary ones."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(
        sign if sign.isascii() else _ordinary(sign)
        for sign in apart
        if unicodedata.category(sign) not in ("Mn", "Me", "Cf")
    )


def _ordinary(sign: str) -> str:
    named = _ORNATE.search(unicodedata.name(sign, ""))
    return named[1].casefold() if named else sign


def _plain_word(piece: str, words: Mapping[str, str]) -> str:
    if not piece[0].isalnum():
        return _STOP
    if piece in words:
        return words[piece]
    if not piece.endswith(_ENDINGS):
        return piece
    stem = piece[:-3] if piece.endswith("nya") else piece[:-2]
    stem = stem if len(stem) >= _BEFORE else piece
    return words.get(stem, stem)


def _rephrase(story: str, phrases: Mapping[str, str]) -> str:
    for written, meant in phrases.items():
        if written in story:  # asked first: hardly any of them is
            story = story.replace(f" {written} ", f" {meant} ")
    return story
