"""Somebody's own queue, read for whoever needs it: the pages of queues, every "which one?" list,
what is next after an act; and whose turn a case is, so that whoever is told finds it there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement

from bot.desk.result_of_office import silent_office
from bot.desk.roster import COORDINATOR_LEVEL, LEVELS, Roster
from casework.access.own_queue import (
    NOBODY_ABOVE,
    TO_DO,
    DistrictPeople,
    GoesOn,
    Whose,
    any_district,
    of_district,
    only_above,
)
from casework.case.model import Case, Membership
from casework.case.roles import AGENCY, STAFF, WORKERS
from casework.case.whose_turn import OfficesThere, with_office
from casework.search.queue_filter import QueueFilter
from storage.cases import cases as stored
from storage.cases import office_queue
from storage.cases.list_page import ListPage
from storage.cases.office_queue import Through
from storage.people import people
from storage.people.stand_ins import Out
from storage.unit_of_work import Batch

Turns = Mapping[int, frozenset[int]]
"""The ids of cases by the people of the district whose turn they are."""


async def own_queue(
    batch: Batch,
    roster: Roster,
    person: int,
    *,
    after: str = "",
    narrowed: QueueFilter | None = None,
    only: ColumnElement[bool] | None = None,
    besides: ColumnElement[bool] | None = None,
) -> ListPage:
    """One page of somebody's queue, after the key of the page before, through a queue filter; or,
    instead of what waits for the office, ``only`` some open cases. ``besides``: what they must be,
    too. Flush before."""
    whose, narrowed = await reads_as(batch, roster, person), narrowed or QueueFilter()
    officer = await reads_as(batch, roster, narrowed.officer) if narrowed.officer else None
    return await office_queue.page(
        batch.connection,
        batch.vault,
        whose.memberships,
        after=after,
        through=Through(narrowed, person, batch.at, officer),
        only=only,
        besides=besides,
        stands_in_for=whose.stands_in_for,
        turns=whose.turns,
        above=whose.above,
        offices=whose.offices,
    )


async def reads_as(batch: Batch, roster: Roster, person: int) -> Whose:
    """Somebody as the reader of their queue. Flush before."""
    return (await readers(batch, roster, [person]))[person]


async def readers(batch: Batch, roster: Roster, people_: Sequence[int]) -> Mapping[int, Whose]:
    """Some people, each as the reader of their queue. Flush before."""
    await batch.know(people_)
    roles = {person: (await batch.person(person)).memberships for person in people_}
    of_above = {person for person, held in roles.items() if any_district(held)}
    turns = await passed_up(batch, roster) if of_above else {}
    high = NOBODY_ABOVE if of_above.issuperset(people_) else await above(batch, roster)
    out, offices = await roster.out(batch), await offices_there(batch)
    return {
        person: Whose(
            person,
            held,
            out.represented_by(person),
            turns.get(person, frozenset()),
            NOBODY_ABOVE if person in of_above else high,
            offices,
        )
        for person, held in roles.items()
    }


async def offices_there(batch: Batch) -> OfficesThere:
    """The other offices at which somebody works."""
    workers = await people.working(batch.connection, AGENCY)
    return OfficesThere(frozenset(m.scope for _, m in workers), batch.at)


async def above(batch: Batch, roster: Roster) -> DistrictPeople:
    """The people of the district."""
    out = await roster.out(batch)
    there = {person for person, _, _ in await batch.at_work(roster.district, STAFF)}
    known = there | {other for x in there if (other := out.instead_of(x)) is not None}
    await batch.know(known)
    roles = {person: (await batch.person(person)).memberships for person in known}
    return district_people(out, roles)


def district_people(out: Out, roles: Mapping[int, Sequence[Membership]]) -> DistrictPeople:
    """The same, of people whose ``roles`` are known, each with whoever is in their place."""
    places = ((x, out.instead_of(x)) for x in sorted(roles) if only_above(roles[x]))
    goes_on = [
        GoesOn(x, other, tuple(roles.get(other, ()))) for x, other in places if other is not None
    ]
    theirs = {x: tuple(filter(of_district, roles[x])) for x in sorted(roles)}
    asked = [GoesOn(x, x, held) for x, held in theirs.items() if held and x not in out.unreached]
    return DistrictPeople(tuple(goes_on), tuple(asked))


async def whose(roster: Roster, batch: Batch, case: Case) -> Collection[int]:
    """The people whose turn a case is."""
    if with_office(case) and not await silent_office(batch, case):
        return await roster.at_office(batch, case, case.referred_to)
    if case.status not in TO_DO:
        return ()
    if case.owner is not None:
        return (await roster.for_owner(batch, case, case.owner))[0]
    goes_on = await roster.goes_on(batch, case)
    return await roster.on_level(batch, case) if goes_on is None else (goes_on,)


async def passed_up(batch: Batch, roster: Roster) -> Turns:
    """What lies with the offices below and is the district's turn: nobody is there who may work on
    it, or somebody of the district had it last. Flush before."""
    connection, out = batch.connection, await roster.out(batch)
    workers = await people.working(connection, WORKERS)
    everybody = {person for person, _ in workers}
    above = {person for person, m in workers if of_district(m)}
    led = {m.scope for x, m in workers if m.role in LEVELS[COORDINATOR_LEVEL] and out.here(x)}
    if any(out.represented_by(person) for person in above):
        led = set()  # who stands in for somebody below is asked beside whoever leads there
    here = {person for person in everybody if out.here(person)}
    found: dict[int, set[int]] = defaultdict(set)
    below = await office_queue.left_below(connection, roster.district, led, here, everybody)
    await batch.know_staff({office for one in below for office in (one.office, one.village)})
    for one in below:
        # A teller who works here may have told of their own trouble, which the story says.
        own = one.teller in everybody
        case = await stored.load(connection, batch.vault, one.id, lock=False) if own else one
        for person in above.intersection(await whose(roster, batch, case or one)):
            found[person].add(one.id)
    return {person: frozenset(ids) for person, ids in found.items()}
