"""The workbook that masks nothing: who asks says what it is for, and a second person agrees. Texts:
``unmasked_workbook.*``.

Tested in tests/bot/desk/test_unmasked_workbook.py."""

from casework.case.roles import LEADERS
from casework.clock.periods import Period, parse
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.pages import figures
from conversations.protocol import requests
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Rows, Say, text
from conversations.protocol.taps import AgreeUnmasked, AskUnmasked, NamePurpose, RefuseUnmasked

PURPOSES = ("meeting", "visit", "audit")
"""What a list of names is needed for at a Puskesos: the village meeting on data, visits at home, an
inspection."""


def button(period: Period) -> Rows:
    """The way to it, for leaders."""
    return ((Button(text("unmasked_workbook.button"), AskUnmasked(period.code)),),)


def _ask(turn: Turn, talk: Talk, tap: AskUnmasked) -> Answered:
    """A leader asks, and is asked what for."""
    leads = turn.person.roles & LEADERS and parse(tap.period)
    return talk, (_what_for(tap.period) if leads else Say(text("form.stale")),)


def _purpose(turn: Turn, talk: Talk, tap: NamePurpose) -> Answered:
    named = tap.purpose in PURPOSES and parse(tap.period)
    if not (turn.person.roles & LEADERS and named):
        return talk, (Say(text("form.stale")),)
    return talk, (Do(requests.AskFull(tap.period, tap.purpose)),)


def _decide(turn: Turn, talk: Talk, tap: AgreeUnmasked | RefuseUnmasked) -> Answered:
    """Another leader answers for it, or does not."""
    if not turn.person.roles & LEADERS:
        return talk, (Say(text("form.stale")),)
    return talk, (Do(requests.DecideFull(tap.which, isinstance(tap, AgreeUnmasked))),)


TAPS = (
    OnTap(AskUnmasked, _ask),
    OnTap(NamePurpose, _purpose),
    OnTap(AgreeUnmasked, _decide),
    OnTap(RefuseUnmasked, _decide),
)


def _what_for(code: str) -> Say:
    rows = tuple(
        (Button(text(f"unmasked_workbook.purpose.{purpose}"), NamePurpose(purpose, code)),)
        for purpose in PURPOSES
    )
    return Say(text("unmasked_workbook.what_for"), rows)


def please(which: int, name: str, period: Period, purpose: str) -> Say:
    """To those who may agree. ``name``: the colleague who asks."""
    asked = text(
        "unmasked_workbook.please",
        name=name or "–",
        period=figures.title(period),
        purpose=text(f"unmasked_workbook.purpose.{purpose}"),
    )
    rows = (
        (
            Button(text("unmasked_workbook.agree"), AgreeUnmasked(which)),
            Button(text("unmasked_workbook.refuse"), RefuseUnmasked(which)),
        ),
    )
    return Say(asked, rows)
