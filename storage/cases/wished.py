"""The cases that an officer wishes for by service, state, RT, place, officer or the end of a
number, open emergencies before all others, then the newest, within what they may see.

Tested in tests/bot/pages/test_lists_wishes.py."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO, Whose
from casework.access.visibility import may_see
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.correspondence import Added
from casework.actions.duplicates.co_reporting import ToldMore
from casework.actions.ending.confirmation import doubts_after_result
from casework.actions.ending.resolution import Reopened
from casework.actions.objection import Objected
from casework.case.events import Event
from casework.case.model import Case, Status
from casework.case.number import YEAR, number, parse, without_letter
from casework.policy.duplicates import rt_and_rw
from casework.search.last_hands import TAKEN, had_until
from casework.search.state_words import Mark
from casework.search.wishes import Meaning, SearchNames, Wishes, read, rts_in, rws_in, short_number
from storage.cases.cases import CASES, case_of, histories
from storage.cases.list_page import ListPage, found_in_all, newest_first
from storage.cases.office_queue import EVENTS, OFFERED, late_for, too_long, waits_elsewhere
from storage.cases.queue_ways import CONFIDENTIAL, PUT_OFF, SENSITIVE
from storage.cases.search import Viewer, as_staff
from storage.cases.word_index import tells
from storage.db.vault import Vault

MOST_READ = 200
"""Cases that are opened for one page: an RT stands in the sealed address only."""


_CALM = case((and_(CASES.c.rank == 0, CASES.c.closed_at.is_(None)), 0), else_=1)
"""0 for an open emergency, 1 for the rest."""


Among = Callable[[Sequence[Case]], Awaitable[Sequence[Case]]]


@dataclass(frozen=True)
class Besides:
    """What else must be so. ``told``: words that the case tells, as the index keeps them;
    ``begin``: says of a trail whether it tells words that begin so. ``gone``: officers who work
    here no more, and since when (UTC): what they had counts as theirs until somebody takes it.
    ``whose``: whose queue says what is late or waits elsewhere; ``among``: those of some cases
    that fit, for what the desk alone can say."""

    told: Sequence[str] = ()
    begin: Callable[[Iterable[Event]], bool] | None = None
    gone: Mapping[int, datetime] = field(default_factory=dict)
    whose: Whose | None = None
    among: Among | None = None


NOTHING = Besides()


async def by_wishes(
    connection: AsyncConnection,
    vault: Vault,
    wishes: Wishes,
    viewer: Viewer,
    *,
    at: datetime,
    after: int = 0,
    besides: Besides = NOTHING,
) -> ListPage:
    """One page of such cases, late or not at this moment (UTC). ``after``: the case with which the
    page before ended."""
    whose = besides.whose or Whose(viewer.id, tuple(viewer.memberships))
    ways = [
        *_ways(wishes, at, whose),
        *_meant(vault, wishes.meanings),
        *_hands(wishes, besides),
        *tells(vault, besides.told),
    ]
    wanted = select(CASES).where(as_staff(viewer), *ways)
    page = wanted.where(*_behind(after)).order_by(_CALM, CASES.c.id.desc())
    rows = (await connection.execute(page.limit(MOST_READ))).all()
    opened = [case_of(vault, row) for row in rows]
    seen = [c for c in opened if may_see(viewer.id, viewer.memberships, c) and _fits(c, wishes)]
    trails = _by_trail(wishes, besides)
    if trails:
        seen = await _lived_so(connection, vault, seen, trails)
    if besides.among is not None:
        seen = list(await besides.among(seen))
    more = len(rows) == MOST_READ
    # What is sealed, and whose turn it is, can't be counted by the database.
    looked_up = (trails, besides.among, wishes.rt, wishes.rw, wishes.letter)
    total = (
        0
        if more and any(looked_up)
        else await found_in_all(connection, wanted, len(seen), after=after, more=more)
    )
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


async def _lived_so(
    connection: AsyncConnection, vault: Vault, cases: Sequence[Case], fits: Sequence["_Fit"]
) -> list[Case]:
    """Those of some cases whose trails fit."""
    lived = await histories(connection, vault, [case.id for case in cases])
    return [case for case in cases if all(fit(case, lived[case.id]) for fit in fits)]


def _behind(after: int) -> list[ColumnElement[bool]]:
    """The condition of what stands behind a case; none at the beginning. An emergency that was
    closed meanwhile stands among the rest, and hides none of the emergencies."""
    if not after:
        return []
    last = select(_CALM).where(CASES.c.id == after).correlate(None).scalar_subquery()
    return [or_(last < _CALM, and_(last == _CALM, CASES.c.id < after))]


async def holders(connection: AsyncConnection, viewer: Viewer) -> list[int]:
    """Who holds open cases that somebody may see, whether they still work here or not."""
    held = and_(
        CASES.c.owner.is_not(None),
        CASES.c.closed_at.is_(None),
        as_staff(viewer),
    )
    wanted = select(CASES.c.owner).where(held).distinct()
    found = await connection.execute(wanted)
    return list(found.scalars())


def _hands(wishes: Wishes, besides: Besides) -> list[ColumnElement[bool]]:
    """The cases in the hands of these officers, and those that who left may have had."""
    ids = sorted(int(one) for one in wishes.officers)
    if not ids:
        return []
    held = CASES.c.owner.in_(ids)
    if not besides.gone:
        return [held]
    before = EVENTS.c.at < max(besides.gone.values())
    taken = EVENTS.c.case_id == CASES.c.id, EVENTS.c.kind.in_(TAKEN), before
    return [or_(held, exists().where(*taken))]


_Fit = Callable[[Case, Sequence[tuple[Event, datetime]]], bool]


def _by_trail(wishes: Wishes, besides: Besides) -> list[_Fit]:
    """What can be seen in the trail of a case only."""
    fits, begin, gone = list[_Fit](), besides.begin, besides.gone
    if begin is not None:
        fits.append(lambda case, trail: begin([event for event, _ in trail]))
    if wishes.officers and gone:
        ids = frozenset(int(one) for one in wishes.officers)
        fits.append(
            lambda case, trail: (
                case.owner in ids or any(had_until(trail, one, left) for one, left in gone.items())
            )
        )
    if Mark.NOT_FIXED in wishes.marks:
        fits.append(
            lambda case, trail: (
                case.status is not Status.RESOLVED
                or doubts_after_result([event for event, _ in trail])
            )
        )
    return fits


def _in_state(wishes: Wishes) -> ColumnElement[bool]:
    """The cases in one of these states; unanswered referrals are referred, too."""
    asked = CASES.c.status.in_(sorted(wishes.statuses))
    return or_(asked, OFFERED) if Status.REFERRED in wishes.statuses else asked


def _had(*kinds: str) -> ColumnElement[bool]:
    """That one of these kinds of events has happened to a case."""
    return exists().where(EVENTS.c.case_id == CASES.c.id, EVENTS.c.kind.in_(kinds))


_OURS = CASES.c.status.in_(sorted(TO_DO))
_AGAIN = and_(
    CASES.c.status.not_in((Status.RESOLVED, Status.CLOSED)),
    _had(Reopened.kind, OpenedAgain.kind, Objected.kind),
)
_DOUBTED = and_(CASES.c.status == Status.RESOLVED, _had(Added.kind, ToldMore.kind))

_Condition = Callable[[datetime, Whose], ColumnElement[bool]]
_MARKED: Mapping[Mark, _Condition] = {
    Mark.OPEN: lambda at, whose: CASES.c.closed_at.is_(None),
    Mark.LATE: lambda at, whose: late_for(whose, at),
    Mark.PUT_OFF: lambda at, whose: and_(_OURS, PUT_OFF),
    Mark.TOO_LONG: lambda at, whose: and_(CASES.c.status == Status.WAITING, too_long(at)),
    Mark.FREE: lambda at, whose: and_(CASES.c.owner.is_(None), _OURS),
    Mark.MERGED: lambda at, whose: CASES.c.merged_into.is_not(None),
    Mark.REOPENED: lambda at, whose: _AGAIN,
    Mark.NOT_FIXED: lambda at, whose: or_(_AGAIN, _DOUBTED),
    Mark.CONFIDENTIAL: lambda at, whose: or_(SENSITIVE, CONFIDENTIAL),
    Mark.ELSEWHERE: lambda at, whose: waits_elsewhere(whose),
}
"""What each mark asks of a case, as far as the database can see."""


def _ways(wishes: Wishes, at: datetime, whose: Whose) -> list[ColumnElement[bool]]:
    """The conditions that the database can see; closed cases only where they are wished for."""
    listed: list[tuple[Any, Any]] = [
        (CASES.c.service, wishes.services),
        (CASES.c.village, wishes.villages),
        (CASES.c.urgency, wishes.urgencies),
    ]
    ways = [column.in_(sorted(values)) for column, values in listed if values]
    ways += [_in_state(wishes)] if wishes.statuses else []
    ways += [_MARKED[mark](at, whose) for mark in sorted(wishes.marks)]
    ways += [_OURS] if wishes.turns else []
    ways += [_of_offices(wishes.offices)] if wishes.offices else []
    if wishes.end:
        ways.append(_numbered(wishes))
    elif Status.CLOSED not in wishes.statuses and Mark.MERGED not in wishes.marks:
        ways.append(CASES.c.closed_at.is_(None))
    return ways


def _of_offices(codes: Iterable[str]) -> ColumnElement[bool]:
    """The cases of some offices, and those that these were asked to take."""
    offices = sorted(codes)
    return or_(CASES.c.office.in_(offices), CASES.c.referred_to.in_(offices))


def _meant(vault: Vault, meanings: Iterable[Meaning]) -> list[ColumnElement[bool]]:
    """That each of some meanings holds in one of its ways."""
    found = list[ColumnElement[bool]]()
    for one in meanings:
        ways = list[ColumnElement[bool]]()
        ways += [CASES.c.service.in_(sorted(one.services))] if one.services else []
        ways += [_of_offices(one.offices)] if one.offices else []
        ways += [and_(*tells(vault, one.told))] if one.told else []
        found.append(or_(*ways))
    return found


def _numbered(wishes: Wishes) -> ColumnElement[bool]:
    """The cases whose number ends so, or is the one of a year."""
    if wishes.year:
        return CASES.c.id == int(wishes.year) * YEAR + int(wishes.end)
    ends: ColumnElement[bool] = CASES.c.id % 10 ** len(wishes.end) == int(wishes.end)
    return ends


async def moved_by(connection: AsyncConnection, person: int, words: str) -> list[int]:
    """The ids of the cases with this number, in whole or shortened, of which somebody has corrected
    the place; the newest first."""
    whole, short = parse(words) or without_letter(words), short_number(words)
    wanted = read(short, SearchNames()) if short and whole is None else None
    if whole is None and wanted is None:
        return []
    this = CASES.c.id == whole if wanted is None else _numbered(wanted)
    moved = (EVENTS.c.case_id == CASES.c.id, EVENTS.c.kind == PlaceCorrected.kind)
    theirs = exists().where(*moved, EVENTS.c.actor == person)
    found = await connection.execute(
        select(CASES.c.id).where(this, theirs).order_by(CASES.c.id.desc())
    )
    return list(found.scalars())


def _fits(found: Case, wishes: Wishes) -> bool:
    told, place = "\n".join((found.intake.story or {}).get("texts", ())), found.intake.place or ""
    rt, rw = rt_and_rw(place)
    return (
        (not wishes.rt or wishes.rt in {rt, *rts_in(told)})
        and (not wishes.rw or wishes.rw in {rw, *rws_in(told)})
        and number(found.id).endswith(wishes.letter)
    )
