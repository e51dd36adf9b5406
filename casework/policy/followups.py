"""Bells: moments at which the clock asks whether somebody must act.

Two tables of the policy define them. ``clocks.toml`` tells per clock profile and urgency how soon a
case must be read and acted on and how fast it climbs; ``followups.toml`` has one row for each kind
of bell. A bell asks, it never orders: when it rings, ``lifecycle.decide`` may answer nothing.
Nothing here reads a clock; times are UTC."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from casework.case.events import Event
from casework.case.model import Case, Stage, Status, Urgency
from casework.policy.bell_subjects import OfCase, Subject

GRACE = 60
"""Minutes of open time until what was late before a question climbs again after its answer."""

DOES = frozenset({"climb", "remind", "close", "tell", "wake"})
DAY = "day"
AFTER = ("read", "act", "accept", "result", DAY)
_DELAY = re.compile(r"(\d+) (minute|hour|day|working minute|working hour|working day)s?")
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


class OpenTime(Protocol):
    """What this module needs of a calendar."""

    def add_minutes(self, start: datetime, minutes: int) -> datetime: ...
    def add_days(self, start: datetime, days: int) -> datetime: ...
    def opens_on(self, at: datetime) -> datetime: ...


@dataclass(frozen=True)
class Delay:
    """An amount of time: of the plain clock, or of the time in which the office is open."""

    amount: int
    unit: str

    @classmethod
    def read(cls, text: str) -> "Delay":
        """Read ``"30 minutes"``, ``"3 working days"``. Raises ValueError that says how it must
        look."""
        found = _DELAY.fullmatch(text.strip())
        if not found or not int(found[1]):
            raise ValueError(
                f"'{text}' is no delay; write for example '30 minutes', '4 working hours', '7 days'"
            )
        return cls(int(found[1]), found[2])

    def after(self, start: datetime, calendar: OpenTime) -> datetime:
        """The moment (UTC) this much after ``start``."""
        match self.unit.split():
            case ["working", "day"]:
                return calendar.add_days(start, self.amount)
            case ["working", unit]:
                return calendar.add_minutes(start, self.amount * (60 if unit == "hour" else 1))
            case _:
                return start + self.amount * _UNITS[self.unit]


@dataclass(frozen=True)
class Clock:
    """How soon a case of one profile and urgency is read and acted on, and the steps in which it
    climbs after that."""

    read: Delay
    act: Delay
    climb: tuple[Delay, ...]


Clocks = Mapping[str, Mapping[Urgency, Clock]]


@dataclass(frozen=True)
class Timing:
    """A first moment and the steps after it, in somebody's open time."""

    first: Delay
    climb: tuple[Delay, ...]
    calendar: OpenTime


@dataclass(frozen=True)
class FollowUp:
    """One kind of bell. ``starts`` holds labels of events; ``after`` is delays from the start, or a
    time of the clock: ``read`` and ``act`` are ours, ``accept`` and ``result`` those of the office
    that the case was referred to, ``day`` when ours opens on the day of the due time."""

    kind: str
    starts: frozenset[str]
    while_in: frozenset[Status | Stage]
    does: str
    after: tuple[Delay, ...] | str
    only: frozenset[Urgency]
    spares: bool

    def matters(self, case: Case) -> bool:
        """Whether this bell still has something to ask of a case that stands as it does."""
        return case.status in self.while_in or case.stage in self.while_in

    def asks(self, case: Case) -> bool:
        """Whether it would ask of a case as urgent as it is."""
        return self.matters(case) and case.urgency in self.only

    def times(
        self, start: datetime, times: Mapping[str, Timing], calendar: OpenTime, due_at: datetime
    ) -> Iterable[datetime]:
        """The moments at which this bell rings for a start at ``start``; ``act`` rings first at
        ``due_at`` itself.

        ``times`` are the clock's, by name.
        """
        if not isinstance(self.after, str):
            return [delay.after(start, calendar) for delay in self.after]
        if self.after == DAY:
            return [calendar.opens_on(due_at)]
        timing = times.get(self.after)
        if timing is None:
            return []
        moments = [timing.first.after(start, timing.calendar)]
        if self.after == "act":  # what is late already is given a moment before it climbs on
            grace = timing.calendar.add_minutes(start, GRACE)
            moments = [due_at if due_at >= start else grace]
        for delay in timing.climb:
            moments.append(delay.after(moments[-1], timing.calendar))
        return moments


FollowUps = Mapping[str, FollowUp]

About = TypeVar("About", bound=Subject)


@dataclass(frozen=True)
class Bell:
    """One moment at which the clock asks. ``(kind, subject, occurrence)`` is unique: a bell that is
    set again stays one."""

    kind: str
    subject: Subject
    occurrence: str
    due_at: datetime

    def about(self, kind: type[About]) -> About:
        """Its subject, where every bell has this kind of subject."""
        if not isinstance(self.subject, kind):
            raise TypeError(f"a bell {self.kind!r} rings for {self.subject!r}")
        return self.subject


@dataclass(frozen=True)
class Changes:
    """Bells to set, and the kinds whose bells for this case are of no use any more."""

    bells: tuple[Bell, ...]
    stopped: frozenset[str]


def changes(
    case: Case,
    events: Sequence[Event],
    at: datetime,
    *,
    rows: FollowUps,
    times: Mapping[str, Timing],
    calendar: OpenTime,
    spared: bool,
) -> Changes:
    """What the events mean for the bells of ``case`` (as it is after them). ``spared``: never
    closed by the clock."""
    labels = {event.label for event in events}
    bells: list[Bell] = []
    stopped = set()
    for row in rows.values():
        starts = bool(labels & row.starts)
        if starts or not row.matters(case):
            stopped.add(row.kind)
        if (
            starts
            and row.matters(case)
            and case.urgency in row.only
            and not (spared and row.spares)
        ):
            due = row.times(at, times, calendar, case.due_at)
            bells += [
                Bell(row.kind, OfCase(case.id), f"{case.version}.{i}", when)
                for i, when in enumerate(due)
            ]
    return Changes(tuple(bells), frozenset(stopped))


def read_clocks(rows: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Clocks:
    """The parsed ``clocks.toml``. Raises ValueError naming profile and urgency of the first
    mistake."""
    return {
        profile: {
            urgency: _clock(f"{profile}.{urgency}", by_urgency.get(urgency)) for urgency in Urgency
        }
        for profile, by_urgency in rows.items()
    }


def _clock(where: str, row: Mapping[str, object] | None) -> Clock:
    if row is None or set(row) != {"read", "act", "climb"}:
        raise ValueError(f"clocks.toml [{where}]: needs exactly read, act and climb")
    try:
        climb = tuple(Delay.read(str(d)) for d in row["climb"])  # type: ignore[attr-defined]
        return Clock(Delay.read(str(row["read"])), Delay.read(str(row["act"])), climb)
    except (ValueError, TypeError) as mistake:
        raise ValueError(f"clocks.toml [{where}]: {mistake}") from mistake


def read_followups(rows: Sequence[Mapping[str, object]]) -> FollowUps:
    """The rows of ``followups.toml``. Raises ValueError naming the row of the first mistake."""
    read = {str(row.get("kind")): _followup(row) for row in rows}
    if len(read) < len(rows):
        raise ValueError("followups.toml: two rows have the same kind; give each its own")
    return read


def _delays(told: Any) -> tuple[Delay, ...]:
    return tuple(Delay.read(str(delay)) for delay in told)


def _urgencies(row: Mapping[str, Any]) -> Iterable[Urgency]:
    return map(Urgency, row.get("only", list(Urgency)))


def _followup(row: Mapping[str, object]) -> FollowUp:
    where = f"followups.toml, kind '{row.get('kind')}'"
    try:
        after = row["after"]
        if row["does"] not in DOES or (isinstance(after, str) and after not in AFTER):
            raise ValueError(
                "'does' is climb, remind, close, tell or wake;"
                f" 'after' is {', '.join(AFTER)} or a list of delays"
            )
        return FollowUp(
            kind=str(row["kind"]),
            starts=frozenset(row["starts"]),  # type: ignore[call-overload]
            while_in=frozenset(_state(str(s)) for s in row["while"]),  # type: ignore[attr-defined]
            does=str(row["does"]),
            after=after if isinstance(after, str) else _delays(after),
            only=frozenset(_urgencies(row)),
            spares=bool(row.get("spares", False)),
        )
    except KeyError as missing:
        raise ValueError(f"{where}: {missing} is missing") from missing
    except (ValueError, TypeError) as mistake:
        raise ValueError(f"{where}: {mistake}") from mistake


def _state(name: str) -> Status | Stage:
    return Stage(name) if name in list(Stage) else Status(name)
