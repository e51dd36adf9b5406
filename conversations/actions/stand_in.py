"""Being away: the days are asked by a form, the colleague by buttons; and what is shown of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.access.stand_in import NOBODY, Absence
from casework.case.model import Role
from casework.case.roles import STAFF
from conversations.content.content import Answered, Turn
from conversations.protocol import requests as rq
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Do, Effect, Say, Show, T, t


def chosen(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """The days are known: who can stand in is read from the store."""
    return (Show("substitutes", {"first": kept["first"], "last": kept["last"]}),)


def tapped(turn: Turn, talk: Talk, rest: Sequence[str]) -> Answered:
    """A colleague was chosen (id, from, until), or somebody is back."""
    if not turn.person.roles & STAFF:
        return talk, (Say(t("form.stale")),)
    match rest:
        case ["end"]:
            return talk, (Do(rq.EndStandIn()),)
        case [person, first, last] if (
            person.isdecimal() and len(person) < 16 and (days := _days(first, last))
        ):
            return talk, (Do(rq.StandIn(int(person), *days)),)
        case _:
            return talk, (Say(t("form.stale")),)


def _days(first: str, last: str) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


def substitutes(first: date, last: date, colleagues: Sequence[tuple[int, str, Role]]) -> Say:
    """Whom somebody may ask to stand in: (id, name, role) of each; or nobody, then it goes to the
    level above."""
    days = f"{first.isoformat()}:{last.isoformat()}"
    rows = tuple(
        (
            Button(
                t("stand_in.button", name=name or "–", role=T(f"role.{role}")),
                f"si:{person}:{days}",
            ),
        )
        for person, name, role in colleagues
    )
    rows += ((Button(t("stand_in.nobody"), f"si:{NOBODY}:{days}"),),)
    key = "stand_in.who" if colleagues else "stand_in.alone"
    return Say(t(key, first=first, last=last), rows)


def current(found: Sequence[tuple[Absence, str]]) -> Say:
    """The stand-ins of somebody that are not over yet, each with the colleague's name ("" for
    nobody)."""
    lines = tuple(
        t("stand_in.line", first=each.first, last=each.last, name=name or t("stand_in.none"))
        for each, name in found
    )
    return Say(t("stand_in.current", lines=lines), ((Button(t("stand_in.end"), "si:end"),),))


def made(stand_in: Absence, name: str) -> Say:
    """To whoever goes away."""
    key = "stand_in.made" if stand_in.substitute != NOBODY else "stand_in.made_alone"
    said = t(key, first=stand_in.first, last=stand_in.last, name=name or "–")
    return Say(said, ((Button(t("stand_in.end"), "si:end"),),))


def asked(stand_in: Absence, name: str) -> Say:
    """To whoever stands in."""
    told = t("stand_in.asked", first=stand_in.first, last=stand_in.last, name=name or "–")
    return Say(told, ((Button(t("act.queue"), "s:queue:"),),), delivery="B")
