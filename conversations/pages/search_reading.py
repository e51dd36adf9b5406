"""What a search has read out of the words that were typed: every condition, and what it did not
look for, so that no part of them is left out in silence.

Tested in tests/bot/pages/test_lists_own_words.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from casework.search.state_words import MARKS, STATES, TURN, TURNS, URGENT
from casework.search.wishes import Meaning, Wishes
from conversations.protocol.effects import Say, Text, text

MOST_NAMED = 3
"""Services or offices of one word that are told by name; of more their number."""


@dataclass(frozen=True)
class SearchReading:
    """``wishes``: what the words wish for; ``told``: words that a case must tell; ``unread``: what
    was not looked for. ``names``: what villages, offices and officers are called, by code."""

    wishes: Wishes
    told: Sequence[str] = ()
    unread: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def told_below(self) -> tuple[Text, ...]:
        """What stands below the cases; nothing where all of it was words that were told."""
        parts = self._parts()
        read = (text("found.read", parts=_and(parts)),) if parts else ()
        missed = (text("found.unread", words=", ".join(self.unread)),) if self.unread else ()
        return read + missed

    def _parts(self) -> list[Text]:
        """Every condition, one by one."""
        wishes = self.wishes
        parts = [text("found.part.state", words=one) for one in _states(wishes, self.names)]
        if wishes.rt:
            parts.append(text("found.part.rt", n=wishes.rt))
        if wishes.rw:
            parts.append(text("found.part.rw", n=wishes.rw))
        if wishes.services:
            parts.append(_services(wishes.services))
        parts += [self._meaning(one) for one in wishes.meanings]
        if villages := self._called(wishes.villages):
            parts.append(text("found.part.village", words=villages))
        if officers := self._called(wishes.officers):
            parts.append(text("found.part.officer", words=officers))
        if parts and self.told:
            parts.append(text("found.part.told", words=", ".join(self.told)))
        return parts

    def _called(self, codes: Iterable[str]) -> str:
        named = {self.names.get(code, "") for code in codes}
        return ", ".join(sorted(named - {""}))

    def _meaning(self, one: Meaning) -> Text:
        """All that one word may be."""
        ways = list[Text]()
        if one.services:
            ways.append(_services(one.services))
        if offices := self._called(one.offices):
            ways.append(text("found.part.offices", words=offices))
        if one.told:
            ways.append(text("found.part.word"))
        either = reduce(lambda one, other: text("found.or", one=one, other=other), ways)
        return text("found.part.meaning", said=one.said, ways=either)


def with_reading(said: Say, reading: SearchReading) -> Say:
    """A list, or that there is none, and below it what the search has read."""
    whole = said.text
    for line in reading.told_below():
        whole = text("found.with_reading", page=whole, read=line)
    return replace(said, text=whole)


def _and(parts: Iterable[Text]) -> Text:
    return reduce(
        lambda before, part: text("queue_line.and", before=before, part=part),
        parts,
    )


def _services(codes: Iterable[str]) -> Text:
    named = sorted(codes)
    if len(named) > MOST_NAMED:
        return text("found.part.many_services", count=len(named))
    whole = ((code, text(f"service.{code}.name", was=code)) for code in named)
    names = [text(f"service.{code}.short", was=name) for code, name in whole]
    row = reduce(lambda one, other: text("turn.and", one=one, other=other), names)
    return text("found.part.services", words=row)


def _states(wishes: Wishes, names: Mapping[str, str]) -> list[str]:
    """How it stands, in the first of the words for it."""
    found = [
        next(said for said, of in STATES.items() if of is one) for one in sorted(wishes.statuses)
    ]
    found += [MARKS[one][0] for one in sorted(wishes.marks)]
    found += [
        next(said for said, of in URGENT.items() if of is one) for one in sorted(wishes.urgencies)
    ]
    whose = {of: name for name, of in reversed(list(TURNS.items()))}
    called = [whose.get(one) or names.get(one, one) for one in sorted(wishes.turns)]
    return found + [f"{TURN[0]} {who}" for who in called]
