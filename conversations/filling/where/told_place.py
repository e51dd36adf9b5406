"""Whether words say where: a number of a house, a street, what it is beside, a building, a village,
whose house. The words for these are rows (``[places]`` of ``alarm.toml``).

A building or a number alone may stand in any story: it counts in few words, or behind "in"."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from casework.policy.classifier import suggest
from conversations.content.alarm_mistakes import PLACES
from conversations.content.content import Content
from conversations.content.numbers.card_numbers import identity_masked

FEW = 4
"""Words in which a building, a number or somebody's name is where they are."""

_PIECE = re.compile(r"[^\W\d_]+|\d+")

SURE = 1.5
"""The score of a service from which on words name a trouble (emergencies/matters.py)."""

OTHERS = frozenset({"tetangga", "tonggo", "orang", "neighbour"})
"""Whose house is not the writer's, beside their kin and whom they name."""

TOWARDS = frozenset({"ke", "ka", "menyang", "kadieu", "kesini", "kesana", "to"})
"""Behind "carries", these say where somebody is brought."""

Rows = Mapping[str, frozenset[str]]


def names_place(words: str, content: Content) -> bool:
    """Whether something in the words is of a place. A district's own file may lack the rows: then
    any words are one, as before."""
    if not content.alarms.places:
        return True
    if identity_masked(words) != words:  # the number of a card is nobody's address
        return holds_address(words, content)
    rows = _rows(content, PLACES)
    told = _spoken(words, content)
    if _armed(words, content):
        return holds_address(words, content)
    if any(_leads(one, then, rows) for one, then in pairwise(_without_refuge(told, rows))):
        return True
    if not rows["tells"].isdisjoint(told) or _names_trouble(words, content):
        return False
    return _may_be(told, rows, content)


def holds_address(words: str, content: Content) -> bool:
    """Whether a number of a house, a street or what is beside it stands anywhere in the words,
    whatever else they tell. Beside what an armed man stands is none."""
    beside = () if _armed(words, content) else ("beside",)
    return _holds(words, content, ("numbered", "streets", *beside))


def _armed(words: str, content: Content) -> bool:
    """Whether somebody carries what may hurt; who is carried somewhere is no weapon."""
    rows, told = _rows(content, ("armed",)), (*_spoken(words, content), "")
    harmless = content.alarms.persons.keys() | TOWARDS
    return any(one in rows["armed"] and then not in harmless for one, then in pairwise(told))


def holds_number(words: str, content: Content) -> bool:
    """The same of a number of a house or of its neighbourhood alone."""
    return _holds(words, content, ("numbered",))


def elsewhere(words: str, content: Content) -> bool:
    """Whether words say "in" a building or in somebody's house: not where their writer lives."""
    rows, told = _rows(content, PLACES), (*_spoken(words, content), "")
    of_others = rows["titles"] | rows["beside"] | content.alarms.persons.keys() | OTHERS
    return any(
        one in rows["within"]
        and then in rows["spots"] | rows["homes"]
        and (then not in rows["homes"] or whose in of_others)
        for one, then, whose in zip(told, told[1:], told[2:], strict=False)
    )


def _holds(words: str, content: Content, names: Sequence[str]) -> bool:
    rows, told = _rows(content, (*names, "tells")), _spoken(words, content)
    return any(_leads(one, then, rows) for one, then in pairwise(told))


def _rows(content: Content, names: Sequence[str]) -> Rows:
    """The words of these lists; none in the others. A district's own file may lack some."""
    known = {name: content.alarms.places.get(name, frozenset()) for name in names}
    numbers = content.alarms.spoken.get("numbers", frozenset())
    return {**dict.fromkeys(PLACES, frozenset()), **known, "numbers": numbers}


MOST = 8
"""Words of an address that nobody has asked for, at most."""

BEGINS = ("numbered", "streets", "beside", "spots")
"""The rows of words with which such an address begins."""


def is_address(words: str, content: Content) -> bool:
    """Whether words that nobody has asked for are an address: a street or a number of a house, and
    nothing else."""
    rows = content.alarms.places
    told = _spoken(words, content)
    if not rows or len(told) > MOST or not rows["tells"].isdisjoint(told):
        return False
    begins = told[:1] and any(told[0] in rows[name] for name in BEGINS)
    return bool(begins) and names_place(words, content)


def _spoken(words: str, content: Content) -> Sequence[str]:
    """The words and numbers, each building that is called by two words ("rumah sakit") as one;
    without the numbers of cards."""
    return _parted(words, content.alarms.places.get("called", frozenset()))


@lru_cache(maxsize=2)  # what a message says is asked several times, one right after the other
def _parted(words: str, called: frozenset[str]) -> Sequence[str]:
    told = f" {' '.join(_PIECE.findall(identity_masked(words).casefold()))} "
    for name in called:
        if name in told:
            told = told.replace(f" {name} ", f" {name.split()[0]} ")
    return told.split()


def _without_refuge(told: Sequence[str], rows: Rows) -> Sequence[str]:
    """The words without "in" where somebody has fled ("ngungsi ning SD")."""
    before = ("", *told)
    return [
        word
        for word, last in zip(told, before, strict=False)
        if word not in rows["within"] or last not in rows["fled"]
    ]


def _leads(one: str, then: str, rows: Rows) -> bool:
    """Whether two words in a row are of a place for sure: "RT 3", "RT lima", "gang mawar", "in the
    market"."""
    if one in rows["numbered"] and (then.isdecimal() or len(then) == 1 or then in rows["numbers"]):
        return True
    streets, beside = rows["streets"], rows["beside"]
    if one in streets or one in beside:
        return not any(then in words for words in (rows["tells"], streets, beside))
    return one in rows["within"] and then in rows["spots"]


def tells_more(words: str, content: Content) -> bool:
    """Whether words tell of something beside where it is, though an address may stand in them."""
    rows, told = _rows(content, PLACES), _spoken(words, content)
    done = any(_is_done(one, rows) for one in told)
    return done or not rows["tells"].isdisjoint(told) or _names_trouble(words, content)


def _names_trouble(words: str, content: Content) -> bool:
    found = suggest(words, content.words, 1)
    return bool(found) and found[0].score >= SURE


def _may_be(told: Sequence[str], rows: Rows, content: Content) -> bool:
    """Whether words that tell of nothing else are a place."""
    if _village(told, content):
        return True
    if any(_is_done(one, rows) for one in told):
        return False
    if told[:1] and told[0] in rows["spots"]:
        return True
    if len(told) > FEW:
        return False
    known = told if rows["inside"].isdisjoint(told) else ()
    within = any(one in rows["within"] and len(then) > 1 for one, then in pairwise(known))
    number = any(one.isdecimal() for one in told) and rows["counted"].isdisjoint(told)
    named = bool(known[1:]) and told[0] in rows["titles"]
    return within or number or named or not rows["spots"].isdisjoint(told)


def _is_done(word: str, rows: Rows) -> bool:
    """Whether a word says what is done to somebody or something ("dirampok"); "in" may be written
    together with where it is."""
    stem = word.removeprefix("di")
    near = rows["spots"] | rows["beside"] | rows["streets"] | rows["numbered"] | rows["described"]
    return stem != word and len(stem) >= DEED and near.isdisjoint({stem, word})


DEED = 4
"""Letters of a deed behind "di", at least; fewer may be a name."""


def _village(told: Sequence[str], content: Content) -> bool:
    spoken = f" {' '.join(told)} "
    known = (*content.places.villages.values(), *content.places.districts.values())
    return any(f" {name.casefold()} " in spoken for name in known)
