"""Reading office hours: every mistake is told, with its place and its mend."""

from datetime import date
from typing import Any

import pytest

from casework.clock import open_time
from tests.casework.clock.test_open_time import HOURS, local, office


def mistakes(zone: str = "Asia/Jakarta", **rows: Any) -> list[str]:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the caller looks at every line
        open_time.read({**HOURS, **rows}, zone, {})
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("rows", "place", "mend"),
    [
        ({"weak": {}}, "weak", "is not known"),
        (
            {"week": {"monday": ["07:30-12:00"], "senin": []}},
            "week.senin",
            "known are friday, monday",
        ),
        ({"week": {"monday": ["7.30 to 12"]}}, "week.monday[1]", "write for example '07:30-12:00'"),
        ({"week": {"monday": ["08:00-10:00", "10:00-25:00"]}}, "week.monday[2]", "at most '24:00'"),
        ({"week": {"monday": ["08:60-10:00"]}}, "week.monday[1]", "is no span of hours"),
        ({"week": {"monday": ["08:00-10:00-12:00"]}}, "week.monday[1]", "is no span of hours"),
        ({"week": {"monday": [730]}}, "week.monday[1]", "is no span of hours"),
        ({"week": {"monday": ["22:00-06:00"]}}, "week.monday[1]", "on the next day from '00:00'"),
        ({"week": {"monday": ["08:00-08:00"]}}, "week.monday[1]", "ends before it begins"),
        ({"week": {"monday": ["08:00-12:00", "11:00-13:00"]}}, "week.monday", "windows overlap"),
        ({"week": {"monday": "08:00-12:00"}}, "week.monday", "must be a list"),
        ({"week": []}, "week", "must be a table"),
        ({"week": {"monday": []}}, "week", "no weekday has any open hours"),
        (
            {"week": {"monday": ["08:00-09:00"]}, "breaks": {"monday": ["00:00-24:00"]}},
            "week",
            "no weekday",
        ),
        ({"breaks": {"friday": ["noon"]}}, "breaks.friday[1]", "is no span of hours"),
        ({"joint_leave": "yes"}, "joint_leave", "must be true or false"),
        ({"not_closed": ["17 Mei"]}, "not_closed[1]", "is no date"),
        ({"local_days": ["2026-11-24"]}, "local_days[1]", "must be a table"),
        ({"local_days": [{"from": date(2026, 11, 24)}]}, "local_days[1].name", "is missing"),
        ({"local_days": [{"name": "Banjir"}]}, "local_days[1].from", "is no date"),
        (
            {"local_days": [{"name": "Banjir", "date": date(2026, 11, 24)}]},
            "local_days[1].date",
            "is not known",
        ),
        (
            {
                "local_days": [
                    {"name": "Banjir", "from": date(2026, 11, 24), "until": date(2026, 11, 23)}
                ]
            },
            "local_days[1].until",
            "look at both dates",
        ),
        (
            {
                "local_days": [
                    {"name": "Banjir", "from": date(2026, 11, 24), "until": date(2062, 11, 24)}
                ]
            },
            "local_days[1].until",
            "look at both dates",
        ),
        (
            {"special": [{"name": "Ramadan", "from": date(2026, 2, 18), "until": "soon"}]},
            "special[1].until",
            "date",
        ),
        (
            {"special": [{"name": "Ramadan", "from": "2026-02-18", "jumat": []}]},
            "special[1].jumat",
            "is not known",
        ),
        ({"special": {"name": "Ramadan"}}, "special", "must be a list"),
        (
            {
                "special": [
                    {"name": "Ramadan", "from": date(2026, 2, 18), "until": date(2026, 3, 19)},
                    {"name": "Pemilu", "from": date(2026, 3, 19)},
                ]
            },
            "special[2]",
            "'Ramadan'",
        ),
    ],
)
def test_a_mistake_says_where_and_how_to_mend(rows: dict[str, Any], place: str, mend: str) -> None:
    """Each mistake is one line that begins with its place."""
    told = mistakes(**rows)
    assert any(line.startswith(f"{place}: ") and mend in line for line in told), told


def test_all_mistakes_are_told_at_once() -> None:
    """Hours, days and time zone are all looked at before anything is refused."""
    told = mistakes(
        "Asia/Cirebon",
        joint_leave=1,
        breaks={"friday": ["x"]},
        local_days=[{"from": "y", "name": ""}],
    )
    assert [line.split(":")[0] for line in told] == [
        "joint_leave",
        "breaks.friday[1]",
        "local_days[1].name",
        "local_days[1].from",
        "timezone",
    ]


@pytest.mark.parametrize("zone", ["", "WIB", "Asia", "../etc", "Asia/Jakarta/"])
def test_a_time_zone_has_its_full_name(zone: str) -> None:
    """Anything but an IANA name is a mistake that shows the three names."""
    assert "'Asia/Jakarta', 'Asia/Makassar' or 'Asia/Jayapura'" in mistakes(zone)[0]


def test_hours_may_be_written_in_the_indonesian_way() -> None:
    """07.30–12.00 with dots and a long dash is read like 07:30-12:00, and windows in any order."""
    written = office(week={"monday": ["13.00 – 16.00", "7.30–12.00"]})
    assert written.next_open(local("2026-11-23T00:00")) == local("2026-11-23T07:30")
    assert written.next_open(local("2026-11-23T12:00")) == local("2026-11-23T13:00")


def test_windows_that_touch_are_one() -> None:
    """A day written in two windows without a gap has one span."""
    first = next(
        office(week={"monday": ["08:00-12:00", "12:00-16:00"]}).spans(local("2026-11-23T00:00"))
    )
    assert first == (local("2026-11-23T08:00"), local("2026-11-23T16:00"))


def test_special_hours_leave_unnamed_weekdays_alone() -> None:
    """A weekday that special hours do not name keeps its usual hours."""
    special = [
        {
            "name": "Khusus",
            "from": date(2026, 11, 23),
            "until": date(2026, 11, 29),
            "monday": ["10:00-11:00"],
        }
    ]
    khusus = office(special=special)
    assert khusus.next_open(local("2026-11-23T00:00")) == local("2026-11-23T10:00")
    assert khusus.next_open(local("2026-11-24T00:00")) == local("2026-11-24T07:30")
    assert khusus.next_open(local("2026-11-28T00:00")) == local("2026-11-30T07:30")


def test_special_hours_can_open_a_sunday() -> None:
    """An extra service day is written as special hours of one date."""
    extra = office(
        special=[
            {"name": "Pelayanan Minggu", "from": date(2026, 11, 29), "sunday": ["08:00-12:00"]}
        ]
    )
    assert extra.next_open(local("2026-11-27T17:00")) == local("2026-11-29T08:00")
    assert extra.next_open(local("2026-11-29T12:00")) == local("2026-11-30T07:30")
