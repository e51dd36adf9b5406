"""The report on one page: which rows of the figures find room on it, and what they are called.
Printed papers are Indonesian."""

from collections.abc import Callable
from datetime import date

from bot.papers.paper_request import PRINTED
from bot.papers.pdf import speech
from bot.papers.pdf.report_values import PlaceRow, ReportPage, ReportRow
from casework.clock.periods import MONTH, Period
from casework.reports.figures import Figures
from casework.reports.tally import ELSEWHERE, IN_TIME
from conversations.content.content import Content
from conversations.pages import report_rows as rows_of
from conversations.pages.report_rows import FOUR, Numbers
from conversations.protocol.effects import Text, text

MOST_SERVICES, MOST_PLACES = 12, 15
"""What one page has room for; the workbook has them all."""

Say = Callable[[Text | str], str]


def report(figures: Figures, content: Content, dated: date) -> ReportPage:
    """The report as values for its template."""

    def say(words: Text | str) -> str:
        return content.texts.plain(PRINTED, words)

    def sums(words: list[str]) -> tuple[ReportRow, ...]:
        return tuple(ReportRow(say(text(f"figures.{w}")), (figures.total(w),)) for w in words)

    services = _rows(figures, "service", content, say)
    places = _places(figures, content, say)
    return ReportPage(
        period=_named(figures.period),
        dated=dated,
        shared=figures.shared,
        sums=sums(list(FOUR)),
        beside=sums([w for w in figures.words if w not in (*FOUR, IN_TIME)]),
        in_time=figures.in_time,
        fields=_rows(figures, "field", content, say),
        services=services[:MOST_SERVICES],
        more_services=_left_out(figures, "service", len(services[:MOST_SERVICES])),
        places=places[:MOST_PLACES],
        more_places=_left_out(figures, "village", len(places[:MOST_PLACES])),
        satisfaction=tuple(map(say, rows_of.satisfaction(figures))),
    )


def _named(period: Period) -> str:
    """``November 2026``, ``triwulan 4 tahun 2026``."""
    if period.length == MONTH:
        return speech.month(period.days[0])
    return f"triwulan {period.quarter} tahun {period.year}"


def _rows(figures: Figures, by: str, content: Content, say: Say) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(say(rows_of.name(by, code, content.places)), rows_of.numbers(figures, by, code))
        for code in rows_of.telling(figures, by)
    )


def _places(figures: Figures, content: Content, say: Say) -> tuple[PlaceRow, ...]:
    """Offices that are no village's, then villages with their offices, then what has no place."""
    villages, offices = (rows_of.telling(figures, by) for by in ("village", "office"))
    listed = figures.of("village", "received").cells
    above = [code for code in offices if code not in listed]
    known = [c for c in dict.fromkeys((*above, *villages, *offices)) if c != ELSEWHERE]
    rows = [
        PlaceRow(
            say(rows_of.office(code, content.places)),
            _numbers(figures, "village", code),
            _numbers(figures, "office", code),
        )
        for code in known
    ]
    if ELSEWHERE in villages:
        name = say(rows_of.name("village", ELSEWHERE, content.places))
        rows.append(PlaceRow(name, of_village=_numbers(figures, "village", ELSEWHERE)))
    if ELSEWHERE in offices:
        name = say(rows_of.name("office", ELSEWHERE, content.places))
        rows.append(PlaceRow(name, of_office=_numbers(figures, "office", ELSEWHERE)))
    return tuple(rows)


def _numbers(figures: Figures, by: str, code: str) -> Numbers:
    listed = code in figures.of(by, "received").cells
    return rows_of.numbers(figures, by, code) if listed else ()


def _left_out(figures: Figures, by: str, shown: int) -> int:
    """How many rows are not printed: in full those that say something, in the copy all others,
    whatever the reason."""
    every = len(figures.of(by, "received").cells) - 1
    return max((every if figures.shared else len(rows_of.telling(figures, by))) - shown, 0)
