"""Who is there: the colleagues of one's office or of those below, what they are, when they were
last there, and how many open cases each has.

Tested in tests/bot/pages/test_colleagues.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.case.model import Role
from casework.search.queue_filter import QueueFilter
from casework.search.queue_filter import page as filter_page
from conversations.protocol.effects import Button, Rows, Say, Short, Text, text
from conversations.protocol.taps import NarrowQueue, TurnPage

ON_A_PAGE = 12


@dataclass(frozen=True)
class Present:
    """A colleague with what is told of them; ``roles``: each with the name of its place. ``seen``:
    when they were last there (UTC); ``today``: that it was today. ``out``: they are away, or not
    reached."""

    person: int
    name: str
    roles: tuple[tuple[Role, str], ...]
    cases: int = 0
    seen: datetime | None = None
    today: bool = False
    out: bool = False


def listing(people: Sequence[Present], n: int, *, leads: bool) -> Say:
    """The ``n``-th page of colleagues, from 0; leaders look with one tap at what each holds."""
    here = people[n * ON_A_PAGE : (n + 1) * ON_A_PAGE]
    rows: Rows = tuple((_holding(one, QueueFilter()),) for one in here if leads and one.cases)
    turning: tuple[Button, ...] = ()
    if n:
        turning += (Button(text("queue_filter.first"), TurnPage("colleagues")),)
    if (n + 1) * ON_A_PAGE < len(people):
        turning += (Button(text("page.next"), TurnPage("colleagues", str(n + 1))),)
    ending = ((Button(text("leaving.button"), TurnPage("leaving")),),) if leads else ()
    lines = tuple(_line(one) for one in here)
    told = text("colleagues.title", lines=lines, total=len(people))
    return Say(told, (*rows, *((turning,) if turning else ()), *ending))


def to_narrow(people: Sequence[Present], narrowed: QueueFilter, n: int) -> Say:
    """Whose cases to look at: the ``n``-th page of colleagues, from 0."""
    here = people[n * ON_A_PAGE : (n + 1) * ON_A_PAGE]
    rows: Rows = tuple((_holding(one, narrowed),) for one in here)
    turning: tuple[Button, ...] = ()
    if n:
        turning += (Button(text("queue_filter.first"), NarrowQueue("o", narrowed.code)),)
    if (n + 1) * ON_A_PAGE < len(people):
        following = NarrowQueue("o", narrowed.code, str(n + 1))
        turning += (Button(text("page.next"), following),)
    every = QueueFilter(narrowed.view, narrowed.desk, narrowed.village)
    anybody = Button(text("queue_filter.officers"), TurnPage("queue", filter_page(every)))
    return Say(
        text("queue_filter.which_officer"), (*rows, *((turning,) if turning else ()), (anybody,))
    )


def _holding(one: Present, narrowed: QueueFilter) -> Button:
    """What one of them holds, through a filter; how much it is in all is said only without
    another."""
    theirs = QueueFilter(narrowed.view, narrowed.desk, narrowed.village, one.person)
    counted = text("colleague.holding", name=_name(one), count=one.cases)
    every = theirs == QueueFilter(officer=one.person)
    return Button(counted if every else _name(one), TurnPage("queue", filter_page(theirs)))


def _name(one: Present) -> Text | str:
    return one.name or text("colleague.unknown")


def _line(one: Present) -> Text:
    roles = tuple(
        text("colleague.role", role=text(f"role.{role}"), place=place) for role, place in one.roles
    )
    return text(
        "colleague.line",
        name=_name(one),
        roles=roles,
        count=one.cases,
        seen=_seen(one),
    )


def _seen(one: Present) -> Text:
    if one.out:
        return text("colleague.out")
    if one.today:
        return text("colleague.today")
    return text("colleague.seen", day=Short(one.seen)) if one.seen else text("colleague.never")
