"""Whether words that were told before are about the person of a cry: only those may read them who
come for that person. In doubt they are about somebody else, and go on waiting."""

from dataclasses import dataclass

from casework.search.told_names import called
from conversations.content.content import Content
from conversations.handlers.emergencies.who import teller, victims
from conversations.handlers.emergencies.who.victims import NEIGHBOUR, SELF


@dataclass(frozen=True)
class People:
    """Who stands in some words: ``names`` behind a title, ``kin`` as the rows of the alarm call
    them. ``own``: the writer does, too."""

    names: frozenset[str]
    kin: frozenset[str]
    own: bool

    @property
    def next_door(self) -> bool:
        """Whether a neighbour does."""
        return NEIGHBOUR in self.kin


def people(words: str, content: Content) -> People:
    """Who stands in these words."""
    kin = victims.persons(words, content.alarms)
    return People(names(words, content), kin, teller.of_themselves(words))


def names(words: str, content: Content) -> frozenset[str]:
    """Who is named behind a title ("pak kasan"), in small letters."""
    known, alarms = content.words, content.alarms
    plain = known.known.words | known.vocabulary.words.keys()
    plain |= alarms.known.words | alarms.places.get("tells", frozenset())
    return called(words, plain)


def of_another(before: str, cry: str, content: Content) -> bool:
    """Whether words and a cry name different people for sure."""
    then, now = people(before, content), people(cry, content)
    if then.names and now.names:
        return then.names.isdisjoint(now.names)
    return bool(then.kin and now.kin) and then.next_door is not now.next_door


def next_door(before: str, cry: str, content: Content) -> bool:
    """Whether only the cry is about a neighbour."""
    return people(cry, content).next_door and not people(before, content).next_door


def of_the_same(before: str, cry: str, content: Content) -> bool:
    """Whether words and a cry name the same person, or the cry goes on about whoever was named."""
    then, now = people(before, content), people(cry, content)
    if now.own and then.kin == {SELF}:
        return True
    if now.names or now.kin - {SELF}:
        return bool(then.names & now.names or then.kin & now.kin)
    return bool(then.names or then.kin)
