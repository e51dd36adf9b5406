"""Who did what a cry tells: whoever writes, or somebody else.

Plain wording leaves the "I" out; here it is kept: "the neighbour's child drank poison" needs an
ambulance, "I drank poison" needs also words for somebody who may want to die. In doubt it is
the writer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from casework.wording.plain import Vocabulary

REACH = 8
"""Words before what is done in which its doer is looked for."""

LISTS = ("own", "others", "beside", "deeds")

_OWN = "saya"


@dataclass(frozen=True)
class Doers:
    """How to tell who it was. ``vocabulary`` keeps the "I"; ``others`` are words for other people,
    ``beside`` those that stand before somebody who did not do it ("left by my husband"), ``deeds``
    what one does in despair."""

    vocabulary: Vocabulary
    others: frozenset[str]
    beside: frozenset[str]
    deeds: frozenset[str]


def another_did(story: str, deeds: Collection[str], doers: Doers) -> bool:
    """Whether somebody else does one of ``deeds``; ``story`` is in plain words of ``doers``."""
    told = story.split()
    places = (at for at, word in enumerate(told) if word in deeds)
    return any(_is_another(told[max(0, at - REACH) : at], doers) for at in places)


def _is_another(before: list[str], doers: Doers) -> bool:
    """Whether the nearest person before a deed, in its sentence, is not whoever writes."""
    for at in reversed(range(len(before))):
        word, leads = before[at], before[at - 1] if at else ""
        if word == ".":
            return False
        if word in doers.others and leads not in doers.beside:
            return True
        if word == _OWN and leads not in doers.others:  # "my child" is no "I"
            return False
    return False


def read(lists: Mapping[str, Collection[str]], vocabulary: Vocabulary) -> Doers:
    """Build it from the table ``doers`` of ``alarm.toml``, in which ``own`` are the ways to write
    "I". A district's own file may be older and lack it."""
    own, *others = (lists.get(name, ()) for name in LISTS)
    kept = replace(vocabulary, words={**vocabulary.words, **dict.fromkeys(own, _OWN)})
    return Doers(kept, *map(frozenset, others))
