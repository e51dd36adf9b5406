"""How a due time came about, from the trail: for whoever asks "why then?". Pure.

The due time of a case runs anew when it is filed, answered, opened again, called off or sorted
anew, and from the events of other offices; the last of them begins the running period. What the
calendar moves later (``Rescheduled``) does not begin one.

Tested in tests/casework/actions/test_rescheduling.py
and tests/conversations/pages/test_due_time.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.question_dropped import QuestionDropped
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.ending.calling_off import CalledOff
from casework.actions.ending.resolution import Reopened
from casework.actions.question import Answered, Asked
from casework.actions.rescheduling import Rescheduled
from casework.case import events as e
from casework.case.model import Case
from casework.clock.open_time import DayLine
from casework.policy.followups import Delay
from casework.policy.policy import LEAST_LEFT, Policy
from casework.reports.time_spent import History

_RULED = (
    e.Filed,
    Answered,
    QuestionDropped,
    Reopened,
    OpenedAgain,
    ResultRetracted,
    CalledOff,
    ServiceCorrected,
    UrgencyCorrected,
)


@dataclass(frozen=True)
class RunningPeriod:
    """The running period: its first event and moment, and the minutes that were left then (None:
    the whole clock)."""

    event: e.Event
    start: datetime
    left: int | None

    @property
    def known(self) -> bool:
        """Whether the clocks of the policy say how long it is; else an office has set its end."""
        return isinstance(self.event, _RULED)


def period(history: History) -> RunningPeriod:
    """The running period of a case. Its history begins with Filed, so there is one; where that
    can't be read, it runs from the first entry."""
    begins = [
        (i, event, at)
        for i, (event, at) in enumerate(history)
        if _begins(event) and not _was_late(history, i)
    ]
    place, event, start = begins[-1] if begins else (0, *history[0])
    asked = [before for before, _ in history[:place] if isinstance(before, Asked)]
    left = asked[-1].left if isinstance(event, Answered | QuestionDropped) and asked else None
    start = getattr(event, "since", start)  # sorted anew, it counts from the day of the report
    return RunningPeriod(event, start, None if left is None else max(left, LEAST_LEFT))


def _was_late(history: History, place: int) -> bool:
    """Whether this event goes on with a case that was late when it was asked about: what was
    promised before stays."""
    if not isinstance(history[place][0], Answered | QuestionDropped):
        return False
    asked = [before for before, _ in history[:place] if isinstance(before, Asked)]
    return bool(asked) and asked[-1].left == 0


def _begins(event: e.Event) -> bool:
    sets_it = getattr(event, "due_at", None) is not None
    return sets_it and not isinstance(event, Rescheduled)


@dataclass(frozen=True)
class Reckoning:
    """ "Why then?" as values. ``rule`` is what the clock gives, ``runs``: the days with their share
    of it.

    ``moved``: when the calendar has moved the due time, and why.
    """

    running: RunningPeriod
    rule: Delay
    always: bool
    runs: tuple["Run", ...]
    moved: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True)
class Run:
    """Days one after another that were alike to the clock. ``minutes`` is their open time together.

    ``rest``: these are the days for which a page had no room, whatever they were.
    """

    first: DayLine
    last: DayLine
    days: int
    minutes: int
    rest: bool = False


def reckon(case: Case, history: History, policy: Policy, most: int) -> Reckoning:
    """How the due time of a case came about; its days in at most ``most`` runs, the last of which
    may be a rest."""
    running = period(history)
    always = policy.time_of(case) is not policy.calendar
    lines = () if always else policy.calendar.lines(running.start, case.due_at)
    found = runs(lines)
    if len(found) > most:
        left_over = [line for line in lines if line.day > found[most - 2].last.day]
        found = [*found[: most - 1], replace(_run(left_over), rest=True)]
    moved = tuple(
        (at, event.because)
        for event, at in history
        if isinstance(event, Rescheduled) and at >= running.start
    )
    return Reckoning(running, policy.clock(case).act, always, tuple(found), moved)


def runs(lines: Sequence[DayLine]) -> list[Run]:
    """Days that are alike, taken together."""
    groups: list[list[DayLine]] = []
    for line in lines:
        if groups and (groups[-1][0].kind, groups[-1][0].name) == (line.kind, line.name):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_run(group) for group in groups]


def _run(lines: Sequence[DayLine]) -> Run:
    minutes = sum(int(line.counted.total_seconds()) // 60 for line in lines)
    return Run(lines[0], lines[-1], len(lines), minutes)
