"""The rows of a report: whose cases, which of them, and what is known of each; on both kinds of
database."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from casework.access.visibility import sees
from casework.actions.assignment import Claimed
from casework.actions.correspondence import Noted
from casework.actions.duplicates.merging import Absorbed
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
from casework.reports.first_times import FirstTimes, Moment
from casework.reports.tally import CountedCase
from storage.cases import cases, report_queries
from storage.cases.cases import Recorded
from storage.cases.report_queries import TimeRange
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow

DISTRICT, VILLAGE, OTHER = "32.74", "32.74.05.1003", "32.74.05.1004"
START, END = datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)
NOVEMBER = TimeRange(START, END)
NOW = END + 40 * timedelta(days=1)
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


def filed(one: Case) -> Recorded:
    """The event that opened a case of the village."""
    event = e.Filed(
        one.teller,
        one.key,
        one.village,
        one.service,
        one.urgency,
        one.office,
        one.desk,
        one.party,
        one.confidential,
        0,
        (),
        one.due_at,
    )
    return Recorded(one.id, 0, event, one.opened_at)


async def keep(
    database: Database, vault: Vault, *kept: Case, trail: Sequence[Recorded] = ()
) -> None:
    async with database.write() as connection:
        await cases.save(connection, vault, kept)
        opened = {one.case_id for one in trail if isinstance(one.event, e.Filed)}
        first = [filed(one) for one in kept if one.id not in opened]
        await cases.record(connection, vault, [*first, *trail])


async def lived(
    database: Database, vault: Vault, *happened: tuple[e.Event, datetime]
) -> CountedCase:
    """The row of a case to which these things happened."""
    one = case(1)
    first = filed(one)
    for event, at in happened:
        one = evolve(one, event, at)
    trail = [Recorded(one.id, n, event, at) for n, (event, at) in enumerate(happened, 1)]
    await keep(database, vault, one, trail=[first, *trail])
    return (await told(database, vault))[0]


async def told(
    database: Database,
    vault: Vault,
    who: Sequence[Membership] = MANAGER,
    span: TimeRange = NOVEMBER,
) -> list[CountedCase]:
    async with database.read() as connection:
        found = await report_queries.rows(connection, vault, who, span, NOW)
    return list(found.values())


async def counted(
    database: Database, vault: Vault, who: Sequence[Membership] = MANAGER, viewer: int = 0
) -> list[int]:
    """The running numbers of the cases that are counted for somebody."""
    async with database.read() as connection:
        found = await report_queries.rows(connection, vault, who, NOVEMBER, NOW, viewer=viewer)
        listed = await report_queries.listed(connection, vault, list(found))
    assert [one.id for one in listed] == sorted(found)
    return [one.id % 1000 for one in listed]


def moments(row: CountedCase) -> dict[str, timedelta]:
    return {word: at - START for word, (at, _) in row.firsts.words.items()}


async def test_row(database: Database, vault: Vault) -> None:
    """A case to which nothing has happened is its codes and its beginning, in UTC."""
    await keep(database, vault, case(1, due_at=NOW + DAY))
    [row] = await told(database, vault)
    assert row[:4] == (VILLAGE, VILLAGE, "pkh", "in_progress")
    assert row.firsts == FirstTimes({"received": Moment(START + DAY, VILLAGE)}, office=VILLAGE)


async def test_span(database: Database, vault: Vault) -> None:
    """A row is there for all to which something may have happened in the span (stars come up to
    two weeks after the end), and for what is open now."""
    old, new = START - 50 * DAY, END + DAY
    await keep(
        database,
        vault,
        case(1, old),
        closed(2, old, START - 15 * DAY),
        closed(3, old, START - 13 * DAY),
        closed(4, old, END + DAY),
        case(5, new),
        closed(6, new, new + DAY),
        closed(7, START, END - DAY),
    )
    assert await counted(database, vault) == [1, 3, 4, 5, 7]


async def test_a_case_that_was_opened_again_keeps_its_first_moments(
    database: Database, vault: Vault
) -> None:
    """Answered, closed, opened again and closed once more: each word at its first moment, the
    first word of the teller, the first stars; late as of now."""
    yes = Confirmed(7, Verdict.FIXED, "")
    row = await lived(
        database,
        vault,
        (Claimed(3), START + DAY),
        (Resolved(3, Decision.PARTLY, "sudah"), START + 2 * DAY),
        (yes, START + 3 * DAY),
        (Rated(7, 2, "lama", True), START + 4 * DAY),
        (Reopened(7, "belum", 1, START + 6 * DAY), START + 4 * DAY),
        (Resolved(3, Decision.HELPED, "sudah"), START + 8 * DAY),
        (Lapsed(0), START + 18 * DAY),
    )
    words = {"received": 1, "answered": 2, "closed": 3, "reopened": 4, "late": 6}
    assert moments(row) == {word: n * DAY for word, n in words.items()}
    assert row.firsts.verdict == (Verdict.FIXED, START + 3 * DAY)
    assert row.firsts.stars == (2, START + 4 * DAY)
    assert row.status == "closed"


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
    offices = {word: office for word, (_, office) in row.firsts.words.items()}
    assert [offices[w] for w in ("received", "late", "answered")] == [VILLAGE, VILLAGE, DISTRICT]
    assert row.office == DISTRICT


async def test_a_merge_does_not_move_last_months_figures(database: Database, vault: Vault) -> None:
    """A case that takes an older one in begins earlier from then on; received it was when it was
    recorded."""
    older = START - 40 * DAY
    row = await lived(
        database, vault, (Absorbed(3, 2, older, START + 90 * DAY, ()), START + 2 * DAY)
    )
    assert moments(row)["received"] == DAY


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
    assert await counted(database, vault, who) == [
        c.id % 1000 for c in kept if any(sees(m, c) for m in who)
    ]


async def test_what_is_closed_for_somebody_is_not_counted_for_them(
    database: Database, vault: Vault
) -> None:
    """An officer's figures and workbook leave out what a leader has closed for them."""
    await keep(database, vault, case(1), case(2, excluded=(7,)))
    for viewer, wanted in ((7, [1]), (8, [1, 2])):
        assert await counted(database, vault, COORDINATOR, viewer) == wanted


async def test_nothing_in_clear(database: Database, vault: Vault) -> None:
    """The rows carry nothing personal: no number of a case, no teller, no word."""
    await keep(database, vault, case(1))
    assert set(CountedCase._fields) == {
        "village",
        "office",
        "service",
        "status",
        "firsts",
        "confidential",
    }
    assert {field.name for field in fields(FirstTimes)} == {
        "words",
        "referred_to",
        "verdict",
        "office",
        "stars",
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
    trail = [
        Recorded(one.id, n, event, at) for one in many for n, (event, at) in enumerate(life, 1)
    ]
    await keep(database, vault, *many, trail=trail)
    elsewhere = vault.seal("event", "body", "elsewhere", "x")
    unread = {"n": 9, "kind": Noted.kind, "actor": 3, "at": START, "body": elsewhere}
    async with database.write() as connection:
        insert = table_of(EventRow).insert()
        await connection.execute(insert, [{"case_id": one.id, **unread} for one in many])
    begun = perf_counter()
    found = await told(database, vault)
    assert perf_counter() - begun < 2
    assert {row.firsts.verdict for row in found} == {(Verdict.FIXED, START + 3 * DAY)}
    assert len(found) == 2000
