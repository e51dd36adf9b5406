"""What time it is, as far as that is sure. The clock of a cheap machine may stand in 1970 after a
power cut, or a year ahead for a moment; bells would ring for nothing, and what is old be deleted.

The clock of the machine counts as long as it agrees with what was heard; else what was heard last
does, and the time that has gone by since then: never more than is sure, so nothing rings too early.

Tested in tests/bot/test_true_time.py and tests/bot/trials/trouble/test_clock.py."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import structlog

log = structlog.get_logger()

BOUND = timedelta(minutes=10)
"""How far the clock of the machine may be wrong without anybody minding."""

KEPT_FOR = timedelta(hours=24)
"""How long Telegram keeps an update for us: so old one may be when we hear of it."""

LATEST = 2**32
"""Unix seconds; beyond it (2106) no date is one."""

_DATED = ("message", "edited_message", "my_chat_member")
"""What an update tells that happened just then. A tap only says when its message was sent."""


def now() -> datetime:
    """The clock of the machine (UTC)."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class HeardTime:
    """A moment that somebody else has named: it was then, or up to ``late`` after it (None: nobody
    knows how long), when the steady clock showed ``steady`` seconds."""

    at: datetime
    steady: float
    late: timedelta | None

    def fit(self, told: datetime, steady: float) -> datetime:
        """The time that was told if it can be true, else the least that is."""
        least = self.at + timedelta(seconds=steady - self.steady)
        after = told - least
        too_late = self.late is not None and after > self.late + BOUND
        return least if after < -BOUND or too_late else told


class TrueTime:
    """Tells the time. ``told`` is the clock of the machine (aware UTC), ``steady`` counts seconds
    and can't be set."""

    def __init__(
        self,
        told: Callable[[], datetime] = now,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._told, self._steady = told, steady
        self._heard: dict[str, HeardTime] = {}
        self._wrong = False

    def now(self) -> datetime:
        """The time in UTC. The operator is told once when the machine's clock is wrong, and once
        when it is right again."""
        told, steady = self._told(), self._steady()
        true = told
        for heard in self._heard.values():
            true = heard.fit(true, steady)
        if self._wrong is not (true != told):
            self._wrong = not self._wrong
            self._say(told, true)
        return true

    @property
    def off(self) -> float:
        """Seconds by which the machine's clock is ahead (less than 0: behind) of what was heard; 0
        while nothing says so. Less than a second is nothing: heard dates are in whole seconds."""
        true, told = self.now(), self._told()
        if "answers" in self._heard and not self._wrong:
            heard = self._heard["answers"]
            true = heard.at + timedelta(seconds=self._steady() - heard.steady)
        return (told - true).total_seconds()

    @property
    def believed(self) -> bool:
        """Whether the machine's clock agrees with what was heard."""
        self.now()
        return not self._wrong

    def seen(self, at: datetime | None) -> None:
        """When a bot last said that it works with the database. It counts until Telegram has been
        heard: it may itself have been written by a wrong clock."""
        if at is not None and not self._heard:
            self._heard["database"] = HeardTime(at, self._steady(), None)

    def answered(self, date: str | None) -> None:
        """The Date of an answer of Telegram (RFC 9110, 5.6.7); anything else says nothing."""
        try:
            at = parsedate_to_datetime(date or "").astimezone(UTC)
        except ValueError:
            return
        self._hear("answers", HeardTime(at, self._steady(), timedelta(0)))

    def updates(self, raws: Iterable[Mapping[str, Any]]) -> None:
        """Updates as they came: the newest of them was sent at most a day ago."""
        dates = [date for raw in raws for date in _dates(raw)]
        if dates:
            newest = datetime.fromtimestamp(max(dates), UTC)
            self._hear("updates", HeardTime(newest, self._steady(), KEPT_FOR))

    def _hear(self, who: str, heard: HeardTime) -> None:
        # Last comes who is surest: answers may be of a server of our own, with our own clock.
        known = {**self._heard, who: heard}
        self._heard = {name: known[name] for name in ("answers", "updates") if name in known}

    def _say(self, told: datetime, true: datetime) -> None:
        if self._wrong:
            off = round((told - true).total_seconds())
            log.error("the clock of this machine is wrong", off_seconds=off, at_least=str(true))
        else:
            log.warning("the clock of this machine is right again")


def _dates(raw: Mapping[str, Any]) -> Iterable[int]:
    """When what an update tells of happened (Unix seconds, of a possible year)."""
    for name in _DATED:
        part = raw.get(name)
        found = (part.get("edit_date") or part.get("date")) if isinstance(part, Mapping) else None
        if type(found) is int and 0 < found < LATEST:
            yield found
