"""Lists that are read from the store and shown in a chat: queue, own cases, book, tasks, own data.

No list says more than its reader needs: a sensitive topic is not named, and nothing of a story.
Buttons open the page of a case (case_pages/case.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.case.intake import Consent
from casework.case.model import OPEN, Case, Membership, SaidBy, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.content import fields
from conversations.pages import handover, queue_line
from conversations.pages.lateness import late_mark
from conversations.pages.list_reader import ANYBODY, ListReader
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.effects import Button, Rows, Say, Short, Text, pairs, text
from conversations.protocol.notice import service_name
from conversations.protocol.places import Places
from conversations.protocol.recognised import recognised
from conversations.protocol.taps import RunCommand, SortMessage, TurnPage


@dataclass(frozen=True)
class Listed:
    """One page of a list: its cases, and the key from which the next page goes on ("" at the
    end)."""

    cases: tuple[Case, ...]
    following: str = ""
    total: int = 0


def place_name(case: Case, places: Places) -> str:
    was = case.known.get(f"village {case.village}", "")
    return places.name(case.village, was) if case.village else "–"


def status_text(case: Case, *, staff: bool) -> Text:
    """The status in the reader's eyes: "waiting for you" is said to the teller only."""
    return (
        text("staff.waiting")
        if staff and case.status is Status.WAITING
        else text(f"status.{case.status}")
    )


def line(
    case: Case,
    catalogue: Catalogue,
    places: Places,
    now: datetime,
    *,
    staff: bool,
    reader: ListReader = ANYBODY,
) -> Text:
    """A case in one line of a list: as officers recognise it, or as its teller does."""
    if staff:
        return queue_line.line(case, catalogue, places, now, reader)
    topic = text("case.sensitive") if catalogue.of(case).sensitive else service_name(case)
    open_ = case.status is not Status.CLOSED
    rest = (
        place_name(case, places),
        status_text(case, staff=False),
        text("case.due", due=Short(case.due_at)) if open_ else "",
        late_mark(case, now) if open_ else "",
    )
    return text(
        "case.line",
        mark=text(f"mark.{case.urgency}"),
        number=number(case.id),
        topic=topic,
        rest=queue_line.joined(rest),
    )


def listing(
    key: str,
    listed: Listed,
    catalogue: Catalogue,
    places: Places,
    now: datetime,
    *,
    action: str = "open",
    again: str = "",
    first: str = "",
    waits: str = "",
    reader: ListReader = ANYBODY,
) -> Say:
    """A list of cases with a button each; ``again`` is the page button's word when there is more,
    ``first`` leads to the first page, from a later one. ``waits``: the number of words that wait,
    which a button brings to its case.
    What officers read has the same on line and button, one in a row."""
    if not listed.cases:
        return Say(text(f"{key}.none"))
    staff = key != "mine"
    lines = tuple(
        line(case, catalogue, places, now, staff=staff, reader=reader) for case in listed.cases
    )
    buttons = [
        Button(
            queue_line.label(case, catalogue, places, now, reader) if staff else _numbered(case),
            SortMessage(str(case.id), waits) if waits else ActOnCase(action, case.id),
        )
        for case in listed.cases
    ]
    rows: Rows = tuple((button,) for button in buttons) if staff else pairs(buttons)
    turning = [("page.first", first), ("page.next", listed.following)]
    pages = tuple(Button(text(label), TurnPage(again, key)) for label, key in turning if key)
    rows += (pages,) if again and pages else ()
    total = "99+" if listed.total > 99 else listed.total or len(listed.cases)
    return Say(text(f"{key}.title", lines=lines, total=total), rows)


def _numbered(case: Case) -> Text:
    """A case on a button of its teller."""
    return text("case.button", mark=text(f"mark.{case.urgency}"), number=number(case.id))


def book(listed: Listed, catalogue: Catalogue, now: datetime) -> Say:
    """A volunteer's book: the cases they filed, each with the neighbour it is for."""
    if not listed.cases:
        return Say(text("book.none"))
    lines = tuple(
        text(
            "book.line",
            mark=text(f"mark.{case.urgency}"),
            number=number(case.id),
            topic=service_name(case),
            who=recognised(case),
            status=text(f"status.{case.status}"),
            late=text("case.late")
            if case.due_at < now and case.status is not Status.CLOSED
            else "",
        )
        for case in listed.cases
    )
    rows: Rows = tuple(
        (
            Button(
                text("book.button", number=number(x.id), who=recognised(x)),
                open_case(x.id),
            ),
        )
        for x in listed.cases
    )
    rows += (
        ((Button(text("page.next"), TurnPage("book", listed.following)),),)
        if listed.following
        else ()
    )
    return Say(text("book.title", lines=lines, total=listed.total), rows)


def to_do(case: Case) -> tuple[str, ...]:
    """What the teller of a case has to do for it: answer what an officer asked, ask for the consent
    that was not asked yet, and ask whether it is fixed whom they have told of."""
    unasked = case.ending.said_by is SaidBy.TELLER_ONLY
    waits = {
        "answer": case.status is Status.WAITING,
        "consent": case.intake.consent is Consent.NOT_ASKED and case.status in OPEN,
        "hear": unasked and case.status is Status.RESOLVED,
    }
    return tuple(what for what, true in waits.items() if true)


def tasks(
    cases: Sequence[Case], errands: handover.Errands | None = None, following: str = ""
) -> Say:
    """What somebody has to do: tell what could not be delivered, and what waits for them in cases
    of their own. ``following``: the key of the next page."""
    errands = errands or {}
    todo = [
        (case, what)
        for what in ("answer", "consent", "hear")
        for case in cases
        if what in to_do(case)
    ]
    if not (todo or errands):
        return Say(text("tasks.none"))
    lines = tuple(
        text(
            f"tasks.{what}",
            number=number(case.id),
            who=recognised(case),
        )
        for case, what in todo
    )
    lines, count = (*handover.errand_lines(errands), *lines), len(todo) + len(errands)
    rows = handover.errand_rows(errands) + tuple(
        (Button(text("case.open_number", number=number(x.id)), open_case(x.id)),)
        for x in {case.id: case for case, _ in todo}.values()
    )
    rows += ((Button(text("page.next"), TurnPage("tasks", following)),),) if following else ()
    return Say(text("tasks.title", lines=lines, total=count), rows)


def my_data(
    language: str, village: str, phone_number: str, cases: int, roles: Sequence[Membership]
) -> Say:
    """What is kept of a person, in plain words."""
    held = tuple(text("my_data.role", role=text(f"role.{m.role}"), scope=m.scope) for m in roles)
    return Say(
        text(
            "my_data.text",
            language=language,
            village=village or "–",
            cases=cases,
            phone=fields.masked(phone_number) or "–",
            roles=text("my_data.roles", list=held) if held else "",
        ),
        ((Button(text("my_data.erase"), RunCommand("hapus_saya")),),),
    )
