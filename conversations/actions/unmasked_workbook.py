"""The workbook that masks nothing: who asks says what it is for, and a second person agrees. Texts:
``full.*``."""

from collections.abc import Sequence

from casework.case.roles import LEADERS
from casework.clock.periods import Period, parse
from conversations.content.content import Answered, Turn
from conversations.pages import figures
from conversations.protocol import requests as rq
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Rows, Say, T, t

PURPOSES = ("meeting", "visit", "audit")
"""What a list of names is needed for at a Puskesos: the village meeting on data, visits at home, an
inspection."""

ID_DIGITS = 15


def button(period: Period) -> Rows:
    """The way to it, for leaders."""
    return ((Button(t("full.button"), f"fw:ask:{period.code}"),),)


def tapped(turn: Turn, talk: Talk, rest: Sequence[str]) -> Answered:
    """A leader asks, says what for, or decides."""
    if turn.person.roles & LEADERS:
        match rest:
            case ["ask", code] if parse(code):
                return talk, (_what_for(code),)
            case [purpose, code] if purpose in PURPOSES and parse(code):
                return talk, (Do(rq.AskFull(code, purpose)),)
            case ["yes" | "no" as answer, which] if which.isdecimal() and len(which) <= ID_DIGITS:
                return talk, (Do(rq.DecideFull(int(which), answer == "yes")),)
    return talk, (Say(t("form.stale")),)


def _what_for(code: str) -> Say:
    rows = tuple(
        (Button(T(f"full.purpose.{purpose}"), f"fw:{purpose}:{code}"),) for purpose in PURPOSES
    )
    return Say(t("full.what_for"), rows)


def please(which: int, name: str, period: Period, purpose: str) -> Say:
    """To those who may agree. ``name``: the colleague who asks."""
    asked = t(
        "full.please",
        name=name or "–",
        period=figures.title(period),
        purpose=T(f"full.purpose.{purpose}"),
    )
    rows = (
        (Button(t("full.agree"), f"fw:yes:{which}"), Button(t("full.refuse"), f"fw:no:{which}")),
    )
    return Say(asked, rows)
