"""Moments and spans of time as stories say them, in the time of Cirebon."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
UNITS = {"menit": timedelta(minutes=1), "jam": timedelta(hours=1), "hari": timedelta(days=1)}
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)
_MOMENT = re.compile(r"(?:([a-z]+) )?(?:(\d{1,2}) ([a-z]+) (\d{4}) )?(\d\d)\.(\d\d)")


def moment(words: str, now: datetime) -> datetime:
    """What ``[Senin] [23 November 2026] 08.00`` means: the first after ``now``. ValueError if there
    is none."""
    found = _MOMENT.fullmatch(words.casefold().strip())
    if (
        found is None
        or (found[1] and found[1] not in _DAYS)
        or (found[3] and found[3] not in _MONTHS)
    ):
        raise ValueError(
            "a moment looks like 'Senin 23 November 2026 08.00', 'Senin 08.00' or '08.00'"
        )
    local = now.astimezone(ZONE)
    then = local.replace(hour=int(found[5]), minute=int(found[6]), second=0, microsecond=0)
    if found[2]:
        then = then.replace(
            year=int(found[4]), month=_MONTHS.index(found[3]) + 1, day=int(found[2])
        )
        if found[1] and _DAYS[then.weekday()] != found[1]:
            raise ValueError(f"that day is a {_DAYS[then.weekday()].capitalize()}")
        if then < local:
            raise ValueError("time does not run backwards")
        return then
    while then <= local or (found[1] and _DAYS[then.weekday()] != found[1]):
        then += timedelta(days=1)
    return then
