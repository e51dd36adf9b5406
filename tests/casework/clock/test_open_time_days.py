"""Closed days, the answer to "why then?", and the night rest of residents."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.clock.open_time import DayKind, national_days, rests_until
from tests.casework.clock.test_open_time import ZONES, local, office, pause


def test_joint_leave_is_a_day_off_unless_switched_off() -> None:
    """24 December 2026 is joint leave; a district may work on it, but never on Christmas Day."""
    eve, christmas = local("2026-12-24T10:00"), local("2026-12-25T10:00")
    assert not office().is_open(eve)
    assert office(joint_leave=False).is_open(eve)
    assert not office(joint_leave=False).is_open(christmas)


def test_local_days_close_the_office() -> None:
    """A district's own days, one or a range of them, are closed and carry their name."""
    days = [
        {"name": "Hari jadi", "from": date(2026, 11, 24)},
        {"name": "Banjir", "from": "2026-11-26", "until": "2026-11-27"},
    ]
    closed = office(local_days=days)
    assert closed.add_days(local("2026-11-23T09:00"), 2) == local("2026-11-30T09:00")
    assert [
        line.name for line in closed.lines(local("2026-11-23T09:00"), local("2026-11-28T00:00"))
    ] == [
        "",
        "Hari jadi",
        "",
        "Banjir",
        "Banjir",
    ]


def test_a_moved_holiday_can_be_worked_on() -> None:
    """When the decree moves an estimated day, ``not_closed`` opens the wrong one."""
    at = local("2027-05-17T10:00")
    assert not office().is_open(at)
    assert office(not_closed=[date(2027, 5, 17)]).is_open(at)


def test_what_wins_over_what() -> None:
    """Holidays win over breaks, breaks over special hours, special hours over the week."""
    special = [
        {
            "name": "Khusus",
            "from": date(2026, 12, 21),
            "until": date(2026, 12, 27),
            "monday": ["09:00-10:00"],
            "tuesday": [],
            "friday": ["06:00-20:00"],
        }
    ]
    busy = office(special=special, breaks={"monday": ["09:30-09:45"], "wednesday": ["00:00-24:00"]})
    lines = busy.lines(local("2026-12-21T00:00"), local("2026-12-28T00:00"))
    assert [(line.kind, line.counted.total_seconds() / 60) for line in lines] == [
        (DayKind.SPECIAL, 45),
        (DayKind.SPECIAL, 0),
        (DayKind.BREAK, 0),
        (DayKind.HOLIDAY, 0),
        (DayKind.HOLIDAY, 0),
        (DayKind.DAY_OFF, 0),
        (DayKind.DAY_OFF, 0),
    ]


def test_why_then() -> None:
    """Each day between two moments says what it gave to the clock, or why it gave nothing."""
    start, end = local("2026-12-23T15:00"), local("2026-12-29T12:00")
    lines = office().lines(start, end, [pause("2026-12-28T00:00", "2026-12-29T00:00")])
    assert [(line.day.day, line.counted, line.kind, line.name) for line in lines] == [
        (23, timedelta(hours=1), DayKind.OPEN, ""),
        (24, timedelta(0), DayKind.HOLIDAY, "Cuti Bersama Hari Raya Natal"),
        (25, timedelta(0), DayKind.HOLIDAY, "Hari Raya Natal"),
        (26, timedelta(0), DayKind.DAY_OFF, ""),
        (27, timedelta(0), DayKind.DAY_OFF, ""),
        (28, timedelta(0), DayKind.PAUSED, ""),
        (29, timedelta(hours=4.5), DayKind.OPEN, ""),
    ]


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("2026-11-23T17:00", "2026-11-23T20:00", DayKind.OUT_OF_HOURS),
        ("2026-11-23T05:00", "2026-11-23T07:30", DayKind.OUT_OF_HOURS),
        ("2026-11-27T11:30", "2026-11-27T13:00", DayKind.BREAK),
        ("2027-02-08T15:00", "2027-02-08T16:00", DayKind.OUT_OF_HOURS),
    ],
)
def test_why_nothing_counted_on_a_working_day(start: str, end: str, kind: DayKind) -> None:
    """A part of a working day that gives nothing was a break or out of hours."""
    (line,) = office().lines(local(start), local(end))
    assert (line.counted, line.kind) == (timedelta(0), kind)


def test_no_time_needs_no_lines() -> None:
    """Between a moment and itself there is nothing to explain."""
    assert office().lines(local("2026-11-23T09:00"), local("2026-11-23T09:00")) == ()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23T19:59:59", None),
        ("2026-11-23T20:00:00", "2026-11-24T06:00:00"),
        ("2026-12-31T23:10:00", "2027-01-01T06:00:00"),
        ("2026-11-23T00:00:00", "2026-11-23T06:00:00"),
        ("2026-11-23T05:59:59", "2026-11-23T06:00:00"),
        ("2026-11-23T06:00:00", None),
        ("2026-11-23T12:00:00", None),
    ],
)
def test_night_rest(zone: str, at: str, until: str | None) -> None:
    """From 20:00 to 06:00 of the resident's own clock messages that may wait are kept until
    morning."""
    assert rests_until(local(at, zone), ZoneInfo(zone)) == (until and local(until, zone))


def test_rest_may_be_any_span_or_none() -> None:
    """A rest within one day, until midnight, or of no length at all works as written."""
    zone = ZoneInfo("Asia/Jakarta")
    noon = local("2026-11-23T12:30")
    assert rests_until(noon, zone, "12:00", "13:00") == local("2026-11-23T13:00")
    assert rests_until(noon, zone, "12:00", "24:00") == local("2026-11-24T00:00")
    assert rests_until(noon, zone, "12:00", "12:00") is None
    with pytest.raises(ValueError, match="time of day"):
        rests_until(noon, zone, "8 malam", "06:00")


def test_national_days() -> None:
    """The list has national days and joint leave in Indonesian, and says which days are only
    estimated."""
    days = national_days([2026, 2027])
    assert days[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert days[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"
    assert days[date(2027, 3, 10)].endswith("(perkiraan)")
    assert {day.year for day in days} == {2026, 2027}
    assert date(2026, 12, 24) not in national_days([2026], joint_leave=False)
    assert national_days([]) == {}
