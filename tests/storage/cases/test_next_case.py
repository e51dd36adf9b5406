"""What is next in a queue, on both databases: in the order of the queue, with what had its turn put
behind, and what waits only in the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.access.own_queue import Whose
from casework.actions.assignment import Claimed
from casework.case.model import Case, Membership, Referral, Role, Stage, Status, Urgency
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.search.queue_filter import QueueFilter, View
from storage.cases import cases, next_case, office_queue
from storage.cases.cases import Recorded
from storage.cases.list_page import ListPage
from storage.cases.next_case import Condition, Next, Walker
from storage.cases.office_queue import Through
from storage.db.database import Database
from storage.db.vault import Vault
from storage.pending import bells
from tests.casework.cases import AGENCY, COLLEAGUE, DISTRICT, NOW, OFFICER, VILLAGE
from tests.storage.cases.test_office_queue import FIRST, case, keep

CLERK = Whose(OFFICER, (Membership(Role.FRONT_OFFICE, VILLAGE),))
LEADER = Whose(OFFICER, (Membership(Role.COORDINATOR, VILLAGE),))
DONE = FIRST + 9


def free(n: int, **changed: Any) -> Case:
    return case(n, **{"owner": None, **changed})


async def found(
    database: Database, vault: Vault, whose: Whose = CLERK, had: Sequence[int] = (), **how: Any
) -> Next | None:
    """What is next for somebody, of whose turns ``had`` names the cases."""
    walker = Walker(whose, DONE, had=[FIRST + n for n in had], **how)
    async with database.read() as connection:

        async def read(
            narrowed: QueueFilter, besides: Condition, only: Condition | None
        ) -> ListPage:
            return await office_queue.page(
                connection,
                vault,
                whose.memberships,
                through=Through(narrowed, whose.person, NOW),
                besides=besides,
                only=only,
                stands_in_for=whose.stands_in_for,
            )

        return await next_case.after(read, walker)


def which(said: Next | None) -> int:
    return said.case.id - FIRST if said else -1


async def test_in_the_order_of_the_queue_and_once_a_round(database: Database, vault: Vault) -> None:
    """The first that had no turn; where all had theirs, the first of all, and a new round."""
    await keep(database, vault, *(free(n) for n in range(3)), free(9))
    turns = [[], [0], [1], [1, 0], [2, 0, 1]]
    said = [await found(database, vault, had=had) for had in turns]
    assert [which(one) for one in said] == [0, 1, 0, 2, 0]
    assert [one is not None and one.anew for one in said] == [False] * 4 + [True]


async def test_of_free_emergencies_the_one_left_longest(database: Database, vault: Vault) -> None:
    """They stand before all, even through a filter; one that somebody holds does not."""
    alarms = [free(n, urgency=Urgency.EMERGENCY) for n in (4, 5)]
    held = case(6, urgency=Urgency.EMERGENCY, owner=COLLEAGUE)
    await keep(database, vault, free(0), held, *alarms)
    mine = QueueFilter(View.MINE)
    assert [
        which(await found(database, vault, had=had, narrowed=mine)) for had in ([], [4], [4, 5])
    ] == [4, 5, 4]


@pytest.mark.parametrize(
    ("whose", "narrowed", "wanted"),
    [
        (CLERK, QueueFilter(), 3),
        (replace(CLERK, stands_in_for=frozenset({COLLEAGUE})), QueueFilter(), 0),
        (LEADER, QueueFilter(officer=COLLEAGUE), 0),
        (LEADER, QueueFilter(View.LATE), 3),
        (CLERK, QueueFilter(View.REFERRED), 5),
        (LEADER, QueueFilter(View.REFERRED), 4),
        (CLERK, QueueFilter(View.WAITING), 6),
        (LEADER, QueueFilter(View.WAITING), 2),
    ],
)
async def test_whose_it_may_be(
    database: Database, vault: Vault, whose: Whose, narrowed: QueueFilter, wanted: int
) -> None:
    """Mine, nobody's, and of whom one stands in for; a leader who looks at a part goes through
    it whoever holds what."""
    out = Referral(AGENCY, Stage.OFFERED, NOW)
    await keep(
        database,
        vault,
        case(0, owner=COLLEAGUE),
        case(1, owner=COLLEAGUE),
        case(2, owner=COLLEAGUE, status=Status.WAITING),
        free(3),
        case(4, owner=COLLEAGUE, referral=out),
        case(5, owner=OFFICER, referral=out),
        case(6, owner=OFFICER, status=Status.WAITING),
    )
    assert which(await found(database, vault, whose, narrowed=narrowed)) == wanted


async def test_another_office_goes_on_with_what_it_was_asked(
    database: Database, vault: Vault
) -> None:
    """Offered or taken, with the most urgent first; the same of what was passed up."""
    for to, role in ((AGENCY, Role.AGENCY_OFFICER), (DISTRICT, Role.DISTRICT_OFFICER)):
        referral = Referral(to, Stage.OFFERED, NOW)
        await keep(database, vault, *(case(n, owner=77, referral=referral) for n in (1, 2)))
        whose = Whose(OFFICER, (Membership(role, to),))
        assert which(await found(database, vault, whose, had=[1])) == 2


async def test_what_waits_comes_in_the_end(database: Database, vault: Vault) -> None:
    """What was put off or waits for its resident is named only when nothing is to do, and only of
    one's own."""
    put_off = case(0, owner=OFFICER)
    waits = case(1, owner=OFFICER, status=Status.WAITING)
    await keep(database, vault, put_off, waits, case(2, owner=COLLEAGUE, status=Status.WAITING))
    bell = Bell("postponed", OfCase(put_off.id), "1", NOW + timedelta(days=3))
    async with database.write() as connection:
        await bells.set_bells(connection, [bell])
    said = [await found(database, vault, had=had) for had in ([], [0], [0, 1])]
    assert [which(one) for one in said] == [0, 1, -1]
    assert all(one is None or one.waits for one in said)
    await keep(database, vault, free(3))
    assert which(await found(database, vault)) == 3


async def test_one_service_only(database: Database, vault: Vault) -> None:
    """Through a view of one service; where it has nothing left, the queue goes on."""
    await keep(database, vault, free(0, service="pkh"), free(1, service="sktm"))
    assert which(await found(database, vault, service="sktm")) == 1
    assert which(await found(database, vault, service="gas_lpg")) == 0


async def test_what_has_happened_since_counts(database: Database, vault: Vault) -> None:
    """A turn counts no more when somebody else did something after it, or the time ran out."""
    before, after = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)
    await keep(database, vault, *(free(n, due_at=NOW + timedelta(days=1)) for n in (0, 1, 2)))
    await keep(database, vault, free(3, due_at=NOW + timedelta(minutes=1)))
    async with database.write() as connection:
        recorded = [
            Recorded(FIRST, 90, Claimed(COLLEAGUE), after),
            Recorded(FIRST + 1, 90, Claimed(COLLEAGUE), before),
            Recorded(FIRST + 2, 90, Claimed(OFFICER), after),
        ]
        await cases.record(connection, vault, recorded)
    had = {FIRST + n: NOW for n in range(4)}
    async with database.read() as connection:
        left = await next_case.still_had(connection, OFFICER, had, after)
        assert left == [FIRST + 1, FIRST + 2]
        assert await next_case.still_had(connection, OFFICER, {}, after) == []
