"""One transaction: what was loaded, what has changed, and one write of it all, on both
databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework import lifecycle
from casework.actions.assignment import Claim, Claimed
from casework.actions.ending.resolution import Withdraw
from casework.actions.question import Ask
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Intake, Who
from casework.case.model import Case, Membership, Refused, Role, Status
from casework.case.number import first_of
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Brief
from storage.cases import cases
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending.bells import due_bells
from storage.pending.outbox import Letter
from storage.people import invitations, people
from storage.people.people import Profile
from storage.tables.cases import CaseRow, EventRow, FileRow
from storage.tables.pending import BellRow, OutboxRow
from storage.tables.updates import SeenRow
from storage.unit_of_work import Batch
from tests.casework.cases import NOW, OFFICER, POLICY, TELLER, VILLAGE, filed


async def count(database: Database, *tables: type) -> list[int]:
    async with database.read() as connection:
        return [
            (
                await connection.execute(select(func.count()).select_from(table_of(table)))
            ).scalar_one()
            for table in tables
        ]


async def open_case(batch: Batch, key: str = "draft") -> Case:
    """File a case in a batch, with its bells."""
    event = lifecycle.file(
        c.File(TELLER, key, VILLAGE, "pkh", {}, Intake(who=Who.SELF)), batch.at, POLICY
    )
    case = lifecycle.opened(await batch.next_case_id(), event, batch.at)
    batch.record(case, (event,), POLICY.bells(case, (event,), batch.at))
    return case


async def ask(batch: Batch, case_id: int, command: c.Command) -> Case:
    """Ask something of a case in a batch, as the desk does."""
    case = await batch.case(case_id)
    assert case is not None
    events = lifecycle.decide(case, command, batch.at, POLICY)
    for event in events:
        case = lifecycle.evolve(case, event, batch.at)
    batch.record(case, events, POLICY.bells(case, events, batch.at))
    return case


async def filed_before(database: Database, vault: Vault) -> Case:
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        case = await open_case(batch)
        await batch.flush()
    return case


async def test_an_update_is_new_once(database: Database, vault: Vault) -> None:
    """An update counts as handled from the first time, within a batch, across batches, and for each
    bot apart."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        assert await batch.unseen(1, [5, 6, 5]) == {5, 6}
        await batch.flush()
        assert await batch.unseen(1, [6, 7]) == {7}
        await batch.flush()
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        assert await batch.unseen(1, [5, 6, 7, 8]) == {8}
        assert await batch.unseen(2, [5]) == {5}


async def test_without_a_flush_nothing_is_kept(database: Database, vault: Vault) -> None:
    """A batch that was not flushed leaves no trace, and a transaction that fails takes everything
    with it."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        await batch.unseen(1, [5])
        await open_case(batch)
    assert await count(database, SeenRow, CaseRow) == [0, 0]
    with pytest.raises(ZeroDivisionError):
        await _flush_and_fail(database, vault)
    assert await count(database, SeenRow, CaseRow, EventRow, BellRow, OutboxRow) == [0] * 5


async def _flush_and_fail(database: Database, vault: Vault) -> None:
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        await batch.unseen(1, [5])
        await open_case(batch)
        batch.post(Letter("k", TELLER, Delivery.REMINDER, "sendMessage", {"text": "x"}, NOW))
        await batch.flush()
        raise ZeroDivisionError


async def test_one_flush_writes_everything(database: Database, vault: Vault) -> None:
    """Case, event, bells, letter, wanted file, person and talk are all there after one flush, and
    only once."""
    talk = Talk((Draft("d", "report"),))
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        await batch.unseen(1, [5])
        batch.keep_profile(replace((await batch.person(TELLER)).profile, language="id"))
        batch.keep_talk(TELLER, talk)
        case = await open_case(batch)
        batch.want_files(case.id, [{"kind": "photo", "file_id": "f", "unique_id": "u", "size": 3}])
        batch.post(
            Letter("k", TELLER, Delivery.REMINDER, "sendMessage", {"text": "x"}, NOW, case.id)
        )
        await batch.flush()
        await batch.flush()
    bells = len(POLICY.bells(case, filed()[1:], NOW).bells)
    assert await count(database, SeenRow, CaseRow, EventRow, BellRow, OutboxRow, FileRow) == [
        1,
        1,
        1,
        bells,
        1,
        1,
    ]
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        person = await batch.person(TELLER)
        assert (person.profile, person.talk.drafts) == (Profile(TELLER, "id"), talk.drafts)
        assert await batch.case(case.id) == case


async def test_a_batch_sees_its_own_changes(database: Database, vault: Vault) -> None:
    """What an update has changed counts for the next one of the same batch, before anything is
    written."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        assert (await batch.briefs(TELLER), await batch.id_of_key("draft")) == ((), None)
        case = await open_case(batch)
        assert (await batch.case(case.id), await batch.id_of_key("draft")) == (case, case.id)
        assert await batch.briefs(TELLER) == (
            Brief(case.id, "pkh", "received", opened=NOW, calm=True),
        )
        asked = await ask(batch, case.id, Ask(OFFICER, "since when?", "date"))
        assert asked.version == 3
        assert await batch.briefs(TELLER) == (
            Brief(
                case.id,
                "pkh",
                "waiting",
                "since when?",
                "date",
                opened=NOW,
                calm=True,
                asked_at=NOW,
            ),
        )
        await ask(batch, case.id, Withdraw(TELLER, "solved"))
        assert await batch.briefs(TELLER) == ()
        await batch.flush()
    assert await count(database, CaseRow, EventRow) == [1, 4]


async def test_numbers_of_a_batch_follow_each_other(database: Database, vault: Vault) -> None:
    """Cases of one batch and of the next have consecutive numbers, flushed in between or not."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        first = [(await open_case(batch, "a")).id, (await open_case(batch, "b")).id]
        await batch.flush()
        first.append((await open_case(batch, "c")).id)
        await batch.flush()
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW + timedelta(days=60))
        second = (await open_case(batch, "d")).id
        await batch.flush()
    start = first_of(2026)
    assert (first, second) == ([start, start + 1, start + 2], first_of(2027))


async def test_bells_set_and_stopped_in_one_batch(database: Database, vault: Vault) -> None:
    """A bell that is stopped in the batch that set it never rings; what is set after the stop
    does."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        batch.set_bells([Bell("late", OfCase(1), "1.0", NOW), Bell("still", OfCase(1), "1.0", NOW)])
        batch.set_bells([Bell("late", OfCase(1), "2.0", NOW)], [(OfCase(1), "late")])
        await batch.flush()
        batch.set_bells([], [("1", "still")])
        await batch.flush()
        due = await due_bells(connection, NOW, 9)
    assert [(bell.kind, bell.occurrence) for _, bell in due] == [("late", "2.0")]


async def test_a_role_given_counts_at_once(database: Database, vault: Vault) -> None:
    """After a reload a person has the role that was just given, and is called for its office."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        assert (await batch.person(OFFICER)).new
        batch.keep_profile(Profile(OFFICER, "id"))
        assert await batch.at_work(VILLAGE, frozenset({Role.FRONT_OFFICE})) == []
        await invitations.add_invite(
            connection,
            mark=invitations.mark_of("code"),
            role=Role.FRONT_OFFICE,
            scope=VILLAGE,
            desks=(),
            made_by=1,
            at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        await invitations.redeem(connection, "code", OFFICER, NOW)
        assert (await batch.person(OFFICER)).memberships == ()
        await batch.reload(OFFICER)
        known = await batch.person(OFFICER)
        assert (known.memberships, known.profile.language) == (
            (Membership(Role.FRONT_OFFICE, VILLAGE),),
            "id",
        )
        assert [i for i, _, _ in await batch.at_work(VILLAGE, frozenset({Role.FRONT_OFFICE}))] == [
            OFFICER
        ]


async def test_who_is_forgotten_is_new_after_a_reload(database: Database, vault: Vault) -> None:
    """Erased in the batch that changed them, a person is empty, and stays so when the batch
    ends."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        await batch.person(TELLER)
        batch.keep_profile(Profile(TELLER, "id", VILLAGE, "2026-11", NOW))
        batch.keep_talk(TELLER, Talk((Draft("d", "erase"),)))
        await batch.flush()
        await people.erase(connection, TELLER)
        await batch.reload(TELLER)
        await batch.flush()
    async with database.write() as connection:
        known = await Batch(connection, vault, NOW).person(TELLER)
    assert (known.profile, known.talk) == (Profile(TELLER), Talk())


async def test_of_many_who_claim_at_once_one_wins(database: Database, vault: Vault) -> None:
    """Ten officers claim a case in ten transactions at once: one has it, nine are told, the trail
    has one claim."""
    case = await filed_before(database, vault)

    async def claim(officer: int) -> str:
        async with database.write() as connection:
            batch = Batch(connection, vault, NOW)
            try:
                await ask(batch, case.id, Claim(officer))
            except Refused as refused:
                return refused.key
            await batch.flush()
            return "claimed"

    outcomes = await asyncio.gather(*(claim(officer) for officer in range(100, 110)))
    assert sorted(outcomes) == ["claimed", *["refused.claim.taken"] * 9]
    async with database.write() as connection:
        kept = await Batch(connection, vault, NOW).case(case.id)
        history = await cases.history(connection, vault, case.id)
    assert kept is not None
    assert (kept.status, kept.owner) == (Status.IN_PROGRESS, 100 + outcomes.index("claimed"))
    assert [type(event) for event, _ in history] == [e.Filed, Claimed]


async def test_an_unknown_case_is_none(database: Database, vault: Vault) -> None:
    """A case that does not exist is not there, and asking writes nothing."""
    async with database.write() as connection:
        batch = Batch(connection, vault, NOW)
        assert (await batch.case(5), await batch.id_of_key("x")) == (None, None)
        batch.want_files(5, [])
        await batch.flush()
    assert await count(database, CaseRow, FileRow) == [0, 0]
