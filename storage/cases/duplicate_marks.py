"""Keyed marks of people and households, and the cases that a new report may be about. Queries are
set-based.

A mark is kept for what a case is about: the person, the household. Names, phones and family card
numbers are never compared themselves. Who shares a household can be seen from equal marks; that is
what they are for.

Tested in tests/storage/cases/test_duplicate_marks.py and test_duplicate_marks_old.py there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.actions.consent import ConsentRecorded
from casework.actions.correcting.address import AddressCorrected
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import REOPEN_WITHIN
from casework.actions.places.renumbering import Renumbered
from casework.actions.question import Answered, parts
from casework.case.events import Event, Filed
from casework.case.intake import Intake, Who
from casework.case.model import Case
from casework.policy.duplicates import Rules, rt_of
from storage.cases.cases import CASES, case_of, history
from storage.db.among import among
from storage.db.database import Database, insert_new, table_of
from storage.db.key_in_use import refuse_another
from storage.db.vault import Vault
from storage.tables.cases import CaseMark, CaseToMark

MOST = 40
"""Cases that a report is compared with by its words, the newest first; as many by their marks."""

BLOCK = 200
"""Cases in one transaction when old ones are marked anew."""

_MARKS = table_of(CaseMark)
_TO_MARK = table_of(CaseToMark)
_NUMBERS = ("nik", "kk")
_ANEW = (Completed, ConsentRecorded, PlaceCorrected, AddressCorrected)
"""What was marked before does not hold after these."""

_CHANGES = (Filed, Renumbered, *_ANEW)

# Asked for every report, so they are built once.
_OF_HOUSEHOLD = select(_MARKS.c.mark).where(
    _MARKS.c.case_id.in_(
        select(_MARKS.c.case_id)
        .where(_MARKS.c.mark == bindparam("own"))
        .order_by(_MARKS.c.case_id.desc())
        .limit(MOST)
    )
)
_BORNE = (
    select(_MARKS.c.mark, _MARKS.c.case_id)
    .where(_MARKS.c.mark.in_(bindparam("marks", expanding=True)))
    .order_by(_MARKS.c.case_id.desc())
    .limit(bindparam("most"))
)
_TOLD_LATELY = and_(
    CASES.c.teller == bindparam("teller"),
    CASES.c.merged_into.is_(None),
    CASES.c.closed_at >= bindparam("closed_since"),
)
_OF_SERVICE = select(CASES).where(
    CASES.c.service == bindparam("service"), CASES.c.opened_at >= bindparam("since")
)
_BY_MARK = (
    _OF_SERVICE.where(among(CASES.c.id, "cases"))
    .where(or_(CASES.c.closed_at.is_(None), _TOLD_LATELY))
    .order_by(CASES.c.id.desc())
    .limit(MOST)
)
_BY_PLACE = (
    _OF_SERVICE.where(CASES.c.village == bindparam("village"))
    .where(CASES.c.closed_at.is_(None), CASES.c.confidential.is_(False))
    .order_by(CASES.c.opened_at.desc())
    .limit(MOST)
)


@dataclass(frozen=True)
class Marks:
    """Keyed marks of the person and of the household that something is about."""

    persons: frozenset[bytes] = frozenset()
    households: frozenset[bytes] = frozenset()


def marks_of(vault: Vault, teller: int, village: str, intake: Intake) -> Marks:
    """The marks of what was told: by whom (``self``, ``family``), or about whom, and the phone.

    A name alone is no person: it counts within one RT of one village.
    """
    who, phone = intake.who or Who.SELF, intake.phone
    letters = "".join(c if c.isalpha() else " " for c in intake.sufferer or "")
    name, home = (
        " ".join(letters.casefold().split()),
        f"{village} {rt_of(intake.place or '')}",
    )
    persons = {vault.fingerprint("person", f"name {home} {name}")} if name and village else set()
    households = {vault.fingerprint("household", f"phone {phone}")} if phone else set()
    if who in (Who.SELF, Who.FAMILY):
        households.add(vault.fingerprint("household", f"teller {teller}"))
    if who is Who.SELF:
        persons.add(vault.fingerprint("person", f"teller {teller}"))
    return Marks(frozenset(persons), frozenset(households))


async def keep(
    connection: AsyncConnection,
    vault: Vault,
    cases: Mapping[int, Case],
    events: Iterable[tuple[int, Event]],
) -> None:
    """Keep the marks of cases to which something has happened: (case, event) of each."""
    told = [(cases[case_id], event) for case_id, event in events if case_id in cases]
    renewed = {case.id: case for case, event in told if isinstance(event, _CHANGES)}
    if old := [case.id for case, event in told if isinstance(event, _ANEW)]:
        await connection.execute(delete(_MARKS).where(_MARKS.c.case_id.in_(old)))
    rows = []
    for case in renewed.values():
        marks = marks_of(vault, case.teller, case.village, case.intake)
        rows += [{"mark": mark, "case_id": case.id} for mark in marks.persons | marks.households]
    for case, event in told:
        for number in _numbers(event.answer) if isinstance(event, Answered) else ():
            rows.append({"mark": vault.fingerprint(*number), "case_id": case.id})
    await insert_new(connection, CaseMark, rows, ("mark", "case_id"))


def _numbers(answer: Any) -> list[tuple[str, str]]:
    return [(kind, str(value)) for kind, value in parts(answer) if kind in _NUMBERS]


async def remake(database: Database, vault: Vault) -> int:
    """Mark the numbers of cases from before anew; gives how many cases were looked at.

    Without it a report of today would not meet them. Their old marks stay: they still meet each
    other's. May be broken off, and goes on with what is left. WrongKey for another key than that of
    the database."""
    async with database.read() as connection:
        if await connection.scalar(select(_TO_MARK.c.case_id).limit(1)) is None:
            return 0
    await refuse_another(database, vault)
    count = 0
    while True:
        async with database.write() as connection:
            waiting = select(_TO_MARK.c.case_id).order_by(_TO_MARK.c.case_id).limit(BLOCK)
            block = list(await connection.scalars(waiting))
            await _remake(connection, vault, block)
        count += len(block)
        if len(block) < BLOCK:
            return count


async def _remake(connection: AsyncConnection, vault: Vault, block: Sequence[int]) -> None:
    rows = []
    for case_id in block:
        told = await history(connection, vault, case_id)
        since = max((at for event, at in told if isinstance(event, _ANEW)), default=None)
        answers = [x.answer for x, at in told if isinstance(x, Answered) and at >= (since or at)]
        marks = {vault.fingerprint(*number) for one in answers for number in _numbers(one)}
        rows += [{"mark": mark, "case_id": case_id} for mark in marks]
    await insert_new(connection, CaseMark, rows, ("mark", "case_id"))
    await connection.execute(delete(_TO_MARK).where(_TO_MARK.c.case_id.in_(block)))


async def with_household(
    connection: AsyncConnection, vault: Vault, teller: int, marks: Marks
) -> Marks:
    """The marks with those that the teller's own earlier cases have got for their household: a
    family card, say."""
    own = vault.fingerprint("household", f"teller {teller}")
    if own not in marks.households:
        return marks
    rows = await connection.execute(_OF_HOUSEHOLD, {"own": own})
    return Marks(marks.persons, marks.households | ({row.mark for row in rows} - marks.persons))


async def sharing(connection: AsyncConnection, vault: Vault, case_id: int) -> Sequence[Case]:
    """The other cases that bear a mark of this one, the newest first: of the same person or
    household."""
    own = select(_MARKS.c.mark).where(_MARKS.c.case_id == case_id)
    theirs = select(_MARKS.c.case_id).where(_MARKS.c.mark.in_(own), _MARKS.c.case_id != case_id)
    wanted = select(CASES).where(CASES.c.id.in_(theirs)).order_by(CASES.c.id.desc()).limit(MOST)
    return [case_of(vault, row) for row in await connection.execute(wanted)]


@dataclass(frozen=True)
class Lead:
    """A case that a report may be about, and those of the report's marks that it bears."""

    case: Case
    marks: frozenset[bytes]


async def leads(
    connection: AsyncConnection,
    vault: Vault,
    *,
    teller: int,
    village: str,
    service: str,
    marks: Marks,
    at: datetime,
    rules: Rules,
) -> Sequence[Lead]:
    """Open cases of the service by mark, or of the village, and what the teller told that was
    closed lately."""
    wanted = list(marks.persons | marks.households)
    found = await connection.execute(_BORNE, {"marks": wanted, "most": MOST * len(wanted)})
    borne: dict[int, frozenset[bytes]] = {}
    for row in found:
        borne[row.case_id] = borne.get(row.case_id, frozenset()) | {row.mark}
    marked = {
        "cases": list(borne),
        "service": service,
        "since": at - max(rules.person, rules.household),
        "teller": teller,
        "closed_since": at - REOPEN_WITHIN,
    }
    near = {"village": village, "service": service, "since": at - rules.words}
    rows = [*await connection.execute(_BY_MARK, marked)]
    rows += await connection.execute(_BY_PLACE, near)
    cases = {row.id: row for row in rows}
    return [Lead(case_of(vault, row), borne.get(row.id, frozenset())) for row in cases.values()]
