"""Two matters in one story ("KIS saya mati, terus PKH ibu saya belum cair"): the report is about
one of them, and after it is sent the other is offered with its words, so that nobody types them
again.

Only where two parts of the story each name a service for sure, of fields that differ: who is out of
work and asks for a trade has one matter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from casework.policy.classifier import Words, suggest
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.filling.options import chosen_service
from conversations.filling.question import walk
from conversations.handlers.messages import other_neighbour
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Long, Say, text
from conversations.protocol.taps import SortMessage

Fields = Mapping[str, str]
"""The field of each service."""

FORMS = frozenset({"report", "neighbour"})

SURE = 1.5
"""The score of a service from which on a part of a story names it: measured on
tests/casework/texts.csv, where 2 of 203 stories are offered a second report."""

SECOND = "second"
"""What is asked about the words that wait (``Talk.about_loose``)."""

PERSON = "person"
"""The same, about a second cry: whose danger it tells of."""
WHICH = "told_which"
"""The same, with several emergencies: of which else they tell than the one that has heard them."""

UNTOLD = "untold"
"""The same, where none has heard them yet (emergencies/asking.py)."""

PLACED = "placed"
"""The same about what went to the case that was chosen before it (choices/after_choice.py): whether
another one gets it, too."""

COMMAND = "command"
"""What is asked about words that may be a command (named_case.py): no story either."""

BESIDE = "beside"
"""The same about words that were told beside a report, and wait until it is sent."""

IN_CASES = frozenset({PERSON, WHICH, UNTOLD})
"""Questions about words of an emergency that was raised already."""


SIGNS = re.compile(r"[.,;!?\n]+")


def second_matter(story: str, service: str, words: Words, fields: Fields) -> str:
    """The parts of a story that are about something else than the service that was chosen, "" when
    there is none, or nothing in the story is about that service."""
    parts = list(_named(story, words))
    own = {fields.get(one) for _, named in parts if service in named for one in named}
    others = [part for part, named in parts if own.isdisjoint(map(fields.get, named))]
    return ", ".join(others) if own else ""


def _named(story: str, words: Words) -> Iterator[tuple[str, list[str]]]:
    """Each part that names a service for sure, with the services that it may be about."""
    for sentence in SIGNS.split(story):
        for part in _parts(sentence, words):
            if named := _sure(part, words):
                yield part, named


def _parts(sentence: str, words: Words) -> list[str]:
    """A sentence, parted at the words that join two matters; what names no other service than the
    part before it belongs to that ("PKH ibu saya juga belum cair"), and what names it only together
    with the piece behind it begins a part, too ("bansos | jg belum cair")."""
    parts: list[str] = []
    joined = _joins(words.joins).split(f" {sentence} ")
    for at, piece in enumerate(joined[::2]):
        before = _sure(parts[-1], words) if parts else []
        named = _sure(piece, words) or _named_together(joined[2 * at :][:3], words)
        if before and named and set(before).isdisjoint(named):
            parts.append(piece)
        elif parts:
            parts[-1] += f" {joined[2 * at - 1]} {piece}"
        elif piece.strip():
            parts.append(piece)
    return [" ".join(part.split()) for part in parts]


def _named_together(pieces: list[str], words: Words) -> list[str]:
    """What a piece, a join and the piece behind it name, where that names nothing by itself."""
    return [] if len(pieces) == 1 or _sure(pieces[-1], words) else _sure(" ".join(pieces), words)


def _sure(part: str, words: Words) -> list[str]:
    found = suggest(part, words)
    return [one.service for one in found] if found and found[0].score >= SURE else []


def begins(turn: Turn, talk: Talk) -> bool:
    """Whether a message names a service for sure, of another field than all that wait to be sorted
    out: it may be a matter of its own."""
    if talk.loose.empty or turn.said.files or waits(talk):
        return False
    new = _fields_of(turn, turn.said.text)
    before = {field for told in talk.loose.texts for field in _fields_of(turn, told)}
    return bool(new and before) and new.isdisjoint(before)


def _fields_of(turn: Turn, words: str) -> set[str]:
    """The fields of the services that words name for sure."""
    services = turn.content.catalogue.services
    return {services[one].sector for one in _sure(words, turn.content.words) if one in services}


def unjoined(part: str, words: Words) -> str:
    """A part without the words that joined it to what came before."""
    return re.sub(
        rf"^(\W*{_joins(words.joins).pattern}\W*)+", "", part, flags=re.IGNORECASE
    ).strip()


@cache
def _joins(joins: tuple[str, ...]) -> re.Pattern[str]:
    spoken = "|".join(map(re.escape, joins)) or "(?!)"
    return re.compile(rf"\b({spoken})\b", re.IGNORECASE)


def heard(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """The talk after a report was sent, with the second matter waiting for a tap; as it was where
    there is none. What else waits goes on waiting behind it."""
    kept = walk(turn, draft).kept
    if draft.form not in FORMS or not kept.get("story"):
        return talk, ()
    told = Story.load(kept["story"])
    fields = {key: service.sector for key, service in turn.content.catalogue.services.items()}
    more = second_matter(told.text, chosen_service(kept), turn.content.words, fields)
    if draft.form in other_neighbour.NEIGHBOURS and not more:
        others = other_neighbour.further(turn, told.text, kept.get("sufferer") or "")
        return _each(turn, talk, others)
    return waiting(turn, talk, more)


def _each(turn: Turn, talk: Talk, others: Sequence[str]) -> Answered:
    """The talk in which each of several neighbours waits by themselves, and the offer of the
    first."""
    now = turn.said.at.isoformat()
    for one in others[1:]:
        talk = asked(talk, Story((one,), last_at=now), BESIDE)
    return waiting(turn, talk, others[0] if others else "")


def waiting(turn: Turn, talk: Talk, more: str) -> Answered:
    """The talk with a second matter in front, and the offer of it, if there is one; two of the same
    moment are one question."""
    now = turn.said.at.isoformat()
    if not more:
        return talk, ()
    if talk.about_loose == SECOND and talk.loose.last_at == now:
        more = f"{talk.loose.text}, {more}"
        talk = unsorted.let_go(talk)
    return asked(talk, Story((more,), last_at=now), SECOND), (again(turn, more),)


def again(turn: Turn, more: str) -> Say:
    """The offer of a second matter, also where something has come between. An alarm in it was heard
    before."""
    calm = alarm_words.hear(more, turn.content.alarms) is not None
    rows = (
        (Button(text("second.report"), SortMessage("calm" if calm else "new")),),
        (Button(text("second.included"), SortMessage("no")),),
    )
    return Say(text("second.heard", told=Long(more)), rows)


def asked(talk: Talk, told: Story, about: str) -> Talk:
    """The talk in which it is asked ``about`` words that stand in a case already, or that are no
    story: under a number of their own, so that no older button is about them. What waited goes on
    waiting behind them."""
    in_cases = about in IN_CASES and talk.about_loose == about
    behind = unsorted.let_go(talk) if in_cases else unsorted.put_behind(talk)
    rest = tuple(one for one in behind.unsorted if about not in IN_CASES or one.about != about)
    return unsorted.begun(replace(behind, loose=told, about_loose=about, unsorted=rest))


def waits(talk: Talk) -> bool:
    """Whether words wait that are no report of their own: of a second matter, of a cry about which
    it was asked whose danger it tells of, or which emergency, or a command."""
    return talk.about_loose in (SECOND, COMMAND, PLACED, *IN_CASES) and not talk.loose.empty
