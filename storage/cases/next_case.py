"""The case of a queue that somebody should open next: the most urgent one that is still to do and
has not had its turn in this round (conversations/protocol/queue_walk.py).

Tested in tests/storage/cases/test_next_case.py."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO, Whose
from casework.case.model import Case, Status, Urgency
from casework.case.roles import LEADERS
from casework.search.queue_filter import QueueFilter, View
from storage.cases import office_queue
from storage.cases.cases import CASES
from storage.cases.list_page import ListPage
from storage.cases.queue_ways import PUT_OFF, fell_silent

Condition = ColumnElement[bool]
Read = Callable[[QueueFilter, Condition, Condition | None], Awaitable[ListPage]]
"""The first page of somebody's queue through a filter: what fulfils a condition, besides what the
filter asks or, where that is given, instead of it."""

_SEEN_BY_LEADERS = frozenset({View.LATE, View.WAITING, View.REFERRED, View.BELOW})
"""Parts of a queue through which a leader goes whoever holds what."""

_ALARM = and_(CASES.c.urgency == Urgency.EMERGENCY, office_queue.FREE)


@dataclass(frozen=True)
class Next:
    """The case to go on with. ``anew``: with it a new round begins; ``waits``: nothing is to do,
    this one waits for its resident or for its day."""

    case: Case
    anew: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Walker:
    """Who goes on, and how: through which filter, with one ``service`` only ("" for all). ``done``:
    the case that was worked on; ``had``: those that had their turn, the oldest first."""

    whose: Whose
    done: int
    narrowed: QueueFilter = field(default_factory=QueueFilter)
    service: str = ""
    had: Sequence[int] = ()

    def to_do(self, narrowed: QueueFilter) -> Condition:
        """What this person could go on with: their own, that of whom they stand in for and what
        nobody has, unless another office was asked that may answer; and what theirs was asked."""
        others = CASES.c.id != self.done
        waiting = narrowed.view is View.WAITING
        stands = true() if waiting else CASES.c.status.in_(sorted(TO_DO))
        return and_(others, stands, not_(PUT_OFF), self._theirs(narrowed))

    def _theirs(self, narrowed: QueueFilter) -> Condition:
        leads = any(m.role in LEADERS for m in self.whose.memberships)
        if leads and (narrowed.officer or narrowed.view in _SEEN_BY_LEADERS):
            return true()
        possible = or_(office_queue.FREE, self.held)
        if narrowed.view is not View.REFERRED:
            silent = fell_silent(self.whose)
            ours = [office_queue.NOT_REFERRED, *([] if silent is None else [silent])]
            possible = and_(or_(*ours), possible)
        return or_(possible, CASES.c.referred_to.in_([m.scope for m in self.whose.memberships]))

    @property
    def held(self) -> Condition:
        """What is in their hands."""
        return CASES.c.owner.in_([self.whose.person, *sorted(self.whose.stands_in_for)])


async def after(read: Read, walker: Walker) -> Next | None:
    """The next case: an emergency that nobody has taken, however often it was left; else the most
    urgent through the filter, else of the whole queue; else one that waits. None for none."""
    whole = QueueFilter()
    if alarms := (await read(whole, walker.to_do(whole), _ALARM)).cases:
        return Next(_longest_ago(alarms, walker.had))
    ways = [(walker.narrowed, CASES.c.service == walker.service)] if walker.service else []
    ways += [(walker.narrowed, true())] if walker.narrowed != whole else []
    for narrowed, only in (*ways, (whole, true())):
        if found := await _of_round(read, walker, narrowed, only):
            return found
    waits = and_(CASES.c.id != walker.done, walker.held, or_(PUT_OFF, _WAITS))
    found_waiting = (await read(whole, not_(CASES.c.id.in_(walker.had)), waits)).cases
    return Next(found_waiting[0], waits=True) if found_waiting else None


_WAITS = CASES.c.status.in_((Status.WAITING, Status.RESOLVED))


def _longest_ago(cases: Sequence[Case], had: Sequence[int]) -> Case:
    """The first that had no turn; else the one whose turn was longest ago."""
    turns = {case: n for n, case in enumerate(had)}
    return min(cases, key=lambda case: turns.get(case.id, -1))


async def _of_round(
    read: Read, walker: Walker, narrowed: QueueFilter, only: Condition
) -> Next | None:
    """The most urgent of a part of the queue that had no turn; where all had theirs, of all."""
    possible = and_(only, walker.to_do(narrowed))
    fresh = await read(narrowed, and_(possible, CASES.c.id.not_in(walker.had)), None)
    if fresh.cases or not walker.had:
        return Next(fresh.cases[0]) if fresh.cases else None
    again = (await read(narrowed, possible, None)).cases
    return Next(again[0], anew=True) if again else None


async def still_had(
    connection: AsyncConnection, person: int, had: Mapping[int, datetime], now: datetime
) -> list[int]:
    """Of the cases that had their turn (when, UTC) those in which nobody else has done anything
    since, and which have not become late since."""
    if not had:
        return []
    columns = office_queue.EVENTS.c
    news = (
        select(columns.case_id, func.max(columns.at))
        .where(columns.case_id.in_(had), columns.actor != person)
        .group_by(columns.case_id)
    )
    happened: dict[int, datetime] = {case: at for case, at in await connection.execute(news)}
    ends = select(CASES.c.id, CASES.c.due_at).where(CASES.c.id.in_(had))
    due: dict[int, datetime] = {case: at for case, at in await connection.execute(ends)}
    return [
        case
        for case, at in had.items()
        if not (case in happened and happened[case] > at)
        and not (case in due and at < due[case] <= now)
    ]
