"""A calendar that changes moves what is still ahead, by its own history, and nothing that has
passed."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import lifecycle
from casework.actions.question import Answer, Ask
from casework.actions.rescheduling import Reschedule, Rescheduled
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Status
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay, with_days
from casework.clock.open_time import Calendar
from casework.policy.policy import Policy
from casework.reports.due_time import period, reckon
from casework.reports.promises import promises_again
from casework.reports.time_spent import History
from tests.casework.cases import NOW, OFFICER, POLICY, TELLER, filed, standing, told

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 12, 2)
LEAVE = DecreedDay(WEDNESDAY, DayKind.LOCAL_DAY, "Hari jadi")


def by(*days: DecreedDay) -> Policy:
    """The shipped policy with these days."""
    return replace(POLICY, calendar=with_days(POLICY.calendar, days))


def lived(*steps: tuple[c.Command, datetime]) -> tuple[Case, History]:
    """A plain case after some commands, with its history."""
    case, first = filed()
    history: list[tuple[e.Event, datetime]] = [(first, NOW)]
    for command, at in steps:
        case, events = told(case, command, at)
        history += [(event, at) for event in events]
    return case, history


def again(
    case: Case, history: History, policy: Policy, was: Calendar = POLICY.calendar
) -> datetime:
    due_at = promises_again(case, history, policy, was).due_at
    assert due_at is not None
    return due_at


# ---- the calendar --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [DayKind.HOLIDAY, DayKind.LOCAL_DAY])
def test_a_decree_closes_a_day(kind: DayKind) -> None:
    """The day has no hours and says why; its neighbours keep theirs."""
    calendar = with_days(POLICY.calendar, [DecreedDay(WEDNESDAY, kind, "Cuti bersama")])
    assert calendar.hours.on(WEDNESDAY) == ((), kind, "Cuti bersama")
    for beside in (WEDNESDAY - DAY, WEDNESDAY + DAY):
        assert calendar.hours.on(beside) == POLICY.calendar.hours.on(beside)


def test_a_decree_opens_a_day_after_all() -> None:
    """A national day that was moved has the hours of its weekday; a Sunday stays a Sunday."""
    christmas, sunday = date(2026, 12, 25), date(2026, 12, 27)
    calendar = with_days(
        POLICY.calendar, [DecreedDay(day, DayKind.OPEN, "pindah") for day in (christmas, sunday)]
    )
    assert not POLICY.calendar.hours.on(christmas).windows
    assert calendar.hours.on(christmas).kind is DayKind.OPEN
    assert not calendar.hours.on(sunday).windows


def test_the_last_word_on_a_date_holds() -> None:
    """A day that was closed by one decree can be opened by a later one."""
    open_again = DecreedDay(WEDNESDAY, DayKind.OPEN, "dibatalkan")
    assert with_days(POLICY.calendar, [LEAVE, open_again]).hours.on(
        WEDNESDAY
    ) == POLICY.calendar.hours.on(WEDNESDAY)


# ---- reckoned again ------------------------------------------------------------------------------


def test_the_whole_clock_is_reckoned_from_its_start() -> None:
    """Ten working days with one more closed day end a day later; with the same calendar nothing
    moves."""
    case, history = lived()
    assert again(case, history, POLICY) == case.due_at
    assert again(case, history, by(LEAVE)) == case.due_at + DAY


def test_what_goes_on_after_an_answer_is_reckoned_from_the_answer() -> None:
    """Of a case that was asked and answered only the days after the answer count anew."""
    case, history = lived(
        (Ask(OFFICER, "?", "text"), NOW + DAY), (Answer(TELLER, "x"), NOW + 7 * DAY)
    )
    assert period(history).start == NOW + 7 * DAY
    assert again(case, history, POLICY) == case.due_at
    assert again(case, history, by(LEAVE)) == case.due_at + 3 * DAY  # from a Friday to a Monday
    assert again(case, history, by(replace(LEAVE, day=date(2026, 11, 25)))) == case.due_at


def test_a_second_decree_reckons_from_the_same_start() -> None:
    """What has moved already is not moved again by the same days, and by another day just once
    more."""
    case, history = lived()
    moved = Rescheduled(0, case.due_at + DAY, "Hari jadi")
    case, history = lifecycle.evolve(case, moved, NOW + DAY), [*history, (moved, NOW + DAY)]
    assert again(case, history, by(LEAVE), by(LEAVE).calendar) == case.due_at
    other = replace(LEAVE, day=WEDNESDAY + DAY)
    assert again(case, history, by(LEAVE, other), by(LEAVE).calendar) == case.due_at + DAY


def test_an_end_that_an_office_has_set_keeps_its_open_time() -> None:
    """A period that began with an event of another kind is as long as it was, in the office's own
    days."""
    case, history = lived()
    set_by_office = _SetByOffice(9, case.due_at + DAY)
    case = replace(case, due_at=set_by_office.due_at)
    history = [*history, (set_by_office, NOW + DAY)]
    assert again(case, history, POLICY) == case.due_at
    assert again(case, history, by(LEAVE)) == case.due_at + DAY


@dataclass(frozen=True)
class _SetByOffice(e.Event):
    """An event of another feature that brings a due time of its own."""

    kind = "set_by_office"
    due_at: datetime


def test_an_emergency_knows_no_holidays() -> None:
    """Four hours are four hours on any day."""
    case, first = filed(alarm="medical")
    today = replace(LEAVE, day=NOW.date())
    assert again(case, [(first, NOW)], by(today)) == case.due_at


@given(st.sets(st.integers(0, 40)), st.integers(0, 9), st.integers(0, 9))
def test_reckoning_twice_changes_nothing(closed: set[int], asked: int, waited: int) -> None:
    """Whatever days are closed: once moved, the same calendar leaves the due time where it is."""
    case, history = lived(
        (Ask(OFFICER, "?", "text"), NOW + asked * DAY),
        (Answer(TELLER, "x"), NOW + (asked + waited) * DAY),
    )
    policy = by(*(DecreedDay(NOW.date() + n * DAY, DayKind.HOLIDAY, "libur") for n in closed))
    due_at = again(case, history, policy)
    moved = Rescheduled(0, due_at, "")
    later = lifecycle.evolve(case, moved, NOW + 20 * DAY)
    assert again(later, [*history, (moved, NOW + 20 * DAY)], policy, policy.calendar) == due_at
    assert due_at >= case.due_at


# ---- what may move -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
def test_what_has_passed_never_moves(status: Status) -> None:
    """A due time that has come stays; so does that of a case with a result, and of a closed one."""
    for due_at, to in ((NOW, NOW + DAY), (NOW - DAY, NOW + DAY)):
        case = standing(status, due_at=due_at)
        assert told(case, Reschedule(to, "")) == (case, ())
    ahead = standing(status, due_at=NOW + DAY)
    moves = status not in (Status.RESOLVED, Status.CLOSED)
    assert bool(told(ahead, Reschedule(NOW + 2 * DAY, ""))[1]) is moves


def test_nothing_moves_into_the_past() -> None:
    """A day that is open after all makes nobody late: then the promise stays as it was; unchanged
    is no event."""
    case = standing(Status.IN_PROGRESS, due_at=NOW + DAY)
    for to in (NOW - DAY, NOW, NOW + DAY):
        assert told(case, Reschedule(to, "")) == (case, ())
    assert told(case, Reschedule(NOW + DAY / 2, ""))[0].due_at == NOW + DAY / 2


# ---- why then ------------------------------------------------------------------------------------


def test_the_runs_add_up_to_the_time() -> None:
    """The days of "why then?" hold all the open time from the start to the due time, weekends and
    decrees apart."""
    case, history = lived()
    policy = by(LEAVE)
    moved = Rescheduled(0, again(case, history, policy), "Hari jadi")
    case = lifecycle.evolve(case, moved, NOW)
    found = reckon(case, [*history, (moved, NOW)], policy, 12)
    assert (
        sum(run.minutes for run in found.runs)
        == policy.calendar.open_time(NOW, case.due_at).total_seconds() / 60
    )
    assert [(run.days, run.first.kind) for run in found.runs] == [
        (5, DayKind.OPEN),
        (2, DayKind.DAY_OFF),
        (2, DayKind.OPEN),
        (1, DayKind.LOCAL_DAY),
        (2, DayKind.OPEN),
        (2, DayKind.DAY_OFF),
        (2, DayKind.OPEN),
    ]
    assert found.moved == ((NOW, "Hari jadi"),)


@pytest.mark.parametrize("most", [2, 3, 5])
def test_too_many_days_become_a_rest(most: int) -> None:
    """However few runs there is room for, no day and no minute is lost."""
    case, history = lived()
    long = replace(case, due_at=datetime(2027, 3, 1, 2, 0, tzinfo=UTC))
    whole, short = reckon(long, history, POLICY, 99), reckon(long, history, POLICY, most)
    assert len(short.runs) == most
    assert [run.rest for run in short.runs] == [False] * (most - 1) + [True]
    assert sum(run.days for run in short.runs) == sum(run.days for run in whole.runs)
    assert sum(run.minutes for run in short.runs) == sum(run.minutes for run in whole.runs)
