"""The pages of an office's queue and of the filter that narrows it. Each checks who is asking.

Tested in tests/bot/trials/test_office_day.py."""

from collections.abc import Iterable
from dataclasses import replace

from bot.desk import unsent
from bot.desk.own_queue import own_queue
from bot.pages import colleagues
from bot.pages.page_request import PageRequest, Pages
from bot.pages.reading import reader_of
from casework.access import visibility
from casework.case.events import Event
from casework.case.model import Desk, Membership
from casework.case.roles import LEADERS, STAFF
from casework.search import keywords, queue_filter
from conversations.pages import queue as pages
from conversations.pages.lists import Listed
from conversations.pages.queue import Reach, Sifted
from conversations.protocol.effects import Say
from storage.cases import word_index
from storage.cases.list_page import ListPage
from storage.cases.search import Viewer

MOST_PAGES = 99


def reach(memberships: tuple[Membership, ...], villages: dict[str, str]) -> Reach:
    """What somebody may filter their queue by: their desks and villages, and whether they are a
    leader."""
    mine = [m for m in memberships if m.role in STAFF]
    scopes = tuple(v for v in villages if any(visibility.covers(m.scope, v) for m in mine))
    held = frozenset[Desk]().union(*(visibility.desks_of([m], m.scope) for m in mine))
    leading = [m.scope for m in mine if m.role in LEADERS]
    below = any(visibility.covers(scope, v) and v != scope for scope in leading for v in villages)
    return Reach(tuple(d for d in Desk if d in held), scopes, bool(leading), below)


async def _queue(request: PageRequest) -> tuple[Say, ...]:
    """One page of somebody's queue, with the queue filter that their button names."""
    wanted, key = queue_filter.read_page(request.words)
    if not await colleagues.leads(request):
        wanted = replace(wanted, officer=0)  # only leaders look into the hands of others
    memberships = await request.memberships()
    content, batch = request.desk.content, request.batch
    villages = content.places.villages
    roster = request.desk.roster
    found = await own_queue(batch, roster, request.person, after=key, narrowed=wanted)
    listed = Listed(found.cases, found.following, found.total)
    within = reach(memberships, villages)
    reader = await reader_of(request, found.cases, wanted.officer)
    page = Sifted(listed, wanted, within, later=bool(key), reader=reader)
    said = pages.queue(page, content.catalogue, content.places, batch.at)
    results = {} if key else await unsent.results_of(batch, request.person, memberships)
    return (pages.with_results(said, results) if results else said,)


async def _narrow(request: PageRequest) -> tuple[Say, ...]:
    """The desks or the villages to filter by; ``by``: which of the two, ``code``: the filter so
    far, ``page``: a page number."""
    by, code, digits = (str(request.args[name]) for name in ("by", "code", "page"))
    n = int(digits) if digits.isdecimal() and len(digits) <= len(str(MOST_PAGES)) else 0
    memberships = await request.memberships()
    places = request.desk.content.places
    within = reach(memberships, places.villages)
    wanted = queue_filter.read(code)
    if by == "o":
        return await colleagues.to_narrow(request)
    if by == pages.CHOICES:
        if not await colleagues.leads(request):
            wanted = replace(wanted, officer=0)
        page = Sifted(
            Listed(()), wanted, within, reader=await reader_of(request, (), wanted.officer)
        )
        return (pages.choices(page, places),)
    if by == "v":
        return (pages.villages(wanted, within, places, n),)
    return (pages.desks(wanted, within),)


async def by_words(request: PageRequest, viewer: Viewer, words: str, after: int) -> ListPage:
    """The newest cases that hold every word that was typed; a village's name among them narrows the
    search. Where none does, those with words that begin so."""
    connection, vault = request.batch.connection, request.batch.vault
    content = request.desk.content
    vocabulary = content.words.vocabulary
    typed = keywords.sought(words, vocabulary)
    for code, name in content.places.villages.items():
        of_name = keywords.sought(name, vocabulary)
        rest = [word for word in typed if word not in of_name]
        if of_name and rest and set(of_name) < set(typed):
            there = await word_index.by_words(connection, vault, rest, viewer, code, after=after)
            if there.cases:
                return there
    whole = await word_index.by_words(connection, vault, typed, viewer, after=after)
    if whole.cases or not typed:
        return whole

    def begin(events: Iterable[Event]) -> bool:
        return keywords.begin(typed, events, vocabulary)

    return await word_index.by_beginnings(connection, vault, typed, viewer, begin, after=after)


PAGES: Pages = {"queue": _queue, "narrow": _narrow}
