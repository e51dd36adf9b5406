"""Days that a decree has changed: closed after all, or open after all."""

from datetime import date

from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay, with_days
from casework.clock.open_time import Calendar
from tests.casework.clock.test_open_time import local, office

CHRISTMAS, WEDNESDAY, SUNDAY = date(2026, 12, 25), date(2026, 12, 23), date(2026, 12, 27)


def decreed(*days: DecreedDay) -> Calendar:
    return with_days(office(), days)


def test_a_decree_closes_a_day_under_its_name() -> None:
    """The day is closed, of the kind that the decree says, and every other day stays as it was."""
    changed = decreed(DecreedDay(WEDNESDAY, DayKind.HOLIDAY, "Cuti bersama"))
    assert office().is_open(local("2026-12-23T10:00"))
    assert not changed.is_open(local("2026-12-23T10:00"))
    assert changed.is_open(local("2026-12-22T10:00"))
    (line,) = changed.lines(local("2026-12-23T09:00"), local("2026-12-23T15:00"))
    assert (line.kind, line.name) == (DayKind.HOLIDAY, "Cuti bersama")


def test_a_decree_opens_a_holiday_but_no_sunday() -> None:
    """What is open after all has the hours of its weekday, and a Sunday has none."""
    changed = decreed(
        DecreedDay(CHRISTMAS, DayKind.OPEN, "dicabut"), DecreedDay(SUNDAY, DayKind.OPEN, "dicabut")
    )
    assert not office().is_open(local("2026-12-25T10:00"))
    assert changed.is_open(local("2026-12-25T10:00"))
    assert not changed.is_open(local("2026-12-27T10:00"))


def test_the_last_word_on_a_day_holds() -> None:
    """A second decree takes the first one back."""
    closed = DecreedDay(WEDNESDAY, DayKind.LOCAL_DAY, "Banjir")
    opened = DecreedDay(WEDNESDAY, DayKind.OPEN, "surut")
    assert decreed(closed, opened).is_open(local("2026-12-23T10:00"))
    assert not decreed(opened, closed).is_open(local("2026-12-23T10:00"))


def test_without_a_decree_nothing_changes() -> None:
    """No days leave the calendar itself."""
    calendar = office()
    assert with_days(calendar, []) is calendar
