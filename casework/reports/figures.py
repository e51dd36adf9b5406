"""The figures of a month or a quarter (``/laporan``), from one plain row per case. What is too
small is hidden.

A case counts in the month of the moment that matters, by the office's zone: *received* when it was
opened, *done* when it was closed, *late* when its time was up without an answer, *reopened* at its
last reopening. So each of them adds up from months to quarters. Each counts for the office that had
the case at that moment: when it moves on later, last month's report stays as it was. *Open* is a
stock and always as of now: its change between two moments is received less done, and would give
away cells that are hidden. Days are calendar days, for the person waits on holidays too."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from casework.case.model import Status, Verdict
from casework.clock.periods import Period
from casework.reports import suppression
from casework.reports.suppression import SMALLEST, ShownCounts

SPM = ("spm_disability", "spm_child", "spm_elderly", "spm_homeless", "disaster")
"""The five minimum social services of a district, as services of the catalogue (Permensos
9/2018)."""

ELSEWHERE = ""
"""The row of everything that a table does not name: offices out of the reader's scope, services
that are no SPM."""

ANSWERS = tuple(str(verdict) for verdict in Verdict)


class CountedCase(NamedTuple):
    """A case in short; times in UTC. ``answered_at``: when its result was written, if that still
    stands.

    ``verdict`` is what the teller said at closing, ``reopened_at`` when they last said no.
    ``office`` has it now; ``received_by``, ``late_by`` and ``done_by`` had it at those moments, ""
    where it has never moved.
    """

    office: str
    service: str
    status: str
    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    verdict: str | None = None
    rating: int | None = None
    received_by: str = ""
    late_by: str = ""
    done_by: str = ""


@dataclass(frozen=True)
class Figures:
    """What may be seen of a period. Tables by office (``received``, ``done``, ``late``, ``open``),
    by SPM, by answer.

    ``reopened`` is the answer "no" among ``answers``: the same count, hidden together with it.
    ``days`` is the median from opening to answer, in calendar days, of the services with enough
    cases done; ``rating`` is the mean of 1 to 5, None while too few have rated."""

    period: Period
    received: ShownCounts
    done: ShownCounts
    late: ShownCounts
    open: ShownCounts
    spm_received: ShownCounts
    spm_done: ShownCounts
    answers: ShownCounts
    reopened: int | None
    days: Mapping[str, float]
    rating: float | None


def figures(
    rows: Iterable[CountedCase],
    period: Period,
    offices: Collection[str],
    now: datetime,
    zone: ZoneInfo,
) -> Figures:
    """The figures of ``period`` as known at ``now``. ``offices`` is every office of the scope, also
    the idle ones.

    Cases opened after the period only count as open.
    """
    tally = _Tally(period, now, zone)
    for row in rows:
        tally.add(row)
    by_office, by_spm = (*offices, ELSEWHERE), (*SPM, ELSEWHERE)
    answers = suppression.months(tally.counted("answers", ANSWERS))
    return Figures(
        period,
        received=suppression.months(tally.counted("received", by_office)),
        done=suppression.months(tally.counted("done", by_office)),
        late=suppression.months(tally.counted("late", by_office)),
        open=suppression.month(tally.counted("open", by_office)[0]),
        spm_received=suppression.months(tally.counted("spm_received", by_spm)),
        spm_done=suppression.months(tally.counted("spm_done", by_spm)),
        answers=answers,
        reopened=answers.cells[Verdict.NO],
        days={
            s: median(found) for s, found in sorted(tally.days.items()) if len(found) >= SMALLEST
        },
        rating=fmean(tally.ratings) if len(tally.ratings) >= SMALLEST else None,
    )


class _Tally:
    """Counts by what, month and key; days by service."""

    def __init__(self, period: Period, now: datetime, zone: ZoneInfo) -> None:
        begun = [month for month in period.months if month.starts(zone) <= now]
        self.bounds = [month.starts(zone) for month in begun] + [m.ends(zone) for m in begun[-1:]]
        self.now = now
        self.counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        self.days: dict[str, list[float]] = defaultdict(list)
        self.ratings: list[int] = []

    def counted(self, what: str, keys: Sequence[str]) -> list[dict[str, int]]:
        """A mapping for each month that has begun; keys that are not listed are counted
        elsewhere."""
        found = []
        for n in range(max(len(self.bounds) - 1, 1)):
            counts = self.counts[what, n]
            known = {key: counts[key] for key in keys}
            rest = counts.total() - sum(known.values())
            found.append({**known, ELSEWHERE: known.get(ELSEWHERE, 0) + rest} if rest else known)
        return found

    def add(self, row: CountedCase) -> None:
        self._flow("received", row.opened_at, row.received_by or row.office)
        self._flow("spm_received", row.opened_at, row.service)
        if row.closed_at is None:
            self.counts["open", 0][row.office] += 1
        else:
            self._done(row, row.closed_at)
        if _late(row, self.now):
            self._flow("late", row.due_at, row.late_by or row.office)
        if row.reopened_at is not None:
            self._flow("answers", row.reopened_at, Verdict.NO)

    def _done(self, row: CountedCase, closed_at: datetime) -> None:
        self._flow("spm_done", closed_at, row.service)
        if not self._flow("done", closed_at, row.done_by or row.office):
            return
        self.days[row.service].append(
            ((row.answered_at or closed_at) - row.opened_at) / timedelta(days=1)
        )
        if row.verdict:
            self._flow("answers", closed_at, row.verdict)
        if row.rating:
            self.ratings.append(row.rating)

    def _flow(self, what: str, at: datetime, key: str) -> bool:
        """Count what happened at ``at``; whether that lies in the period."""
        month = bisect_right(self.bounds, at) - 1
        if 0 <= month < len(self.bounds) - 1:
            self.counts[what, month][key] += 1
            return True
        return False


def _late(row: CountedCase, now: datetime) -> bool:
    """Whether the time was up before an answer came. While we wait for the teller, our time is not
    running."""
    finished = row.answered_at or row.closed_at
    if finished is None:
        return row.due_at < now and row.status != Status.WAITING
    return finished > row.due_at
