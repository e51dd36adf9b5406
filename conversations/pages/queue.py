"""The page of a queue: its cases, late ones marked as such, and the buttons that narrow it. Made
for one thumb.

Every button carries the filter that it leads to (casework/search/queue_filter.py), so that paging
keeps what was chosen.

Tested in tests/bot/trials/test_office_day.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.model import Desk
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from casework.search.queue_filter import QueueFilter, View
from casework.search.queue_filter import page as filter_page
from conversations.pages.list_reader import ANYBODY, ListReader, named
from conversations.pages.lists import Listed
from conversations.pages.queue_line import label, line
from conversations.protocol.case_taps import open_case
from conversations.protocol.effects import Button, Say, Text, pairs, text
from conversations.protocol.places import Places
from conversations.protocol.taps import NarrowQueue, PickSeveral, TurnPage

MOST_COUNTED = 99
VIEWS = ((View.ALL, View.LATE), (View.MINE, View.UNREAD, View.REFERRED))
"""The views in rows, as their words have room on a small phone; the others stand below, with what
else can be chosen."""

WAITS = (View.WAITING, View.TOO_LONG, View.PUT_OFF)

CHOICES = "m"
"""The choice of what to narrow a queue by, in its button."""

MOST_VILLAGES = 64
"""Villages to choose from by tapping; of more the name is typed."""

VILLAGES_ON_A_PAGE = 16
"""Villages to choose from at once: eight rows of two."""


@dataclass(frozen=True)
class Reach:
    """What somebody may narrow by: the desks and villages they work for. ``leads``: may do several
    cases at once. ``below``: there are offices below theirs."""

    desks: tuple[Desk, ...] = ()
    villages: tuple[str, ...] = ()
    leads: bool = False
    below: bool = False


@dataclass(frozen=True)
class Sifted:
    """One page of a queue through a filter. ``later``: it is not the first page; ``reader``: who
    reads it."""

    listed: Listed
    narrowed: QueueFilter
    reach: Reach
    later: bool = False
    reader: ListReader = ANYBODY

    def holder(self) -> Text | str:
        """The name of the officer whose cases are shown."""
        return self.reader.names.get(self.narrowed.officer) or text("colleague.unknown")

    def stood_in_for(self) -> tuple[Text, ...]:
        """A line for each colleague whose cases are here because the reader stands in for them."""
        reader = self.reader
        absent = dict.fromkeys(case.owner for case in self.listed.cases if case.owner is not None)
        mine = [one for one in absent if reader.instead.get(one) == reader.viewer]
        return tuple(text("queue_filter.stands_in", who=named(one, reader)) for one in mine)


def with_results(page: Say, results: Mapping[int, datetime]) -> Say:
    """The queue of another office, and below it the cases (ids) whose result it has written, with
    the time when that goes out (UTC)."""
    lines = tuple(
        text("queue.result_waits", number=number(case_id), at=goes)
        for case_id, goes in results.items()
    )
    rows = tuple(
        (Button(text("queue.result_of", number=number(case_id)), open_case(case_id)),)
        for case_id in results
    )
    words = text("queue.with_results", page=page.text, lines=lines)
    return replace(page, text=words, buttons=(*rows, *page.buttons))


def queue(page: Sifted, catalogue: Catalogue, places: Places, now: datetime) -> Say:
    """One page of a queue, most urgent first."""
    listed, narrowed = page.listed, page.narrowed
    rows = (
        *(
            (Button(label(case, catalogue, places, now, page.reader), open_case(case.id)),)
            for case in listed.cases
        ),
        _last_row(page),
    )
    through = told(narrowed, places)
    if narrowed.officer:
        through += (text("queue_filter.of_officer", name=page.holder()),)
    if narrowed.view is View.MINE:
        through += page.stood_in_for()
    if not listed.cases:
        return Say(
            text("queue_filter.none", through=through) if through else text("queue.none"), rows
        )
    lines = tuple(line(case, catalogue, places, now, page.reader) for case in listed.cases)
    total = f"{MOST_COUNTED}+" if listed.total > MOST_COUNTED else listed.total
    if through:
        return Say(text("queue_filter.title", lines=lines, total=total, through=through), rows)
    return Say(text("queue.title", lines=lines, total=total), rows)


def _last_row(page: Sifted) -> tuple[Button, ...]:
    """One row only, so that the most urgent case is on the first screen of a small phone: pages,
    what is late (or all again), one's own or several, and the way to the other choices."""
    narrowed, following = page.narrowed, page.listed.following
    whole = narrowed == QueueFilter()
    row = [_to("first", narrowed)] if page.later else []
    row.append(_view(View.LATE, narrowed) if whole else _to("whole", QueueFilter()))
    if whole and not page.later and not page.reach.leads:
        row.append(_view(View.MINE, narrowed))
    row.append(Button(text("queue_filter.open"), NarrowQueue(CHOICES, narrowed.code)))
    if page.reach.leads and page.listed.cases and not page.later:
        row.append(Button(text("queue_filter.several"), PickSeveral(narrowed.code)))
    return (*row, *([_to("next", narrowed, following)] if following else []))


def _to(label: str, narrowed: QueueFilter, key: str = "") -> Button:
    return Button(text(f"queue_filter.{label}"), TurnPage("queue", filter_page(narrowed, key)))


def choices(page: Sifted, places: Places) -> Say:
    """What a queue can be narrowed by."""
    narrowed, reach = page.narrowed, page.reach
    views = tuple(tuple(_view(v, narrowed) for v in row) for row in VIEWS)
    further = [_view(view, narrowed) for view in WAITS]
    further += [_view(View.BELOW, narrowed)] if reach.below else []
    further += _by(page, places)
    further.append(Button(text("views.open"), TurnPage("views")))
    return Say(text("queue_filter.which"), (*views, *pairs(further)))


def _by(page: Sifted, places: Places) -> list[Button]:
    """The choices of an officer, a desk and a village, each with what is chosen already."""
    narrowed, reach = page.narrowed, page.reach
    choices = (
        ("o", reach.leads, page.holder() if narrowed.officer else ""),
        ("d", len(reach.desks) > 1, text(f"desk.{narrowed.desk}") if narrowed.desk else ""),
        ("v", len(reach.villages) > 1, places.name(narrowed.village) if narrowed.village else ""),
    )
    return [
        Button(
            text("queue_filter.by", what=chosen or text(f"queue_filter.any.{by}")),
            NarrowQueue(by, narrowed.code),
        )
        for by, possible, chosen in choices
        if possible
    ]


def _view(view: View, narrowed: QueueFilter) -> Button:
    label = text(f"queue_filter.tap.{view}")
    chosen = text("queue_filter.chosen", what=label) if view is narrowed.view else label
    return Button(chosen, TurnPage("queue", filter_page(replace(narrowed, view=view))))


def told(narrowed: QueueFilter, places: Places) -> tuple[Text, ...]:
    """What a filter lets through, a line each; nothing for a whole queue."""
    parts = [text(f"queue_filter.view.{narrowed.view}")] if narrowed.view is not View.ALL else []
    parts += (
        [text("queue_filter.of_desk", desk=text(f"desk.{narrowed.desk}"))] if narrowed.desk else []
    )
    parts += (
        [text("queue_filter.of_village", village=places.name(narrowed.village))]
        if narrowed.village
        else []
    )
    return tuple(parts)


def desks(narrowed: QueueFilter, reach: Reach) -> Say:
    """Which desk's cases to look at."""
    rows = pairs(
        Button(text(f"desk.{d}"), TurnPage("queue", filter_page(replace(narrowed, desk=d))))
        for d in reach.desks
    )
    every = (
        Button(
            text("queue_filter.desks"),
            TurnPage("queue", filter_page(replace(narrowed, desk=None))),
        ),
    )
    return Say(text("queue_filter.which_desk"), (*rows, every))


def villages(narrowed: QueueFilter, reach: Reach, places: Places, n: int) -> Say:
    """Which village's cases to look at: the ``n``-th page of one's villages by name, from 0."""
    if len(reach.villages) > MOST_VILLAGES:
        return Say(text("views.type_village", count=len(reach.villages)))
    named = sorted((places.name(code), code) for code in reach.villages)
    here = named[n * VILLAGES_ON_A_PAGE : (n + 1) * VILLAGES_ON_A_PAGE]
    rows = pairs(
        Button(name, TurnPage("queue", filter_page(replace(narrowed, village=code))))
        for name, code in here
    )
    turning: tuple[Button, ...] = (
        (Button(text("queue_filter.first"), NarrowQueue("v", narrowed.code)),) if n else ()
    )
    more = (n + 1) * VILLAGES_ON_A_PAGE < len(named)
    turning += (
        (Button(text("page.next"), NarrowQueue("v", narrowed.code, str(n + 1))),) if more else ()
    )
    every = (
        Button(
            text("queue_filter.villages"),
            TurnPage("queue", filter_page(replace(narrowed, village=""))),
        ),
    )
    return Say(text("queue_filter.which_village"), (*rows, *((turning,) if turning else ()), every))
