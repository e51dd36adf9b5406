"""Who reads a list of cases, so that its lines say whose they are and, where it matters, in which
village.

Tested in tests/bot/pages/test_lists.py."""

from collections.abc import Iterable

from bot.pages.page_request import PageRequest
from casework.access.own_queue import asked_as
from casework.access.stand_in import NOBODY
from casework.access.visibility import covers
from casework.case.model import Case, Membership, Role, Status
from casework.case.roles import STAFF, WORKERS
from conversations.pages.list_reader import ListReader
from conversations.protocol.places import Places
from storage.people.colleagues import names_of
from storage.people.people import KnownPerson
from storage.unit_of_work import Batch


async def reader_of(request: PageRequest, cases: Iterable[Case] = (), *others: int) -> ListReader:
    """The person who asks for a page, as a reader of its lines, with the names of those who hold
    its ``cases``, and of ``others``; and of the offices that were asked to take them."""
    batch, cases = request.batch, tuple(cases)
    goes_on, gone = dict[int, int](), await _gone(batch, cases)
    for case in cases:
        acts = await request.desk.roster.acting(batch, case)
        if acts is not None and case.owner is None:
            goes_on[case.id] = acts
    instead = await _instead(request, cases)
    held = {case.owner or 0 for case in cases}
    had = {case.had_by or 0 for case in cases}
    people = {
        *others,
        *held,
        *had,
        *goes_on.values(),
        *instead.values(),
    }
    names = await names_of(batch.connection, batch.vault, people)
    places = request.desk.content.places
    roles = await request.memberships()
    several = any(_several(m, places) for m in roles)
    asked, own = _asked(request, cases), asked_as(roles)
    return ListReader(request.person, names, several, goes_on, asked, gone, instead, own)


async def _gone(batch: Batch, cases: Iterable[Case]) -> frozenset[int]:
    """Who holds an open case and works here no more."""
    owners = {case.owner for case in cases if case.owner and case.status is not Status.CLOSED}
    await batch.load(owners)
    known = [await batch.person(one) for one in owners]
    return frozenset(one.profile.id for one in known if not (one.new or _works(one)))


def _works(known: KnownPerson) -> bool:
    return any(m.role in WORKERS for m in known.memberships)


async def _instead(request: PageRequest, cases: Iterable[Case]) -> dict[int, int]:
    """Who stands in for those holders of some cases who are away; NOBODY where nobody does."""
    out = await request.desk.roster.out(request.batch)
    away = {case.owner for case in cases if case.owner in out.away}
    return {x: out.instead_of(x) or NOBODY for x in away if x is not None}


def _asked(request: PageRequest, cases: Iterable[Case]) -> dict[str, str]:
    """The names of the offices that were asked to take some cases, by code."""
    listed, places = request.desk.policy.directory.offices, request.desk.content.places
    asked = {case.referred_to for case in cases if case.referred_to}
    return {code: listed[code].name if code in listed else places.name(code) for code in asked}


def _several(membership: Membership, places: Places) -> bool:
    """Whether a role brings cases of more than one village; of another office it always may."""
    if membership.role is Role.AGENCY_OFFICER:
        return True
    below = [code for code in places.villages if covers(membership.scope, code)]
    return membership.role in STAFF and len(below) > 1
