"""What a search has read out of the words that were typed: every condition, and what it did not
look for, so that no part of them is left out in silence.

Tested in tests/bot/pages/test_lists_own_words.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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

    def heading(self) -> tuple[Text, ...]:
        """What stands above the cases; nothing where all of it was words that were told."""
        parts = self._parts()
        said = (text("found.read", parts=_row(parts)),) if parts else ()
        missed = (text("found.unread", words=", ".join(self.unread)),) if self.unread else ()
        return said + missed

    def _parts(self) -> list[Text]:
        wishes = self.wishes
        parts = [text("found.part.state", words=one) for one in _states(wishes, self.names)]
        parts += [text("found.part.rt", n=wishes.rt)] if wishes.rt else []
        parts += [text("found.part.rw", n=wishes.rw)] if wishes.rw else []
        parts += [_services(wishes.services)] if wishes.services else []
        parts += [self._meaning(one) for one in wishes.meanings]
        named = [("village", wishes.villages), ("officer", wishes.officers)]
        for what, codes in named:
            words = ", ".join(sorted({self.names.get(code, "") for code in codes} - {""}))
            parts += [text(f"found.part.{what}", words=words)] if words else []
        told = ", ".join(self.told)
        return parts + ([text("found.part.told", words=told)] if parts and told else [])

    def _meaning(self, one: Meaning) -> Text:
        """All that one word may be."""
        ways = [_services(one.services)] if one.services else []
        offices = ", ".join(sorted({self.names.get(code, code) for code in one.offices}))
        ways += [text("found.part.offices", words=offices)] if offices else []
        ways += [text("found.part.word")] if one.told else []
        return text("found.part.meaning", said=one.said, ways=_row(ways, "found.or"))


def above(said: Say, reading: SearchReading) -> Say:
    """A list, or that there is none, below what the search has read."""
    whole = said.text
    for line in reversed(reading.heading()):
        whole = text("found.above", read=line, page=whole)
    return replace(said, text=whole)


def _services(codes: Iterable[str]) -> Text:
    named = sorted(codes)
    if len(named) > MOST_NAMED:
        return text("found.part.many_services", count=len(named))
    names = [text(f"service.{code}.short", was=code) for code in named]
    return text("found.part.services", words=_row(names, "turn.and"))


def _states(wishes: Wishes, names: Mapping[str, str]) -> list[str]:
    """How it stands, in the first of the words for it."""
    found = [next(x for x, of in STATES.items() if of is one) for one in sorted(wishes.statuses)]
    found += [MARKS[one][0] for one in sorted(wishes.marks)]
    found += [next(x for x, of in URGENT.items() if of is one) for one in sorted(wishes.urgencies)]
    whose = {of: name for name, of in reversed(list(TURNS.items()))}
    return found + [f"{TURN[0]} {whose.get(x) or names.get(x, x)}" for x in sorted(wishes.turns)]


def _row(parts: Sequence[Text], between: str = "queue_line.and") -> Text:
    said = parts[0]
    for part in parts[1:]:
        args = {"one": said, "other": part} if between != "queue_line.and" else {}
        said = text(between, **(args or {"before": said, "part": part}))
    return said
