"""A clock of several processes: the wall's, ahead by a time that one process says and all of them follow at once.

How far ahead stands in a file, so that it can be moved while a bot lives, and stays where it is when a bot is killed.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Ahead:
    """The clock that stands in this file. Only one process moves it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead()

    def begin(self, at: datetime) -> None:
        """It is this time now."""
        self._write(at - datetime.now(UTC))

    def move(self, by: timedelta) -> None:
        self._write(self._ahead() + by)

    def _ahead(self) -> timedelta:
        return timedelta(seconds=float(self.path.read_text()))

    def _write(self, ahead: timedelta) -> None:
        """At once, so that nobody reads half a number."""
        new = self.path.with_suffix(".new")
        new.write_text(repr(ahead.total_seconds()))
        new.replace(self.path)
