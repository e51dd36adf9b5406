"""Rows of a report for tests: cases with chosen first moments, and generated lives with all that
counting by hand needs.

Tested in tests/casework/reports/test_tally.py."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from casework.case.model import Verdict
from casework.clock.periods import QUARTER, Period
from casework.reports.figures import Rows
from casework.reports.first_times import FirstTimes, Moment, first_times
from casework.reports.tally import CountedCase
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.test_lifecycle_properties import LIVES, OPENED, lived

WIB = ZoneInfo("Asia/Jakarta")
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
LATER = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SERVICES = {"pkh": "bansos", "bpnt": "bansos", "kip": "education", "pip": "education"}
SERVICES |= {"disaster": "emergency"}
ROWS = Rows((VILLAGE, OTHER), (DISTRICT, OTHER, VILLAGE), SERVICES)


def local(month: int, day: int, hour: int = 9, zone: ZoneInfo = WIB) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=zone).astimezone(UTC)


def row(
    received: datetime,
    office: str = VILLAGE,
    service: str = "pkh",
    *,
    village: str = "",
    status: str = "in_progress",
    verdict: Verdict | None = None,
    stars: int | None = None,
    **moments: datetime,
) -> CountedCase:
    """A case that one office has had all the time. Verdict and stars were given at ``closed``."""
    words = {word: Moment(at, office) for word, at in {"received": received, **moments}.items()}
    said = moments.get("closed") or moments.get("reopened") or received
    word, rated = (verdict, said) if verdict else None, (stars, said) if stars else None
    village = village or ("" if office == DISTRICT else office)
    return CountedCase(village, office, service, status, FirstTimes(words, "", word, rated))


def counted_life(opened: str, life: Any, hours: int) -> tuple[Any, CountedCase, datetime]:
    """The trail of a life, its row, and the moment until which it was lived."""
    trail = lived(opened, [(command, wait % (24 * 12)) for command, wait in life])
    case, _, last = trail[-1]
    now = last + timedelta(hours=hours)
    firsts = first_times([(event, at) for _, event, at in trail], now)
    counted = CountedCase(case.village, case.office, case.service, str(case.status), firsts)
    return trail, counted, now


LIVED = st.builds(counted_life, st.sampled_from(sorted(OPENED)), LIVES, st.integers(0, 100))
"""A life that the rules allow: its trail, its row, and until when it was lived."""


def of(cells: Mapping[str, int | None]) -> dict[str, int | None]:
    """The rows of a table that say something but zero."""
    return {key: n for key, n in cells.items() if n != 0}
