"""Marks of people and households are keyed and found by index; what further tellers told is
sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from casework import lifecycle
from casework.actions.consent import ConsentRecorded
from casework.actions.question import Answered
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Consent, Intake, Who
from casework.case.model import Case, Status
from casework.policy.followups import Changes
from storage.cases import co_reporters, duplicate_marks
from storage.cases.co_reporters import Teller, WaitingReport
from storage.cases.duplicate_marks import Marks, marks_of
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.cases import CaseMark, CaseTeller
from storage.tables.pending import HeldReport
from storage.unit_of_work import Batch
from tests.casework.cases import NEIGHBOUR, NOW, POLICY, TELLER, VILLAGE, having

VAULT = Vault(bytes(range(32)))
RULES = POLICY.duplicates
STORY = {"texts": ["the roof of the widow"], "files": [], "location": None}
NONE = Changes((), frozenset())


def told(**intake: Any) -> Marks:
    return marks_of(VAULT, TELLER, VILLAGE, Intake.load({"who": "self", **intake}))


def test_marks_are_keyed() -> None:
    """Another key makes other marks of the same person, name and phone; no mark holds what it was
    made from."""
    intake = {
        "who": "neighbour",
        "sufferer": "Mbah Satu",
        "phone": "+628123456789",
        "place": "RT 3",
    }
    here, there = (
        marks_of(vault, TELLER, VILLAGE, Intake.load(intake)) for vault in (VAULT, Vault(bytes(32)))
    )
    every = here.persons | here.households
    assert (len(here.persons), len(here.households)) == (1, 1)
    assert not every & (there.persons | there.households)
    assert all(len(mark) == 32 and b"8123" not in mark for mark in every)


@pytest.mark.parametrize(
    ("one", "two", "person", "household"),
    [
        ({}, {}, True, True),
        ({}, {"who": "family"}, False, True),
        ({"who": "unsaid"}, {}, False, False),
        ({"phone": "+6281"}, {"phone": "+6281", "who": "neighbour"}, False, True),
        (
            {"who": "neighbour", "sufferer": "Mbah Satu", "place": "RT 03"},
            {"who": "neighbour", "sufferer": " mbah  SATU.", "place": "rt 3 dekat pos"},
            True,
            False,
        ),
        (
            {"who": "neighbour", "sufferer": "Mbah", "place": "RT 3"},
            {"who": "neighbour", "sufferer": "Mbah", "place": "RT 4"},
            False,
            False,
        ),
        (
            {"who": "neighbour", "sufferer": None},
            {"who": "neighbour", "sufferer": ""},
            False,
            False,
        ),
    ],
)
def test_who_is_the_same(
    one: dict[str, Any], two: dict[str, Any], person: bool, household: bool
) -> None:
    """Oneself is a person and a household, one's family a household, a neighbour a name within an
    RT."""
    a, b = told(**one), told(**two)
    assert (bool(a.persons & b.persons), bool(a.households & b.households)) == (person, household)


async def keep(database: Database, case: Case, *events: e.Event) -> None:
    async with database.write() as connection:
        batch = Batch(connection, VAULT, NOW)
        batch.record(replace(case, version=case.version + len(events) - 1), events, NONE)
        await batch.flush()


def opened(n: int, *, teller: int = TELLER, **intake: Any) -> tuple[Case, e.Filed]:
    """The n-th case of the village and its first event."""
    event = lifecycle.file(
        c.File(
            teller,
            f"key{n}",
            VILLAGE,
            "pkh",
            {},
            Intake.load({"who": "self", "story": STORY, **intake}),
        ),
        NOW,
        POLICY,
    )
    return lifecycle.opened(260_000_000 + n, event, NOW), event


async def found(database: Database, teller: int, intake: Mapping[str, Any]) -> dict[int, int]:
    """The cases that a report may be about, with how many marks they share."""
    mine = marks_of(VAULT, teller, VILLAGE, Intake.load(intake))
    async with database.read() as connection:
        mine = await duplicate_marks.with_household(connection, VAULT, teller, mine)
        leads = await duplicate_marks.leads(
            connection,
            VAULT,
            teller=teller,
            village="32.74.05.1001",
            service="pkh",
            marks=mine,
            at=NOW,
            rules=RULES,
        )
    return {lead.case.id: len(lead.marks) for lead in leads}


async def test_a_case_is_found_by_its_marks(database: Database) -> None:
    """By its teller, by the phone of the household, and not by anybody else's."""
    await keep(database, *opened(1, phone="+6281"))
    await keep(database, *opened(2, teller=NEIGHBOUR, who="neighbour", phone="+6282"))
    assert await found(database, TELLER, {"who": "self"}) == {260_000_001: 3}
    assert await found(database, 99, {"who": "self", "phone": "+6282"}) == {260_000_002: 1}
    assert await found(database, 99, {"who": "self", "phone": "+6283"}) == {}


async def test_a_family_card_joins_a_household(database: Database) -> None:
    """Two people who gave the same family card number are one household, also for what they tell
    next."""
    answer = Answered(TELLER, {"kind": "kk", "value": "3274051203850003"}, NOW)
    for n, teller in ((1, TELLER), (2, NEIGHBOUR)):
        case, event = opened(n, teller=teller)
        await keep(database, case, event)
        await keep(database, replace(case, version=2), replace(answer, by=teller))
    assert set(await found(database, TELLER, {"who": "family"})) == {260_000_001, 260_000_002}
    async with database.read() as connection:
        every = (await connection.execute(select(table_of(CaseMark).c.mark))).scalars().all()
    assert not any(b"3274" in mark for mark in every)


async def test_who_refuses_is_not_marked(database: Database) -> None:
    """A neighbour who does not agree to the report leaves no mark, neither name nor phone."""
    case, event = opened(1, who="neighbour", sufferer="Mbah Satu", phone="+6281", place="RT 3")
    await keep(database, case, event)
    refused = ConsentRecorded(TELLER, Consent.REFUSED)
    await keep(database, replace(lifecycle.evolve(case, refused, NOW), version=2), refused)
    async with database.read() as connection:
        assert (await connection.execute(select(table_of(CaseMark)))).all() == []


async def test_only_ones_own_case_is_found_once_it_is_closed(database: Database) -> None:
    """For thirty days; a duplicate goes on elsewhere and is not found."""
    case, event = opened(1, phone="+6281")
    for changed, mine in (
        ({"closed_at": NOW - timedelta(days=30)}, True),
        ({"closed_at": NOW - timedelta(days=31)}, False),
        ({"closed_at": NOW, "merged_into": 7}, False),
    ):
        async with database.write() as connection:
            await connection.execute(delete(table_of(CaseMark)))
            await connection.execute(text("DELETE FROM cases"))
            batch = Batch(connection, VAULT, NOW)
            batch.record(having(case, status=Status.CLOSED, **changed), [], NONE)
            await batch.flush()
            await duplicate_marks.keep(connection, VAULT, {case.id: case}, [(case.id, event)])
        assert bool(await found(database, TELLER, {"who": "self"})) is mine
        assert not await found(database, 99, {"who": "self", "phone": "+6281"})


async def test_look_ups_use_their_indexes(sqlite_database: Database) -> None:
    """Marks by their primary key, the cases of a village and service by an index of their own, in
    order."""
    wanted = {
        "SELECT case_id FROM case_mark WHERE mark = x'00' ORDER BY case_id DESC LIMIT 9": (
            "SEARCH case_mark USING COVERING INDEX sqlite_autoindex_case_mark_1 (mark=?)"
        ),
        "SELECT id FROM cases WHERE village = 'v' AND service = 's' AND opened_at >= '2026'"
        " AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 9": (
            "SEARCH cases USING INDEX ix_cases_open_service"
            " (village=? AND service=? AND opened_at>?)"
        ),
        "SELECT case_id FROM case_teller WHERE person_id = 1": (
            "SEARCH case_teller USING COVERING INDEX ix_case_teller_person_id (person_id=?)"
        ),
        "SELECT person_id FROM case_teller WHERE case_id = 1": (
            "SEARCH case_teller USING COVERING INDEX sqlite_autoindex_case_teller_1 (case_id=?)"
        ),
    }
    async with sqlite_database.read() as connection:
        for query, plan in wanted.items():
            rows = (await connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))).all()
            assert [row[3] for row in rows] == [plan]


async def test_what_further_tellers_told_is_sealed(database: Database) -> None:
    """It opens for its case and person; who joins twice stays as they are; leaving takes it
    away."""
    async with database.write() as connection:
        for story in (STORY, {"texts": ["again"]}):
            await co_reporters.join(
                connection, VAULT, 1, [Teller(NEIGHBOUR, NOW, Intake(story=story))]
            )
        (raw,) = (await connection.execute(select(table_of(CaseTeller).c.told))).scalars()
        assert await co_reporters.of_case(connection, VAULT, 1) == [
            Teller(NEIGHBOUR, NOW, Intake(story=STORY))
        ]
        await co_reporters.leave(connection, 1, [NEIGHBOUR])
        assert await co_reporters.of_case(connection, VAULT, 1) == []
    assert b"widow" not in raw


async def test_a_held_report_comes_back_whole(database: Database) -> None:
    """The command as it was, sealed meanwhile; let go once, and only once."""
    command = c.File(
        TELLER, "draft", VILLAGE, "pkh", {"care": "later"}, Intake(who=Who.SELF, story=STORY)
    )
    async with database.write() as connection:
        for _ in range(2):
            await co_reporters.hold(connection, VAULT, WaitingReport(command, (3, 1), NOW))
        (raw,) = (await connection.execute(select(table_of(HeldReport).c.told))).scalars()
        assert await co_reporters.held(connection, VAULT, "draft") == WaitingReport(
            command, (3, 1), NOW
        )
        assert [await co_reporters.let_go(connection, "draft") for _ in range(2)] == [True, False]
        assert await co_reporters.held(connection, VAULT, "draft") is None
        await co_reporters.hold(connection, VAULT, WaitingReport(command, (), NOW))
        await co_reporters.forget(connection, TELLER)
        assert await co_reporters.held(connection, VAULT, "draft") is None
    assert b"widow" not in raw
