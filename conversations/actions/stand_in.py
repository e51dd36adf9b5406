"""Being away: the days are asked by a form, the colleague by buttons; and what is shown of it.

Tested in tests/bot/desk/test_roster.py and tests/test_stories.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from casework.access.stand_in import NOBODY, Absence
from casework.case.model import Role
from casework.case.roles import WORKERS
from casework.search.queue_filter import WHOLE
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.protocol import requests
from conversations.protocol.colleague_taps import ChangeStandIn, ChooseStandIn, EndAbsence
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Do, Effect, Say, Show, text
from conversations.protocol.named_days import named
from conversations.protocol.taps import TurnPage


def chosen(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """The days are known: who can stand in is read from the store."""
    return (Show("substitutes", {"first": kept["first"], "last": kept["last"]}),)


def _choose(turn: Turn, talk: Talk, tap: ChooseStandIn) -> Answered:
    """A colleague was chosen."""
    if not turn.person.roles & WORKERS:
        return talk, (Say(text("form.stale")),)
    return _unasked(talk), (Do(requests.StandIn(tap.substitute, tap.first, tap.last)),)


def _change(turn: Turn, talk: Talk, tap: ChangeStandIn) -> Answered:
    """Another stand-in is wanted."""
    if not turn.person.roles & WORKERS:
        return talk, (Say(text("form.stale")),)
    return _unasked(talk), (Show("other_substitutes", {"last": tap.last.isoformat()}),)


def _end(turn: Turn, talk: Talk, tap: EndAbsence) -> Answered:
    """Somebody is back."""
    if not turn.person.roles & WORKERS:
        return talk, (Say(text("form.stale")),)
    return _unasked(talk), (Do(requests.EndStandIn()),)


def _unasked(talk: Talk) -> Talk:
    """The days are asked no more: what is on record was meant."""
    return replace(talk, drafts=tuple(one for one in talk.drafts if one.form != "stand_in"))


TAPS = (OnTap(ChooseStandIn, _choose), OnTap(ChangeStandIn, _change), OnTap(EndAbsence, _end))


def substitutes(first: date, last: date, colleagues: Sequence[tuple[int, str, Role]]) -> Say:
    """Whom somebody may ask to stand in: (id, name, role) of each; or nobody, then it goes to the
    level above."""
    rows = tuple(
        (
            Button(
                text("stand_in.button", name=name or "–", role=text(f"role.{role}")),
                ChooseStandIn(person, first, last),
            ),
        )
        for person, name, role in colleagues
    )
    rows += ((Button(text("stand_in.nobody"), ChooseStandIn(NOBODY, first, last)),),)
    key = "stand_in.who" if colleagues else "stand_in.alone"
    return Say(text(key, first=named(first), last=named(last)), rows)


def current(found: Sequence[tuple[Absence, str]]) -> Say:
    """The stand-ins of somebody that are not over yet, each with the colleague's name ("" for
    nobody)."""
    lines = tuple(
        text(
            "stand_in.line",
            first=named(each.first),
            last=named(each.last),
            name=name or text("stand_in.none"),
        )
        for each, name in found
    )
    several = len(found) > 1
    rows = tuple((_changing(each, several=several),) for each, _ in found)
    end = Button(text("stand_in.end_all" if several else "stand_in.end"), EndAbsence())
    return Say(text("stand_in.current", lines=lines), (*rows, (end,)))


def _changing(stand_in: Absence, *, several: bool = False) -> Button:
    """To choose another; ``several``: beside other absences, so that it says which."""
    key = "stand_in.change_of" if several else "stand_in.change"
    return Button(text(key, first=named(stand_in.first)), ChangeStandIn(stand_in.last))


def made(stand_in: Absence, name: str) -> Say:
    """To whoever goes away."""
    key = "stand_in.made" if stand_in.substitute != NOBODY else "stand_in.made_alone"
    said = text(key, first=named(stand_in.first), last=named(stand_in.last), name=name or "–")
    end = Button(text("stand_in.end"), EndAbsence())
    return Say(said, ((_changing(stand_in), end),))


def lost(stand_in: Absence) -> Say:
    """To whoever is absent: their stand-in works here no more."""
    said = text("stand_in.lost", first=named(stand_in.first), last=named(stand_in.last))
    return Say(said, ((_changing(stand_in),),), delivery=Delivery.MUST_ARRIVE)


def lost_by(stand_in: Absence, name: str) -> Say:
    """The same to those who lead there; ``name``: of whoever is absent."""
    said = text(
        "stand_in.lost_by", first=named(stand_in.first), last=named(stand_in.last), name=name or "–"
    )
    return Say(said, delivery=Delivery.MUST_ARRIVE)


def asked(stand_in: Absence, name: str) -> Say:
    """To whoever stands in."""
    told = text(
        "stand_in.asked", first=named(stand_in.first), last=named(stand_in.last), name=name or "–"
    )
    return Say(
        told,
        ((Button(text("act.queue"), TurnPage("queue", WHOLE)),),),
        delivery=Delivery.MUST_ARRIVE,
    )
