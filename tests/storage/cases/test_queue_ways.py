"""A queue in the store is the one that casework/access/own_queue.py defines, and every way into it
is read by an index."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert

from casework.access.own_queue import (
    TO_DO,
    DistrictPeople,
    GoesOn,
    Whose,
    as_theirs,
    in_hands,
    in_queue,
    steps_elsewhere,
)
from casework.actions.correcting.postponement import Postponed
from casework.case.model import Case, Desk, Membership, Referral, Role, Stage, Status, Urgency
from casework.case.whose_turn import OfficesThere
from casework.search.queue_filter import QueueFilter, View
from storage.cases import cases, office_queue
from storage.cases.cases import CASES
from storage.cases.list_page import PAGE
from storage.cases.office_queue import Through
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.pending import BellRow
from tests.casework.cases import (
    AGENCY,
    COLLEAGUE,
    DISTRICT,
    KECAMATAN,
    NOW,
    OFFICER,
    OTHER,
    TELLER,
    VILLAGE,
)
from tests.storage.cases.test_office_queue import case

BELLS = table_of(BellRow)
SCOPES = st.sampled_from([VILLAGE, OTHER, KECAMATAN, DISTRICT, AGENCY])
ROLES = st.builds(
    Membership, st.sampled_from(Role), SCOPES, st.frozensets(st.sampled_from(Desk), max_size=2)
)
ANSWERS = [NOW + timedelta(hours=hours) for hours in (-30, 1, 5, 60)]
REFERRALS = st.none() | st.builds(
    Referral,
    st.sampled_from([DISTRICT, AGENCY]),
    st.sampled_from(Stage),
    st.sampled_from(ANSWERS),
    asks=st.booleans(),
)
CASES_OF = st.fixed_dictionaries(
    {
        "village": st.sampled_from([VILLAGE, OTHER, ""]),
        "office": st.sampled_from([VILLAGE, OTHER, DISTRICT]),
        "status": st.sampled_from(Status),
        "desk": st.sampled_from(Desk),
        "urgency": st.sampled_from(Urgency),
        "level": st.integers(0, 3),
        "had_by": st.sampled_from([None, None, OFFICER, 77]),
        "owner": st.sampled_from([None, OFFICER, COLLEAGUE, 77]),
        "confidential": st.booleans(),
        "sensitive": st.booleans(),
        "excluded": st.sampled_from([(), (OFFICER,), (COLLEAGUE,), (77,)]),
        "teller": st.sampled_from([TELLER, TELLER, 77, 78]),
        "referral": REFERRALS,
    }
)
GOING_ON = st.builds(
    GoesOn,
    st.sampled_from([77, COLLEAGUE]),
    st.sampled_from([77, COLLEAGUE, 78, OFFICER]),
    st.lists(ROLES, max_size=2).map(tuple),
)
ASKED = st.builds(
    lambda person, roles: GoesOn(person, person, tuple(roles)),
    st.sampled_from([77, COLLEAGUE, 78, TELLER]),
    st.lists(ROLES, max_size=2),
)
WHOSE = st.builds(
    Whose,
    st.just(OFFICER),
    st.lists(ROLES, max_size=2).map(tuple),
    st.sampled_from([frozenset(), frozenset({COLLEAGUE})]),
    st.frozensets(st.integers(0, PAGE), max_size=3),
    st.builds(
        DistrictPeople,
        st.lists(GOING_ON, max_size=2, unique_by=lambda one: one.of).map(tuple),
        st.lists(ASKED, max_size=2).map(tuple),
    ),
    st.sampled_from([None, OfficesThere(frozenset(), NOW), OfficesThere(frozenset({AGENCY}), NOW)]),
)


async def whole(
    database: Database, vault: Vault, whose: Whose, view: View
) -> tuple[list[int], set[int]]:
    """The ids of all pages of a queue in order, and the totals that the pages told."""
    found, totals, after = list[int](), set[int](), ""
    through = Through(QueueFilter(view), whose.person, NOW)
    async with database.read() as connection:
        while True:
            page = await office_queue.page(
                connection,
                vault,
                whose.memberships,
                after=after,
                through=through,
                stands_in_for=whose.stands_in_for,
                turns=whose.turns,
                above=whose.above,
                offices=whose.offices,
            )
            found += [one.id for one in page.cases]
            totals.add(page.total)
            after = page.following
            if not after:
                return found, totals


def in_order(kept: list[Case]) -> list[int]:
    ordered = sorted(kept, key=lambda c: (c.urgency is not Urgency.EMERGENCY, c.due_at, c.id))
    return [one.id for one in ordered]


async def hold(
    database: Database, vault: Vault, whose: Whose, kept: list[Case], put_off: set[int]
) -> None:
    async with database.write() as connection:
        for table in (CASES, BELLS):
            await connection.execute(delete(table))
        await cases.save(connection, vault, kept)
        for one in put_off:
            bell = {"subject": str(one), "kind": Postponed.kind, "occurrence": "", "due_at": NOW}
            await connection.execute(insert(BELLS).values(bell))
    queue = [x for x in kept if x.status in (*TO_DO, Status.WAITING) and in_queue(whose, x)]
    there = [x for x in queue if steps_elsewhere(whose, x)]
    waiting = [x for x in queue if x not in there and x.status is Status.WAITING]
    here = [x for x in queue if x not in there and x.status in TO_DO]
    held = [x for x in kept if x.closed_at is None and in_hands(whose, x)]
    for view, wanted in (
        (View.ALL, [x for x in here if x.id not in put_off]),
        (View.PUT_OFF, [x for x in here if x.id in put_off]),
        (View.REFERRED, there),
        (View.WAITING, waiting),
        (View.MINE, held),
    ):
        found, totals = await whole(database, vault, whose, view)
        assert found == in_order([as_theirs(whose, one) for one in wanted])
        assert totals == {len(wanted)}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    whose=WHOSE,
    told=st.lists(CASES_OF, max_size=2 * PAGE + 3),
    later=st.frozensets(st.integers(0, PAGE), max_size=4),
)
async def test_the_store_holds_the_same_queue(
    database: Database,
    vault: Vault,
    whose: Whose,
    told: list[dict[str, Any]],
    later: frozenset[int],
) -> None:
    """For whatever roles, stand-ins, referrals and hands: each case once, in order, over all pages,
    and none besides; what waits for us now, for its day and for another office apart."""
    kept = [case(n, **one) for n, one in enumerate(told)]
    await hold(database, vault, whose, kept, {one.id for n, one in enumerate(kept) if n in later})


OF_ITS_DAY = (
    "CORRELATED SCALAR SUBQUERY 1",
    "SEARCH bell USING INDEX sqlite_autoindex_bell_1 (subject=? AND kind=?)",
)
"""Whether a case waits for its day is looked up by its own index, too."""

PLANS = {
    "officer": (
        (Membership(Role.BACK_OFFICE, VILLAGE),),
        ["ix_cases_open_village (village=?)", "ix_cases_open_owner (owner=?)"],
    ),
    "district": (
        (Membership(Role.DISTRICT_OFFICER, DISTRICT),),
        [
            "ix_cases_open_office (office=?)",
            "ix_cases_open_owner (owner=?)",
            "ix_cases_open_referred (referred_to=?)",
        ],
    ),
    "agency": (
        (Membership(Role.AGENCY_OFFICER, AGENCY),),
        ["ix_cases_open_referred (referred_to=?)"],
    ),
}


@pytest.mark.parametrize("who", PLANS)
async def test_every_way_is_read_from_its_index(
    sqlite_database: Database, vault: Vault, who: str
) -> None:
    """Scope, hands and referrals are read one by one, each in the order of its own index: nothing
    is sorted, nothing is scanned."""
    memberships, wanted = PLANS[who]
    asked: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    async with sqlite_database.read() as connection:
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        through = Through(QueueFilter(), OFFICER, NOW)
        await office_queue.page(connection, vault, memberships, through=through)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        plans = []
        for statement, parameters in asked:
            if statement.startswith("SELECT cases"):
                explained = f"EXPLAIN QUERY PLAN {statement}"
                plan = await connection.exec_driver_sql(explained, parameters)
                plans += [row[3] for row in plan]
    ways = [[f"SEARCH cases USING INDEX {index}", *OF_ITS_DAY] for index in wanted]
    assert plans == [step for way in ways for step in way]
