"""The cases that an officer wishes for by service, state, RT, place, officer or the end of a
number, open emergencies before all others, then the newest, within what they may see.

Tested in tests/bot/pages/test_lists_wishes.py."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO
from casework.access.visibility import may_see
from casework.actions.correcting.placing import PlaceCorrected
from casework.case.events import Event
from casework.case.model import Case, Status
from casework.case.number import YEAR, number, parse, without_letter
from casework.policy.duplicates import rt_of
from casework.search.last_hands import TAKEN, last_holder
from casework.search.wishes import SearchNames, Wishes, read, rts_in, short_number
from storage.cases.cases import CASES, case_of, histories
from storage.cases.list_page import ListPage, found_in_all, newest_first
from storage.cases.office_queue import EVENTS, OFFERED, too_long
from storage.cases.queue_ways import PUT_OFF
from storage.cases.search import Viewer, as_staff
from storage.cases.word_index import tells
from storage.db.vault import Vault

MOST_READ = 200
"""Cases that are opened for one page: an RT stands in the sealed address only."""


_CALM = case((and_(CASES.c.rank == 0, CASES.c.closed_at.is_(None)), 0), else_=1)
"""0 for an open emergency, 1 for the rest."""


@dataclass(frozen=True)
class Besides:
    """What else must be so. ``told``: words that the case tells, as the index keeps them;
    ``begin``: says of a trail whether it tells words that begin so. ``gone``: officers who work
    here no more: what they had last counts as theirs until somebody takes it."""

    told: Sequence[str] = ()
    begin: Callable[[Iterable[Event]], bool] | None = None
    gone: Collection[int] = ()


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
    ways = [*_ways(wishes, at), *_hands(wishes, besides), *tells(vault, besides.told)]
    wanted = select(CASES).where(as_staff(viewer), *ways)
    page = wanted.where(*_behind(after)).order_by(_CALM, CASES.c.id.desc())
    rows = (await connection.execute(page.limit(MOST_READ))).all()
    opened = [case_of(vault, row) for row in rows]
    seen = [c for c in opened if may_see(viewer.id, viewer.memberships, c) and _fits(c, wishes)]
    trails = _by_trail(wishes, besides)
    if trails:
        lived = await histories(connection, vault, [c.id for c in seen])
        seen = [c for c in seen if all(fit(c, [x for x, _ in lived[c.id]]) for fit in trails)]
    more = len(rows) == MOST_READ
    total = (
        0  # what is sealed can't be counted by the database
        if more and (wishes.rt or wishes.letter or trails)
        else await found_in_all(connection, wanted, len(seen), after=after, more=more)
    )
    return newest_first(seen, rows[-1].id if rows else 0, more=more, total=total)


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
    taken = EVENTS.c.case_id == CASES.c.id, EVENTS.c.kind.in_(TAKEN)
    return [or_(held, and_(CASES.c.owner.is_(None), exists().where(*taken)))]


_Fit = Callable[[Case, Sequence[Event]], bool]


def _by_trail(wishes: Wishes, besides: Besides) -> list[_Fit]:
    """What can be seen in the trail of a case only."""
    fits, begin, gone = list[_Fit](), besides.begin, besides.gone
    if begin is not None:
        fits.append(lambda case, trail: begin(trail))
    if wishes.officers and gone:
        fits.append(lambda case, trail: case.owner is not None or last_holder(trail) in gone)
    return fits


def _in_state(wishes: Wishes) -> ColumnElement[bool]:
    """The cases in one of these states; unanswered referrals are referred, too."""
    asked = CASES.c.status.in_(sorted(wishes.statuses))
    return or_(asked, OFFERED) if Status.REFERRED in wishes.statuses else asked


def _ways(wishes: Wishes, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions that the database can see; closed cases only where they are wished for."""
    listed: list[tuple[Any, Any]] = [
        (CASES.c.service, wishes.services),
        (CASES.c.village, wishes.villages),
    ]
    ways = [column.in_(sorted(values)) for column, values in listed if values]
    ways += [_in_state(wishes)] if wishes.statuses else []
    ways += [CASES.c.status.in_(sorted(TO_DO)), CASES.c.due_at < at] if wishes.late else []
    ways += [PUT_OFF] if wishes.put_off else []
    ways += [CASES.c.status == Status.WAITING, too_long(at)] if wishes.too_long else []
    ways += [CASES.c.urgency.in_(sorted(wishes.urgencies))] if wishes.urgencies else []
    ways += [CASES.c.owner.is_(None), CASES.c.status.in_(sorted(TO_DO))] if wishes.free else []
    ways += [CASES.c.merged_into.is_not(None)] if wishes.merged else []
    if wishes.offices:
        offices = sorted(wishes.offices)
        ways.append(or_(CASES.c.office.in_(offices), CASES.c.referred_to.in_(offices)))
    if wishes.end:
        ways.append(_numbered(wishes))
    elif Status.CLOSED not in wishes.statuses and not wishes.merged:
        ways.append(CASES.c.closed_at.is_(None))
    return ways


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
    told = "\n".join((found.intake.story or {}).get("texts", ()))
    named = {rt_of(found.intake.place or ""), *rts_in(told)}
    return (not wishes.rt or wishes.rt in named) and number(found.id).endswith(wishes.letter)
