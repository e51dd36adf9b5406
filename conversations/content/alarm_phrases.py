"""What a row of ``alarm.toml`` looks for in a message in plain words.

``a + b``: both occur somewhere. ``a ~ b``: both occur near each other, in any order, whatever stops
stand between them (who writes in panic writes no sentences). ``<name>``: any words of the group of
that name. The first words are those that may be denied or doubted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.wording.plain import Vocabulary, plain

REACH = 6
"""Words that may lie between those that belong together."""

_GROUP = re.compile(r"<(\w+)>")

Choice = tuple[str, ...]
"""Words of which one must occur, each with a space around it."""


@dataclass(frozen=True)
class Sought:
    """One phrase of a row: all ``parts`` occur, each with all its choices near the first one."""

    source: str
    parts: tuple[tuple[Choice, ...], ...]

    @property
    def anchors(self) -> frozenset[str]:
        """Where none of these words occurs, the phrase does not either."""
        return frozenset(next(iter(one.split()), "") for one in self.parts[0][0])

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that may be found, as it must be written."""
        return tuple(one for part in self.parts for choice in part for one in choice)

    def found_in(self, story: str) -> tuple[str, ...]:
        """The first words as they occur in ``story`` (plain words without stops), none when
        the phrase is not told."""
        if not all(any(_together(part, story)) for part in self.parts[1:]):
            return ()
        return tuple(_together(self.parts[0], story))


def _together(part: tuple[Choice, ...], story: str) -> Iterator[str]:
    first, *others = part
    around = [tuple(at for one in choice for at in _places(one, story)) for choice in others]
    for one in first:
        for at in _places(one, story):
            if all(any(abs(at - there) <= REACH for there in places) for places in around):
                yield one


def _places(words: str, story: str) -> Iterator[int]:
    """Where these words occur, counted in words."""
    at = story.find(words)
    while at >= 0:
        yield story.count(" ", 0, at)
        at = story.find(words, at + 1)


def sought(source: str, groups: Mapping[str, Choice], vocabulary: Vocabulary) -> Sought:
    """Read one phrase of the file. KeyError for a group that does not exist."""
    parts = tuple(
        tuple(_choice(one.strip(), groups, vocabulary) for one in part.split("~"))
        for part in source.split("+")
    )
    return Sought(source, parts)


def _choice(source: str, groups: Mapping[str, Choice], vocabulary: Vocabulary) -> Choice:
    named = _GROUP.fullmatch(source)
    return groups[named[1]] if named else (plain(source, vocabulary),)
