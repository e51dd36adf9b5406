"""What holds of the calendar for any hours, any closed days and any moments."""

from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import open_time
from casework.clock.hours import WEEKDAYS
from casework.clock.open_time import Calendar, Span

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
START = date(2027, 12, 1)  # the moments reach over a year's end to a 29 February

quarters = st.integers(0, 96)


def clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@st.composite
def windows(draw: st.DrawFn, least: int = 0) -> list[str]:
    edges = sorted(draw(st.sets(quarters, min_size=2 * least, max_size=6)))
    return [
        f"{clock(start)}-{clock(end)}" for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, list[str]]:
    return {day: draw(windows()) for day in WEEKDAYS} | {
        draw(st.sampled_from(WEEKDAYS)): draw(windows(least=1))
    }


days = st.integers(0, 120).map(lambda n: START + timedelta(days=n))
closed_days = st.dictionaries(days, st.just("Libur"), max_size=12)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    first = draw(days)
    special = {
        "name": "Khusus",
        "from": first,
        "until": first + timedelta(days=draw(st.integers(0, 40))),
    }
    rows = {
        "week": draw(weeks()),
        "special": [special | {day: draw(windows()) for day in WEEKDAYS[:3]}],
    }
    return open_time.read(rows, draw(st.sampled_from(ZONES)), draw(closed_days))


moments = st.builds(
    lambda day, seconds: (
        datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC")) + timedelta(seconds=seconds)
    ),
    days,
    st.integers(0, 86_399),
)
pauses = st.lists(
    st.builds(
        lambda start, minutes: Span(start, start + timedelta(minutes=minutes)),
        moments,
        st.integers(0, 5000),
    ),
    max_size=4,
)
minutes = st.integers(0, 3000)


@given(calendars(), moments, minutes, pauses)
def test_minutes_added_are_minutes_counted(
    office: Calendar, start: datetime, amount: int, held: list[Span]
) -> None:
    """From the start to the due time exactly the asked minutes were open and not paused."""
    due = office.add_minutes(start, amount, held)
    assert office.open_time(start, due, held) == timedelta(minutes=amount)


@given(calendars(), moments, minutes, minutes)
def test_minutes_can_be_added_in_two_steps(
    office: Calendar, start: datetime, first: int, second: int
) -> None:
    """Working on later from where the first part ended leads to the same due time."""
    if second:
        assert office.add_minutes(office.add_minutes(start, first), second) == office.add_minutes(
            start, first + second
        )


@given(calendars(), moments, moments, minutes, pauses)
def test_later_starts_are_never_due_earlier(
    office: Calendar, one: datetime, other: datetime, amount: int, held: list[Span]
) -> None:
    """Who asks later is not answered earlier, in minutes as in days."""
    sooner, later = sorted((one, other))
    assert office.add_minutes(sooner, amount, held) <= office.add_minutes(later, amount, held)
    assert office.add_days(sooner, amount % 10) <= office.add_days(later, amount % 10)


@given(calendars(), moments, st.integers(0, 10))
def test_more_is_never_due_earlier(office: Calendar, start: datetime, days: int) -> None:
    """One day more is never due earlier, and nothing before the start."""
    assert start <= office.add_days(start, days) <= office.add_days(start, days + 1)


@given(calendars(), moments, minutes, pauses)
def test_pauses_only_put_off(
    office: Calendar, start: datetime, amount: int, held: list[Span]
) -> None:
    """A pause never makes anything due earlier, and nothing falls due inside one."""
    due = office.add_minutes(start, amount, held)
    assert due >= office.add_minutes(start, amount)
    assert not any(pause.start < due < pause.end for pause in held)


@given(calendars(), moments)
def test_spans_are_in_order_and_apart(office: Calendar, start: datetime) -> None:
    """Spans have a length, follow one another without overlap, and none begins before it was asked
    for."""
    spans = list(islice(office.spans(start), 60))
    assert spans[0].start >= start
    assert all(span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(calendars(), moments)
def test_spans_are_never_on_closed_days(office: Calendar, start: datetime) -> None:
    """No span touches a date on which the office is closed."""
    for span in islice(office.spans(start), 60):
        day = span.start.astimezone(office.zone).date()
        assert day not in office.hours.holidays
        assert span.end.astimezone(office.zone) - timedelta(microseconds=1) < datetime.combine(
            day + timedelta(days=1), datetime.min.time(), office.zone
        )


@given(calendars(), moments)
def test_open_means_in_a_span(office: Calendar, at: datetime) -> None:
    """The office is open just when a span begins at the moment asked; and it is open when it next
    opens."""
    assert office.is_open(at) == (next(office.spans(at)).start == at)
    assert office.is_open(office.next_open(at))
    assert office.add_minutes(at, 0) == office.add_days(at, 0) == office.next_open(at)


@given(calendars(), moments, moments, pauses)
def test_the_lines_add_up(
    office: Calendar, one: datetime, other: datetime, held: list[Span]
) -> None:
    """What the days are said to have given is, in sum, the open time; and each day is named
    once."""
    start, end = sorted((one, other))
    lines = office.lines(start, end, held)
    assert sum((line.counted for line in lines), timedelta(0)) == office.open_time(start, end, held)
    assert [line.day for line in lines] == sorted({line.day for line in lines})


@given(calendars(), moments, moments, moments)
def test_open_time_can_be_cut_anywhere(
    office: Calendar, one: datetime, two: datetime, three: datetime
) -> None:
    """The open time of two neighbouring spells is that of both together."""
    start, middle, end = sorted((one, two, three))
    assert office.open_time(start, middle) + office.open_time(middle, end) == office.open_time(
        start, end
    )


@pytest.mark.parametrize("zone", ZONES)
@given(at=moments)
def test_rest_ends_in_the_morning(zone: str, at: datetime) -> None:
    """A message either goes now, in the day, or at six in the morning within ten hours."""
    until = open_time.rests_until(at, ZoneInfo(zone))
    if until is None:
        assert 6 <= at.astimezone(ZoneInfo(zone)).hour < 20
    else:
        assert until.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S") == "06:00:00"
        assert timedelta(0) < until - at <= timedelta(hours=10)
