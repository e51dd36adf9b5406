"""The open time of an office, and counting in it: when it opens next, when so many open minutes
have passed. No clock is read here.

Conventions. Everything is half-open: an office that closes at 16:00 is closed at 16:00. Minutes
used up exactly at closing are due at closing; no minutes at all, asked for out of hours, are due at
the next opening. Seconds are kept. What goes in must be aware of its zone (else ValueError); what
comes out is UTC."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from casework.clock import hours as reading
from casework.clock.days import DayKind, Hours, Window, national_days, without

__all__ = [
    "Calendar",
    "DayKind",
    "DayLine",
    "Span",
    "national_days",
    "of_district",
    "read",
    "rests_until",
    "round_the_clock",
]

LONGEST_CLOSURE = 400
"""Days. An office that is closed for longer never opens: its hours are a mistake, and nobody should
wait for it."""

_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


class Span(NamedTuple):
    """From ``start`` up to, but not including, ``end``."""

    start: datetime
    end: datetime


class DayLine(NamedTuple):
    """What one local date gave to the clock, and why. ``name``: of the holiday or of the special
    hours, else empty."""

    day: date
    counted: timedelta
    kind: DayKind
    name: str


# Compared by identity, so that its days are found quickly in the cache.
@dataclass(frozen=True, eq=False)
class Calendar:
    """When an office is open. Spans do not overlap; at midnight, round the clock, they touch."""

    zone: ZoneInfo
    hours: Hours

    def spans(self, after: datetime) -> Iterator[Span]:
        """Open time from ``after`` on, without end. Raises ValueError when it never opens again."""
        after = _utc(after)
        day, closed_days = after.astimezone(self.zone).date(), 0
        while closed_days <= LONGEST_CLOSURE:
            of_day = _spans_on(self, day)
            closed_days = 0 if of_day else closed_days + 1
            for start, end in of_day:
                if after < end:
                    yield Span(max(after, start), end)
            day += _ONE_DAY
        raise ValueError(
            f"the office never opens after {after:%Y-%m-%d}; look at the hours and the closed days"
        )

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at this moment."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """``at`` itself when open, else the next opening."""
        return next(self.spans(at)).start

    def add_minutes(self, start: datetime, minutes: int, pauses: Sequence[Span] = ()) -> datetime:
        """The moment when ``minutes`` of open time have passed since ``start``; time in ``pauses``
        does not count."""
        left = timedelta(minutes=_not_negative(minutes))
        counted = self._counted(start, pauses)
        begin, end = next(counted)
        while left > end - begin:
            left -= end - begin
            begin, end = next(counted)
        return begin + left

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same clock time ``days`` open days later, or the next opening if it is closed then.

        A start on a closed day counts from the first moment of the next open one; so nothing that
        begins later is ever due earlier."""
        local = _utc(start).astimezone(self.zone)
        if not _spans_on(self, local.date()):
            local = datetime.combine(
                self.next_open(start).astimezone(self.zone).date(), time(), self.zone
            )
        day = self._open_day(local.date(), _not_negative(days))
        return self.next_open(datetime.combine(day, local.time(), self.zone))

    def opens_on(self, at: datetime) -> datetime:
        """When the office opens on the local day of ``at``, or on the next on which it does."""
        return self.day_of_work(at.astimezone(self.zone).date())[0]

    def day_of_work(self, day: date) -> tuple[datetime, datetime]:
        """When the office opens and closes on a local day, or on the next on which it opens
        (UTC)."""
        opens = self.next_open(self._at(day, 0))
        that_day = opens.astimezone(self.zone).date()
        return opens, _spans_on(self, that_day)[-1].end

    def open_time(self, start: datetime, end: datetime, pauses: Sequence[Span] = ()) -> timedelta:
        """How long it was open from ``start`` to ``end``, pauses not counted; nothing if ``end`` is
        not later."""
        end = _utc(end)
        return _total(
            _clipped(
                takewhile(lambda span: span[0] < end, self._counted(start, pauses)),
                _utc(start),
                end,
            )
        )

    def lines(
        self, start: datetime, end: datetime, pauses: Sequence[Span] = ()
    ) -> tuple[DayLine, ...]:
        """ "Why then?": a line per local date from ``start`` to ``end``. Their sum is
        ``open_time``."""
        start, end, holes = _utc(start), _utc(end), _sorted(pauses)
        day, lines = start.astimezone(self.zone).date(), []
        while start < end and (midnight := self._at(day, 0)) < end:
            asked = Span(max(start, midnight), min(end, self._at(day, 24 * 60)))
            lines.append(self._line(day, asked, holes))
            day += _ONE_DAY
        return tuple(lines)

    def _line(self, day: date, asked: Span, holes: Sequence[Span]) -> DayLine:
        of_day, (_, kind, name) = _spans_on(self, day), self.hours.on(day)
        opened = list(_clipped(of_day, *asked))
        counted = _total(without(opened, holes))
        if counted or not of_day:
            return DayLine(day, counted, kind, name)
        if opened:
            return DayLine(day, counted, DayKind.PAUSED, "")
        between = of_day[0].start <= asked.start and asked.end <= of_day[-1].end
        return DayLine(day, counted, DayKind.BREAK if between else DayKind.OUT_OF_HOURS, "")

    def _counted(
        self, start: datetime, pauses: Sequence[Span]
    ) -> Iterator[tuple[datetime, datetime]]:
        return without(self.spans(start), _sorted(pauses))

    def _open_day(self, day: date, later: int) -> date:
        """The ``later``-th open day after the open ``day``."""
        for _ in range(later):
            midnight = self._at(day + _ONE_DAY, 0)
            day = self.next_open(midnight).astimezone(self.zone).date()
        return day

    def _at(self, day: date, minutes: int) -> datetime:
        days, minute = divmod(minutes, 24 * 60)
        clock = time(minute // 60, minute % 60)
        return datetime.combine(day + days * _ONE_DAY, clock, self.zone).astimezone(UTC)


@lru_cache(maxsize=8192)
def _spans_on(calendar: Calendar, day: date) -> tuple[Span, ...]:
    return tuple(
        Span(calendar._at(day, start), calendar._at(day, end))
        for start, end in calendar.hours.on(day).windows
    )


def read(rows: Mapping[str, object], zone: str, closed: Mapping[date, str]) -> Calendar:
    """The calendar of parsed ``policy/hours.toml`` (or ``[hours]`` of the config, same shape) in an
    IANA ``zone``.

    ``closed`` holds national days and joint leave. Raises ValueError with one line per mistake: its
    place and its mend."""
    hours, mistakes = reading.read(rows, closed)
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        mistakes.append(
            f"timezone: '{zone}' is not known;"
            " write 'Asia/Jakarta', 'Asia/Makassar' or 'Asia/Jayapura'"
        )
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return Calendar(place, hours)


def of_district(rows: Mapping[str, object], zone: str, years: Iterable[int]) -> Calendar:
    """``read`` with the national days of ``years``; joint leave counts unless the rows say
    ``joint_leave = false``."""
    return read(
        rows, zone, national_days(years, joint_leave=rows.get("joint_leave", True) is not False)
    )


@lru_cache(maxsize=8)
def round_the_clock(zone: ZoneInfo) -> Calendar:
    """For emergencies: always open."""
    always = dict.fromkeys(range(7), (Window(0, 24 * 60),))
    return Calendar(zone, Hours(week=always, breaks={}, special=(), holidays={}, local_days={}))


def rests_until(
    at: datetime, zone: ZoneInfo, start: str = "20:00", end: str = "06:00"
) -> datetime | None:
    """The end of the night rest (``start`` to ``end``, local clock times) in which ``at`` lies,
    when a message that may wait can be sent; None: it can be sent now."""
    local = _utc(at).astimezone(zone)
    midnight = datetime.combine(local.date(), time(), zone)
    night, morning = (
        timedelta(minutes=reading.minutes(start)),
        timedelta(minutes=reading.minutes(end)),
    )
    rested, rest = (local - midnight - night) % _ONE_DAY, (morning - night) % _ONE_DAY
    return (local + (rest - rested)).astimezone(UTC) if rested < rest else None


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone; a moment must say where its clock hangs")
    return at.astimezone(UTC)


def _sorted(pauses: Sequence[Span]) -> list[Span]:
    return sorted(Span(_utc(start), _utc(end)) for start, end in pauses if start < end)


def _not_negative(amount: int) -> int:
    if amount < 0:
        raise ValueError(f"open time is only counted forwards, not by {amount}")
    return amount


def _clipped(
    spans: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    both = ((max(begin, start), min(finish, end)) for begin, finish in spans)
    return (span for span in both if span[0] < span[1])


def _total(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    return sum((end - start for start, end in spans), _NOTHING)
