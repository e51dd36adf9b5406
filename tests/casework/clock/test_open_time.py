"""The calendar, told as two moments and an answer. Hours of ``policy/hours.toml`` unless a test
brings its own."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.clock import open_time
from casework.clock.open_time import Calendar, Span, rests_until, round_the_clock

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
POLICY = Path(open_time.__file__).parents[1] / "policy" / "hours.toml"
HOURS: Mapping[str, object] = tomllib.loads(POLICY.read_text())


def office(zone: str = "Asia/Jakarta", **rows: object) -> Calendar:
    """An office with the hours of the policy; a keyword replaces one of its keys."""
    return open_time.of_district({**HOURS, **rows}, zone, range(2025, 2030))


def local(text: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def pause(start: str, end: str, zone: str = "Asia/Jakarta") -> Span:
    return Span(local(start, zone), local(end, zone))


AROUND_THE_CLOCK: dict[str, Any] = {"week": {"sunday": ["00:00-24:00"], "monday": ["00:00-24:00"]}}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-23T08:00:00", 60, "2026-11-23T09:00:00"),  # within one window
        ("2026-11-23T08:00:17", 60, "2026-11-23T09:00:17"),  # seconds are kept
        ("2026-11-23T11:30:00", 60, "2026-11-23T13:30:00"),  # over the midday break
        ("2026-11-23T11:00:00", 60, "2026-11-23T12:00:00"),  # used up exactly at closing
        ("2026-11-23T15:30:00", 60, "2026-11-24T08:00:00"),  # over night
        ("2026-11-23T06:00:00", 60, "2026-11-23T08:30:00"),  # told before opening
        ("2026-11-23T16:00:00", 1, "2026-11-24T07:31:00"),  # told as it closes
        ("2026-11-27T16:00:00", 60, "2026-11-30T08:00:00"),  # over the weekend
        ("2026-11-27T11:00:00", 60, "2026-11-27T13:30:00"),  # over the Friday break
        ("2026-11-28T12:00:00", 60, "2026-11-30T08:30:00"),  # told on a Saturday
        ("2026-11-23T07:30:00", 5 * 450, "2026-11-27T16:30:00"),  # a week has 37½ hours
        ("2026-08-14T16:00:00", 60, "2026-08-18T08:00:00"),  # over Independence Day
        (
            "2026-03-17T15:30:00",
            60,
            "2026-03-25T08:00:00",
        ),  # over Nyepi, Idul Fitri and joint leave
        ("2026-12-31T15:30:00", 60, "2027-01-04T08:00:00"),  # into the next year
        (
            "2028-02-25T16:00:00",
            60,
            "2028-02-29T08:00:00",
        ),  # Idul Fitri on Monday; 29 February is a working day
        (
            "2027-02-08T14:30:00",
            60,
            "2027-02-09T08:30:00",
        ),  # Ramadan: closes at 15:00, opens at 8:00
        ("2026-11-23T09:00:00", 0, "2026-11-23T09:00:00"),  # nothing, in hours: at once
        ("2026-11-23T12:00:00", 0, "2026-11-23T13:00:00"),  # nothing, in the break: when it ends
        (
            "2026-11-27T16:30:00",
            0,
            "2026-11-30T07:30:00",
        ),  # nothing, out of hours: the next opening
    ],
)
def test_minutes(zone: str, start: str, minutes: int, due: str) -> None:
    """Working minutes pass only while the office is open, in each of the three time zones."""
    assert office(zone).add_minutes(local(start, zone), minutes) == local(due, zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23T09:15:30", 1, "2026-11-24T09:15:30"),  # the same clock time
        ("2026-11-26T09:00:00", 3, "2026-12-01T09:00:00"),  # over the weekend
        ("2026-11-23T22:00:00", 1, "2026-11-25T07:30:00"),  # closed then: the next opening
        ("2026-11-23T05:00:00", 1, "2026-11-24T07:30:00"),
        ("2026-11-25T12:30:00", 1, "2026-11-26T13:00:00"),  # the break is closed too
        ("2026-11-26T16:15:00", 1, "2026-11-27T16:15:00"),  # Friday is open longer
        ("2026-11-26T11:45:00", 1, "2026-11-27T13:00:00"),  # but closes earlier at midday
        (
            "2026-11-28T10:00:00",
            1,
            "2026-12-01T07:30:00",
        ),  # a Saturday counts from Monday's opening
        ("2026-11-29T23:59:59", 0, "2026-11-30T07:30:00"),
        ("2026-11-23T09:00:00", 0, "2026-11-23T09:00:00"),
        ("2026-12-23T09:00:00", 3, "2026-12-30T09:00:00"),  # over joint leave and Christmas
        ("2026-12-30T09:00:00", 2, "2027-01-04T09:00:00"),  # into the next year
        ("2028-02-25T09:00:00", 2, "2028-03-01T09:00:00"),  # 29 February counts
        (
            "2027-02-04T07:45:00",
            1,
            "2027-02-08T08:00:00",
        ),  # over joint leave; in Ramadan it opens at 8:00
        ("2027-02-05T07:45:00", 1, "2027-02-09T08:00:00"),  # told on joint leave
    ],
)
def test_days(zone: str, start: str, days: int, due: str) -> None:
    """Working days keep the clock time; where that is closed, the next opening counts."""
    assert office(zone).add_days(local(start, zone), days) == local(due, zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T08:00", "2026-11-23T09:30", 1.5),
        ("2026-11-23T00:00", "2026-11-24T00:00", 7.5),
        ("2026-11-27T11:30", "2026-11-27T13:00", 0),  # the Friday break
        ("2026-11-27T16:30", "2026-11-30T07:30", 0),  # a weekend
        ("2026-11-23T00:00", "2026-11-30T00:00", 37.5),
        ("2026-03-18T00:00", "2026-03-25T00:00", 0),  # Nyepi and Idul Fitri
        ("2027-02-08T00:00", "2027-02-13T00:00", 32.5),  # a week of Ramadan
        ("2026-11-23T09:00", "2026-11-23T09:00", 0),
        ("2026-11-23T10:00", "2026-11-23T09:00", 0),
    ],
)
def test_open_time(zone: str, start: str, end: str, hours: float) -> None:
    """Between two moments only the hours in which the office was open count."""
    assert office(zone).open_time(local(start, zone), local(end, zone)) == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T07:29:59", False),
        ("2026-11-23T07:30:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00:00", False),
        ("2026-11-28T10:00:00", False),
        ("2026-12-24T10:00:00", False),
    ],
)
def test_is_open(zone: str, at: str, expected: bool) -> None:
    """The office is open from the moment it opens up to, but not at, the moment it closes."""
    assert office(zone).is_open(local(at, zone)) is expected


@pytest.mark.parametrize(("zone", "offset"), ZONES.items())
def test_spans_are_utc(zone: str, offset: int) -> None:
    """Spans come in UTC: half past seven is half past midnight in Jakarta and 22:30 the day before
    in Jayapura."""
    first, second, third = islice(office(zone).spans(local("2026-11-23T10:00", zone)), 3)
    opening = datetime(2026, 11, 24, 7, 30, tzinfo=UTC) - timedelta(hours=offset)
    assert first == (local("2026-11-23T10:00", zone), local("2026-11-23T12:00", zone))
    assert second == (local("2026-11-23T13:00", zone), local("2026-11-23T16:00", zone))
    assert third.start == opening
    assert {moment.tzinfo for span in (first, second, third) for moment in span} == {UTC}


@pytest.mark.parametrize(
    ("start", "minutes", "pauses", "due"),
    [
        ("2026-11-23T08:00", 60, [("2026-11-23T08:30", "2026-11-23T10:00")], "2026-11-23T10:30"),
        (
            "2026-11-23T08:00",
            30,
            [("2026-11-23T08:30", "2026-11-23T10:00")],
            "2026-11-23T08:30",
        ),  # half-open
        ("2026-11-23T08:00", 0, [("2026-11-23T07:00", "2026-11-23T08:45")], "2026-11-23T08:45"),
        (
            "2026-11-23T15:00",
            90,
            [("2026-11-23T15:30", "2026-11-24T09:00")],
            "2026-11-24T10:00",
        ),  # over night
        (
            "2026-11-23T08:00",  # pauses in any order, one over the other
            60,
            [("2026-11-23T09:00", "2026-11-23T10:00"), ("2026-11-23T08:30", "2026-11-23T09:30")],
            "2026-11-23T10:30",
        ),
        (
            "2026-11-23T08:00",
            60,
            [("2026-11-23T08:30", "2026-11-23T08:30")],
            "2026-11-23T09:00",
        ),  # empty
        (
            "2026-11-23T08:00",
            60,
            [("2026-11-23T08:30", "2026-11-23T08:10")],
            "2026-11-23T09:00",
        ),  # turned round
    ],
)
def test_pauses(start: str, minutes: int, pauses: list[tuple[str, str]], due: str) -> None:
    """While the clock is paused no minutes pass; a pause is half-open like everything else."""
    assert office().add_minutes(local(start), minutes, [pause(*p) for p in pauses]) == local(due)


def test_a_week_can_run_round_the_clock() -> None:
    """24:00 is the end of a day, and the next day's 00:00 follows without a gap."""
    weekend = office(**AROUND_THE_CLOCK, breaks={})
    assert weekend.add_minutes(local("2026-11-22T23:30"), 60) == local("2026-11-23T00:30")
    assert weekend.add_minutes(local("2026-11-23T23:30"), 30) == local("2026-11-24T00:00")
    assert weekend.add_minutes(local("2026-11-23T23:30"), 31) == local("2026-11-29T00:01")


def test_emergencies_wait_for_no_opening() -> None:
    """Round the clock every minute counts, on holidays and over a year's end."""
    always = round_the_clock(ZoneInfo("Asia/Jakarta"))
    assert always.add_minutes(local("2026-12-31T23:50:10"), 30) == local("2027-01-01T00:20:10")
    assert always.add_days(local("2026-12-24T23:50:10"), 2) == local("2026-12-26T23:50:10")
    assert always.is_open(local("2026-12-25T03:00"))


def test_the_clocks_of_the_three_zones_do_not_agree() -> None:
    """At one and the same moment Jayapura has opened and Jakarta has not."""
    at = local("2026-11-23T08:00", "Asia/Jayapura")
    assert [office(zone).is_open(at) for zone in ZONES] == [False, False, True]


def test_a_change_of_the_clocks_is_counted_truly() -> None:
    """Where clocks are put forward, that night is an hour shorter (Indonesia has none; the
    arithmetic is sound)."""
    berlin = round_the_clock(ZoneInfo("Europe/Berlin"))
    start, end = (
        local("2026-03-28T12:00", "Europe/Berlin"),
        local("2026-03-29T12:00", "Europe/Berlin"),
    )
    assert berlin.open_time(start, end) == timedelta(hours=23)
    assert berlin.add_minutes(start, 23 * 60) == end


def test_an_office_that_never_opens_is_a_mistake() -> None:
    """More than 400 closed days in a row raise an error instead of searching for ever."""
    every_day = {date(2026, 1, 1) + timedelta(days=n): "Tutup" for n in range(2000)}
    with pytest.raises(ValueError, match="never opens after 2026-11-23"):
        open_time.read(HOURS, "Asia/Jakarta", every_day).add_minutes(local("2026-11-23T09:00"), 1)


def test_a_moment_must_know_its_zone() -> None:
    """A naive datetime is refused everywhere, for nobody knows when it is."""
    naive, aware = datetime(2026, 11, 23, 9), local("2026-11-23T09:00")  # noqa: DTZ001 - that is the point
    here = office()
    for ask in (
        lambda: list(islice(here.spans(naive), 1)),
        lambda: here.is_open(naive),
        lambda: here.next_open(naive),
        lambda: here.add_minutes(naive, 1),
        lambda: here.add_minutes(aware, 1, [Span(naive, naive + timedelta(hours=1))]),
        lambda: here.add_days(naive, 1),
        lambda: here.open_time(aware, naive),
        lambda: here.lines(naive, aware),
        lambda: rests_until(naive, here.zone),
    ):
        with pytest.raises(ValueError, match="no time zone"):
            ask()


@pytest.mark.parametrize("name", ["add_minutes", "add_days"])
def test_time_is_counted_forwards_only(name: str) -> None:
    """A negative amount is a mistake of a program."""
    with pytest.raises(ValueError, match="forwards"):
        getattr(office(), name)(local("2026-11-23T09:00"), -1)
