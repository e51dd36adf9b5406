"""The rota of the nights, as it is shown and changed with a tap.

Tested in tests/bot/pages/test_night_duty.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce

from casework.case.roles import STAFF
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.protocol import requests
from conversations.protocol.colleague_taps import ToggleDuty
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Say, Show, Text, pairs, text
from conversations.protocol.named_days import named, of_two_weeks
from conversations.protocol.taps import TurnPage

PAGE = "duty"


def _set(turn: Turn, talk: Talk, tap: ToggleDuty) -> Answered:
    """A night was tapped: on duty, or not any more."""
    if not turn.person.roles & STAFF:
        return talk, (Say(text("form.stale")),)
    own = tap.person == turn.person.id
    shown = Show(PAGE, {"words": "" if own else tap.night.isoformat()}, turn.said.message_id)
    return talk, (Do(requests.SetDuty(tap.person, tap.night)), shown)


TAPS = (OnTap(ToggleDuty, _set),)


def nights(
    on_duty: Mapping[date, Sequence[Text | str]],
    nobody: Collection[date],
    own: int,
    mine: Collection[date],
    *,
    leads: bool,
) -> Say:
    """The next nights with the names of those on duty; a tap on a night is for oneself. ``nobody``:
    the nights in which none of them is there."""
    lines = tuple(
        text("duty.line", night=named(night), names=_in_a_row(names, none=night in nobody))
        for night, names in on_duty.items()
    )
    rows = pairs(
        Button(
            text("duty.off" if night in mine else "duty.on", night=of_two_weeks(night)),
            ToggleDuty(own, night),
        )
        for night in on_duty
    )
    plan = tuple(
        Button(text("duty.plan", night=of_two_weeks(night)), TurnPage(PAGE, night.isoformat()))
        for night in on_duty
    )
    return Say(text("duty.title", lines=lines), (*rows, *(pairs(plan) if leads else ())))


def _in_a_row(names: Sequence[Text | str], *, none: bool) -> Text | str:
    said = [*names, *([text("duty.nobody")] if none else [])]
    return reduce(lambda before, one: text("duty.and", before=before, one=one), said)


def one_night(night: date, colleagues: Sequence[tuple[int, str, bool]]) -> Say:
    """A night for a leader: (id, name, on duty) of each colleague who may be put on it."""
    rows = tuple(
        (Button(f"{'✔ ' if on_duty else ''}{name}", ToggleDuty(person, night)),)
        for person, name, on_duty in colleagues
    )
    back = (Button(text("form.back"), TurnPage(PAGE)),)
    return Say(text("duty.who", night=named(night)), (*rows, back))


def planned(night: date, *, on_duty: bool) -> Say:
    """To whom somebody else has put on the rota, or taken off it."""
    return Say(text("duty.planned" if on_duty else "duty.unplanned", night=named(night)))
