"""The queue of an office: the open cases that somebody of it may see, a page at a time.

It is read by the index on open cases (rank, due_at, id): emergencies first, then what is due first.
Whose queue a case is in is said by casework/access/own_queue.py, and by queue_ways.py for sets.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, func, not_, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import NOBODY_ABOVE, TO_DO, DistrictPeople, Whose, asked_as
from casework.actions.correcting.postponement import Postponed
from casework.actions.question import Asked
from casework.case.model import DISTRICT_LEVEL, Case, Membership, Stage, Status, Urgency
from casework.case.stage import NONE, Of
from casework.case.whose_turn import OfficesThere
from casework.search.queue_filter import TOO_LONG, QueueFilter, View
from storage.cases import queue_ways
from storage.cases.case_columns import case_in
from storage.cases.cases import CASES, IN_CLEAR, open_to
from storage.cases.list_page import (
    MOST_COUNTED,
    PAGE,
    ListPage,
    behind,
    by_due,
    due_then,
    page_by_due,
)
from storage.cases.queue_ways import DatedWay
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow
from storage.tables.pending import BellRow

EVENTS = table_of(EventRow)
BELLS = table_of(BellRow)
FREE = CASES.c.owner.is_(None)
NOT_REFERRED = CASES.c.referral.is_(None)
CAN_WAIT = CASES.c.urgency != Urgency.EMERGENCY


@dataclass(frozen=True)
class Through:
    """A queue filter, with the person who uses it and the moment (UTC) at which a case is late or
    not. ``officer``: the colleague of the filter as the reader of their own queue, by which it is
    said what is theirs to do."""

    narrowed: QueueFilter
    person: int
    at: datetime
    officer: Whose | None = None


Due = ColumnElement[datetime]

_OURS = CASES.c.status.in_(TO_DO)
_WAITING = CASES.c.status == Status.WAITING
OFFERED = CASES.c.referral == str(Stage.OFFERED)

# Asked for every list and report, so they are built once.
_OURS_OR_WAITING = select(*IN_CLEAR).where(
    CASES.c.closed_at.is_(None), CASES.c.status.in_((*TO_DO, Status.WAITING))
)
_ASKED_BEFORE = (
    select(EVENTS.c.case_id)
    .where(
        EVENTS.c.case_id.in_(select(CASES.c.id).where(CASES.c.closed_at.is_(None), _WAITING)),
        EVENTS.c.kind == Asked.kind,
    )
    .group_by(EVENTS.c.case_id)
    .having(func.max(EVENTS.c.at) < bindparam("moment"))
)
_PUT_OFF = select(BELLS.c.subject).where(
    BELLS.c.kind == Postponed.kind,
    BELLS.c.fired_at.is_(None),
    BELLS.c.due_at >= bindparam("until"),
)

Conditions = list[ColumnElement[bool]]


def to_do(whose: Whose) -> ColumnElement[bool]:
    """What waits for a step of somebody's own office now."""
    return and_(_OURS, queue_ways.to_do(whose))


_VIEWS: Mapping[View, Callable[[Whose], Conditions]] = {
    View.ALL: lambda whose: [to_do(whose)],
    View.MINE: lambda whose: [],
    View.UNREAD: lambda whose: [CASES.c.status == Status.RECEIVED],
    View.WAITING: lambda whose: [_WAITING, not_(queue_ways.elsewhere(whose))],
    View.REFERRED: lambda whose: [or_(_OURS, _WAITING), queue_ways.elsewhere(whose)],
    View.PUT_OFF: lambda whose: [_OURS, queue_ways.put_off(whose)],
    View.BELOW: lambda whose: [_OURS],
}
"""The conditions of each view, each within the order of an index."""


def _late(at: datetime, due: Due) -> list[Conditions]:
    """The late cases: their own time has passed (they stand at the head of either rank, within the
    order of an index), or it runs, and another office owes its answer since before ``at`` (UTC)."""
    owed = [_OURS, due >= at, CASES.c.referral.is_not(None), CASES.c.answer_by < at]
    return [[_OURS, CASES.c.rank.in_((0, 1)), due < at], owed]


def late_for(whose: Whose, at: datetime) -> ColumnElement[bool]:
    """What somebody's queue calls late: by their own date what their office was asked to take."""
    codes, answer_by = sorted(asked_as(whose.memberships)), CASES.c.answer_by
    own = and_(CASES.c.referral.is_not(None), CASES.c.referred_to.in_(codes))
    ways = [and_(own, *way) for way in _late(at, answer_by)]
    ways += [and_(not_(own), *way) for way in _late(at, CASES.c.due_at)]
    return or_(*ways)


def waits_elsewhere(whose: Whose) -> ColumnElement[bool]:
    """What waits for a step of another office than somebody's own."""
    return and_(*_VIEWS[View.REFERRED](whose))


def too_long(at: datetime) -> ColumnElement[bool]:
    """That a case was late when its teller was asked, or that they were asked long before ``at``
    (UTC); the set-based twin of *late_when_asked* in casework/case/whose_turn.py."""
    asked = EVENTS.c.case_id == CASES.c.id, EVENTS.c.kind == Asked.kind
    last = select(func.max(EVENTS.c.at)).where(*asked).scalar_subquery()
    return or_(CASES.c.minutes_left == 0, last < at - TOO_LONG)


def _filtered(whose: Whose, through: Through | None, due: Due) -> list[Conditions]:
    """The conditions of a queue filter, each of them read alone; without one all that is ours to
    act on, now or later."""
    if through is None:
        return [[_OURS]]
    narrowed, whose = through.narrowed, through.officer or whose
    match narrowed.view:
        case View.LATE:
            found = _late(through.at, due)
        case View.TOO_LONG:
            found = [[*_VIEWS[View.WAITING](whose), too_long(through.at)]]
        case view:
            found = [_VIEWS[view](whose)]
    return [[*one, *_places(narrowed)] for one in found]


def _places(narrowed: QueueFilter) -> Conditions:
    """The desk and the village of a queue filter."""
    ways = [CASES.c.desk == str(narrowed.desk)] if narrowed.desk else []
    return ways + ([CASES.c.village.concat("") == narrowed.village] if narrowed.village else [])


def _ways(whose: Whose, through: Through | None) -> list[DatedWay]:
    """The ways that lead to the cases of a queue filter."""
    narrowed = through.narrowed if through is not None else QueueFilter()
    if through is not None and through.officer is not None:
        return queue_ways.of_officer(whose, through.officer)
    read = {View.MINE: queue_ways.of_hands, View.BELOW: queue_ways.of_below}
    return read.get(narrowed.view, queue_ways.of_queue)(whose)


def standing(
    statuses: Collection[Status],
    stages: Collection[Of] | None = None,
    *besides: ColumnElement[bool],
) -> ColumnElement[bool]:
    """The cases in one of these statuses and, when they are named, at one of these stages of a
    referral; of them those that fulfil what is asked ``besides``."""
    ways = [CASES.c.status.in_(sorted(statuses)), *besides]
    if stages is not None:
        at_stage = CASES.c.referral.in_(sorted(str(stage) for stage in stages if stage != NONE))
        ways.append(or_(at_stage, NOT_REFERRED) if NONE in stages else at_stage)
    return and_(*ways)


def answered_by(scopes: Collection[str]) -> ColumnElement[bool]:
    """The referrals that people of these scopes answer: those to them, and those to other offices;
    what was passed up is answered above."""
    return or_(CASES.c.referred_to.contains("/"), CASES.c.referred_to.in_(sorted(scopes)))


async def page(
    connection: AsyncConnection,
    vault: Vault,
    memberships: Sequence[Membership],
    *,
    after: str = "",
    through: Through | None = None,
    only: ColumnElement[bool] | None = None,
    besides: ColumnElement[bool] | None = None,
    viewer: int = 0,
    stands_in_for: frozenset[int] = frozenset(),
    turns: frozenset[int] = frozenset(),
    above: DistrictPeople = NOBODY_ABOVE,
    offices: OfficesThere | None = None,
) -> ListPage:
    """One page of somebody's queue: what waits for the office, emergencies first, then by due time;
    or, instead of what waits, ``only`` some open cases. ``besides``: what they must be, too; then
    they are not counted.

    A case is due as its reader's lists tell (access/own_queue.py, *as_theirs*).
    ``viewer``: whose queue it is (with a filter, the person of ``through``); what was closed for
    them is not in it. ``stands_in_for``: the absent colleagues whose cases are in it too;
    ``turns``: the cases of offices below that are; ``above``: the people of the district;
    ``offices``: the other offices where somebody works."""
    person = through.person if through is not None else viewer
    whose = Whose(person, tuple(memberships), stands_in_for, turns, above, offices)
    asked = [] if besides is None else [besides]
    asked += [CASES.c.closed_at.is_(None), *([open_to(person)] if person else [])]
    ways = [
        replace(way, cases=and_(way.cases, *which, *asked))
        for way in _ways(whose, through)
        for which in ([[only]] if only is not None else _filtered(whose, through, way.due))
    ]
    return await _read(connection, vault, ways, after, counted=besides is None)


async def _read(
    connection: AsyncConnection,
    vault: Vault,
    ways: Sequence[DatedWay],
    after: str,
    *,
    counted: bool,
) -> ListPage:
    """A page of what any of some ways leads to. Each is asked alone: together they would be sorted
    anew instead of read in the order of an index."""
    found: dict[int, Any] = {}
    for way in ways:
        wanted = select(*due_then(way.due)).where(way.cases, *behind(after, way.due))
        wanted = wanted.order_by(*by_due(way.due)).limit(PAGE + 1)
        found |= {row.id: row for row in await connection.execute(wanted)}
    rows = sorted(found.values(), key=lambda row: (row.rank, row.due_at, row.id))[: PAGE + 1]
    return page_by_due(
        vault, rows, await _count(connection, [way.cases for way in ways]) if counted else 0
    )


async def _count(connection: AsyncConnection, ways: Sequence[ColumnElement[bool]]) -> int:
    """How many cases some ways lead to, each counted once, up to ``MOST_COUNTED``."""
    some = [select(CASES.c.id).where(way).limit(MOST_COUNTED).subquery() for way in ways]
    if not some:
        return 0
    every = union(*(select(one.c.id) for one in some)).subquery()
    counted = select(func.count()).select_from(every)
    return min(MOST_COUNTED, int((await connection.execute(counted)).scalar_one()))


async def in_clear(connection: AsyncConnection) -> list[Case]:
    """Every open case whose next step is ours or that waits for its teller, in clear only: nothing
    that was told is opened."""
    return [case_in(row) for row in await connection.execute(_OURS_OR_WAITING)]


async def left_below(
    connection: AsyncConnection,
    district: str,
    led: Collection[str],
    here: Collection[int],
    workers: Collection[int],
) -> list[Case]:
    """The cases of offices below a district that may be its turn, in clear only: none of those who
    are ``here`` holds them and, unless they are too high, were had before, or are closed for
    somebody or told by one of the ``workers``, they lie outside the scopes that are ``led``."""
    columns = CASES.c
    office = columns.office
    lead = [or_(office == x, office.startswith(f"{x}.", autoescape=True)) for x in sorted(led)]
    special = or_(
        columns.level >= DISTRICT_LEVEL,
        columns.had_by.is_not(None),
        columns.excluded != "",
        columns.teller.in_(sorted(workers)),
        not_(or_(false(), *lead)),
    )
    free = or_(FREE, columns.owner.not_in(sorted(here)))
    below = and_(columns.closed_at.is_(None), _OURS, office != district)
    wanted = select(*IN_CLEAR).where(below, free, special)
    return [case_in(row) for row in await connection.execute(wanted)]


async def asked_before(connection: AsyncConnection, moment: datetime) -> frozenset[int]:
    """The cases that wait for their teller, and were last asked about before a moment (UTC)."""
    return frozenset(await connection.scalars(_ASKED_BEFORE, {"moment": moment}))


async def put_off(connection: AsyncConnection, until: datetime) -> frozenset[int]:
    """The cases that wait for their day (followups.toml, *postponed*), at ``until`` (UTC) still."""
    return frozenset(int(x) for x in await connection.scalars(_PUT_OFF, {"until": until}))
