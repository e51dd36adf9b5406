"""The word index: which case tells which word, kept as keyed marks only (a blind index), the same
on both databases.

A mark is the first bytes of a keyed fingerprint, so that the file alone tells nobody a word. What
may be learned all the same (that two cases share a word) is said in docs/privacy.md. Prefixes can't
be looked for further than their first letters; endings are cut before
(casework/search/keywords.py)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import may_see
from casework.case.events import Event
from casework.search import keywords
from storage.cases.cases import CASES, case_of, histories
from storage.cases.list_page import PAGE, ListPage, found_in_all, newest_first
from storage.cases.search import Viewer, in_sight
from storage.db.database import insert_new, table_of
from storage.db.vault import Vault
from storage.tables.cases import CaseWord

MARK_BYTES = 10
"""How many of the 32 bytes of a fingerprint a mark keeps; two words of a whole district hardly ever
share these."""

COMMON = 500
"""How far the cases of a word are counted: the search begins with the rarest word, and only needs
to know which that is."""

MOST_OPENED = 200
"""Trails that are opened to look for the beginning of a word."""

_WORDS = table_of(CaseWord)


def mark(vault: Vault, word: str) -> bytes:
    """What is kept of a word."""
    return vault.fingerprint("word", word)[:MARK_BYTES]


async def keep(connection: AsyncConnection, vault: Vault, told: Iterable[tuple[int, str]]) -> None:
    """Keep the words of cases, as (case id, word); what is kept already stays."""
    rows: list[dict[str, Any]] = [
        {"mark": mark(vault, word), "case_id": case_id} for case_id, word in told
    ]
    # In one order, so that two writers never wait for each other in a circle.
    rows.sort(key=lambda row: (row["mark"], row["case_id"]))
    await insert_new(connection, CaseWord, rows, ("mark", "case_id"))


async def forget(connection: AsyncConnection, case_ids: Collection[int]) -> None:
    """Take cases out of the index."""
    await connection.execute(delete(_WORDS).where(_WORDS.c.case_id.in_(case_ids)))


async def missing(connection: AsyncConnection, after: int, limit: int) -> list[int]:
    """The next cases, by id, of which no word is kept: those of an older version."""
    kept = exists().where(_WORDS.c.case_id == CASES.c.id)
    wanted = select(CASES.c.id).where(CASES.c.id > after, ~kept).order_by(CASES.c.id).limit(limit)
    return list((await connection.execute(wanted)).scalars())


async def by_words(
    connection: AsyncConnection,
    vault: Vault,
    words: Sequence[str],
    viewer: Viewer,
    village: str = "",
    *,
    after: int = 0,
    read: int = 2 * PAGE,
) -> ListPage:
    """The newest cases that tell all of the words, as far as the viewer may see them as staff or
    told them.

    ``village``: only those of one village. ``after``: the case with which the page before ended.
    ``read``: how many are looked at for this page at most.
    """
    if not words:
        return ListPage(())
    marks = await _rarest_first(connection, [mark(vault, word) for word in words])
    wanted = _telling(marks, viewer, village)
    page = wanted.where(CASES.c.id < after) if after else wanted
    rows = (await connection.execute(page.limit(read))).all()
    cases = [case_of(vault, row) for row in rows]
    seen = [c for c in cases if may_see(viewer.id, viewer.memberships, c)]
    more = len(rows) == read
    total = await found_in_all(connection, wanted, len(seen), after=after, more=more)
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


async def by_beginnings(
    connection: AsyncConnection,
    vault: Vault,
    words: Sequence[str],
    viewer: Viewer,
    begin: Callable[[Iterable[Event]], bool],
    *,
    after: int = 0,
) -> ListPage:
    """The newest cases that tell words which begin with these; ``begin`` says so of a trail.

    What is kept of a beginning is its first letters, so that the database betrays no more of a
    word; the rest is looked up in the trails of at most ``MOST_OPENED`` cases for a page."""
    openings = list(dict.fromkeys(keywords.opening(word) for word in words))
    marks = await _rarest_first(connection, [mark(vault, one) for one in openings])
    wanted = _telling(marks, viewer, "").limit(MOST_OPENED)
    rows = (await connection.execute(wanted.where(CASES.c.id < after) if after else wanted)).all()
    lived = await histories(connection, vault, [row.id for row in rows])
    fitting = [row for row in rows if begin(event for event, _ in lived[row.id])]
    cases = [case_of(vault, row) for row in fitting]
    seen = [c for c in cases if may_see(viewer.id, viewer.memberships, c)]
    more = len(rows) == MOST_OPENED
    total = 0 if after or more else len(seen)  # trails can't be counted by the database
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


def tells(vault: Vault, words: Iterable[str]) -> list[ColumnElement[bool]]:
    """That a case tells all of some words, for a search by something else."""
    return [
        exists().where(_WORDS.c.mark == mark(vault, word), _WORDS.c.case_id == CASES.c.id)
        for word in words
    ]


async def _rarest_first(connection: AsyncConnection, marks: Sequence[bytes]) -> list[bytes]:
    """The marks, those of few cases before those of many."""

    def counted(one: bytes, n: int) -> Any:
        some = select(_WORDS.c.case_id).where(_WORDS.c.mark == one).limit(COMMON).subquery()
        return select(literal(n).label("n"), func.count().label("cases")).select_from(some)

    rows = await connection.execute(union_all(*(counted(one, n) for n, one in enumerate(marks))))
    return [marks[row.n] for row in sorted(rows, key=lambda row: (row.cases, row.n))]


def _telling(marks: Sequence[bytes], viewer: Viewer, village: str) -> Select[Any]:
    """Newest first along the rarest mark; each further mark is one look into the index."""
    rarest = _WORDS.alias("rarest")
    others = [(_WORDS.alias(f"word{n}"), one) for n, one in enumerate(marks[1:], 1)]
    conditions: list[ColumnElement[bool]] = [
        exists().where(o.c.mark == one, o.c.case_id == rarest.c.case_id) for o, one in others
    ]
    conditions += [CASES.c.village == village] if village else []
    return (
        select(CASES)
        .select_from(rarest.join(CASES, CASES.c.id == rarest.c.case_id))
        .where(rarest.c.mark == marks[0], *conditions, in_sight(viewer))
        .order_by(rarest.c.case_id.desc())
    )
