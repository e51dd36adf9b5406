"""The pages of ``/laporan``: the sums of a month or a quarter, which fit a small phone with the
buttons below; one tap behind them all the rest; and by field a picture to be drawn. Texts:
``figures.*``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from casework.clock import periods
from casework.clock.periods import MONTH, QUARTER, Period
from casework.reports.figures import SPM, Figures
from conversations.pages import report_rows as rows_of
from conversations.pages.report_rows import FOUR, number
from conversations.protocol.effects import Button, Rows, Say, Text, text
from conversations.protocol.places import Places
from conversations.protocol.taps import TurnPage

MOST_ROWS = 8
"""Rows of a table on the page; the workbook has them all."""

Section = tuple[Text | str, ...]


@dataclass(frozen=True)
class Picture:
    """A bar chart in words and numbers: a number for every one of ``series`` in each row, None
    where it is hidden."""

    title: Text
    series: tuple[Text, ...]
    rows: tuple[tuple[Text | str, tuple[int | None, ...]], ...]


def page(figures: Figures, now: datetime, zone: ZoneInfo, *, leads: bool) -> Say:
    """The sums; with the copy to share for those who may make it (``leads``)."""
    sections = ((title(figures.period),), _sums(figures))
    return Say(
        text("figures.page", lines=_apart(sections)),
        buttons(figures.period, now, zone, leads=leads),
    )


def rest(figures: Figures, places: Places) -> Say:
    """All else: by village, office and field, how long it took, what residents say, and what the
    words mean."""
    sections = (
        (title(figures.period),),
        _table(figures, "village", places),
        _table(figures, "office", places),
        _table(figures, "field", places),
        _days(figures),
        rows_of.satisfaction(figures),
        _spm(figures),
        (text("figures.meaning"),),
    )
    rows = ((_button("figures.back", "figures", figures.period),),)
    return Say(text("figures.page", lines=_apart(sections)), rows)


def title(period: Period) -> Text:
    """The period in words, with its first and last day."""
    first, last = period.days
    key = "figures.month" if period.length == MONTH else "figures.quarter"
    return text(key, quarter=period.quarter, year=period.year, first=first, last=last)


def buttons(period: Period, now: datetime, zone: ZoneInfo, *, leads: bool) -> Rows:
    """The neighbouring periods that have begun, the other length, the papers."""
    papers: tuple[Button, ...] = (_button("figures.workbook", "workbook", period),)
    if leads:
        papers = (*papers, _button("figures.share", "shared", period))
    neighbours = [_button("figures.before", "figures", period.moved(-1))]
    if period.ends(zone) <= now:
        neighbours.append(_button("figures.after", "figures", period.moved(1)))
    length, key = (
        (QUARTER, "figures.to_quarter") if period.length == MONTH else (MONTH, "figures.to_month")
    )
    last_day = min(period.days[1], now.astimezone(zone).date())
    other = periods.containing(max(last_day, period.days[0]), length)
    return (
        tuple(neighbours),
        (_button(key, "figures", other), _button("figures.chart", "chart", period)),
        (
            _button("figures.rest", "figures_rest", period),
            _button("figures.pdf", "report_pdf", period),
        ),
        papers,
    )


def whole_periods(now: datetime, zone: ZoneInfo) -> Rows:
    """The last month and the last quarter that are over, of which there are copies to pass on, and
    the way back."""
    today = now.astimezone(zone).date()
    over = [periods.containing(today, length).moved(-1) for length in (MONTH, QUARTER)]
    copies = tuple((Button(_dates(period), TurnPage("shared", period.code)),) for period in over)
    return *copies, back(now, zone)


def back(now: datetime, zone: ZoneInfo) -> tuple[Button, ...]:
    """The way to the report of this month."""
    month = periods.containing(now.astimezone(zone).date(), MONTH)
    return (_button("figures.back", "figures", month),)


def _dates(period: Period) -> Text:
    first, last = period.days
    return text("figures.dates", first=first, last=last)


def picture(figures: Figures, places: Places) -> Picture:
    """By field where there are several, else the sums of the period."""
    codes = rows_of.telling(figures, "field")
    series = tuple(text(f"figures.{word}") for word in FOUR)
    if len(codes) > 1:
        rows = tuple(
            (rows_of.name("field", code, places), rows_of.numbers(figures, "field", code))
            for code in codes
        )
        return Picture(title(figures.period), series, rows)
    sums = tuple((text(f"figures.{w}"), (figures.total(w),)) for w in figures.words)
    return Picture(title(figures.period), (text("figures.count"),), sums)


def caption(drawn: Picture) -> Text:
    """The same numbers as text, for who can't see the picture."""
    lines = tuple(
        text("figures.line", name=name, values=_values(drawn.series, numbers))
        for name, numbers in drawn.rows
    )
    return text("figures.page", lines=_apart(((drawn.title,), lines)))


def _values(series: Sequence[Text], numbers: Sequence[int | None]) -> Text | str:
    told: Text | str = number(numbers[0]) if len(series) == 1 else _pair(series[0], numbers[0])
    for name, n in list(zip(series, numbers, strict=True))[1:]:
        told = text("figures.and", left=told, right=_pair(name, n))
    return told


def _pair(name: Text, n: int | None) -> Text:
    return text("figures.pair", name=name, n=number(n))


def in_time(figures: Figures) -> Text | str:
    """The share of the answered that were in time, where there is one to tell."""
    n = figures.in_time
    return "" if n is None else text("figures.in_time_share", n=n)


def _sums(figures: Figures) -> Section:
    n = {word: number(figures.total(word)) for word in figures.words}
    return (
        text(
            "figures.sums",
            received=n["received"],
            answered=n["answered"],
            in_time=in_time(figures),
            closed=n["closed"],
            late=n["late"],
        ),
        text(
            "figures.beside",
            referred=n["referred"],
            climbed=n["climbed"],
            reopened=n["reopened"],
        ),
        text("figures.stocks", open=n["open"], waiting=n["waiting"]),
    )


def _table(figures: Figures, by: str, places: Places) -> Section:
    """The rows that say something, where there are several; how many more there are."""
    codes = rows_of.telling(figures, by)
    if len(codes) < 2:
        return ()
    lines = tuple(_row(figures, by, code, places) for code in codes[:MOST_ROWS])
    more = len(codes) - len(lines)
    rest = (text("figures.more", n=more),) if more else ()
    return (text(f"figures.by_{by}"), *lines, *rest)


def _row(figures: Figures, by: str, code: str, places: Places) -> Text:
    received, answered, closed, late = map(number, rows_of.numbers(figures, by, code))
    return text(
        "figures.row",
        name=rows_of.name(by, code, places),
        received=received,
        answered=answered,
        closed=closed,
        late=late,
    )


def _days(figures: Figures) -> Section:
    """The services that take longest first."""
    slowest = sorted(figures.days.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]
    lines = tuple(
        text("figures.line", name=text(f"service.{key}.name"), values=_time(days))
        for key, days in slowest
    )
    return (text("figures.days"), *lines) if lines else ()


def _time(days: float) -> Text:
    whole = round(days)
    return text("figures.n_days", n=whole) if whole else text("figures.same_day")


def _spm(figures: Figures) -> Section:
    def line(key: str) -> Text:
        received, answered = rows_of.numbers(figures, "service", key, ("received", "answered"))
        return text(
            "figures.spm_line",
            name=text(f"figures.spm_name.{key}"),
            received=number(received),
            answered=number(answered),
        )

    known = [key for key in SPM if key in figures.of("service", "received").cells]
    return (text("figures.spm"), *map(line, known)) if known else ()


def _apart(sections: Iterable[Section]) -> tuple[Text | str, ...]:
    """The sections with an empty line between them."""
    lines: tuple[Text | str, ...] = ()
    for section in filter(None, sections):
        lines = (*lines, "", *section) if lines else section
    return lines


def _button(key: str, page: str, period: Period) -> Button:
    return Button(text(key), TurnPage(page, period.code))
