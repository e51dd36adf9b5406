"""Ending somebody's roles: who it is, whether it is meant, and what was done.

Tested in tests/bot/desk/staff/test_leaving.py."""

from collections.abc import Sequence

from casework.case.model import Case
from casework.case.number import number
from casework.case.roles import LEADERS
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.pages.colleagues import ON_A_PAGE, Present
from conversations.pages.queue_line import joined
from conversations.protocol import requests
from conversations.protocol.case_taps import open_case
from conversations.protocol.colleague_taps import AskEndRoles, MeanEndRoles
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Say, Show, Text, pairs, text
from conversations.protocol.lock import locked
from conversations.protocol.notice import button
from conversations.protocol.taps import TurnPage

PAGE = "leaving"

LISTED = 20
"""Cases that have a button; the rest stand in the queue."""


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


def sure(one: Present, urgent: Sequence[Case] = ()) -> Say:
    """Whether it is meant, with what will become of their cases; ``urgent``: the emergencies that
    nobody would hold."""
    roles = tuple(
        text("colleague.role", role=text(f"role.{role}"), place=place) for role, place in one.roles
    )
    warned = text("leaving.sure_urgent", cases=_numbers(urgent)) if urgent else ""
    asked = text("leaving.sure", name=_name(one), roles=roles, count=one.cases, urgent=warned)
    yes = (Button(text("leaving.yes"), MeanEndRoles(one.person)),)
    return Say(asked, (yes, (Button(text("leaving.no"), TurnPage("colleagues")),)))


def _numbers(cases: Sequence[Case]) -> Text | str:
    told = [locked(case, text("leaving.numbered", number=number(case.id))) for case in cases]
    return joined(told) if told else ""


def _name(one: Present) -> Text | str:
    return one.name or text("colleague.unknown")


def over() -> Say:
    """To whose roles have ended."""
    return Say(text("leaving.over"), delivery=Delivery.MUST_ARRIVE)


def done(name: str, waiting: Sequence[Case], urgent: Sequence[Case] = ()) -> Say:
    """To the leader who has ended them; ``waiting``: the cases that wait for an answer and are in
    the leader's hands now, a button each. ``urgent``: the emergencies that nobody holds, to take
    one and to look at."""
    claim = (button("case.claim_alarm", "claim", urgent[0]),) if len(urgent) == 1 else ()
    rows = pairs(
        Button(text("case.open_number", number=number(c.id)), open_case(c.id))
        for c in [*urgent, *waiting][:LISTED]
    )
    key = "leaving.done_waiting" if waiting else "leaving.done"
    who = name or text("colleague.unknown")
    told = text(key, name=who, count=len(waiting), cases=_numbers(waiting[:LISTED]))
    if urgent:
        told = text("leaving.done_urgent", done=told, cases=_numbers(urgent))
    return Say(told, (*claim, *rows))


def new_sender(why: Text, name: str, cases: Sequence[Case]) -> Say:
    """To another office that has these cases in hand, and keeps them: who asks for them now."""
    here = cases[:LISTED]
    rows = pairs(
        Button(text("case.open_number", number=number(c.id)), open_case(c.id)) for c in here
    )
    who = name or text("colleague.unknown")
    told = text("leaving.new_sender", why=why, name=who, cases=_numbers(here))
    return Say(told, rows, delivery=Delivery.MUST_ARRIVE)
