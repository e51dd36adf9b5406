"""The pages of the office's day: the queue through its sieve. Every reading checks who is
looking."""

from bot.desk.page_request import Look
from casework.access import visibility
from casework.case.model import Desk, Membership
from casework.case.number import number
from casework.case.roles import LEADERS, STAFF
from casework.search import keywords, queue_filter
from conversations.pages import queue as queue_page
from conversations.pages.lists import Listed
from conversations.pages.queue import Reach, Sifted
from conversations.protocol.effects import Paper, Say, t
from storage.cases import queries, word_index
from storage.cases.queries import Found, Viewer

MOST_PAGES = 99


def reach(memberships: tuple[Membership, ...], villages: dict[str, str]) -> Reach:
    """What somebody may narrow their queue by."""
    mine = [m for m in memberships if m.role in STAFF]
    scopes = tuple(v for v in villages if any(visibility.covers(m.scope, v) for m in mine))
    held = frozenset[Desk]().union(*(visibility.desks_of([m], m.scope) for m in mine))
    return Reach(tuple(d for d in Desk if d in held), scopes, any(m.role in LEADERS for m in mine))


async def queue(look: Look) -> tuple[Say, ...]:
    """One page of somebody's queue, through the sieve that their button names."""
    wanted, key = queue_filter.read_page(look.words)
    memberships = (await look.batch.person(look.person)).memberships
    house, at = look.desk.house, look.batch.at
    through = queries.Through(wanted, look.person, at)
    villages = house.places.villages
    found = await queries.queue(
        look.batch.connection, look.batch.vault, memberships, villages, after=key, through=through
    )
    listed = Listed(found.cases, found.following, found.total)
    page = Sifted(listed, wanted, reach(memberships, villages), later=bool(key))
    return (queue_page.queue(page, house.catalogue, house.places, at),)


async def narrow(look: Look) -> tuple[Say, ...]:
    """The desks or the villages to choose from; ``words``: which of the two, the sieve so far, a
    page number."""
    by, _, rest = look.words.partition(":")
    code, _, digits = rest.partition(":")
    n = int(digits) if digits.isdecimal() and len(digits) <= len(str(MOST_PAGES)) else 0
    memberships = (await look.batch.person(look.person)).memberships
    places = look.desk.house.places
    within = reach(memberships, places.villages)
    wanted = queue_filter.read(code)
    return (
        queue_page.villages(wanted, within, places, n)
        if by == "v"
        else queue_page.desks(wanted, within),
    )


async def by_words(look: Look, viewer: Viewer) -> Found:
    """The newest cases that tell every word that was typed; a village's name among them narrows the
    search."""
    house, connection, vault = look.desk.house, look.batch.connection, look.batch.vault
    vocabulary, typed = house.words.vocabulary, keywords.sought(look.words, house.words.vocabulary)
    for code, name in house.places.villages.items():
        of_name = keywords.sought(name, vocabulary)
        rest = [word for word in typed if word not in of_name]
        if of_name and rest and set(of_name) < set(typed):
            there = await word_index.by_words(connection, vault, rest, viewer, code)
            if there.cases:
                return there
    return await word_index.by_words(connection, vault, typed, viewer)


async def receipt_of(look: Look) -> tuple[Say, ...]:
    """The receipt of the case that somebody has just filed, for the printer at the counter."""
    case_id = await look.batch.id_of_key(str(look.args["key"]))
    if case_id is None:
        return ()
    told = t("walk_in.print", number=number(case_id))
    return (Say(told, case=case_id, paper=Paper("receipt", {"case": case_id})),)


PAGES = {"receipt_of": receipt_of, "queue": queue, "narrow": narrow}
