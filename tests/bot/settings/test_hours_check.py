"""What the reader of office hours lets pass and an operator should know: forgotten weekdays, hours
that are over, a Ramadan without any."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.settings import config, contents
from bot.settings.config import Config
from bot.settings.hours_check import notes, weeks
from casework.clock.days import Special
from storage.db.vault import new_key

TODAY = date(2026, 11, 21)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WHOLE = {day: ["08:00-16:00"] for day in DAYS}
OFFICE = {"code": "32.74/x", "name": "X", "kind": "agency", "channel": "letter", "handles": ["*"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "villages.csv").write_text("32.74.05.1003,Kesambi\n")
    return tmp_path


def made(folder: Path, hours: Mapping[str, Any]) -> Config:
    area = {"district": "32.74", "timezone": "Asia/Jakarta", "villages": "villages.csv"}
    given = {"telegram": {"token": "42:x"}, "keys": {"master": new_key()}, "area": area}
    return config.read({}, {**given, "hours": hours}, folder)


def test_a_forgotten_weekday_is_named(folder: Path) -> None:
    """A week with only a Monday runs, but `check` says which days have no hours; a day off is
    written as one."""
    [wrong] = contents.check(made(folder, {"week": {"monday": ["08:00-16:00"]}}), TODAY)
    assert "tuesday, wednesday, thursday, friday have no hours" in wrong
    assert "tuesday = []" in wrong
    assert contents.check(made(folder, {"week": {**WHOLE, "friday": []}}), TODAY) == []


def test_the_week_of_another_office_too() -> None:
    """An office of the directory may keep its own days; a forgotten one is named with its code."""
    week = {day: WHOLE[day] for day in DAYS[:4]}
    assert list(weeks({"week": WHOLE}, [{**OFFICE, "week": week}], "hours")) == [
        "offices, 32.74/x: week: friday has no hours; write them, or friday = [] for a day on which"
        " the office is closed"
    ]
    assert list(weeks({"week": WHOLE}, [OFFICE], "hours")) == []


@pytest.mark.parametrize(
    "hours",
    [
        {"week": {"monday": ["16:00-08:00"]}},
        {"week": {**WHOLE, "funday": []}},
        {"week": WHOLE, "special": [{"name": "x", "from": "tomorrow"}]},
    ],
)
def test_a_mistake_in_the_hours_is_told_once(folder: Path, hours: Mapping[str, Any]) -> None:
    """All offices keep the district's hours; its mistake is not told again for each of them."""
    found = contents.check(made(folder, hours), TODAY)
    causes = [line.rpartition("config: ")[2] for line in found if "offices" not in line]
    assert not [line for line in found if "offices" in line]
    assert causes
    assert len(causes) == len(set(causes))


def fasting(year: int) -> Special:
    """The hours of a Ramadan, as a district writes them."""
    days = {2027: ((2, 8), (3, 9)), 2028: ((1, 28), (2, 25))}[year]
    first, last = (date(year, month, day) for month, day in days)
    return Special(f"Ramadan {year}", first, last, {})


@pytest.mark.parametrize(
    ("today", "specials", "wanted"),
    [
        (TODAY, [fasting(2027)], []),
        (date(2027, 3, 9), [fasting(2027)], ["Ramadan of about 2028-01"]),
        (date(2027, 3, 10), [fasting(2027)], ["'Ramadan 2027' ended on 2027-03-09", "2028-01"]),
        (date(2027, 12, 1), [fasting(2027), fasting(2028)], ["'Ramadan 2027' ended"]),
        (date(2027, 12, 1), [fasting(2028)], []),
        (TODAY, [], []),
        (
            TODAY,
            [Special("Pilkada", date(2025, 2, 1), date(2025, 2, 2), {})],
            ["'Pilkada' ended on 2025-02-02"],
        ),
    ],
)
def test_what_runs_out_is_said(today: date, specials: list[Special], wanted: list[str]) -> None:
    """Special hours that are over, and the next Ramadan, where one was ever written."""
    found = list(notes(specials, today))
    assert len(found) == len(wanted), found
    for line, piece in zip(found, wanted, strict=True):
        assert piece in line


def test_the_shipped_hours_are_well(folder: Path) -> None:
    """Today nothing is said of them; a year later the next Ramadan is."""
    assert contents.notes(made(folder, {}), TODAY) == []
    assert len(contents.notes(made(folder, {}), date(2027, 11, 21))) == 2
