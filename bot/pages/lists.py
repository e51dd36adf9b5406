"""The pages that list cases: one's own, those filed for others, those that an action can be about,
those that a search finds; and what is known of oneself.

Tested in tests/bot/trials/test_office_day.py."""

from dataclasses import replace

from bot.pages.case import case
from bot.pages.page_request import PageRequest, Pages
from bot.pages.queue import by_words
from casework.access.visibility import covers
from casework.case import number
from casework.case.roles import STAFF
from casework.lifecycle import ALLOWED
from conversations.actions import co_reporting
from conversations.case_pages.case import ACTIONS
from conversations.content import fields
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.protocol.effects import Say, text
from storage.cases import co_reporters, of_person, office_queue, search
from storage.cases.list_page import ListPage
from storage.cases.search import Viewer
from storage.people import people

MIN_PHONE_DIGITS = 8
"""Fewer digits than this are no phone number to search by."""

_ONLY = {
    "claim": office_queue.FREE,
    "accept": office_queue.REFERRED,
    "return": office_queue.REFERRED,
}
"""Actions that can be about some cases of the queue only, each with those."""

_FROM_QUEUE = frozenset({"claim", "assign", "accept", "return"})


def _list(request: PageRequest, key: str, found: ListPage, **how: str) -> tuple[Say, ...]:
    house = request.desk.house
    listed = Listed(found.cases, found.following, found.total)
    return (lists.listing(key, listed, house.catalogue, house.places, request.batch.at, **how),)


async def _mine(request: PageRequest) -> tuple[Say, ...]:
    """The cases that somebody has told of; on the first page also those that they co-report."""
    connection, vault = request.batch.connection, request.batch.vault
    found = await of_person.told_by(connection, vault, request.person, before=request.words)
    own = _list(request, "mine", found, again="mine")
    if request.words:
        return own
    followed = await co_reporters.followed(connection, vault, request.person)
    if not followed:
        return own
    joined = co_reporting.listing(followed, request.desk.house.places)
    return (*own, joined) if found.cases else (joined,)


async def _book(request: PageRequest) -> tuple[Say, ...]:
    """The cases that a volunteer has filed for others."""
    batch, catalogue = request.batch, request.desk.house.catalogue
    found = await of_person.book_of(
        batch.connection, batch.vault, request.person, before=request.words
    )
    listed = Listed(found.cases, found.following, found.total)
    return (lists.book(listed, catalogue, batch.at),)


async def _pick(request: PageRequest) -> tuple[Say, ...]:
    """The cases that an action can be about, in a status in which it can be done."""
    action = str(request.args.get("action", "claim"))
    found = await _at_hand(request, action)
    fitting = tuple(x for x in found.cases if x.status in ALLOWED[ACTIONS[action]])
    shown = replace(found, cases=fitting, following="", total=len(fitting))
    return _list(request, "pick", shown, action=action)


async def _at_hand(request: PageRequest, action: str) -> ListPage:
    """The cases to choose from: for claiming and assigning those of the queue, for an answer those
    that were offered, else one's own."""
    connection, vault = request.batch.connection, request.batch.vault
    memberships = await request.memberships()
    if action not in _FROM_QUEUE and any(m.role in STAFF for m in memberships):
        return await of_person.owned_by(connection, vault, request.person)
    return await office_queue.page(
        connection,
        vault,
        memberships,
        only=_ONLY.get(action),
        viewer=request.person,
    )


async def _found(request: PageRequest) -> tuple[Say, ...]:
    """Search by case number, phone number, the name of a village, and by words."""
    case_id = number.parse(request.words) or number.without_letter(request.words)
    if case_id is not None:
        return await case(replace(request, args={"case": case_id}))
    viewer = Viewer(request.person, await request.memberships())
    phone = _phone_in(request.words)
    found = await (
        _by_phone(request, phone, viewer) if phone else _by_words_or_place(request, viewer)
    )
    return _list(request, "found", found) if found is not None else (Say(text("found.none")),)


def _phone_in(words: str) -> str | None:
    digits = sum(letter.isdigit() for letter in words)
    return fields.phone(words) if digits >= MIN_PHONE_DIGITS else None


async def _by_phone(request: PageRequest, phone: str, viewer: Viewer) -> ListPage:
    connection, vault = request.batch.connection, request.batch.vault
    tellers = await people.by_phone(connection, vault, phone)
    return await search.of_people(connection, vault, tellers, phone, viewer)


async def _by_words_or_place(request: PageRequest, viewer: Viewer) -> ListPage | None:
    """The cases that hold the words; those of a village when the words are its name, or when none
    holds them."""
    places = request.desk.house.places
    theirs = [m.scope for m in viewer.memberships if m.role in STAFF]
    villages = [
        code
        for code, _ in places.find(request.words)
        if any(covers(scope, code) for scope in theirs)
    ]
    told = await by_words(request, viewer)
    if told.cases and not set(places.named(request.words)) & set(villages):
        return told
    if not villages:
        return None
    batch = request.batch
    return await search.of_village(batch.connection, batch.vault, villages[0], viewer)


async def _my_data(request: PageRequest) -> tuple[Say, ...]:
    """What is known of the speaker."""
    known = await request.batch.person(request.person)
    profile, house = known.profile, request.desk.house
    told = await of_person.count_told_by(request.batch.connection, request.person)
    village = house.places.name(profile.village) if profile.village else ""
    return (lists.my_data(profile.language, village, profile.phone, told, known.memberships),)


PAGES: Pages = {
    "mine": _mine,
    "book": _book,
    "pick": _pick,
    "found": _found,
    "my_data": _my_data,
}
