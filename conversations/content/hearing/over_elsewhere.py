"""One danger is over and another is now, in one message: "father has been taken by the ambulance,
mother has a fit now". What says that it is over counts for its own part of the message alone.

A part that tells of a danger is free of such words before it where it says that it is now, turns
from them ("but she vomits blood"), or is about somebody else; of those behind it where they are
about somebody else. In doubt they count.

Tested in tests/conversations/content/hearing/test_over_elsewhere.py."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_STOP = "."


@dataclass(frozen=True)
class OverWords:
    """The lists of ``alarm.toml`` by which it is told: words that say "over", an ambulance that has
    somebody (``carried`` by ``carriers``), what is ``settled`` in its own part, how it began
    (``earlier``), that it is ``now``, what turns from good news to bad (``turning``: "but"); words
    for persons and for what spreads over a place."""

    over: tuple[str, ...]
    carried: tuple[str, ...]
    carriers: tuple[str, ...]
    settled: tuple[str, ...]
    earlier: tuple[str, ...]
    now: tuple[str, ...]
    turning: tuple[str, ...]
    persons: Mapping[str, str]
    spreads: Mapping[str, str]


def left_out(story: str, told: Collection[str], words: OverWords) -> str:
    """``story`` (in plain words) without the parts that only say that another danger than the one
    told is over; as it is where none does. ``told``: the words of danger that were heard."""
    if not any(one in story for one in (*words.over, *words.carried, *words.settled)):
        return story
    parts = list(_parts(story, words))
    over = [at for at, part in enumerate(parts) if _is_over(part, words)]
    left = [at for at in range(len(parts)) if at not in over]
    dangers = [at for at in left if any(one in parts[at] for one in told)]
    free = any(all(_apart(parts, at, one, words) for one in over) for at in dangers)
    if not free:
        return story
    return " " + f" {_STOP} ".join(parts[at].strip() for at in left) + " "


def _parts(story: str, words: OverWords) -> Iterator[str]:
    """The sentences; one in which something is over ends where it turns to somebody else, to now,
    or to worse."""
    for sentence in story.split(f" {_STOP} "):
        told = sentence.split()
        ends = [0, *_turns(told, words), len(told)]
        yield from (f" {' '.join(told[a:b])} " for a, b in pairwise(ends) if a < b)


def _turns(told: Sequence[str], words: OverWords) -> Iterator[int]:
    """Where a sentence turns away from what is over in it."""
    begun = 0
    for at, word in enumerate(told):
        before = f" {' '.join(told[begun:at])} "
        turns = word in words.persons or f" {word} " in (*words.now, *words.turning)
        if turns and _ended(before, words):
            begun = at
            yield at


def _ended(part: str, words: OverWords) -> bool:
    return _is_over(part, words) or any(one in part for one in words.settled)


def _is_over(part: str, words: OverWords) -> bool:
    carried = any(one in part for one in words.carried)
    over = any(one in part for one in (*words.over, *words.settled))
    return over or (carried and any(one in part for one in words.carriers))


def _apart(parts: Sequence[str], danger: int, over: int, words: OverWords) -> bool:
    """Whether what is over there is no word about this danger."""
    here, there = parts[danger], parts[over]
    if danger < over:
        return _others(_of(here, words, alike=True), _ends_for(there, words))
    past = any(one in here for one in words.earlier)
    turned = any(one in here for one in words.now) or here.startswith(words.turning)
    if turned and not past:
        return True
    mine, ended = _of(here, words), _of(there, words)
    of_a_place = not past and not words.spreads.keys().isdisjoint(there.split())
    return _others(mine, ended) or bool(mine and not ended and of_a_place)


def _others(mine: Collection[str], ended: Collection[str]) -> bool:
    """Whether both name somebody, and nobody is named in both."""
    return bool(mine and ended) and set(mine).isdisjoint(ended)


def _of(part: str, words: OverWords, *, alike: bool = False) -> set[str]:
    """The persons that a part names, as they are written; ``alike``: by the first word that means
    the same."""
    found = {word for word in part.split() if word in words.persons}
    return {words.persons[word] for word in found} if alike else found


def _ends_for(part: str, words: OverWords) -> set[str]:
    """For whom something is over: those named in front of it, when one stands right before it."""
    marks = (*words.over, *words.carried, *words.settled)
    before = min((part[: part.index(one) + 1] for one in marks if one in part), key=len, default="")
    last = before.split()[-1:]
    return _of(before, words, alike=True) if set(last) & words.persons.keys() else set()
