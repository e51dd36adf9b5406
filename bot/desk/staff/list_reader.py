"""Who reads a list of cases, so that its lines say whose they are, whose turn they are and, where
it matters, in which village.

Tested in tests/bot/pages/test_lists.py and tests/bot/desk/staff/test_leaving_list.py."""

from collections.abc import Iterable

from bot.desk.desk import ComplaintDesk
from bot.desk.result_of_office import silent_office
from casework.access.own_queue import asked_as
from casework.access.stand_in import NOBODY
from casework.access.visibility import covers
from casework.case.model import Case, Membership, Role, Status
from casework.case.roles import STAFF, WORKERS
from conversations.pages.list_reader import ListReader
from conversations.protocol.places import Places
from storage.cases.office_queue import put_off
from storage.people.colleagues import names_of
from storage.people.people import KnownPerson
from storage.unit_of_work import Batch


async def list_reader(
    desk: ComplaintDesk, batch: Batch, person: int, cases: Iterable[Case] = (), *others: int
) -> ListReader:
    """A person as a reader of the lines of ``cases``: with the names of those who hold them, and of
    ``others``, and of the offices that were asked to take them."""
    cases, roster = tuple(cases), desk.roster
    gone = await _gone(batch, cases)
    free = [case for case in cases if case.owner is None or case.owner in gone]
    acting = {case.id: await roster.goes_on(batch, case) for case in free if case.owner is None}
    goes_on = {case: acts for case, acts in acting.items() if acts is not None}
    manned = {case.id: await roster.levels_asked(batch, case) for case in free}
    instead = await _instead(desk, batch, cases)
    held = {one or 0 for case in cases for one in (case.owner, case.had_by)}
    people = {*others, *held, *goes_on.values(), *instead.values()}
    roles = (await batch.person(person)).memberships
    return ListReader(
        viewer=person,
        names=await names_of(batch.connection, batch.vault, people),
        several=any(_several(m, desk.content.places) for m in roles),
        goes_on=goes_on,
        offices=_asked(desk, cases),
        gone=gone,
        instead=instead,
        own=asked_as(roles),
        manned=manned,
        put_off=await put_off(batch.connection, batch.at) if cases else frozenset(),
        silent=frozenset([case.id for case in cases if await silent_office(batch, case)]),
    )


async def _gone(batch: Batch, cases: Iterable[Case]) -> frozenset[int]:
    """Who holds an open case and works here no more."""
    owners = {case.owner for case in cases if case.owner and case.status is not Status.CLOSED}
    await batch.load(owners)
    known = [await batch.person(one) for one in owners]
    return frozenset(one.profile.id for one in known if not (one.new or _works(one)))


def _works(known: KnownPerson) -> bool:
    return any(m.role in WORKERS for m in known.memberships)


async def _instead(desk: ComplaintDesk, batch: Batch, cases: Iterable[Case]) -> dict[int, int]:
    """Who stands in for those holders of some cases who are away; NOBODY where nobody does."""
    out = await desk.roster.out(batch)
    away = {case.owner for case in cases if case.owner in out.away}
    return {x: out.instead_of(x) or NOBODY for x in away if x is not None}


def _asked(desk: ComplaintDesk, cases: Iterable[Case]) -> dict[str, str]:
    """The names of the offices that were asked to take some cases, by code."""
    listed, places = desk.policy.directory.offices, desk.content.places
    asked = {x.referred_to: x.known.get(f"office {x.referred_to}", "") for x in cases}
    return {
        code: listed[code].name if code in listed else places.name(code, was)
        for code, was in asked.items()
        if code
    }


def _several(membership: Membership, places: Places) -> bool:
    """Whether a role brings cases of more than one village; of another office it always may."""
    if membership.role is Role.AGENCY_OFFICER:
        return True
    below = [code for code in places.villages if covers(membership.scope, code)]
    return membership.role in STAFF and len(below) > 1
