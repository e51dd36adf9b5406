"""What a row of ``alarm.toml`` looks for in a message in plain words.

``a + b``: both occur somewhere. ``a ~ b``: both occur near each other, in any order, whatever stops
stand between them (who writes in panic writes no sentences). ``<name>``: any words of the group of
that name. The first words are those that may be denied or doubted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

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
        """Where none of these words occurs, the phrase does not either. Of each choice the longest
        word: it is told more seldom."""
        return frozenset(max(one.split(), key=len, default="") for one in self.parts[0][0])

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that may be found, as it must be written."""
        return tuple(one for part in self.parts for choice in part for one in choice)

    @cached_property
    def _choices(self) -> tuple[Choice, ...]:
        """All its choices, those first of which no word is known to be told."""
        return tuple(choice for part in self.parts for choice in part)[::-1]

    def may_be_in(self, story: str) -> bool:
        """Whether one word of each of its choices occurs in ``story`` at all, near each other or
        not. False stays false when words are taken out of the story."""
        told = story.__contains__  # by map and loop: a dozen phrases are asked of each message
        for choice in self._choices:  # noqa: SIM110
            if not any(map(told, choice)):
                return False
        return True

    def found_in(self, story: str) -> tuple[str, ...]:
        """The first words as they occur in ``story`` (plain words without stops), none when
        the phrase is not told."""
        told = _together(self.parts[0], story)
        others = told and all(_together(part, story) for part in self.parts[1:])
        return tuple(told) if others else ()


def _together(part: tuple[Choice, ...], story: str) -> list[str]:
    first, *others = part
    told = _places(first, story)
    for choice in others if told else ():
        around = [there for _, there in _places(choice, story)]
        told = [(one, at) for one, at in told if any(abs(at - there) <= REACH for there in around)]
    return [one for one, _ in told]


def _places(choice: Choice, story: str) -> list[tuple[str, int]]:
    """Which of these words occur, and where, counted in words."""
    return [(one, at) for one in choice if one in story for at in _counted(one, story)]


def _counted(words: str, story: str) -> Iterator[int]:
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


def expressions(source: str, groups: Mapping[str, Choice], vocabulary: Vocabulary) -> Choice:
    """What an expression of a row stands for: with ``<name>`` in it one for each word of that
    group. KeyError for a group that does not exist."""
    named = _GROUP.search(source)
    if named is None:
        return (plain(source, vocabulary),)
    before, after = (
        plain(part, vocabulary).rstrip() if part else "" for part in source.split(named[0])
    )
    return tuple(f"{before}{one.rstrip()}{after} " for one in groups[named[1]])
