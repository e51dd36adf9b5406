"""The page of ``/laporan``: the figures of a month or a quarter as text, and the same figures as a
picture to be drawn.

Counts that may not be seen arrive as None and are said as a dash; nothing is computed from others
here, and nothing is sorted by a number that is hidden. Texts: ``figures.*``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from casework.clock import periods
from casework.clock.periods import MONTH, QUARTER, Period
from casework.reports.figures import ELSEWHERE, SPM, Figures
from casework.reports.suppression import ShownCounts
from conversations.protocol.effects import Button, Rows, Say, Text, text
from conversations.protocol.places import Places
from conversations.protocol.taps import TurnPage

MOST_OFFICES = 12
"""Offices on the page and in the picture; the workbook has them all."""

MOST_SERVICES = 8

HIDDEN = "–"

Section = tuple[Text | str, ...]


@dataclass(frozen=True)
class Picture:
    """A bar chart in words and numbers: a number for every one of ``series`` in each row, None
    where it is hidden."""

    title: Text
    series: tuple[Text, ...]
    rows: tuple[tuple[Text | str, tuple[int | None, ...]], ...]
    note: Text


def page(
    figures: Figures, places: Places, now: datetime, zone: ZoneInfo, edit: int | None = None
) -> Say:
    """The report as text; ``edit`` is the message that it replaces."""
    sections = (
        (title(figures.period),),
        _sums(figures),
        _offices(figures, places),
        _days(figures),
        _answers(figures),
        _spm(figures),
        _note(figures),
    )
    return Say(
        text("figures.page", lines=_apart(sections)), buttons(figures.period, now, zone), edit=edit
    )


def title(period: Period) -> Text:
    """The period in words, with its first and last day."""
    first, last = period.days
    key = "figures.month" if period.length == MONTH else "figures.quarter"
    return text(key, quarter=period.quarter, year=period.year, first=first, last=last)


def buttons(period: Period, now: datetime, zone: ZoneInfo) -> Rows:
    """The neighbouring periods that have begun, the other length, the chart and the workbook."""
    neighbours = [Button(text("figures.before"), _to("figures", period.moved(-1)))]
    if period.ends(zone) <= now:
        neighbours.append(Button(text("figures.after"), _to("figures", period.moved(1))))
    length, key = (
        (QUARTER, "figures.to_quarter") if period.length == MONTH else (MONTH, "figures.to_month")
    )
    last_day = min(period.days[1], now.astimezone(zone).date())
    return (
        tuple(neighbours),
        (
            Button(
                text(key), _to("figures", periods.containing(max(last_day, period.days[0]), length))
            ),
        ),
        (
            Button(text("figures.chart"), _to("chart", period)),
            Button(text("figures.workbook"), _to("workbook", period)),
        ),
    )


def picture(figures: Figures, places: Places) -> Picture:
    """By office where several can be seen, else the sums of the period."""
    names = ("received", "done", "late")
    tables = (figures.received, figures.done, figures.late)
    rows = tuple((office(code, places), _of(code, tables)) for code in _seen(tables)[:MOST_OFFICES])
    series = tuple(text(f"figures.{name}") for name in names)
    if len(rows) < 2:
        sums = (*(table.total for table in tables), figures.open.total, figures.reopened)
        labels = (*series, text("figures.open_now"), text("figures.reopened"))
        rows = tuple((label, (n,)) for label, n in zip(labels, sums, strict=True))
        series = (text("figures.count"),)
    return Picture(title(figures.period), series, rows, text("figures.note", mark=HIDDEN))


def caption(drawn: Picture) -> Text:
    """The same numbers as text, for who can't see the picture."""
    lines = tuple(
        text("figures.line", name=name, values=_values(drawn.series, numbers))
        for name, numbers in drawn.rows
    )
    return text("figures.page", lines=_apart(((drawn.title,), lines, (drawn.note,))))


def _values(series: Sequence[Text], numbers: Sequence[int | None]) -> Text | str:
    told: Text | str = _number(numbers[0]) if len(series) == 1 else _pair(series[0], numbers[0])
    for name, n in list(zip(series, numbers, strict=True))[1:]:
        told = text("figures.and", left=told, right=_pair(name, n))
    return told


def _pair(name: Text, n: int | None) -> Text:
    return text("figures.pair", name=name, n=_number(n))


def _sums(figures: Figures) -> Section:
    return (
        text(
            "figures.sums",
            received=_number(figures.received.total),
            done=_number(figures.done.total),
            late=_number(figures.late.total),
        ),
        text("figures.open", n=_number(figures.open.total)),
        text("figures.again", n=_number(figures.reopened)),
    )


def _offices(figures: Figures, places: Places) -> Section:
    """Offices of which anything can be seen, most late first; the others in one line."""
    tables = (figures.received, figures.done, figures.late, figures.open)
    seen = _seen(tables)
    if len(seen) < 2:
        return ()
    lines = tuple(_office_line(code, tables, places) for code in seen[:MOST_OFFICES])
    more = (
        len(figures.received.cells)
        - 1
        - len([code for code in seen[:MOST_OFFICES] if code != ELSEWHERE])
    )
    return (
        text("figures.offices"),
        *lines,
        *((text("figures.more_offices", n=more),) if more > 0 else ()),
    )


def _office_line(code: str, tables: Sequence[ShownCounts], places: Places) -> Text:
    received, done, late, still_open = (_number(n) for n in _of(code, tables))
    return text(
        "figures.office",
        name=office(code, places),
        received=received,
        done=done,
        late=late,
        open=still_open,
    )


def _seen(tables: Sequence[ShownCounts]) -> list[str]:
    """The offices of which something is shown but zeros, by what is shown of them: late, then
    received, then code."""
    received, late = tables[0].cells, tables[2].cells
    codes = [code for code in received if any(_of(code, tables))]
    return sorted(codes, key=lambda code: (-(late[code] or 0), -(received[code] or 0), code))


def _of(code: str, tables: Iterable[ShownCounts]) -> tuple[int | None, ...]:
    return tuple(table.cells[code] for table in tables)


def office(code: str, places: Places) -> Text | str:
    """The name of a row of the tables by office."""
    if code == ELSEWHERE:
        return text("figures.other_offices")
    return places.name(code) if code in places.villages else text("figures.district")


def _days(figures: Figures) -> Section:
    """The services that take longest first."""
    slowest = sorted(figures.days.items(), key=lambda item: (-item[1], item[0]))[:MOST_SERVICES]
    lines = tuple(
        text("figures.line", name=text(f"service.{key}.name"), values=_time(days))
        for key, days in slowest
    )
    return (text("figures.days"), *lines) if lines else ()


def _time(days: float) -> Text:
    whole = round(days)
    return text("figures.n_days", n=whole) if whole else text("figures.same_day")


def _answers(figures: Figures) -> Section:
    cells: Mapping[str, int | None] = figures.answers.cells
    if not figures.answers.total:
        return ()
    told = text(
        "figures.answers",
        total=figures.answers.total,
        **{key: _number(n) for key, n in cells.items()},
    )
    stars = rating(figures)
    return (told, stars) if stars else (told,)


def rating(figures: Figures) -> Text | None:
    """The mean of the ratings with one digit, None while too few have rated."""
    if figures.rating is None or not figures.answers.total:
        return None
    whole, tenth = divmod(round(figures.rating * 10), 10)
    return text("figures.rating", whole=whole, tenth=tenth)


def _spm(figures: Figures) -> Section:
    def line(key: str) -> Text:
        received, done = _of(key, (figures.spm_received, figures.spm_done))
        return text(
            "figures.spm_line",
            name=text(f"figures.spm_name.{key}"),
            received=_number(received),
            done=_number(done),
        )

    return (text("figures.spm"), *(line(key) for key in SPM))


def _note(figures: Figures) -> Section:
    tables = (
        figures.received,
        figures.done,
        figures.late,
        figures.open,
        figures.spm_received,
        figures.spm_done,
    )
    hides = any(
        None in (table.total, *table.cells.values()) for table in (*tables, figures.answers)
    )
    return (text("figures.hidden", mark=HIDDEN),) if hides else ()


def _apart(sections: Iterable[Section]) -> tuple[Text | str, ...]:
    """The sections with an empty line between them."""
    lines: tuple[Text | str, ...] = ()
    for section in filter(None, sections):
        lines = (*lines, "", *section) if lines else section
    return lines


def _number(n: int | None) -> str:
    return HIDDEN if n is None else str(n)


def _to(page: str, period: Period) -> TurnPage:
    return TurnPage(page, period.code)
