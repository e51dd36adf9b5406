"""The folder of backups: names, what is kept, and when the next is due."""

from datetime import datetime, time, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from storage.backup import shelf

WIB = timezone(timedelta(hours=7))
BEGIN = datetime(2025, 1, 1, 2, 15)  # noqa: DTZ001 - local


def _names(days: range) -> list[str]:
    return [shelf.name_at(BEGIN + timedelta(days=day)) for day in days]


def test_rotation_by_day_and_month() -> None:
    """After two years of nights: the last seven, and the last of each of twelve months."""
    shelved: set[str] = set()
    for name in _names(range(730)):
        shelved = shelf.to_keep({*shelved, name}, 7, 12)
    days = [shelf.moment_of(name) for name in sorted(shelved)]
    told = [day.strftime("%m-%d") for day in days if day]
    assert told[-7:] == ["12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31"]
    assert told[:11] == [
        *("01-31", "02-28", "03-31", "04-30", "05-31", "06-30"),
        *("07-31", "08-31", "09-30", "10-31", "11-30"),
    ]
    assert len(told) == 18


def test_a_long_pause_deletes_nothing() -> None:
    """Days without a backup don't count: after a year off, the last seven are still there."""
    old = _names(range(7))
    assert shelf.to_keep([*old, shelf.name_at(BEGIN + timedelta(days=400))], 7, 12) >= set(old[1:])


@given(st.lists(st.integers(0, 900), min_size=1), st.integers(1, 9), st.integers(0, 14))
def test_the_newest_stays(days: list[int], daily: int, monthly: int) -> None:
    """Whatever is kept, the newest is; never more than was asked for; and doing it again changes
    nothing."""
    names = {shelf.name_at(BEGIN + timedelta(days=day)) for day in days}
    kept = shelf.to_keep(names, daily, monthly)
    assert max(names) in kept
    assert kept <= names
    assert len(kept) <= daily + monthly
    assert shelf.to_keep(kept, daily, monthly) == kept


def test_only_our_own_goes(tmp_path: Path) -> None:
    """Files of other names, and folders, stay as they are; of several on one day the last stays."""
    ours = [shelf.name_at(BEGIN.replace(hour=hour)) for hour in (1, 2, 3)]
    others = ["notes.age", "puskesos-2025-01-01-9.age", "puskesos-2025-13-01-021500.age"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("x")
    assert [path.name for path in shelf.tidy(tmp_path, 7, 12)] == ours[:2]
    assert {path.name for path in tmp_path.iterdir()} == {ours[2], *others}
    assert shelf.on(tmp_path / "nowhere") == []


def test_due() -> None:
    """Once for each time of the day, also when it was missed; at once where there is none, and
    where the last was named by a wrong clock."""
    times = (time(2, 15), time(14, 0))
    now = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
    for last, due in (
        (None, True),
        (now.replace(hour=2, minute=15), False),
        (now.replace(hour=2, minute=14), True),
        (now - timedelta(days=9), True),
        (now + timedelta(days=400), True),
    ):
        assert shelf.is_due(last, times, now) is due, last
    early = now.replace(hour=1)
    assert not shelf.is_due(early - timedelta(hours=10), times, early)
    assert shelf.is_due(early - timedelta(hours=12), times, early)


def test_newest(tmp_path: Path) -> None:
    """The moment stands in the name, so that a copied file keeps it."""
    assert shelf.newest(tmp_path, WIB) is None
    (tmp_path / shelf.name_at(BEGIN)).write_text("x")
    assert shelf.newest(tmp_path, WIB) == BEGIN.replace(tzinfo=WIB)
