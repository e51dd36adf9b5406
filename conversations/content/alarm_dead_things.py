"""Things that are "mati": a card that no longer counts, a lamp, a phone, an animal.

"Bu Aminah's card is dead, she wants to see a doctor" holds a wish and the word for dying, and
is no wish to die. Each "mati" is read by itself, in its own words: in doubt it stays one.

Tested in tests/conversations/content/test_alarm_dead_things.py."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from conversations.content.alarm_endings import OWNED

REACH = 8
"""Words before "mati" in which the thing is looked for."""

LISTS = ("things", "owners", "titles", "wants", "wishes", "breaks", "uses")

_DEAD, _STOP, _NOT_THAT = "mati", ".", "/"
_WHOSE = "nama ."
"""One of the owners: how a title is read that is written short, with its stop."""


@dataclass(frozen=True)
class DeadThings:
    """``things`` are what may be "mati", ``owners`` the words that lead from a thing to whose or
    where it is, ``titles`` what is written short before a name ("Bu. Aminah"). ``wants`` ask for
    anything, ``wishes`` make a cry of "mati" wherever they stand beside it, ``breaks`` are other
    troubles: behind them it is no longer the thing. ``uses`` are what one does with a thing ("the
    card, used to see a doctor, is dead")."""

    things: frozenset[str]
    owners: frozenset[str]
    titles: frozenset[str]
    wants: frozenset[str]
    wishes: frozenset[str]
    breaks: frozenset[str]
    uses: frozenset[str]

    @cached_property
    def short_titles(self) -> re.Pattern[str]:
        """A title with the stop that makes it short."""
        return re.compile(rf"\b(?:{'|'.join(sorted(self.titles)) or '(?!)'})\.", re.IGNORECASE)


def owners_told(text: str, names: DeadThings) -> str:
    """``text`` (as written) with a word for an owner where a title stands short. Plain words leave
    most titles out, and the stop behind one would end a sentence."""
    return names.short_titles.sub(_WHOSE, text) if "." in text else text


def without(story: str, names: DeadThings) -> str:
    """``story`` (in plain words) with a mark for each "mati" that a thing is."""
    if f" {_DEAD} " not in story:
        return story
    told = story.split()
    dead = [at for at, word in enumerate(told) if word == _DEAD and _is_thing(told, at, names)]
    return f" {' '.join(_NOT_THAT if at in dead else w for at, w in enumerate(told))} "


def _is_thing(told: list[str], at: int, names: DeadThings) -> bool:
    between = _back_to_thing(told[max(0, at - REACH) : at], names)
    if between is None or not names.breaks.isdisjoint(between):
        return False
    strange = [word for word in between if word not in names.owners | names.uses]
    owned = len(strange) < len(between)
    return not strange or (_wants_more(told[at + 1 :], names) and (owned or _STOP not in between))


def _back_to_thing(before: list[str], names: DeadThings) -> list[str] | None:
    """The words since the last thing, None where there is none before another "mati" or a
    wish."""
    for back in reversed(range(len(before))):
        if _names_thing(before[back], names):
            return before[back + 1 :]
        if before[back] == _DEAD or before[back] in names.wants | names.wishes:
            return None
    return None


def _names_thing(word: str, names: DeadThings) -> bool:
    """Whether a word is a thing, also as somebody's own ("kise", "lampune")."""
    owned = (word.removesuffix(one) for one in OWNED if word.endswith(one))
    return word in names.things or any(len(one) > 2 and one in names.things for one in owned)


def _wants_more(after: list[str], names: DeadThings) -> bool:
    """Whether what is wanted behind "mati", if anything is, is something to be done: "mati saja"
    and "mati, pengen" are cries."""
    rest = after[1:] if after[:1] == [_STOP] else after
    if not rest or rest[0] in names.wishes:
        return not rest
    wanted = next((at for at, word in enumerate(rest) if word not in names.wants), len(rest))
    return wanted == 0 or rest[wanted : wanted + 1] not in ([], [_STOP], [_DEAD])


def read(lists: Mapping[str, Collection[str]]) -> DeadThings:
    """Build it from the table ``dead_things`` of ``alarm.toml``. A district's own file may be older
    and lack it."""
    return DeadThings(*(frozenset(lists.get(name, ())) for name in LISTS))
