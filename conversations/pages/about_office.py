"""What residents ask of the office ("jam brp buka", "dimana kantornya", "syaratnya apa"), answered
from what the district has configured. What nobody has written down is not made up.

Tested in tests/conversations/handlers/messages/test_plain_requests_office.py."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from casework.clock.days import DayHours, Window
from conversations.content.content import Content
from conversations.protocol.effects import Text, text

AHEAD = 7
"""Days whose hours are told, today among them: so a holiday and the hours of Ramadan are true."""


def hours(content: Content, at: datetime) -> Text:
    """When the offices of the district are open, from today on."""
    calendar = content.directory.office(content.district).calendar
    today = at.astimezone(calendar.zone).date()
    days = [today + timedelta(days=n) for n in range(AHEAD)]
    told = [(day, calendar.hours.on(day)) for day in days]
    alike = [list(group) for _, group in groupby(told, key=lambda one: _when(one[1]))]
    return text("about_office.hours", days=tuple(_line(group) for group in alike))


def _line(group: Sequence[tuple[date, DayHours]]) -> Text:
    (first, kept), (last, _) = group[0], group[-1]
    days = _weekday(first)
    if last != first:
        days = text("about_office.span", first=days, last=_weekday(last))
    return text("about_office.day", days=days, hours=_open(kept))


def _when(kept: DayHours) -> tuple[object, str]:
    return kept.windows, "" if kept.windows else kept.name


def _open(kept: DayHours) -> Text | str:
    if kept.windows:
        return ", ".join(
            f"{_clock(w.start)}–{_clock(w.end)}" for w in map(Window._make, kept.windows)
        )
    return (
        text("about_office.closed_why", why=kept.name) if kept.name else text("about_office.closed")
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"


def _weekday(day: date) -> Text:
    return text(f"about_office.weekday.{day.weekday()}")


def place(content: Content, village: str) -> Text:
    """Where the office of a village is, and how it is called by phone; where that is not written
    down, the district's."""
    heads = [content.letterheads.of(village), content.letterheads.of(content.district)]
    head = next((one for one in heads if one.address or one.phone), None)
    if head is None:
        return text("about_office.place_unknown")
    return text(
        "about_office.place",
        office=head.office or text("about_office.puskesos"),
        address=head.address,
        phone=text("about_office.phone", phone=head.phone) if head.phone else "",
    )


def papers(content: Content, service: str) -> Text:
    """What is asked for in a matter; without one, that it depends."""
    known: Mapping[str, object] = content.catalogue.services
    row = content.catalogue.service(service) if service in known else None
    if row is None or not row.documents:
        return text("about_office.papers_unknown")
    needed = tuple(text("case.document", name=text(f"document.{d}")) for d in row.documents)
    return text("about_office.papers", service=text(row.name), list=needed)


def cost() -> Text:
    """That nothing is to be paid."""
    return text("about_office.cost")


def long() -> Text:
    """How long a matter takes, as far as that can be said."""
    return text("about_office.long")


def paid() -> Text:
    """That the office does not know when aid is paid, and what it can do."""
    return text("about_office.paid")
