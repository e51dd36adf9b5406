"""Ending somebody's roles: who it is, whether it is meant, and what was done.

Tested in tests/bot/desk/staff/test_leaving.py."""

from collections.abc import Sequence

from casework.case.roles import LEADERS
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.pages.colleagues import ON_A_PAGE, Present
from conversations.protocol import requests
from conversations.protocol.colleague_taps import AskEndRoles, MeanEndRoles
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Say, Show, Text, text
from conversations.protocol.taps import TurnPage

PAGE = "leaving"


def _asked(turn: Turn, talk: Talk, tap: AskEndRoles) -> Answered:
    if not turn.person.roles & LEADERS:
        return talk, (Say(text("form.stale")),)
    return talk, (Show(PAGE, {"words": str(tap.person)}, turn.said.message_id),)


def _ended(turn: Turn, talk: Talk, tap: MeanEndRoles) -> Answered:
    if not turn.person.roles & LEADERS:
        return talk, (Say(text("form.stale")),)
    return talk, (Do(requests.EndRoles(tap.person)),)


TAPS = (OnTap(AskEndRoles, _asked), OnTap(MeanEndRoles, _ended))


def whom(people: Sequence[Present], n: int) -> Say:
    """The colleagues whose roles the reader may end; the ``n``-th page, from 0."""
    here = people[n * ON_A_PAGE : (n + 1) * ON_A_PAGE]
    rows = tuple((Button(_name(one), AskEndRoles(one.person)),) for one in here)
    more = (n + 1) * ON_A_PAGE < len(people)
    turning = ((Button(text("page.next"), TurnPage(PAGE, f"p{n + 1}")),),) if more else ()
    back = (Button(text("form.back"), TurnPage("colleagues")),)
    return Say(text("leaving.whom" if people else "leaving.nobody"), (*rows, *turning, back))


def sure(one: Present) -> Say:
    """Whether it is meant, with what will become of their cases."""
    roles = tuple(
        text("colleague.role", role=text(f"role.{role}"), place=place) for role, place in one.roles
    )
    asked = text("leaving.sure", name=_name(one), roles=roles, count=one.cases)
    yes = (Button(text("leaving.yes"), MeanEndRoles(one.person)),)
    return Say(asked, (yes, (Button(text("leaving.no"), TurnPage("colleagues")),)))


def _name(one: Present) -> Text | str:
    return one.name or text("colleague.unknown")


def over() -> Say:
    """To whose roles have ended."""
    return Say(text("leaving.over"), delivery=Delivery.MUST_ARRIVE)


def done(name: str) -> Say:
    """To the leader who has ended them."""
    return Say(text("leaving.done", name=name or text("colleague.unknown")))
