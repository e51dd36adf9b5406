"""What is counted in a month or a quarter, and that small counts of it are hidden."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.clock.periods import QUARTER, Period
from casework.reports.figures import ELSEWHERE, SPM, CountedCase, Figures, figures
from casework.reports.suppression import ShownCounts
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.shipped import CATALOGUE

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OFFICES = (DISTRICT, OTHER, VILLAGE)


def local(month: int, day: int, hour: int = 9, zone: ZoneInfo = WIB) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=zone).astimezone(UTC)


def row(
    opened_at: datetime, office: str = VILLAGE, service: str = "pkh", **facts: Any
) -> CountedCase:
    known = {"status": "in_progress", "due_at": opened_at + 400 * DAY, **facts}
    return CountedCase(office=office, service=service, opened_at=opened_at, **known)


def told(
    rows: Iterable[CountedCase],
    period: Period = NOVEMBER,
    now: datetime = NOW,
    zone: ZoneInfo = WIB,
) -> Figures:
    return figures(rows, period, OFFICES, now, zone)


def test_received_by_zone() -> None:
    """A case belongs to the month that the office's clock shows when it is opened."""
    rows = [row(datetime(2026, 10, 31, 16, 0, tzinfo=UTC))] * 6
    assert told(rows).received.total == 0
    assert told(rows, zone=WIT).received.total == 6


def test_done() -> None:
    """Done is what was closed in the period, whenever it was opened."""
    closed = [row(local(9, 1), closed_at=local(11, 30, 23))] * 7 + [
        row(local(11, 2), closed_at=local(12, 1, 0))
    ] * 8
    assert told(closed).done.total == 7
    assert told(closed).received.total == 8


def test_a_case_that_moves_on_leaves_last_month_as_it_was() -> None:
    """Received by whom it came to, late and done by whom had it then, open with whom has it now."""
    here = {"received_by": VILLAGE, "late_by": VILLAGE, "done_by": OTHER}
    late = [row(local(11, 2), DISTRICT, due_at=local(11, 9), **here)] * 6
    found = told(late)
    assert found.received.cells[VILLAGE] == found.late.cells[VILLAGE] == 6
    assert found.open.cells[DISTRICT] == 6
    done = [row(local(11, 2), DISTRICT, closed_at=local(11, 9), **here)] * 6
    assert told(done).done.cells[OTHER] == 6


def test_open_is_as_of_now() -> None:
    """Open is what is open now, by office, whatever the period."""
    rows = (
        [row(local(3, 1))] * 9
        + [row(local(12, 5), OTHER)] * 12
        + [row(local(11, 1), closed_at=local(11, 2))]
    )
    assert told(rows).open == ShownCounts({DISTRICT: 0, OTHER: 12, VILLAGE: 9, ELSEWHERE: 0}, 21)


@pytest.mark.parametrize(
    ("facts", "late"),
    [
        ({}, True),
        ({"due_at": local(12, 31, 23)}, False),
        ({"due_at": local(10, 31)}, False),
        ({"status": "waiting"}, False),
        ({"answered_at": local(11, 9)}, False),
        ({"answered_at": local(11, 11)}, True),
        ({"closed_at": local(11, 9)}, False),
        ({"answered_at": local(11, 9), "closed_at": local(11, 25)}, False),
        ({"closed_at": local(12, 1)}, True),
    ],
)
def test_late(facts: Mapping[str, Any], late: bool) -> None:
    """Late is whose time was up in the period without an answer; waiting for the teller's yes is
    not our time."""
    rows = [row(local(10, 1), **{"due_at": local(11, 10), **facts})] * 6
    assert told(rows).late.total == (6 if late else 0)


def test_days() -> None:
    """Median days run from opening to the answer, else to the closing, for services with enough
    cases."""

    def closed(days: int, service: str) -> CountedCase:
        return row(
            local(11, 1),
            service=service,
            answered_at=local(11, 1) + days * DAY,
            closed_at=local(11, 28),
        )

    rows = [closed(n, "pkh") for n in (1, 2, 3, 4, 20)] + [closed(1, "bpnt") for _ in range(4)]
    rows += [row(local(11, 1), service="kip", closed_at=local(11, 3))] * 5
    assert told(rows).days == {"kip": 2, "pkh": 3}


def test_answers() -> None:
    """The teller's answers count in the month they were given; "no" is a reopening."""
    rows = [row(local(10, 1), closed_at=local(11, 5), verdict="fixed", rating=4)] * 20
    rows += [row(local(10, 1), closed_at=local(11, 5), verdict="partly")] * 5
    rows += [row(local(10, 1), reopened_at=local(11, 6))] * 6
    found = told(rows)
    assert found.answers == ShownCounts({"fixed": 20, "partly": 5, "no": 6}, 31)
    assert (found.reopened, found.rating) == (6, 4)


def test_reopened_hidden_with_the_answer() -> None:
    """Where the answer "no" keeps a small one company, the reopened are hidden as well: they are
    the same count."""
    rows = [row(local(10, 1), closed_at=local(11, 5), verdict="fixed")] * 20
    rows += [row(local(10, 1), closed_at=local(11, 5), verdict="partly")] * 2
    rows += [row(local(10, 1), reopened_at=local(11, 6))] * 6
    assert told(rows).reopened is None


def test_spm() -> None:
    """The five minimum services are always listed, the rest as one row; all are services of the
    catalogue."""
    assert set(SPM) <= set(CATALOGUE.services)
    rows = [
        row(local(11, 1), service=s)
        for s in ("disaster", "spm_child", "pkh", "pip")
        for _ in range(10)
    ]
    found = told(rows).spm_received
    assert found.total == 40
    assert found.cells == {**dict.fromkeys(SPM, 0), "disaster": 10, "spm_child": 10, ELSEWHERE: 20}


def test_other_office() -> None:
    """A case that sits with an office out of the scope is counted elsewhere."""
    rows = [row(local(11, 1), office) for office in (*OFFICES, "32.74/dinkes") for _ in range(9)]
    assert told(rows).received == ShownCounts(dict.fromkeys((*OFFICES, ELSEWHERE), 9), 36)


def test_quarter_adds_up() -> None:
    """A quarter is the sum of its months that have begun."""
    rows = [
        row(local(m, 3), office) for m in (10, 11) for office in (*OFFICES, "x") for _ in range(m)
    ]
    found = told(rows, AUTUMN, now=local(11, 20))
    assert found.received == ShownCounts(dict.fromkeys((*OFFICES, ELSEWHERE), 21), 84)


def test_future() -> None:
    """A period that has not begun counts nothing."""
    assert told([row(local(11, 1))] * 9, Period(2027, 1)).received.total == 0
