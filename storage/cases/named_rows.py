"""What cases name: rows of the configuration by their code, with how many cases and people name
each; and what is kept of those rows with the cases.

Nothing sealed is opened here, but for open forms.

Tested in tests/harness/test_rows_that_go.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, distinct, func, literal, select, union_all, update
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


def _counted(name: str) -> Select[Any]:
    """The codes in a column of cases, how many have each, how many of those are open, and one."""
    code, is_open = CASES.c[name], case((CASES.c.closed_at.is_(None), 1), else_=0)
    what = (literal(name), code, func.count(), func.sum(is_open), func.max(CASES.c.id))
    return select(*what).where(code != "").group_by(code)


# Asked at each start, so they are built once.
_COUNTED = union_all(*(_counted(name) for name in (*COLUMNS, "known")))
_LIVING = (
    select(_PERSON.c.village, func.count())
    .where(_PERSON.c.village != "")
    .group_by(_PERSON.c.village)
)
_SCOPES = (
    select(_GRANT.c.scope, func.count()).where(_GRANT.c.ended_at.is_(None)).group_by(_GRANT.c.scope)
)
_WAITING_KINDS = select(_BELLS.c.kind).where(_BELLS.c.fired_at.is_(None)).distinct()
_TALKS = select(_TALK)
_SEEN_BY_MANY = select(CASES.c.service).where(CASES.c.sensitive.is_(False)).distinct()
_NAMELESS = (
    select(CASES.c.service, CASES.c.party, CASES.c.village).where(CASES.c.known == "").distinct()
)


async def named(connection: AsyncConnection) -> dict[str, list[Named]]:
    """What cases name, by column, in the order of the codes; as ``sector`` the sectors that are
    kept with them."""
    found: dict[str, list[Named]] = {name: [] for name in COLUMNS}
    sectors: dict[str, Named] = {}
    for name, code, *counts in sorted(tuple(row) for row in await connection.execute(_COUNTED)):
        if name == "known":
            _add(sectors, Named(known_in(code).get("sector", ""), *counts))
        else:
            found[name].append(Named(code, *counts))
    return found | {"sector": [sectors[code] for code in sectors if code]}


def _add(found: dict[str, Named], more: Named) -> None:
    """The same code is kept with cases in several ways; here it counts once."""
    so_far = found.get(more.code, Named(more.code, 0, 0, 0))
    cases, is_open = so_far.cases + more.cases, so_far.open + more.open
    found[more.code] = Named(more.code, cases, is_open, max(so_far.one, more.one))


async def people_of(connection: AsyncConnection) -> list[tuple[str, int]]:
    """The villages that residents have named as theirs, with how many."""
    return sorted((code, n) for code, n in await connection.execute(_LIVING))


async def scopes(connection: AsyncConnection) -> list[tuple[str, int]]:
    """The scopes of roles that count, with how many."""
    return sorted((code, n) for code, n in await connection.execute(_SCOPES))


async def strange_bells(
    connection: AsyncConnection, kinds: Collection[str]
) -> list[tuple[str, int]]:
    """The kinds of waiting bells that are none of ``kinds``, with for how many cases each. Mostly
    there are none, so they are only counted where there are."""
    strange = sorted(set(await connection.scalars(_WAITING_KINDS)) - set(kinds))
    if not strange:
        return []
    counted = select(_BELLS.c.kind, func.count(distinct(_BELLS.c.subject)))
    those = and_(_BELLS.c.fired_at.is_(None), _BELLS.c.kind.in_(strange))
    rows = await connection.execute(counted.where(those).group_by(_BELLS.c.kind))
    return sorted((kind, n) for kind, n in rows)


async def cases_of_bells(connection: AsyncConnection, kinds: Collection[str]) -> list[int]:
    """The cases for which bells of these kinds wait."""
    if not kinds:
        return []
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
    for row in await connection.execute(_TALKS):
        state = vault.json_or(None, "talk", "state", row.person_id, row.state)
        talk = dialogue.load(state) if state else Talk()
        for form in {draft.form for draft in (*talk.drafts, *talk.set_aside)}:
            found[form] = found.get(form, 0) + 1
    return found


async def be_careful(connection: AsyncConnection, services: Collection[str]) -> int:
    """Have the cases of services that few may see seen by few; how many were not so yet."""
    seen_by_many = set(await connection.scalars(_SEEN_BY_MANY))
    bold = sorted(seen_by_many.intersection(services))
    if not bold:
        return 0
    those = and_(CASES.c.service.in_(bold), CASES.c.sensitive.is_(False))
    done = await connection.execute(update(CASES).where(those).values(sensitive=True))
    return done.rowcount


async def without_names(connection: AsyncConnection) -> list[tuple[str, str, str]]:
    """Service, party and village of the cases with which no name is kept, each once."""
    rows = await connection.execute(_NAMELESS)
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
