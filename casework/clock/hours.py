"""Reading office hours, as in ``policy/hours.toml`` or ``[hours]`` of the config. All mistakes are
told at once.

It takes plain values (a parsed file) and opens nothing."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from casework.clock.days import Hours, Special, Week, Window, Windows, without

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KEYS = {"joint_leave", "week", "breaks", "special", "local_days", "not_closed"}
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_NOTHING, _ONE_DAY, _ONE_YEAR = timedelta(0), timedelta(days=1), timedelta(days=366)


def minutes(clock: str) -> int:
    """Minutes since midnight of ``"07:30"`` or ``"07.30"``, up to ``"24:00"``. Raises ValueError
    that shows how."""
    found = _CLOCK.fullmatch(clock.strip())
    total = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else -1
    if not 0 <= total <= 24 * 60:
        raise ValueError(f"'{clock}' is no time of day; write for example '07:30', at most '24:00'")
    return total


def read(rows: Mapping[str, object], closed: Mapping[date, str]) -> tuple[Hours, list[str]]:
    """The hours in ``rows``, and every mistake found. ``closed`` holds national days and joint
    leave with their names.

    The hours are of use only when there is no mistake. ``joint_leave`` is checked here and obeyed
    by whoever collects ``closed``; ``not_closed`` takes out days of that list which the decree has
    moved."""
    reader = _Reader()
    reader.known("", rows, _KEYS)
    if not isinstance(rows.get("joint_leave", True), bool):
        reader.wrong("joint_leave", "must be true or false")
    hours = Hours(
        week=reader.week("week", rows.get("week")),
        breaks=reader.week("breaks", rows.get("breaks", {})),
        special=reader.specials(rows.get("special", [])),
        holidays=reader.without_moved(closed, rows.get("not_closed", [])),
        local_days=reader.local_days(rows.get("local_days", [])),
    )
    if not reader.mistakes and not any(
        list(without(hours.week.get(d, ()), hours.breaks.get(d, ()))) for d in range(7)
    ):
        reader.wrong(
            "week",
            "no weekday has any open hours; give at least one, such as monday = ['07:30-16:00']",
        )
    return hours, reader.mistakes


class _Reader:
    """Reads on after a mistake, so that all of them can be told together."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def wrong(self, place: str, mend: object) -> None:
        self.mistakes.append(f"{place}: {mend}")

    def known(self, place: str, row: Mapping[str, object], keys: set[str]) -> None:
        for key in row:
            if key not in keys:
                self.wrong(
                    f"{place}{key}", f"is not known here; known are {', '.join(sorted(keys))}"
                )

    def table(self, place: str, value: object) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self.wrong(place, "must be a table, such as { monday = ['07:30-16:00'] }")
        return {}

    def items(self, place: str, value: object) -> list[tuple[str, object]]:
        if not isinstance(value, list | tuple):
            self.wrong(place, "must be a list in square brackets")
            return []
        return [(f"{place}[{number}]", item) for number, item in enumerate(value, 1)]

    def week(self, place: str, value: object) -> Week:
        rows = self.table(place, value)
        self.known(f"{place}.", rows, set(WEEKDAYS))
        return self.weekdays(f"{place}.", rows)

    def weekdays(self, place: str, row: Mapping[str, object]) -> Week:
        return {
            n: self.windows(place + name, row[name])
            for n, name in enumerate(WEEKDAYS)
            if name in row
        }

    def windows(self, place: str, value: object) -> Windows:
        windows = sorted(
            window
            for where, text in self.items(place, value)
            if (window := self.window(where, text))
        )
        joined: list[Window] = []
        for window in windows:
            if joined and window.start < joined[-1].end:
                self.wrong(place, "windows overlap; let one end before the next begins")
            if joined and window.start <= joined[-1].end:
                joined.append(Window(joined.pop().start, window.end))  # two that touch are one
            else:
                joined.append(window)
        return tuple(joined)

    def window(self, place: str, value: object) -> Window | None:
        try:
            start, end = (minutes(clock) for clock in re.split("[-–]", str(value)))
        except ValueError:
            self.wrong(
                place,
                f"'{value}' is no span of hours; write for example '07:30-12:00', at most '24:00'",
            )
            return None
        if start >= end:
            self.wrong(
                place,
                f"'{value}' ends before it begins;"
                " hours over midnight go on the next day from '00:00'",
            )
            return None
        return Window(start, end)

    def day(self, place: str, value: object) -> date | None:
        """A date of TOML, or the same as text (from the environment)."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.wrong(place, f"'{value}' is no date; write for example 2027-02-08")
            return None

    def dates(self, place: str, row: Mapping[str, object]) -> tuple[date, date] | None:
        first = self.day(f"{place}.from", row.get("from", "missing"))
        last = (
            self.day(f"{place}.until", row.get("until", row.get("from", "missing")))
            if first
            else None
        )
        if first is None or last is None:
            return None
        if not _NOTHING <= last - first < _ONE_YEAR:
            self.wrong(
                f"{place}.until", f"{last} is before {first} or a year later; look at both dates"
            )
            return None
        return first, last

    def name(self, place: str, row: Mapping[str, object]) -> str:
        name = row.get("name")
        if not isinstance(name, str) or not name.strip():
            self.wrong(f"{place}.name", "is missing; people read it as the reason")
        return str(name)

    def specials(self, value: object) -> tuple[Special, ...]:
        specials: list[Special] = []
        for place, item in self.items("special", value):
            row = self.table(place, item)
            self.known(f"{place}.", row, {"name", "from", "until", *WEEKDAYS})
            name, dates, week = (
                self.name(place, row),
                self.dates(place, row),
                self.weekdays(f"{place}.", row),
            )
            if dates is None:
                continue
            for other in specials:
                if dates[0] <= other.last and other.first <= dates[1]:
                    self.wrong(
                        place,
                        f"has dates in common with '{other.name}';"
                        " let one end before the other begins",
                    )
            specials.append(Special(name, *dates, week))
        return tuple(specials)

    def local_days(self, value: object) -> dict[date, str]:
        closed: dict[date, str] = {}
        for place, item in self.items("local_days", value):
            row = self.table(place, item)
            self.known(f"{place}.", row, {"name", "from", "until"})
            name, dates = self.name(place, row), self.dates(place, row)
            if dates:
                closed |= {
                    dates[0] + _ONE_DAY * n: name for n in range((dates[1] - dates[0]).days + 1)
                }
        return closed

    def without_moved(self, closed: Mapping[date, str], value: object) -> dict[date, str]:
        moved = {self.day(place, item) for place, item in self.items("not_closed", value)}
        return {day: name for day, name in closed.items() if day not in moved}
