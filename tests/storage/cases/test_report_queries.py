"""The rows of a report: whose cases, which of them, and what is known of each; on both kinds of
database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from casework.access.visibility import sees
from casework.actions.assignment import Claimed
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.escalation import Escalated, Lapsed
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import (
    Case,
    Decision,
    Desk,
    Ending,
    Membership,
    Role,
    Status,
    Urgency,
    Verdict,
)
from casework.lifecycle import evolve
from casework.reports.figures import CountedCase
from storage.cases import cases, report_queries
from storage.cases.cases import Recorded
from storage.cases.report_queries import TimeRange
from storage.db.database import Database
from storage.db.vault import Vault

DISTRICT, VILLAGE, OTHER = "32.74", "32.74.05.1003", "32.74.05.1004"
START, END = datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)
NOVEMBER = TimeRange(START, END)
DAY = timedelta(days=1)
COORDINATOR = (Membership(Role.COORDINATOR, VILLAGE),)
MANAGER = (Membership(Role.DISTRICT_MANAGER, DISTRICT),)


def case(number: int, opened_at: datetime = START + DAY, **facts: Any) -> Case:
    return replace(
        Case(
            id=26_0_000_000 + number,
            key=f"k{number}",
            village=VILLAGE,
            service="pkh",
            urgency=Urgency.NORMAL,
            office=VILLAGE,
            desk=Desk.SOCIO_ECONOMIC,
            party="puskesos",
            confidential=False,
            status=Status.IN_PROGRESS,
            teller=7,
            opened_at=opened_at,
            due_at=opened_at + 5 * DAY,
            intake=Intake(phone="+6281200000000"),
        ),
        **facts,
    )


def closed(number: int, opened_at: datetime, closed_at: datetime) -> Case:
    return case(
        number, opened_at, status=Status.CLOSED, closed_at=closed_at, ending=Ending(Decision.HELPED)
    )


async def keep(
    database: Database, vault: Vault, *kept: Case, trail: Sequence[Recorded] = ()
) -> None:
    async with database.write() as connection:
        await cases.save(connection, vault, kept)
        await cases.record(connection, vault, trail)


async def lived(
    database: Database, vault: Vault, *happened: tuple[e.Event, datetime]
) -> CountedCase:
    """The row of a case to which these things happened."""
    one = case(1)
    for event, at in happened:
        one = evolve(one, event, at)
    trail = [Recorded(one.id, n, event, at) for n, (event, at) in enumerate(happened)]
    await keep(database, vault, one, trail=trail)
    return (await told(database, vault))[0]


async def told(
    database: Database,
    vault: Vault,
    who: Sequence[Membership] = MANAGER,
    span: TimeRange = NOVEMBER,
) -> list[CountedCase]:
    async with database.read() as connection:
        return await report_queries.rows(connection, vault, who, span)


async def listed(
    database: Database, vault: Vault, who: Sequence[Membership] = MANAGER
) -> list[int]:
    async with database.read() as connection:
        return [
            found.id % 1000
            for found in await report_queries.listed(connection, vault, who, NOVEMBER)
        ]


async def test_row(database: Database, vault: Vault) -> None:
    """A case without anything behind it is its plain columns, with times in UTC."""
    await keep(database, vault, case(1))
    [row] = await told(database, vault)
    assert row == CountedCase(VILLAGE, "pkh", "in_progress", START + DAY, START + 6 * DAY)


async def test_span(database: Database, vault: Vault) -> None:
    """A row is there for what was opened before the end and not closed before the start, and for
    what is open now."""
    old, new = START - 50 * DAY, END + DAY
    await keep(
        database,
        vault,
        case(1, old),
        closed(2, old, START - DAY),
        closed(3, old, START),
        closed(4, old, END + DAY),
        case(5, new),
        closed(6, new, new + DAY),
        closed(7, START, END - DAY),
    )
    assert sorted((row.opened_at, row.closed_at or END) for row in await told(database, vault)) == [
        (old, START),
        (old, END),
        (old, END + DAY),
        (START, END - DAY),
        (new, END),
    ]
    assert await listed(database, vault) == [3, 7]


async def test_answered(database: Database, vault: Vault) -> None:
    """The answer is the last result; the verdict is what closed the case."""
    row = await lived(
        database,
        vault,
        (Claimed(3), START + DAY),
        (Resolved(3, Decision.PARTLY, "sudah"), START + 2 * DAY),
        (Confirmed(7, Verdict.PARTLY, ""), START + 4 * DAY),
    )
    assert (row.status, row.answered_at, row.closed_at) == (
        "closed",
        START + 2 * DAY,
        START + 4 * DAY,
    )
    assert (row.verdict, row.reopened_at) == ("partly", None)


async def test_reopened(database: Database, vault: Vault) -> None:
    """A result to which the teller said no stands no longer, and neither does an earlier yes."""
    row = await lived(
        database,
        vault,
        (Resolved(3, Decision.HELPED, "sudah"), START + 2 * DAY),
        (Confirmed(7, Verdict.FIXED, ""), START + 3 * DAY),
        (Reopened(7, "belum", 1, END), START + 4 * DAY),
    )
    assert (row.answered_at, row.closed_at, row.reopened_at, row.verdict) == (
        None,
        None,
        START + 4 * DAY,
        None,
    )


@pytest.mark.parametrize(("again", "rating"), [(False, 2), (True, None)])
async def test_rated(database: Database, vault: Vault, again: bool, rating: int | None) -> None:
    """A rating belongs to the end that it was given for; a later end without one has none."""
    more = (
        (Reopened(7, "", 1, END), START + 4 * DAY),
        (Confirmed(7, Verdict.FIXED, ""), START + 6 * DAY),
    )
    row = await lived(
        database,
        vault,
        (Resolved(3, Decision.HELPED, "sudah"), START + 2 * DAY),
        (Confirmed(7, Verdict.FIXED, ""), START + 3 * DAY),
        (Rated(7, 2, "lama", again), START + 3 * DAY + timedelta(hours=1)),
        *(more if again else ()),
    )
    assert (row.rating, row.status) == (rating, "closed")


async def test_lapsed_after_reopening(database: Database, vault: Vault) -> None:
    """A case that lapsed in the end has no verdict, though there was one before it was reopened."""
    row = await lived(
        database,
        vault,
        (Resolved(3, Decision.HELPED, "sudah"), START + 2 * DAY),
        (Confirmed(7, Verdict.FIXED, ""), START + 3 * DAY),
        (Reopened(7, "belum", 1, END), START + 4 * DAY),
        (Resolved(3, Decision.HELPED, "sudah"), START + 5 * DAY),
        (Lapsed(0), START + 15 * DAY),
    )
    assert (row.answered_at, row.reopened_at, row.verdict) == (
        START + 5 * DAY,
        START + 4 * DAY,
        None,
    )


async def test_each_moment_counts_for_who_had_the_case_then(
    database: Database, vault: Vault
) -> None:
    """It came to the village, its time was up there, and at that moment it climbed to the district,
    which has done it."""
    due = START + 6 * DAY
    row = await lived(
        database,
        vault,
        (Escalated(0, 1, VILLAGE, "unread"), START + 2 * DAY),
        (Escalated(0, 2, DISTRICT, "late"), due),
        (Resolved(3, Decision.HELPED, "sudah"), START + 8 * DAY),
        (Lapsed(0), START + 20 * DAY),
    )
    assert (row.received_by, row.late_by, row.done_by) == (VILLAGE, VILLAGE, DISTRICT)


async def test_what_never_moved_needs_no_trail(database: Database, vault: Vault) -> None:
    """Its office had it all the time."""
    row = await lived(database, vault, (Claimed(3), START + DAY))
    assert (row.received_by, row.late_by, row.done_by) == ("", "", "")


BACK_OFFICE = (Membership(Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH})),)
READERS = {
    "coordinator": COORDINATOR,
    "manager": MANAGER,
    "health desk": BACK_OFFICE,
    "two hats": (*BACK_OFFICE, Membership(Role.FRONT_OFFICE, OTHER)),
    "front office": (Membership(Role.FRONT_OFFICE, VILLAGE),),
    "volunteer": (Membership(Role.VOLUNTEER, DISTRICT),),
    "neighbouring district": (Membership(Role.DISTRICT_MANAGER, "32.7"),),
    "percent": (Membership(Role.COORDINATOR, "%"),),
    "nobody": (),
}


@pytest.mark.parametrize("reader", READERS)
async def test_scope(database: Database, vault: Vault, reader: str) -> None:
    """Somebody's figures are made of the cases that they may see as staff, and of no others."""
    secret: dict[str, Any] = {"confidential": True, "office": DISTRICT}
    kept = [
        case(1),
        case(2, desk=Desk.HEALTH),
        case(3, village=OTHER, office=OTHER),
        case(4, **secret),
        case(5, office=DISTRICT),
        case(6, village="", office=DISTRICT),
        case(7, village=OTHER, office=OTHER, confidential=True),
        case(8, village="32.75.01.1001", office="32.75.01.1001"),
        case(9, desk=Desk.HEALTH, **secret),
        case(10, sensitive=True),
        case(11, sensitive=True, desk=Desk.HEALTH),
    ]
    await keep(database, vault, *kept)
    who = READERS[reader]
    assert await listed(database, vault, who) == [
        c.id % 1000 for c in kept if any(sees(m, c) for m in who)
    ]
    assert len(await told(database, vault, who)) == len(await listed(database, vault, who))


async def test_what_is_closed_for_somebody_is_not_counted_for_them(
    database: Database, vault: Vault
) -> None:
    """An officer's figures and workbook leave out what a leader has closed for them."""
    await keep(database, vault, case(1), case(2, excluded=(7,)))
    async with database.read() as connection:
        for viewer, wanted in ((7, [1]), (8, [1, 2])):
            found = await report_queries.listed(
                connection, vault, COORDINATOR, NOVEMBER, viewer=viewer
            )
            counted = await report_queries.rows(
                connection, vault, COORDINATOR, NOVEMBER, viewer=viewer
            )
            assert ([one.id % 1000 for one in found], len(counted)) == (wanted, len(wanted))


async def test_nothing_in_clear(database: Database, vault: Vault) -> None:
    """The rows carry nothing personal: no number of a case, no teller, no word."""
    await keep(database, vault, case(1))
    assert set(CountedCase._fields) == {
        "office",
        "service",
        "status",
        "opened_at",
        "due_at",
        "answered_at",
        "closed_at",
        "reopened_at",
        "verdict",
        "rating",
        "received_by",
        "late_by",
        "done_by",
    }


async def test_quick(database: Database, vault: Vault) -> None:
    """A few thousand cases are read in a moment; the event bodies of other kinds are never
    opened."""
    life = (
        (Claimed(3), START + DAY),
        (Resolved(3, Decision.HELPED, "sudah"), START + 2 * DAY),
        (Confirmed(7, Verdict.FIXED, ""), START + 3 * DAY),
    )
    many = [closed(n, START + DAY, START + 3 * DAY) for n in range(1, 2001)]
    trail = [Recorded(one.id, n, event, at) for one in many for n, (event, at) in enumerate(life)]
    await keep(database, vault, *many, trail=trail)
    begun = perf_counter()
    found = await told(database, vault)
    assert perf_counter() - begun < 2
    assert {row.verdict for row in found} == {"fixed"}
    assert len(found) == 2000
