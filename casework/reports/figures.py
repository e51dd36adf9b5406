"""The figures of a month or a quarter (``/laporan``), in full for those who may open the cases, and
as the copy that may be passed on, in which small counts are hidden.

What the four words mean is said in first_times.py. Days are calendar days, for the person waits on
holidays too. The copy has flows only: of a stock, two copies could be taken from each other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from zoneinfo import ZoneInfo

from casework.clock.periods import Period
from casework.reports import suppression
from casework.reports.first_times import WORDS
from casework.reports.suppression import SMALLEST, Counts, ShownCounts
from casework.reports.tally import (
    ANSWERS,
    ELSEWHERE,
    FLOWS,
    IN_TIME,
    STOCKS,
    CountedCase,
    Tally,
)

SPM = ("spm_disability", "spm_child", "spm_elderly", "spm_homeless", "disaster")
"""The five minimum social services of a district, as services of the catalogue (Permensos
9/2018)."""

TABLES = ("village", "office", "field", "service")


@dataclass(frozen=True)
class Rows:
    """The rows of the tables, also those that count nothing. ``field_of``: each service with its
    field."""

    villages: Collection[str]
    offices: Collection[str]
    field_of: Mapping[str, str]

    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.field_of.values()))


@dataclass(frozen=True)
class Figures:
    """What may be seen of a period: a table for each of ``TABLES`` and each word.

    ``in_time``: of the answered, in whole percent, rounded down. ``days`` is the median from the
    report to its first answer, by service; ``stars`` the mean of 1 to 5. None: nobody, or hidden.
    """

    period: Period
    shared: bool
    tables: Mapping[str, Mapping[str, ShownCounts]]
    answers: ShownCounts
    in_time: int | None
    days: Mapping[str, float]
    stars: float | None

    def of(self, by: str, word: str) -> ShownCounts:
        """A table: the counts of a word by one of ``TABLES``."""
        return self.tables[by][word]

    def total(self, word: str) -> int | None:
        """A word over all; each table has the same."""
        return self.of("village", word).total

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are told, in order."""
        return tuple(self.tables["village"])


def figures(
    counted: Iterable[CountedCase],
    period: Period,
    rows: Rows,
    now: datetime,
    zone: ZoneInfo,
    *,
    shared: bool = False,
) -> Figures:
    """The figures of ``period`` as known at ``now``. ``shared``: as the copy to pass on."""
    tally = Tally(period, now, zone)
    for one in counted:
        # A copy does not tell of which village somebody has complained in confidence.
        tally.add(one._replace(village=ELSEWHERE) if shared and one.confidential else one)
    show = suppression.months if shared else _added
    words = WORDS if shared else (*FLOWS, *STOCKS)
    tables: dict[str, dict[str, ShownCounts]] = {by: {} for by in TABLES}
    for word in words:
        for by, table in _tables(tally, word, rows, show).items():
            tables[by][word] = table
    days = _days(tally, tables["service"]["answered"])
    stars = fmean(tally.stars) if len(tally.stars) >= (SMALLEST if shared else 1) else None
    answers = show(
        [{k: said[k] for k in ANSWERS} for said in tally.counted("answers", "", ANSWERS)]
    )
    return Figures(period, shared, tables, answers, _in_time(tally, rows, show), days, stars)


Show = Callable[[Sequence[Counts]], ShownCounts]


def _added(months: Sequence[Counts]) -> ShownCounts:
    """Months added up, with nothing hidden."""
    sums = suppression.added(months)
    return ShownCounts(sums, sum(sums.values()))


def _tables(tally: Tally, word: str, rows: Rows, show: Show) -> dict[str, ShownCounts]:
    def months(by: str, keys: Iterable[str]) -> Sequence[Counts]:
        listed = (*keys, ELSEWHERE)
        if word in STOCKS:
            return [tally.stock(word, by, listed)]
        return tally.counted(word, by, listed)

    services = months("service", rows.field_of)
    fields = [by_field(one, rows) for one in services]
    parts = suppression.parts if show is suppression.months else None
    return {
        "village": show(months("village", rows.villages)),
        "office": show(months("office", rows.offices)),
        "field": show(fields),
        "service": parts(services, fields, rows.field_of) if parts else show(services),
    }


def by_field(services: Counts, rows: Rows) -> dict[str, int]:
    """Counts of services, added up by field."""
    found = dict.fromkeys((*rows.fields(), ELSEWHERE), 0)
    for key, n in services.items():
        found[rows.field_of.get(key, ELSEWHERE)] += n
    return found


def _in_time(tally: Tally, rows: Rows, show: Show) -> int | None:
    """The percentage, where neither those in time nor the others are hidden."""
    answered, early = (tally.counted(w, "village", ()) for w in ("answered", IN_TIME))
    split = [
        {IN_TIME: some[ELSEWHERE], "overdue": every[ELSEWHERE] - some[ELSEWHERE]}
        for every, some in zip(answered, early, strict=True)
    ]
    shown = show(split)
    return percent(shown.cells[IN_TIME], shown.total)


def percent(part: int | None, whole: int | None) -> int | None:
    """A share in whole percent, rounded down: 100 is said only of all."""
    return None if part is None or not whole else 100 * part // whole


def _days(tally: Tally, answered: ShownCounts) -> dict[str, float]:
    """Of services that are told."""
    return {s: median(days) for s, days in sorted(tally.days.items()) if answered.cells.get(s)}
