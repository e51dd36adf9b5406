"""Counting the cases of a month or a quarter: one plain row per case, in the month of the moment
that matters, by the office's zone. Nothing is hidden here.

*Open* and *waiting* are stocks and always as of now, whatever the period."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from casework.case.model import Status, Verdict
from casework.clock.periods import Period
from casework.reports.first_times import WORDS, FirstTimes

IN_TIME = "in_time"
"""The answered that were never late before; counted with *answered*."""

FLOWS = (*WORDS, IN_TIME)
STOCKS = ("waiting", "open")
BY = ("village", "office", "service")
"""By the village of a case, by the office that had it at that moment (of stocks: has it now), by
its service."""

ELSEWHERE = ""
"""The row of everything that a table does not name: offices out of the reader's scope, a village
that is not known, services whose row is gone."""

ANSWERS = tuple(str(verdict) for verdict in Verdict)


class CountedCase(NamedTuple):
    """A case in short: its codes and status of now, and its first moments (UTC). ``confidential``:
    its village must not hear of it."""

    village: str
    office: str
    service: str
    status: str
    firsts: FirstTimes
    confidential: bool = False

    def moments(self) -> Iterator[tuple[str, datetime, str]]:
        """What counts of it: word, moment, and the office that had it then."""
        for word, (at, office) in self.firsts.words.items():
            yield word, at, office
        if self.firsts.in_time:
            yield IN_TIME, *self.firsts.words["answered"]


class Tally:
    """Counts by word, table, month and row; the days that answers took, and the stars."""

    def __init__(self, period: Period, now: datetime, zone: ZoneInfo) -> None:
        begun = [month for month in period.months if month.starts(zone) <= now]
        self.bounds = [month.starts(zone) for month in begun] + [m.ends(zone) for m in begun[-1:]]
        self.counts: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
        self.days: dict[str, list[float]] = defaultdict(list)
        self.stars: list[int] = []

    @property
    def months(self) -> int:
        """How many months of the period have begun, one at least."""
        return max(len(self.bounds) - 1, 1)

    def counted(self, word: str, by: str, keys: Collection[str]) -> list[dict[str, int]]:
        """A mapping for each month that has begun; rows that are not listed are counted
        elsewhere."""
        found = []
        for month in range(self.months):
            counts = self.counts[word, by, month]
            known = {key: counts[key] for key in keys}
            rest = counts.total() - sum(known.values())
            known[ELSEWHERE] = known.get(ELSEWHERE, 0) + rest
            found.append(known)
        return found

    def stock(self, word: str, by: str, keys: Collection[str]) -> dict[str, int]:
        """One mapping, as of now."""
        return self.counted(word, by, keys)[0]

    def add(self, row: CountedCase) -> None:
        for word, at, office in row.moments():
            self._flow(word, at, (row.village, office, row.service))
        self._stocks(row)
        self._word(row.firsts)
        self._days(row)

    def _flow(self, word: str, at: datetime, keys: Sequence[str]) -> None:
        if (month := self._month(at)) is not None:
            for by, key in zip(BY, keys, strict=True):
                self.counts[word, by, month][key] += 1

    def _stocks(self, row: CountedCase) -> None:
        holds = {"open": row.status != Status.CLOSED, "waiting": row.status == Status.WAITING}
        for word, by in ((w, by) for w in STOCKS for by in BY if holds[w]):
            self.counts[word, by, 0][getattr(row, by)] += 1

    def _word(self, firsts: FirstTimes) -> None:
        if firsts.verdict and (month := self._month(firsts.verdict[1])) is not None:
            self.counts["answers", "", month][firsts.verdict[0]] += 1
        if firsts.stars and self._month(firsts.stars[1]) is not None:
            self.stars.append(firsts.stars[0])

    def _days(self, row: CountedCase) -> None:
        words = row.firsts.words
        if "answered" in words and self._month(words["answered"].at) is not None:
            took = words["answered"].at - words["received"].at
            self.days[row.service].append(took / timedelta(days=1))

    def _month(self, at: datetime) -> int | None:
        """The place of the month in which something happened; None out of the period."""
        month = bisect_right(self.bounds, at) - 1
        return month if 0 <= month < len(self.bounds) - 1 else None
