"""What cases name: rows of the configuration by their code, with how many cases and people name
each; and what is kept of those rows with the cases.

Nothing sealed is opened here, but for open forms.

Tested in tests/bot/trials/test_rows_that_go.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.policy import bell_subjects
from casework.policy.bell_subjects import OfCase
from conversations.protocol import dialogue
from conversations.protocol.dialogue import Talk
from storage.cases.case_columns import known_in, known_out
from storage.cases.cases import CASES
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.pending import BellRow
from storage.tables.people import Grant, PersonRow, TalkRow

_BELLS = table_of(BellRow)
_PERSON = table_of(PersonRow)
_GRANT = table_of(Grant)
_TALK = table_of(TalkRow)

COLUMNS = ("service", "party", "desk", "village", "office", "referred_to")
"""The columns of a case that hold the code of a row."""


@dataclass(frozen=True)
class Named:
    """A row that is named by ``cases``, of which ``open`` are open; ``one`` of them is this id."""

    code: str
    cases: int
    open: int
    one: int


async def by_column(connection: AsyncConnection, column: str) -> list[Named]:
    """The codes in a column of cases."""
    return [_named(row) for row in await _grouped(connection, CASES.c[column])]


async def by_sector(connection: AsyncConnection) -> list[Named]:
    """The sectors of cases, as they are kept with them."""
    found: dict[str, Named] = {}
    for row in await _grouped(connection, CASES.c.known):
        code = known_in(row.code).get("sector", "")
        so_far = found.get(code, Named(code, 0, 0, row.one))
        found[code] = Named(
            code,
            cases=so_far.cases + row.cases,
            open=so_far.open + row.open,
            one=max(so_far.one, row.one),
        )
    return [named for code, named in found.items() if code]


async def _grouped(connection: AsyncConnection, column: ColumnElement[str]) -> Any:
    is_open = case((CASES.c.closed_at.is_(None), 1), else_=0)
    counted = select(
        column.label("code"),
        func.count().label("cases"),
        func.sum(is_open).label("open"),
        func.max(CASES.c.id).label("one"),
    )
    return await connection.execute(counted.where(column != "").group_by(column).order_by(column))


def _named(row: Any) -> Named:
    return Named(row.code, row.cases, row.open, row.one)


async def people_of(connection: AsyncConnection) -> list[tuple[str, int]]:
    """The villages that residents have named as theirs, with how many."""
    village = _PERSON.c.village
    counted = select(village, func.count()).where(village != "")
    rows = await connection.execute(counted.group_by(village))
    return sorted((code, n) for code, n in rows)


async def scopes(connection: AsyncConnection) -> list[tuple[str, int]]:
    """The scopes of roles that count, with how many."""
    scope = _GRANT.c.scope
    counted = select(scope, func.count()).where(_GRANT.c.ended_at.is_(None))
    rows = await connection.execute(counted.group_by(scope))
    return sorted((code, n) for code, n in rows)


async def strange_bells(
    connection: AsyncConnection, kinds: Collection[str]
) -> list[tuple[str, int]]:
    """The kinds of waiting bells that are none of ``kinds``, with for how many cases each."""
    strange = and_(_BELLS.c.fired_at.is_(None), _BELLS.c.kind.not_in(kinds))
    counted = select(_BELLS.c.kind, func.count(distinct(_BELLS.c.subject))).where(strange)
    rows = await connection.execute(counted.group_by(_BELLS.c.kind))
    return sorted((kind, n) for kind, n in rows)


async def cases_of_bells(connection: AsyncConnection, kinds: Collection[str]) -> list[int]:
    """The cases for which bells of these kinds wait."""
    waiting = and_(_BELLS.c.fired_at.is_(None), _BELLS.c.kind.in_(kinds))
    rows = await connection.execute(select(_BELLS.c.subject).where(waiting).distinct())
    found = [bell_subjects.read(subject) for (subject,) in rows]
    return sorted(one.case for one in found if isinstance(one, OfCase))


async def kinds_of(connection: AsyncConnection, case_id: int) -> set[str]:
    """The kinds of bells that a case has or has had."""
    of_case = _BELLS.c.subject == str(OfCase(case_id))
    rows = await connection.execute(select(_BELLS.c.kind).where(of_case))
    return set(rows.scalars())


async def open_forms(connection: AsyncConnection, vault: Vault) -> dict[str, int]:
    """How many people have each form open."""
    found: dict[str, int] = {}
    for row in await connection.execute(select(_TALK)):
        state = vault.json_or(None, "talk", "state", row.person_id, row.state)
        talk = dialogue.load(state) if state else Talk()
        for form in {draft.form for draft in (*talk.drafts, *talk.set_aside)}:
            found[form] = found.get(form, 0) + 1
    return found


async def be_careful(connection: AsyncConnection, services: Collection[str]) -> int:
    """Have the cases of services that few may see seen by few; how many were not so yet."""
    bold = and_(CASES.c.service.in_(services), CASES.c.sensitive.is_(False))
    done = await connection.execute(update(CASES).where(bold).values(sensitive=True))
    return done.rowcount


async def without_names(connection: AsyncConnection) -> list[tuple[str, str, str]]:
    """Service, party and village of the cases with which no name is kept, each once."""
    which = CASES.c.service, CASES.c.party, CASES.c.village
    rows = await connection.execute(select(*which).where(CASES.c.known == "").distinct())
    return [(service, party, village) for service, party, village in rows]


async def keep_names(
    connection: AsyncConnection, which: tuple[str, str, str], known: Mapping[str, str]
) -> None:
    """Keep what the rows of those cases are called."""
    service, party, village = which
    same = and_(
        CASES.c.known == "",
        CASES.c.service == service,
        CASES.c.party == party,
        CASES.c.village == village,
    )
    await connection.execute(update(CASES).where(same).values(known=known_out(known)))
