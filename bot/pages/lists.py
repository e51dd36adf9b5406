"""The pages that list cases: one's own, those filed for others, those that an action can be about,
those that a search finds; and what is known of oneself."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import ColumnElement, and_

from bot.desk import unsent
from bot.desk.own_queue import own_queue
from bot.pages import wished
from bot.pages.case import case
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from bot.pages.queue import by_words
from bot.pages.reading import reader_of
from casework.access.own_queue import as_asked
from casework.access.permissions import WHO
from casework.access.visibility import covers
from casework.case import number
from casework.case.model import Membership, Stage
from casework.case.roles import AGENCY, LEADERS, STAFF
from casework.lifecycle import ALLOWED, STAGES_ALLOWED
from casework.rules.who import Condition
from casework.search import search_page, wishes
from casework.search.queue_filter import MARK, QueueFilter, View
from casework.search.search_page import SearchPage
from casework.search.wishes import Wishes
from conversations.actions.duplicates import co_reporting
from conversations.case_pages.case import ACTIONS
from conversations.content import fields
from conversations.filling.options import LANGUAGES
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.pages.search_reading import with_reading
from conversations.protocol import unsorted
from conversations.protocol.effects import Say
from storage.cases import co_reporters, of_person, office_queue, search
from storage.cases.list_page import ListPage
from storage.cases.search import Viewer
from storage.people import people

MIN_PHONE_DIGITS = 8
"""Fewer digits than this are no phone number to search by."""

_ONLY = {
    "claim": (office_queue.FREE,),
    "ask": (office_queue.NOT_REFERRED,),
    "postpone": (office_queue.NOT_REFERRED, office_queue.CAN_WAIT),
}
"""Actions that can be about some cases only, besides what the rules of the lifecycle say."""

_WAITS = "."
"""Before the number of words that wait, on the button of a further page."""

_FROM_QUEUE = frozenset({"claim", "assign", "accept", "return"})


async def _list(request: PageRequest, key: str, found: ListPage, **how: str) -> tuple[Say, ...]:
    content, at = request.desk.content, request.batch.at
    reader = await reader_of(request, found.cases)
    theirs = tuple(as_asked(reader.own, one) for one in found.cases)
    listed = Listed(theirs, found.following, found.total)
    said = lists.listing(key, listed, content.catalogue, content.places, at, **how, reader=reader)
    return (said,)


async def _mine(request: PageRequest) -> tuple[Say, ...]:
    """The cases that somebody has told of; on the first page also those that they co-report."""
    connection, vault = request.batch.connection, request.batch.vault
    found = await of_person.told_by(connection, vault, request.person, before=request.words)
    found = replace(found, cases=tuple(await unsent.all_as_known(request.batch, found.cases)))
    own = await _list(request, "mine", found, again="mine")
    if request.words:
        return own
    followed = await co_reporters.followed(connection, vault, request.person)
    if not followed:
        return own
    followed = tuple(await unsent.all_as_known(request.batch, followed))
    joined = co_reporting.listing(followed, request.desk.content.places)
    return (*own, joined) if found.cases else (joined,)


async def _book(request: PageRequest) -> tuple[Say, ...]:
    """The cases that a volunteer has filed for others."""
    batch, catalogue = request.batch, request.desk.content.catalogue
    found = await of_person.book_of(
        batch.connection, batch.vault, request.person, before=request.words
    )
    known = tuple(await unsent.all_as_known(batch, found.cases))
    listed = Listed(known, found.following, found.total)
    return (lists.book(listed, catalogue, batch.at),)


async def _pick(request: PageRequest) -> tuple[Say, ...]:
    """A page of the cases that an action can be about; the words of a button are the action, the
    number of words that wait for a case, and the key of the page."""
    action, mark, key = request.words.partition(MARK)
    action, _, waits = action.partition(_WAITS)
    action = action if mark else str(request.args.get("action", ""))
    waits = waits if mark else str(request.args.get(unsorted.WAITS, ""))
    action = action if action in ACTIONS else "claim"  # of a forged or very old button
    found = await _at_hand(request, action, key)
    for_words = f"{_WAITS}{waits}" if waits else ""
    following = f"{action}{for_words}{MARK}{found.following}" if found.following else ""
    found = replace(found, following=following)
    return await _list(request, "pick", found, action=action, again="pick", waits=waits)


async def _at_hand(request: PageRequest, action: str, key: str) -> ListPage:
    """The cases to choose from: what is in one's hands; where that is nothing, and for what begins
    in the queue, those of the queue. Nothing that the action can't be about takes a place."""
    memberships, command = await request.memberships(), ACTIONS[action]
    stages = STAGES_ALLOWED.get(command)
    staff = any(m.role in STAFF for m in memberships)
    if not staff and action == "resolve":
        stages = frozenset({Stage.ACCEPTED})  # the other office must have taken the case
    only = office_queue.standing(ALLOWED[command], stages, *_ONLY.get(action, ()))
    read = partial(own_queue, request.batch, request.desk.roster, request.person, after=key)
    if staff and action not in _FROM_QUEUE:
        held = await read(narrowed=QueueFilter(View.MINE), only=only)
        if held.total:
            return held
    return await read(only=and_(only, *_allowed(WHO[command].conditions, memberships)))


def _allowed(
    conditions: Collection[Condition], memberships: Collection[Membership]
) -> list[ColumnElement[bool]]:
    """What a case that others hold, or that was referred, must be so that somebody may act on it:
    the set-based twin of two conditions in casework/access/permissions.py."""
    roles, ways = {m.role for m in memberships}, list[ColumnElement[bool]]()
    if Condition.OWNS in conditions and not roles & (LEADERS | AGENCY):
        ways.append(office_queue.FREE)
    if Condition.RECEIVES in conditions:
        ways.append(office_queue.answered_by({m.scope for m in memberships}))
    return ways


async def _found(request: PageRequest) -> tuple[Say, ...]:
    """Search by case number, phone number, the name of a village, and by words; further pages
    too."""
    page = search_page.read(request.words)
    page = replace(page, waits=page.waits or str(request.args.get(unsorted.WAITS, "")))
    case_id = number.parse(page.words) or number.without_letter(page.words)
    if case_id is not None:
        page_of = await case(replace(request, args={"case": case_id}))
        return page_of if page_of is not NOT_THEIRS else await wished.moved(request) or page_of
    found, way = await _by_phone_or_words(request, page)
    if found is None:
        none = wished.nothing(page.words)
        return await wished.moved(request) or (await _as_read(request, none, page.words, way),)
    found = await wished.exact_first(request, page, found)
    found = replace(found, total=found.total or page.total)
    begin = SearchPage(page.words, waits=page.waits)
    further = replace(begin, after=int(found.following or 0), way=way, total=found.total)
    following = search_page.written(further) if found.following else ""
    title = "pick" if page.waits else _title(found, following)
    start = search_page.written(begin) if page.waits else page.words
    found, first = replace(found, following=following), start if page.after else ""
    made = await _list(request, title, found, again="found", first=first, waits=page.waits)
    read = [await _as_read(request, said, page.words, way) for said in made]
    return tuple(wished.for_command(request, said, page.waits) for said in read)


async def _as_read(request: PageRequest, said: Say, words: str, way: str) -> Say:
    """A list, and below it what its words were taken for."""
    if _phone_in(words) or wished.is_number(words):
        return said
    names, whole = way not in (WORDS, FIRM, FIRM_BEGUN), way in (NAMED, BEGUN)
    how = {"names": names, "whole": whole, "beginnings": way == BEGUN}
    read = await wished.reading(request, words, **how)
    return with_reading(said, read if way != WORDS else replace(read, wishes=Wishes()))


def _title(found: ListPage, following: str) -> str:
    """What stands above a page: how many there are, unless nobody could count them or no button
    leads to the rest."""
    if found.following and not following:
        return "found.newest"
    return "found" if found.total or not found.cases else "found.some"


async def _by_phone_or_words(request: PageRequest, page: SearchPage) -> tuple[ListPage | None, str]:
    """What is found, and what the words were taken for."""
    viewer = Viewer(request.person, await request.memberships())
    phone = _phone_in(page.words)
    if phone:
        return await _by_phone(request, phone, viewer, page.after), WORDS
    return await _by_any_words(request, viewer, page)


def _phone_in(words: str) -> str | None:
    digits = sum(letter.isdigit() for letter in words)
    return fields.phone(words) if digits >= MIN_PHONE_DIGITS else None


async def _by_phone(request: PageRequest, phone: str, viewer: Viewer, after: int) -> ListPage:
    connection, vault = request.batch.connection, request.batch.vault
    tellers = await people.by_phone(connection, vault, phone)
    return await search.of_people(connection, vault, tellers, phone, viewer, after=after)


async def _by_any_words(
    request: PageRequest, viewer: Viewer, page: SearchPage
) -> tuple[ListPage | None, str]:
    """What the words name in full, then what holds them, then what they begin to name; further
    pages of the same. None where no case is found, also when none is in the state that they
    name."""
    for way in page.way or await _ways(request, page.words):
        found = await _READ[way](request, viewer, page.words, page.after)
        sure = way == NAMED and wishes.names_state(page.words)
        if found is not None and (found.cases or sure):
            return found if found.cases else None, way
    return None, MIXED


async def _ways(request: PageRequest, words: str) -> tuple[str, ...]:
    """What words may be taken for, in order. A part that can be nothing but a wish must hold; only
    the name of a state may be a word of a story, too."""
    firm = await wished.firm(request, words)
    if firm is None:
        more = await wished.means_more(request, words)
        return (NAMED, MIXED, WORDS, BEGUN) if more else (NAMED, WORDS, MIXED, BEGUN)
    ways = (NAMED, FIRM, MIXED, BEGUN, FIRM_BEGUN, MIXED_BEGUN)
    return (*ways, WORDS) if wishes.only_state(firm) else ways


async def _by_names(
    request: PageRequest, viewer: Viewer, words: str, after: int
) -> ListPage | None:
    return await wished.found(request, viewer, words, after, beginnings=False)


async def _by_beginnings(
    request: PageRequest, viewer: Viewer, words: str, after: int
) -> ListPage | None:
    return await wished.found(request, viewer, words, after, beginnings=True)


async def _by_words_or_place(
    request: PageRequest, viewer: Viewer, words: str, after: int
) -> ListPage | None:
    """The cases that hold the words; those of a village when the words are its name, or when none
    holds them."""
    batch, places = request.batch, request.desk.content.places
    lost = await search.lost_villages(batch.connection, places.villages)
    places = replace(places, villages={**lost, **places.villages})
    theirs = [m.scope for m in viewer.memberships if m.role in STAFF]
    villages = [
        code
        for code, _ in places.find(words)
        if any(covers(scope, code) for scope in theirs) and places.is_all(words, code)
    ]
    told = await by_words(request, viewer, words, after)
    if told.cases and not set(places.named(words)) & set(villages):
        return told
    if not villages:
        return None
    named = places.villages.get(villages[0])
    also = [code for code in villages if places.villages.get(code) == named]
    return await search.of_village(
        batch.connection, batch.vault, villages[0], viewer, after=after, also=also
    )


NAMED, WORDS, BEGUN = "n", "w", "b"
FIRM, MIXED, FIRM_BEGUN, MIXED_BEGUN = "f", "m", "o", "p"
"""What the words of a search may be taken for (casework/search/search_page.py)."""

_Read = Callable[[PageRequest, Viewer, str, int], Awaitable[ListPage | None]]
_READ: Mapping[str, _Read] = {
    NAMED: _by_names,
    WORDS: _by_words_or_place,
    BEGUN: _by_beginnings,
    FIRM: partial(wished.together, names=False, beginnings=False),
    MIXED: partial(wished.together, names=True, beginnings=False),
    FIRM_BEGUN: partial(wished.together, names=False, beginnings=True),
    MIXED_BEGUN: partial(wished.together, names=True, beginnings=True),
}


async def _my_data(request: PageRequest) -> tuple[Say, ...]:
    """What is known of the speaker."""
    known = await request.batch.person(request.person)
    profile, content = known.profile, request.desk.content
    told = await of_person.count_told_by(request.batch.connection, request.person)
    village = content.places.name(profile.village) if profile.village else ""
    language = LANGUAGES.get(profile.language, profile.language).removeprefix("Bahasa ")
    return (lists.my_data(language, village, profile.phone, told, known.memberships),)


PAGES: Pages = {
    "mine": _mine,
    "book": _book,
    "pick": _pick,
    "found": _found,
    "my_data": _my_data,
}
