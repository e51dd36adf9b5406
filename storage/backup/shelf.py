"""The folder of backups: how they are called, which is the newest, and which may go. Names hold
local time, so that people find the day they look for."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

_NAME = re.compile(r"puskesos-\d{4}-\d{2}-\d{2}-\d{6}\.age", re.ASCII)
_FORM = "puskesos-%Y-%m-%d-%H%M%S.age"


def name_at(at: datetime) -> str:
    """What a backup of a moment (local time) is called."""
    return at.strftime(_FORM)


def moment_of(name: str) -> datetime | None:
    """The local moment, without a zone, of a backup of that name; None for other names."""
    try:
        return datetime.strptime(name, _FORM) if _NAME.fullmatch(name) else None  # noqa: DTZ007
    except ValueError:
        return None


def on(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first; none where there is no folder."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in there if moment_of(path.name))


def newest(folder: Path, zone: tzinfo) -> datetime | None:
    """When the newest backup was made; None where there is none."""
    found = on(folder)
    moment = moment_of(found[-1].name) if found else None
    return moment.replace(tzinfo=zone) if moment else None


def to_keep(names: Iterable[str], daily: int, monthly: int) -> set[str]:
    """The newest backup of each of the last ``daily`` days and ``monthly`` months that have any,
    and always the newest of all. Names of others are none of ours."""
    newest_first = sorted((name for name in names if moment_of(name)), reverse=True)
    kept = set(newest_first[:1])
    for length, most in ((len("puskesos-2026-11-29"), daily), (len("puskesos-2026-11"), monthly)):
        periods: dict[str, str] = {}
        for name in newest_first:
            periods.setdefault(name[:length], name)
        kept |= set(list(periods.values())[:most])
    return kept


def tidy(folder: Path, daily: int, monthly: int) -> list[Path]:
    """Delete the backups that need not be kept, and name them. OSError where one can't be
    deleted."""
    there = on(folder)
    kept = to_keep((path.name for path in there), daily, monthly)
    gone = [path for path in there if path.name not in kept]
    for path in gone:
        path.unlink()
    return gone


def is_due(last: datetime | None, times: Collection[time], now: datetime) -> bool:
    """Whether one of the times of the day (local, as ``now``) has come since the ``last`` backup.
    One that lies in the future was named by a wrong clock."""
    if last is None or last > now:
        return True
    days = (now.date(), now.date() - timedelta(days=1))
    moments = [datetime.combine(day, at, now.tzinfo) for day in days for at in times]
    return any(last < moment <= now for moment in moments)
