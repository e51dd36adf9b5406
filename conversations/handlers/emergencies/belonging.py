"""Whether words that were told before are about the person of a cry: only those may read them who
come for that person. In doubt they are about somebody else, and go on waiting."""

import re
from dataclasses import dataclass

from casework.case.intake import Who
from casework.policy.triage import AlarmKind
from casework.search.told_names import called, first_called
from conversations.content.alarm_words import Alarm
from conversations.content.content import Content, Turn
from conversations.filling import question
from conversations.handlers.emergencies.who import teller, victims
from conversations.handlers.emergencies.who.victims import NEIGHBOUR, SELF
from conversations.protocol.dialogue import Draft

PARTNERS = frozenset({"suami", "istri", "pacar"})
"""Who stands in somebody's own cry of violence as the one who hits (alarm.toml, persons)."""

FOR_OTHERS = frozenset({Who.NEIGHBOUR, Who.FAMILY})
"""Answers to whom a report is about: not the writer."""


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


def sufferer(turn: Turn, draft: Draft | None, found: Alarm, cry: str) -> dict[str, str]:
    """Who needs help, where a form names them and the cry is about them, or where the cry is the
    answer to that question. Whose deed it is (violence) is nobody's name."""
    if draft is None:
        return {}
    name, asked = str(draft.answers.get("sufferer") or ""), question.current(turn, draft)
    if name:
        return {"sufferer": name} if _of_them(name, cry, turn.content) else {}
    hurt = found.kind in (AlarmKind.MEDICAL, AlarmKind.DISASTER)
    if not hurt or asked is None or asked.key != "sufferer" or draft.answers.get("story"):
        return {}
    name = first_called(cry, _meaning(turn.content))
    return {"sufferer": name} if name else {}


def _of_them(name: str, cry: str, content: Content) -> bool:
    """Whether a cry calls somebody by that name, or means who was named before and names nobody
    else."""
    named, now = names(name, content), people(cry, content)
    if now.names:
        return bool(named & now.names)
    return not (now.own or now.next_door) and means_them(cry, content)


def means_them(cry: str, content: Content) -> bool:
    """Whether a cry speaks of somebody who was named before ("dia", "orangnya")."""
    spoken = set(re.findall(r"[^\W\d_]+", cry.casefold()))
    return not content.alarms.meant.get("them", frozenset()).isdisjoint(spoken)


def names(words: str, content: Content) -> frozenset[str]:
    """Who is named behind a title ("pak kasan"), in small letters."""
    return called(words, _meaning(content))


def _meaning(content: Content) -> frozenset[str]:
    """Words that mean something by themselves, and are nobody's name."""
    known, alarms = content.words, content.alarms
    plain = known.known.words | known.vocabulary.words.keys()
    return frozenset(plain | alarms.known.words | alarms.places.get("tells", frozenset()))


def of_another(before: str, cry: str, content: Content) -> bool:
    """Whether words and a cry name different people for sure."""
    then, now = people(before, content), people(cry, content)
    if then.names and now.names:
        return then.names.isdisjoint(now.names)
    return bool(then.kin and now.kin) and then.next_door is not now.next_door


def at_another_house(before: str, cry: str, content: Content) -> bool:
    """Whether the address behind some words is not where a cry is: they name different people, or
    only the writer and the cry somebody by name."""
    then, now = people(before, content), people(cry, content)
    own = then.own and not then.names and then.kin <= {SELF}
    return of_another(before, cry, content) or (own and bool(now.names) and not now.own)


def one_of_several(told: str, sufferer: str, cry: str, content: Content) -> bool:
    """Whether a cry names one of several in a report, and not the one whom that is about."""
    then, now = names(told, content), names(cry, content)
    return bool(then & now and then - now) and names(sufferer, content).isdisjoint(now)


def names_somebody(words: str, content: Content) -> bool:
    """Whether words name anybody, be it the writer."""
    told = people(words, content)
    return bool(told.names or told.kin)


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


def of_the_writer(found: Alarm, cry: str, content: Content) -> bool:
    """Whether the writer stands in such a cry, and nobody else whom it could be about; a wish to
    die that names nobody ("pengen mati wae") is the writer's."""
    if found.kind not in teller.COMFORTED or found.of_another:
        return False
    told, alarms = people(cry, content), content.alarms
    kin = {alarms.persons.get(one, one) for one in told.kin - {SELF}}
    beside = PARTNERS if found.kind is AlarmKind.VIOLENCE else frozenset()
    own = told.own or found.kind is AlarmKind.CRISIS
    return own and not told.names and kin <= beside and not means_them(cry, content)


def beside_form(found: Alarm, draft: Draft, cry: str, content: Content) -> bool:
    """Whether it is their own while the form is about somebody else."""
    another = draft.form == "neighbour" or draft.answers.get("who") in FOR_OTHERS
    return another and of_the_writer(found, cry, content)


def tells_of_another(turn: Turn, draft: Draft | None, found: Alarm, cry: str) -> bool:
    """Whether somebody else is in danger than whoever writes."""
    if draft is not None and not turn.said.forwarded:
        if beside_form(found, draft, cry, turn.content):
            return False
        named = names(cry, turn.content)
        if draft.answers.get("who") in FOR_OTHERS and named:
            return True
    return found.of_another or teller.tells_of_another(turn, draft)
