"""Who reads a list of cases, so that its lines say whose they are and, where it matters, in which
village.

Tested in tests/bot/pages/test_lists.py."""

from collections.abc import Iterable

from bot.pages.page_request import PageRequest
from casework.access.own_queue import asked_as
from casework.access.visibility import covers
from casework.case.model import Case, Membership, Role
from casework.case.roles import STAFF
from conversations.pages.list_reader import ListReader
from conversations.protocol.places import Places
from storage.people.colleagues import names_of


async def reader_of(request: PageRequest, cases: Iterable[Case] = (), *others: int) -> ListReader:
    """The person who asks for a page, as a reader of its lines, with the names of those who hold
    its ``cases``, and of ``others``; and of the offices that were asked to take them."""
    batch, cases = request.batch, tuple(cases)
    people, goes_on = set(others), dict[int, int]()
    for case in cases:
        acts = await request.desk.roster.acting(batch, case)
        if acts is None:
            continue
        people.add(acts)
        if case.owner is None:
            goes_on[case.id] = acts
    names = await names_of(batch.connection, batch.vault, people)
    places = request.desk.content.places
    roles = await request.memberships()
    several = any(_several(m, places) for m in roles)
    asked, own = _asked(request, cases), asked_as(roles)
    return ListReader(request.person, names, several, goes_on, asked, own)


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
