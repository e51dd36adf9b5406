"""The page of who is there, and the choice of an officer whose cases to look at. Each checks who is
asking: leaders read of the offices below, others of their own.

Tested in tests/bot/pages/test_colleagues.py."""

from bot.desk.own_queue import readers
from bot.pages.page_request import PageRequest, Pages
from casework.case.model import Role
from casework.case.roles import LEADERS, WORKERS
from casework.search import queue_filter
from conversations.pages import colleagues as pages
from conversations.pages.colleagues import Present
from conversations.protocol.effects import Say, text
from storage.cases import of_person
from storage.cases.search import Viewer, as_staff
from storage.people.colleagues import Colleague, colleagues

MOST_DIGITS = 3
"""More than any number of a page has."""


async def leads(request: PageRequest) -> bool:
    """Whether the person who asks leads anybody."""
    return any(m.role in LEADERS for m in await request.memberships())


async def present(request: PageRequest, roles: frozenset[Role] = WORKERS) -> list[Present]:
    """The colleagues of whom the person who asks may read, in some ``roles``, with how many open
    cases each holds. To the district's leaders those of its other offices are colleagues, too."""
    found = await _found(request, roles)
    reader = Viewer(request.person, await request.memberships())
    connection = request.batch.connection
    held = await of_person.weights(connection, [one.person for one in found], as_staff(reader))
    return [await _present(request, one, sum(held.get(one.person, {}).values())) for one in found]


async def on_page(request: PageRequest, page: int) -> list[Present]:
    """The same, of whom those on one page are told with how much they have to do: as many as their
    own morning list says, and as their filter shows."""
    found, batch, roster = await _found(request, WORKERS), request.batch, request.desk.roster
    here = [one.person for one in found[page * pages.ON_A_PAGE : (page + 1) * pages.ON_A_PAGE]]
    known = await readers(batch, roster, [request.person, *here])
    whose, connection = known[request.person], batch.connection
    counts = {x: await of_person.to_do_of(connection, whose, known[x]) for x in here}
    return [await _present(request, one, counts.get(one.person, 0)) for one in found]


async def _found(request: PageRequest, roles: frozenset[Role]) -> list[Colleague]:
    batch, desk = request.batch, request.desk
    offices = {m.scope for m in await request.memberships() if m.role in WORKERS}
    if not offices:
        return []
    below = await leads(request)
    if below and desk.policy.district in offices:
        offices |= set(desk.policy.directory.offices)
    return await colleagues(batch.connection, batch.vault, offices, below=below, roles=roles)


async def _present(request: PageRequest, one: Colleague, cases: int) -> Present:
    places, zone = request.desk.content.places, request.desk.roster.zone
    offices = request.desk.policy.directory.offices
    roles = tuple(
        (role, offices[scope].name if scope in offices else places.name(scope))
        for role, scope in one.roles
    )
    today = request.desk.roster.today(request.batch)
    seen_today = one.seen is not None and one.seen.astimezone(zone).date() == today
    out = not (await request.desk.roster.out(request.batch)).here(one.person)
    return Present(one.person, one.name, roles, cases, one.seen, seen_today, out)


def page_number(digits: str) -> int:
    """The number of a page in a button, 0 for what is none."""
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else 0


async def _listing(request: PageRequest) -> tuple[Say, ...]:
    page = page_number(request.words)
    found = await on_page(request, page)
    if not found:
        return (Say(text("colleagues.none")),)
    return (pages.listing(found, page, leads=await leads(request)),)


async def to_narrow(request: PageRequest) -> tuple[Say, ...]:
    """Whose cases a leader looks at; ``code``: the filter so far, ``page``: a page number."""
    if not await leads(request):
        return (Say(text("colleagues.none")),)
    narrowed = queue_filter.read(str(request.args["code"]))
    page = page_number(str(request.args["page"]))
    return (pages.to_narrow(await on_page(request, page), narrowed, page),)


PAGES: Pages = {"colleagues": _listing}
