"""The page of who is there, and the choice of an officer whose cases to look at. Each checks who is
asking: leaders read of the offices below, others of their own.

Tested in tests/bot/pages/test_colleagues.py."""

from bot.desk.own_queue import above
from bot.pages.page_request import PageRequest, Pages
from casework.access.own_queue import Whose
from casework.case.model import Role
from casework.case.roles import LEADERS, WORKERS
from casework.search import queue_filter
from conversations.pages import colleagues as pages
from conversations.pages.colleagues import Present
from conversations.protocol.effects import Say, text
from storage.cases import of_person, office_queue
from storage.cases.search import Viewer, as_staff
from storage.people.colleagues import Colleague, colleagues

MOST_DIGITS = 3
"""More than any number of a page has."""


async def leads(request: PageRequest) -> bool:
    """Whether the person who asks leads anybody."""
    return any(m.role in LEADERS for m in await request.memberships())


async def present(
    request: PageRequest, roles: frozenset[Role] = WORKERS, *, to_do: bool = False
) -> list[Present]:
    """The colleagues of whom the person who asks may read, in some ``roles``. To the district's
    leaders those of its other offices are colleagues, too. ``to_do``: of their cases only what
    waits for a step is counted, as the queue shows it."""
    batch, desk = request.batch, request.desk
    offices = {m.scope for m in await request.memberships() if m.role in WORKERS}
    if not offices:
        return []
    below = await leads(request)
    if below and desk.policy.district in offices:
        offices |= set(desk.policy.directory.offices)
    found = await colleagues(batch.connection, batch.vault, offices, below=below, roles=roles)
    out = await desk.roster.out(batch)
    reader = Viewer(request.person, await request.memberships())
    high = await above(batch, desk.roster)
    whose = Whose(reader.id, tuple(reader.memberships), out.represented_by(reader.id), above=high)
    within = [as_staff(reader), *([office_queue.to_do(whose)] if to_do else [])]
    held = await of_person.weights(batch.connection, [one.person for one in found], *within)
    return [
        _present(request, one, sum(held.get(one.person, {}).values()), not out.here(one.person))
        for one in found
    ]


def _present(request: PageRequest, one: Colleague, cases: int, out: bool) -> Present:
    places, zone = request.desk.content.places, request.desk.roster.zone
    offices = request.desk.policy.directory.offices
    roles = tuple(
        (role, offices[scope].name if scope in offices else places.name(scope))
        for role, scope in one.roles
    )
    today = request.desk.roster.today(request.batch)
    seen_today = one.seen is not None and one.seen.astimezone(zone).date() == today
    return Present(one.person, one.name, roles, cases, one.seen, seen_today, out)


def page_number(digits: str) -> int:
    """The number of a page in a button, 0 for what is none."""
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else 0


async def _listing(request: PageRequest) -> tuple[Say, ...]:
    found = await present(request, to_do=True)
    if not found:
        return (Say(text("colleagues.none")),)
    page = page_number(request.words)
    return (pages.listing(found, page, leads=await leads(request)),)


async def to_narrow(request: PageRequest) -> tuple[Say, ...]:
    """Whose cases a leader looks at; ``code``: the filter so far, ``page``: a page number."""
    if not await leads(request):
        return (Say(text("colleagues.none")),)
    narrowed = queue_filter.read(str(request.args["code"]))
    page = page_number(str(request.args["page"]))
    return (pages.to_narrow(await present(request, to_do=True), narrowed, page),)


PAGES: Pages = {"colleagues": _listing}
