"""Reading a story by its words: which services it may be about, and which facts it tells by itself.

It ranks and never decides: a person or the resident chooses among the suggestions. Deterministic;
holds no words of its own (they are rows of ``policy/words.toml`` and keywords of the catalogue)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from casework.policy.catalogue import Catalogue
from casework.wording import pairs
from casework.wording.misspelt import KnownWords, known_words, mend
from casework.wording.pairs import Pairs
from casework.wording.plain import Vocabulary, plain


@dataclass(frozen=True)
class Phrase:
    """Words to look for: all ``parts`` must occur, each as whole words in a row. ``length`` counts
    the words."""

    source: str
    parts: tuple[str, ...]
    length: int

    @property
    def anchor(self) -> str:
        """The first word of the first part: where it does not occur, the phrase does not either."""
        return next(iter(self.parts[0].split()), "")

    def found_in(self, story: str) -> bool:
        """Whether a story in plain words (see ``plain``) holds every part."""
        return all(part in story for part in self.parts)


@dataclass(frozen=True)
class Cue:
    """A fact that a story tells: ``fact`` is ``value`` when one of ``any`` or of ``pairs`` occurs
    and none of ``unless``."""

    fact: str
    value: str
    any: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    pairs: Pairs | None = None

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Where none of these words occurs, the fact is not told."""
        firsts = self.pairs.first if self.pairs else ()
        return frozenset([one.anchor for one in self.any] + [one.split()[0] for one in firsts])


@dataclass(frozen=True)
class Keyword:
    """A phrase that speaks for services, with the points that it gives to each of them."""

    phrase: Phrase
    points: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Words:
    """Everything needed to read a story: vocabulary, cues, keywords by anchor, known words, order
    of services, what stands between two matters (``joins``), days that are counted from the day on
    which they are read (``near_days``), and what stands before or beside a sensitive matter that is
    not told (``denials``, ``spoken_of``)."""

    vocabulary: Vocabulary
    cues: tuple[Cue, ...]
    keywords: Mapping[str, tuple[Keyword, ...]]
    known: KnownWords
    order: Mapping[str, int]
    joins: tuple[str, ...] = ()
    near_days: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    spoken_of: tuple[str, ...] = ()

    @property
    def facts(self) -> Mapping[str, frozenset[str]]:
        """Every fact that ``facts_from`` may tell, with its possible values."""
        by_fact = groupby(
            sorted((cue.fact, cue.value) for cue in self.cues), key=lambda pair: pair[0]
        )
        return {fact: frozenset(value for _, value in pairs) for fact, pairs in by_fact}


@dataclass(frozen=True)
class Suggestion:
    """A service that fits a story. ``score`` only ranks; ``words`` are the keywords that were
    found."""

    service: str
    score: float
    words: tuple[str, ...]


def phrase(source: str, vocabulary: Vocabulary) -> Phrase:
    """Read one keyword of a data file: ``a + b`` has two parts. Parts go through the same wording
    as stories."""
    parts = tuple(plain(part, vocabulary) for part in source.split("+"))
    return Phrase(source, parts, sum(len(part.split()) for part in parts))


def read(rows: Mapping[str, Any], catalogue: Catalogue) -> Words:
    """Build the reader of stories from the parsed ``words.toml``. ``ValueError`` with one line per
    mistake."""
    mistakes = [
        f"words: {name} is not a known key"
        for name in rows
        if name not in ("words", "phrases", "cue", *_LISTS)
    ]
    for name in _LISTS:
        mistakes += _list_mistakes(name, rows.get(name, []))
    for name in ("words", "phrases"):
        mistakes += [
            f"words {name} {key}: must be text"
            for key, v in rows.get(name, {}).items()
            if not isinstance(v, str)
        ]
    for number, row in enumerate(rows.get("cue", []), 1):
        mistakes += _cue_mistakes(f"words cue {number} ({row.get('fact')})", row)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    vocabulary = Vocabulary(rows.get("words", {}), rows.get("phrases", {}))
    cues = tuple(_cue(row, vocabulary) for row in rows.get("cue", []))
    keywords = _keywords(catalogue, vocabulary)
    phrases = [one.phrase for one in keywords] + [
        one for cue in cues for one in (*cue.any, *cue.unless)
    ]
    order = {key: number for number, key in enumerate(catalogue.services)}
    parts = [part for one in phrases for part in one.parts]
    known = known_words((*parts, *_paired(cues)), vocabulary)
    lists = (tuple(rows.get(name, ())) for name in _LISTS)
    return Words(vocabulary, cues, _by_anchor(keywords), known, order, *lists)


def _paired(cues: Iterable[Cue]) -> Iterable[str]:
    """The words of all pairs."""
    return (part for cue in cues if cue.pairs for part in cue.pairs.parts)


def _cue(row: Mapping[str, Any], vocabulary: Vocabulary) -> Cue:
    any_, unless = (
        tuple(phrase(one, vocabulary) for one in row.get(name, ())) for name in ("any", "unless")
    )
    return Cue(row["fact"], row["value"], any_, unless, pairs.read(row, vocabulary))


def _cue_mistakes(where: str, row: Mapping[str, Any]) -> list[str]:
    found = [
        f"{where}: {name} is not a known key"
        for name in row
        if name not in ("fact", "value", "any", "unless", *pairs.LISTS)
    ]
    needed = ("fact", "value", "first", "then") if "first" in row else ("fact", "value", "any")
    found += [f"{where}: {name} is missing" for name in needed if not row.get(name)]
    lists = [row.get(name, []) for name in ("any", "unless", *pairs.LISTS)]
    if not all(
        isinstance(item, list) and all(isinstance(one, str) for one in item) for item in lists
    ):
        found.append(f"{where}: any and unless must be lists of phrases")
    return found


_LISTS = ("joins", "near_days", "denials", "spoken_of")
"""Rows that are lists of words."""


def _list_mistakes(name: str, rows: Any) -> list[str]:
    fine = isinstance(rows, list) and all(isinstance(one, str) and one.strip() for one in rows)
    return [] if fine else [f"words {name}: must be a list of words"]


def _keywords(catalogue: Catalogue, vocabulary: Vocabulary) -> list[Keyword]:
    """Keywords with their points by service; those that say the same in plain words are one, shared
    by its services."""
    shared: dict[tuple[str, ...], tuple[Phrase, list[str]]] = {}
    for service in catalogue.services.values():
        for keyword in service.keywords:
            read_as = phrase(keyword, vocabulary)
            services = shared.setdefault(read_as.parts, (read_as, []))[1]
            if service.key not in services:
                services.append(service.key)
    weight = {service.key: 0.5 if service.vague else 1.0 for service in catalogue.services.values()}
    return [
        Keyword(one, {key: weight[key] * one.length / len(keys) for key in keys})
        for one, keys in shared.values()
    ]


def _by_anchor(keywords: Iterable[Keyword]) -> dict[str, tuple[Keyword, ...]]:
    found: dict[str, list[Keyword]] = {}
    for keyword in keywords:
        found.setdefault(keyword.phrase.anchor, []).append(keyword)
    return {anchor: tuple(group) for anchor, group in found.items()}


def suggest(text: str, words: Words, limit: int = 3) -> tuple[Suggestion, ...]:
    """The services that fit the story best, best first; none when no keyword is found. Ties keep
    the catalogue's order.

    A keyword counts as many points as it has words (half for a vague service), shared among the
    services that claim it; the best keyword of a service counts in full, its other ones a third, so
    that a long list of synonyms wins nothing."""
    story = mend(plain(text, words.vocabulary), words.known)
    hits: dict[str, list[tuple[float, str]]] = {}
    for anchor in dict.fromkeys(story.split()):
        for keyword in words.keywords.get(anchor, ()):
            if keyword.phrase.found_in(story):
                for service, points in keyword.points.items():
                    hits.setdefault(service, []).append((points, keyword.phrase.source))
    ranked = (
        Suggestion(service, _score(found), _sources(found)) for service, found in hits.items()
    )
    return tuple(sorted(ranked, key=lambda one: (-one.score, words.order[one.service]))[:limit])


def _score(found: list[tuple[float, str]]) -> float:
    points = sorted((point for point, _ in found), reverse=True)
    return round(points[0] + sum(points[1:]) / 3, 3)


def _sources(found: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(source for _, source in sorted(found, key=lambda hit: -hit[0]))


def facts_from(text: str, words: Words) -> dict[str, str]:
    """What the story tells by itself, such as ``{"frail": "yes"}``; the first matching cue of a
    fact wins."""
    story = mend(plain(text, words.vocabulary), words.known)
    facts: dict[str, str] = {}
    for cue in words.cues:
        if cue.fact not in facts and _tells(cue, story):
            facts[cue.fact] = cue.value
    return facts


@lru_cache(maxsize=4)
def fact_in(text: str, words: Words, fact: str) -> str:
    """What the story tells of one fact, "" for nothing: quicker where it is asked of every
    message. Remembered for the turn, in which it is asked twice."""
    cues = [cue for cue in words.cues if cue.fact == fact]
    story = mend(plain(text, words.vocabulary), words.known) if text and cues else ""
    return next((cue.value for cue in cues if _tells(cue, story)), "")


def _tells(cue: Cue, story: str) -> bool:
    if cue.anchors.isdisjoint(story.split()):
        return False
    told = any(one.found_in(story) for one in cue.any)
    told = told or bool(cue.pairs and cue.pairs.found_in(story))
    return told and not any(one.found_in(story) for one in cue.unless)
