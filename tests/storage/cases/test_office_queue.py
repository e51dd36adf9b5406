"""Queues, lists and searches: in order, whole over all pages, and nothing that the reader may not
see."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from casework.access.own_queue import TO_DO
from casework.access.visibility import sees
from casework.case.model import Case, Desk, Membership, Role, Status, Urgency
from casework.search.queue_filter import View, read
from storage.cases import cases, of_person, office_queue, search
from storage.cases.list_page import PAGE, ListPage, key_of, place_of
from storage.cases.office_queue import Through
from storage.cases.search import Viewer
from storage.db.database import Database
from storage.db.vault import Vault
from storage.people import people
from storage.people.people import Profile
from tests.casework.cases import (
    AGENCY,
    DISTRICT,
    KECAMATAN,
    NOW,
    OFFICER,
    OTHER,
    TELLER,
    VILLAGE,
    standing,
)

NEXT_DOOR = "32.74.05.1004"
HERE = Membership(Role.FRONT_OFFICE, VILLAGE)
FIRST = 260_000_001
PHONE, UNRELATED = "+628123456789", "+628999999999"


def case(n: int, **changed: Any) -> Case:
    """The n-th case: of the village, in progress, due in n minutes, unless told otherwise."""
    status: Status = changed.pop("status", Status.IN_PROGRESS)
    plain: dict[str, Any] = {"id": FIRST + n, "key": f"k{n}", "due_at": NOW + timedelta(minutes=n)}
    return standing(status, **(plain | changed))


async def keep(database: Database, vault: Vault, *kept: Case) -> None:
    async with database.write() as connection:
        await cases.save(connection, vault, kept)


async def queue(database: Database, vault: Vault, *roles: Membership, after: str = "") -> ListPage:
    async with database.read() as connection:
        return await office_queue.page(connection, vault, roles, after=after)


def ids(found: ListPage) -> list[int]:
    return [one.id - FIRST for one in found.cases]


async def pages(database: Database, vault: Vault, *roles: Membership) -> list[ListPage]:
    """Every page of a queue, to the end."""
    found = [await queue(database, vault, *roles)]
    while found[-1].following:
        found.append(await queue(database, vault, *roles, after=found[-1].following))
    return found


# ---- the queue -----------------------------------------------------------------------------------


async def test_emergencies_first_then_what_is_due(database: Database, vault: Vault) -> None:
    """Emergencies stand before everything, then what is due first, then the older case."""
    late = NOW + timedelta(days=9)
    await keep(
        database,
        vault,
        case(0, due_at=NOW),
        case(1, urgency=Urgency.EMERGENCY, due_at=late),
        case(2, due_at=NOW),
        case(3, urgency=Urgency.LOW, due_at=NOW - timedelta(days=1)),
        case(4, urgency=Urgency.EMERGENCY, due_at=NOW),
        case(5, urgency=Urgency.HIGH, due_at=NOW + timedelta(seconds=1)),
    )
    found = await pages(database, vault, HERE)
    assert [one for page in found for one in ids(page)] == [4, 1, 3, 0, 2, 5]


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 3 * PAGE + 2])
async def test_pages_show_every_case_once(database: Database, vault: Vault, count: int) -> None:
    """Page by page every case comes once and in order, also when many are due at one moment or a
    microsecond apart."""
    kept = [
        case(
            n,
            urgency=Urgency.EMERGENCY if n % 7 == 0 else Urgency.NORMAL,
            due_at=NOW + timedelta(microseconds=n // 5),
        )
        for n in range(count)
    ]
    await keep(database, vault, *kept)
    found = await pages(database, vault, HERE)
    wanted = sorted(kept, key=lambda c: (c.urgency is not Urgency.EMERGENCY, c.due_at, c.id))
    assert [n for page in found for n in ids(page)] == [c.id - FIRST for c in wanted]
    assert {page.total for page in found} == {count}
    assert all(len(page.cases) == PAGE for page in found[:-1])


async def test_a_case_that_is_done_meanwhile_hides_no_other(
    database: Database, vault: Vault
) -> None:
    """When the last case of a page is closed before the page is turned, the next page still begins
    after it."""
    await keep(database, vault, *(case(n) for n in range(PAGE + 2)))
    first = await queue(database, vault, HERE)
    await keep(database, vault, case(PAGE - 1, status=Status.CLOSED), case(0, status=Status.CLOSED))
    assert ids(await queue(database, vault, HERE, after=first.following)) == [PAGE, PAGE + 1]


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "1.2",
        "1.2.3.4.5",
        "9" * 40 + ".1.1.1",
        "1." + "9" * 30 + ".1.1",
        "1.1.1." + "9" * 30,
        "-1.-1.-1.-1",
        "٣.1",
    ],
)
async def test_a_forged_page_key_is_no_harm(
    sqlite_database: Database, vault: Vault, key: str
) -> None:
    """A key that no page has given leads to some page and not to an error."""
    await keep(sqlite_database, vault, case(0))
    found = await queue(sqlite_database, vault, HERE, after=key)
    assert ids(found) in ([0], [])


async def test_what_waits_for_the_teller_is_not_in_the_queue(
    database: Database, vault: Vault
) -> None:
    """In the queue stands only what waits for the office."""
    await keep(database, vault, *(case(n, status=status) for n, status in enumerate(Status)))
    found = await queue(database, vault, HERE)
    assert {one.status for one in found.cases} == set(TO_DO)
    assert found.total == len(TO_DO)


KINDS: dict[str, dict[str, Any]] = {
    "here": {},
    "elsewhere": {"village": OTHER, "office": OTHER},
    "climbed": {"office": DISTRICT, "level": 2},
    "confidential": {"office": DISTRICT, "confidential": True},
    "nowhere": {"office": DISTRICT, "village": ""},
    "next door": {"village": NEXT_DOOR, "office": NEXT_DOOR},
    "sensitive": {"sensitive": True},
}


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        (VILLAGE, {"here", "climbed", "sensitive"}),
        (OTHER, {"elsewhere"}),
        (KECAMATAN, {"here", "climbed", "next door", "sensitive"}),
        (DISTRICT, {"climbed", "confidential", "nowhere"}),
        (AGENCY, set()),
    ],
)
async def test_whose_queue_a_case_is_in(
    sqlite_database: Database, vault: Vault, scope: str, wanted: set[str]
) -> None:
    """A village's queue has its own cases wherever they lie, the district's what lies with it;
    secrets only there."""
    await keep(
        sqlite_database, vault, *(case(n, **changed) for n, changed in enumerate(KINDS.values()))
    )
    found = await queue(sqlite_database, vault, Membership(Role.COORDINATOR, scope))
    assert {list(KINDS)[n] for n in ids(found)} == wanted
    for role in (Role.VOLUNTEER, Role.AGENCY_OFFICER):
        assert ids(await queue(sqlite_database, vault, Membership(role, scope))) == []


async def test_desks_and_several_roles(database: Database, vault: Vault) -> None:
    """Back office sees its desks, the others all; who has several roles sees what any of them sees,
    each case once."""
    kept = [case(n, desk=desk) for n, desk in enumerate(Desk)]
    kept += [case(9 + n, desk=desk, village=OTHER, office=OTHER) for n, desk in enumerate(Desk)]
    await keep(database, vault, *kept)
    health = Membership(Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH}))
    education = Membership(Role.BACK_OFFICE, OTHER, frozenset({Desk.EDUCATION}))
    desks = list(Desk)
    assert ids(await queue(database, vault, health)) == [desks.index(Desk.HEALTH)]
    assert ids(await queue(database, vault, health, education)) == [
        desks.index(Desk.HEALTH),
        9 + desks.index(Desk.EDUCATION),
    ]
    assert ids(await queue(database, vault, health, HERE)) == [0, 1, 2, 3]
    assert ids(await queue(database, vault, replace(health, desks=frozenset()))) == [0, 1, 2, 3]
    assert ids(await queue(database, vault)) == []


ROLES = st.builds(
    Membership,
    st.sampled_from(Role),
    st.sampled_from([VILLAGE, OTHER, KECAMATAN, AGENCY]),
    st.frozensets(st.sampled_from(Desk)),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(roles=st.lists(ROLES, max_size=3))
async def test_the_queue_is_the_twin_of_the_permits(
    sqlite_database: Database, vault: Vault, roles: list[Membership]
) -> None:
    """Below the district a queue holds exactly those open cases that the permits let one see."""
    kept = [
        case(10 * n + m, desk=desk, **changed)
        for n, changed in enumerate(KINDS.values())
        for m, desk in enumerate(Desk)
    ]
    await keep(sqlite_database, vault, *kept)
    found = [n for page in await pages(sqlite_database, vault, *roles) for n in ids(page)]
    assert sorted(found) == sorted(c.id - FIRST for c in kept if any(sees(m, c) for m in roles))


@pytest.mark.parametrize(
    "excluded", [(), (OFFICER,), (1, OFFICER, 3), (OFFICER * 10, OFFICER // 10), (9, 8)]
)
async def test_what_is_closed_for_somebody_is_in_no_list_of_theirs(
    database: Database, vault: Vault, excluded: tuple[int, ...]
) -> None:
    """Queue and searches of an officer leave out what was closed for them, but not for a similar
    number."""
    kept = case(0, excluded=excluded, intake={"phone": PHONE})
    await keep(database, vault, kept)
    wanted = [] if OFFICER in excluded else [0]
    async with database.read() as connection:
        mine = await office_queue.page(connection, vault, [HERE], viewer=OFFICER)
        others = await office_queue.page(connection, vault, [HERE], viewer=77)
        viewer = Viewer(OFFICER, (HERE,))
        by_phone = await search.of_people(connection, vault, [], PHONE, viewer)
        by_village = await search.of_village(connection, vault, VILLAGE, viewer)
        loaded = await cases.load(connection, vault, kept.id, lock=False)
    assert (ids(mine), mine.total) == (wanted, len(wanted))
    assert (ids(by_phone), ids(by_village)) == (wanted, wanted)
    assert ids(others) == [0]
    assert loaded == kept


async def test_similar_complaints_are_counted(database: Database, vault: Vault) -> None:
    """Of the same village and service, opened within the time before, closed ones too; not later
    ones, not itself."""
    same = {"service": "misuse", "opened_at": NOW - timedelta(days=3)}
    await keep(
        database,
        vault,
        case(0, service="misuse"),
        case(1, **same),
        case(2, **same, status=Status.CLOSED),
        case(3, **same, village=OTHER),
        case(4, service="pkh"),
        case(5, service="misuse", opened_at=NOW + timedelta(1)),
        case(6, service="misuse", opened_at=NOW - timedelta(days=400)),
    )
    async with database.read() as connection:
        one = case(0, service="misuse")
        assert await search.similar(connection, one, NOW - timedelta(days=365)) == 2


async def test_open_weights(database: Database, vault: Vault) -> None:
    """Open cases are counted by owner and urgency; closed and free ones weigh nothing."""
    high = {"owner": OFFICER, "urgency": Urgency.HIGH}
    await keep(
        database,
        vault,
        case(0, **high),
        case(1, **high),
        case(2, owner=OFFICER),
        case(3, owner=8),
        case(4),
        case(5, **high, status=Status.CLOSED),
    )
    async with database.read() as connection:
        found = await of_person.weights(connection, [OFFICER, 9])
    assert found == {OFFICER: {Urgency.HIGH: 2, Urgency.NORMAL: 1}}


# ---- lists ---------------------------------------------------------------------------------------


async def test_what_somebody_told_us_of(database: Database, vault: Vault) -> None:
    """A teller's cases come newest first, page by page, closed ones too unless only open ones are
    asked for."""
    count = 2 * PAGE + 1
    kept = [case(n, status=Status.CLOSED if n == 3 else Status.WAITING) for n in range(count)]
    await keep(database, vault, *kept, case(99, teller=98))
    found: list[int] = []
    before = ""
    async with database.read() as connection:
        for _ in range(3):
            page = await of_person.told_by(connection, vault, TELLER, before=before)
            found += ids(page)
            before = page.following
            assert page.total == count
        only_open = await of_person.told_by(connection, vault, TELLER, only_open=True)
        counted = await of_person.count_told_by(connection, TELLER)
        forged = await of_person.told_by(connection, vault, TELLER, before="9" * 40)
    assert (found, before, counted) == (list(reversed(range(count))), "", count)
    assert only_open.total == count - 1
    assert ids(forged)[0] == count - 1


async def test_what_is_in_somebodys_hands(database: Database, vault: Vault) -> None:
    """An officer's own open cases come in the order of the queue, waiting ones too; their number is
    counted."""
    mine = {"owner": OFFICER}
    await keep(
        database,
        vault,
        case(0, **mine),
        case(1, status=Status.WAITING, due_at=NOW - timedelta(days=1), **mine),
        case(2),
        case(3, status=Status.CLOSED, **mine),
        case(4, urgency=Urgency.EMERGENCY, **mine),
        case(5, owner=9),
    )
    async with database.read() as connection:
        through = Through(read("m"), OFFICER, NOW)
        held = await office_queue.page(connection, vault, [HERE], through=through)
        assert (ids(held), held.total) == ([4, 1, 0], 3)
        weights = await of_person.weights(connection, [OFFICER, 9, 8])
    assert {owner: sum(of.values()) for owner, of in weights.items()} == {OFFICER: 3, 9: 1}


# ---- searches ------------------------------------------------------------------------------------


async def test_search_by_phone(database: Database, vault: Vault) -> None:
    """A phone finds the cases of whoever gave it and those in which it may be called, as far as the
    officer may see."""
    await keep(
        database,
        vault,
        case(0, teller=50),
        case(1, intake={"phone": PHONE}),
        case(2, intake={"phone": UNRELATED}),
        case(3, intake={"phone": PHONE}, village=OTHER, office=OTHER),
        case(4, intake={"phone": PHONE}, status=Status.CLOSED),
        case(5, intake={"phone": PHONE}, confidential=True, office=DISTRICT),
    )
    async with database.write() as connection:
        await people.save_profiles(connection, vault, [Profile(50, phone=PHONE)], NOW)
        tellers = await people.by_phone(connection, vault, PHONE)

        async def found(*roles: Membership) -> list[int]:
            return ids(
                await search.of_people(connection, vault, tellers, PHONE, Viewer(OFFICER, roles))
            )

        assert await found(HERE) == [4, 1, 0]
        assert await found(Membership(Role.DISTRICT_OFFICER, DISTRICT)) == [5, 4, 3, 1, 0]
        assert await found(Membership(Role.VOLUNTEER, VILLAGE)) == await found() == []


async def test_search_by_village(database: Database, vault: Vault) -> None:
    """A village's open cases are shown newest first, without what the officer may not see."""
    await keep(
        database,
        vault,
        case(0),
        case(1, status=Status.CLOSED),
        case(2, village=OTHER, office=OTHER),
        case(3),
        case(4, confidential=True, office=DISTRICT),
    )
    async with database.read() as connection:
        assert ids(
            await search.of_village(connection, vault, VILLAGE, Viewer(OFFICER, (HERE,)))
        ) == [3, 0]
        assert ids(await search.of_village(connection, vault, VILLAGE, Viewer(OFFICER, ()))) == []


def test_a_page_key_names_its_place() -> None:
    """The key of a page, read again, is the place it was made from, to the microsecond."""
    moment: datetime = NOW + timedelta(microseconds=7)

    class Row:
        rank, due_at, id = 1, moment, FIRST

    assert place_of(key_of(Row)) == (1, moment, FIRST)


# ---- the queue through a filter ------------------------------------------------------------------

LATE, SOON = NOW - timedelta(days=1), NOW + timedelta(days=1)
SIFTED: dict[str, list[int]] = {
    "": [2, 1, 0, 3],
    "l": [2, 1],
    "m": [4, 3],
    "u": [2, 0],
    "h": [1, 3],
    "lh": [1],
    "3274051004": [0],
    "l3274051004": [],
    "xyz": [2, 1, 0, 3],
    "u3274021002": [],
}
"""Code of a filter: what comes through, of the cases of the test below."""


@pytest.mark.parametrize("code", SIFTED)
async def test_a_sieve_narrows_the_queue(database: Database, vault: Vault, code: str) -> None:
    """Late, mine, unread, a desk, a village: each lets through its own, in the order of the queue,
    never more."""
    elsewhere = "32.74.05.1004"
    both = (HERE, Membership(Role.FRONT_OFFICE, elsewhere))
    await keep(
        database,
        vault,
        case(
            0,
            village=elsewhere,
            office=elsewhere,
            status=Status.RECEIVED,
            due_at=SOON,
            desk=Desk.EDUCATION,
        ),
        case(1, due_at=LATE, desk=Desk.HEALTH),
        case(
            2, urgency=Urgency.EMERGENCY, due_at=LATE, status=Status.RECEIVED, desk=Desk.EDUCATION
        ),
        case(3, due_at=SOON + timedelta(hours=1), owner=OFFICER, desk=Desk.HEALTH),
        case(4, due_at=SOON, owner=OFFICER, status=Status.WAITING, desk=Desk.EDUCATION),
        case(5, due_at=LATE, owner=OFFICER, status=Status.CLOSED, desk=Desk.HEALTH),
        case(6, due_at=LATE, owner=OFFICER, village=OTHER, office=OTHER, desk=Desk.HEALTH),
    )
    through = Through(read(code), OFFICER, NOW)
    async with database.read() as connection:
        found = await office_queue.page(connection, vault, both, through=through)
    assert (ids(found), found.total) == (SIFTED[code], len(SIFTED[code]))


@pytest.mark.parametrize("code", ["l", "u", "m", "h", "lh3274051003"])
async def test_pages_keep_the_sieve(database: Database, vault: Vault, code: str) -> None:
    """Paged to the end, a filter shows each of its cases once, and no other."""
    mine = {"owner": OFFICER, "desk": Desk.HEALTH, "due_at": LATE, "status": Status.RECEIVED}
    count = 2 * PAGE + 3
    kept = [case(n, **{**mine, "due_at": LATE + timedelta(seconds=n)}) for n in range(count)]
    other = [case(100 + n, desk=Desk.EDUCATION, due_at=SOON, owner=9) for n in range(PAGE)]
    await keep(database, vault, *kept, *other)
    found: list[int] = []
    after, through = "", Through(read(code), OFFICER, NOW)
    async with database.read() as connection:
        while True:
            page = await office_queue.page(connection, vault, [HERE], after=after, through=through)
            found, after = found + ids(page), page.following
            if not after:
                break
    assert found == list(range(count))


PLANS = {
    "": "ix_cases_open_village (village=?)",
    "l": "ix_cases_open_village (village=? AND rank=? AND due_at<?)",
    "u": "ix_cases_open_village (village=?)",
    "h": "ix_cases_open_village (village=?)",
    "m": "ix_cases_open_owner (owner=?)",
    "m3274051003": "ix_cases_open_owner (owner=?)",
}


@pytest.mark.parametrize("code", PLANS)
async def test_every_sieve_is_read_from_an_index(
    sqlite_database: Database, vault: Vault, code: str
) -> None:
    """On SQLite the page of each filter is read from an index of open cases in its order, without
    sorting."""
    asked: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    through = Through(read(code), OFFICER, NOW)
    async with sqlite_database.read() as connection:
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await office_queue.page(connection, vault, [HERE], through=through)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        statement, parameters = next(one for one in asked if one[0].startswith("SELECT cases"))
        plan = (
            await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ).all()
    of_its_day = (
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH bell USING INDEX sqlite_autoindex_bell_1 (subject=? AND kind=?)",
    )
    now = of_its_day if through.narrowed.view is View.ALL else ()
    assert [row[3] for row in plan] == [f"SEARCH cases USING INDEX {PLANS[code]}", *now]
