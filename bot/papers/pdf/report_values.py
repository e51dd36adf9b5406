"""What stands in a printed report, as finished words and numbers. A number that is hidden is None.

Tested in tests/bot/papers/test_report_paper.py."""

from dataclasses import dataclass
from datetime import date

Numbers = tuple[int | None, ...]


@dataclass(frozen=True)
class ReportRow:
    """A row of a table or of a chart, with a number for every column."""

    name: str
    numbers: Numbers


@dataclass(frozen=True)
class PlaceRow:
    """A village and its office. ``of_village``: received, answered, closed and late of the reports
    from there; ``of_office``: of those that the office had at that moment. Empty where a place is
    only one of both."""

    name: str
    of_village: Numbers = ()
    of_office: Numbers = ()


@dataclass(frozen=True)
class ReportPage:
    """One page on a month or a quarter (``period`` in words). ``sums``: the four words; ``beside``:
    all others. ``in_time``: whole percent of the answered.

    ``shared``: the copy to pass on, in which small numbers are hidden. ``more``: how many places
    have found no room, or say nothing."""

    period: str
    dated: date
    shared: bool
    sums: tuple[ReportRow, ...]
    beside: tuple[ReportRow, ...]
    in_time: int | None
    fields: tuple[ReportRow, ...]
    services: tuple[ReportRow, ...]
    more_services: int
    places: tuple[PlaceRow, ...]
    more_places: int
    satisfaction: tuple[str, ...] = ()
