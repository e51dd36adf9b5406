"""When bells ring, reckoned a second time: from the tables of the policy and from what has happened
to a case, with open time counted anew. Shares no line with casework/policy/followups.py,
casework/clock/open_time.py and bot/turns/catching_up.py; what an event makes of a case, and which
services the clock never closes, are taken from casework.

Tested in tests/harness/walks/test_timers.py."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from casework.case.events import Event
from casework.case.model import Case
from casework.clock.days import national_days
from tests.casework.cases import POLICY
from tests.casework.shipped import CATALOGUE, toml

ZONE = ZoneInfo("Asia/Jakarta")
ROWS: Sequence[Mapping[str, Any]] = toml("casework/policy/followups.toml")["followup"]
CLOCKS, HOURS = toml("casework/policy/clocks.toml"), toml("casework/policy/hours.toml")
ANSWERS = toml("casework/policy/offices.toml")["clock"]
CLOSED = national_days(range(2025, 2031))
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_DAY, LATE, GRACE = timedelta(days=1), timedelta(minutes=5), 60
STAFF = ("climb", "tell")
PLAIN = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": A_DAY}

Span = tuple[datetime, datetime]


@cache
def open_on(day: date) -> tuple[Span, ...]:
    """When the office is open on a local day: minute by minute."""
    if day in CLOSED:
        return ()
    name = WEEK[day.weekday()]
    windows = HOURS["week"][name]
    for special in HOURS["special"]:
        if special["from"] <= day <= special["until"] and name in special:
            windows = special[name]
    minutes = _minutes(windows) - _minutes(HOURS["breaks"].get(name, ()))
    begins = sorted(minute for minute in minutes if minute - 1 not in minutes)
    ends = sorted(minute + 1 for minute in minutes if minute + 1 not in minutes)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)
    return tuple(
        (midnight + timedelta(minutes=a), midnight + timedelta(minutes=b))
        for a, b in zip(begins, ends, strict=True)
    )


def _minutes(windows: Sequence[str]) -> set[int]:
    found = set[int]()
    for window in windows:
        begin, end = (int(at[:2]) * 60 + int(at[3:]) for at in window.split("-"))
        found |= set(range(begin, end))
    return found


def _opens(at: datetime) -> Iterator[Span]:
    day = at.astimezone(ZONE).date()
    while True:
        yield from ((max(at, a), b) for a, b in open_on(day) if b > at)
        day += A_DAY


def later(at: datetime, minutes: float) -> datetime:
    """So many open minutes after a moment."""
    left = timedelta(minutes=minutes)
    for begin, end in _opens(at):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise LookupError(at)


def open_days_later(at: datetime, days: int) -> datetime:
    """At the same time of the day, so many open days later; else when the office opens next."""
    local = at.astimezone(ZONE)
    day, time = local.date(), local.time()
    if not open_on(day):
        day, time = next(_opens(at))[0].astimezone(ZONE).date(), time.min
    for _ in range(days):
        day += A_DAY
        while not open_on(day):
            day += A_DAY
    return next(_opens(datetime.combine(day, time, ZONE).astimezone(UTC)))[0]


def after(at: datetime, delay: str) -> datetime:
    """A delay of the tables after a moment."""
    amount, *unit = delay.removesuffix("s").split()
    if unit == ["working", "day"]:
        return open_days_later(at, int(amount))
    if unit[0] == "working":
        return later(at, int(amount) * (60 if unit[1] == "hour" else 1))
    return at + int(amount) * PLAIN[unit[0]]


def between(begin: datetime, end: datetime, *, working: bool) -> timedelta:
    """How much time lies between two moments: open time, or all of it."""
    if end <= begin:
        return timedelta(0)
    if not working:
        return end - begin
    found = timedelta(0)
    for a, b in _opens(begin):
        if a >= end:
            break
        found += min(b, end) - a
    return found


@dataclass
class Due:
    """A bell that waits. ``place``: the order in which bells of one moment were set."""

    kind: str
    at: datetime
    place: int


@dataclass
class Reckoned:
    """The bells of one case. ``rung``: (kind, when it was due, when it rang) of each."""

    case: Case
    waiting: list[Due] = field(default_factory=list)
    rung: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    places: int = 0

    def happened(self, events: Sequence[Event], case: Case, at: datetime) -> None:
        """Something has happened to the case, which is ``case`` now."""
        self.case, taken = case, self.taken_back_by(events, case)
        self.waiting = [one for one in self.waiting if one.kind not in taken]
        for row in ROWS:
            starts, stands = _starts(row, events), self._stands(row, case)
            spared = row.get("spares", False) and POLICY.spares(case)
            wanted = case.urgency in row.get("only", [case.urgency])
            if starts and stands and wanted and not spared:
                for moment in self._moments(row, at):
                    self.waiting.append(Due(row["kind"], moment, self.places))
                    self.places += 1

    def taken_back_by(self, events: Sequence[Event], case: Case) -> set[str]:
        """The kinds of the bells that these events begin anew, or end."""
        ended = {row["kind"] for row in ROWS if events and not self._stands(row, case)}
        return ended | {row["kind"] for row in ROWS if _starts(row, events)}

    def ring(self, at: datetime, clock: list[Event], *, alarms: bool) -> None:
        """The bells that are due ring: alarms, or all. ``clock``: what the clock did to the case
        then, taken out as it is found."""
        due = sorted(
            (one for one in self.waiting if one.at <= at and (one.kind == "alarm" or not alarms)),
            key=lambda one: (one.at, one.place),
        )
        closed, climbed = any(event.kind == "lapsed" for event in clock), 0
        for bell in due:
            if bell.at > at:
                continue  # put off just now
            self.waiting.remove(bell)
            self.rung.append((bell.kind, bell.at, at))
            done = next((event for event in clock if _bell_of(event) == bell.kind), None)
            if done is None and not closed and self._must_follow(bell, climbed):
                self.wrong.append(f"{bell.kind} of {bell.at} rang at {at}, and nothing followed")
            if done is not None:
                clock.remove(done)
                climbed += 1
                self._put_off(bell, at)
        if not alarms and (left := [e for e in clock if _bell_of(e)]):
            self.wrong.append(f"at {at} came {[e.label for e in left]} without a bell")

    def _must_follow(self, bell: Due, climbed: int) -> bool:
        """Whether something must come of a bell, whoever works here, unless another one has closed
        the case."""
        row = next(row for row in ROWS if row["kind"] == bell.kind)
        asks = self._stands(row, self.case) and self.case.urgency in row.get(
            "only", [self.case.urgency]
        )
        if not asks:
            return False
        told = row["does"] == "tell" and self.case.ending.heard
        climbs = row["does"] in STAFF and self.case.level + climbed < 3 and not told
        return climbs or row["does"] in ("remind", "wake")

    def _put_off(self, rung: Due, at: datetime) -> None:
        """After a bell that came late the other steps of that side wait anew."""
        if at - rung.at <= LATE:
            return
        clock = self._clock()
        for one in self.waiting:
            same_side = (_does(one.kind) in STAFF) is (_does(rung.kind) in STAFF)
            if same_side and (one.at <= at or one.kind == rung.kind):
                working = "working" in clock["act"]
                wait = between(rung.at, one.at, working=working)
                minutes = -(-wait // PLAIN["minute"])
                if not minutes:
                    one.at = after(at, clock["climb"][0])
                else:
                    one.at = later(at, minutes) if working else at + timedelta(minutes=minutes)

    def _stands(self, row: Mapping[str, Any], case: Case) -> bool:
        return case.status in row["while"] or (case.stage or "") in row["while"]

    def _clock(self) -> Mapping[str, Any]:
        own = CATALOGUE.service(self.case.service).clock
        clock: Mapping[str, Any] = CLOCKS["objection" if self.case.ending.objected else own]
        return clock[self.case.urgency]  # type: ignore[no-any-return]

    def _moments(self, row: Mapping[str, Any], at: datetime) -> list[datetime]:
        told = row["after"]
        if isinstance(told, list):
            return [after(at, delay) for delay in told]
        if told == "day":
            return [self._opens_on_the_day()]
        if told in ("accept", "result"):
            if self.case.referral is None:
                return []
            clock: Mapping[str, Any] = ANSWERS[self.case.urgency]
        else:
            clock = self._clock()
        moments = [after(at, clock[told])]
        if told == "act":
            moments = [self.case.due_at if self.case.due_at >= at else later(at, GRACE)]
        for delay in clock["climb"]:
            moments.append(after(moments[-1], delay))
        return moments

    def _opens_on_the_day(self) -> datetime:
        day = self.case.due_at.astimezone(ZONE).date()
        while not open_on(day):
            day += A_DAY
        return open_on(day)[0][0]


def _starts(row: Mapping[str, Any], events: Sequence[Event]) -> bool:
    return not {event.label for event in events}.isdisjoint(row["starts"])


def _does(kind: str) -> str:
    return next(row["does"] for row in ROWS if row["kind"] == kind)


def _bell_of(event: Event) -> str:
    """Which bell an event of the clock stands for, "" for none."""
    named: str = getattr(event, "bell", "")
    return named or {"lapsed": "lapse", "woken": "postponed"}.get(event.kind, "")
