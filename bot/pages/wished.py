"""Searches by what officers know of a case, and the views that are made of such searches.

Tested in tests/bot/pages/test_lists_wishes.py."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.holder_names import where_now
from bot.desk.own_queue import reads_as
from bot.pages.page_request import PageRequest, Pages
from bot.pages.reading import reader_of
from casework.case.events import Event
from casework.case.model import Case
from casework.case.roles import STAFF
from casework.case.whose_turn import Side
from casework.search import keywords, search_page, state_words, wishes
from casework.search.search_page import SearchPage
from casework.search.wishes import SearchNames, Wishes
from conversations.handlers.short_numbers import WHAT
from conversations.pages import views
from conversations.pages.list_reader import ListReader
from conversations.pages.search_reading import SearchReading
from conversations.pages.whose_turn import as_listed
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.taps import SortMessage, TurnPage
from storage.cases.list_page import ListPage
from storage.cases.search import Viewer
from storage.cases.wished import Besides, by_wishes, holders, moved_by
from storage.people.colleagues import colleagues, names_of, once_there


async def found(
    request: PageRequest, viewer: Viewer, words: str, after: int, *, beginnings: bool
) -> ListPage | None:
    """The cases that the words wish for; None where they are no such wish. A village alone is
    looked up by its name, also when it is on no list any more."""
    wanted = wishes.read(words, await _known(request), beginnings=beginnings)
    if wanted is None or wanted == Wishes(villages=wanted.villages):
        return None
    return await _read(request, viewer, wanted, after)


async def together(
    request: PageRequest, viewer: Viewer, words: str, after: int, *, names: bool, beginnings: bool
) -> ListPage | None:
    """The cases that some of the words wish for, and that tell the others; None where no word is a
    wish. ``beginnings``: those that tell words which begin so."""
    wanted, rest = wishes.parted(words, await _known(request), names=names)
    if wanted == Wishes():
        return None
    vocabulary = request.desk.content.words.vocabulary
    typed = keywords.typed_words(rest, vocabulary)
    told = tuple(word for word in typed if len(word) >= keywords.SHORTEST)
    if not beginnings:
        besides = Besides(told)
        return await _read(request, viewer, wanted, after, besides) if told == typed else None

    def begin(events: Iterable[Event]) -> bool:
        return keywords.begin(typed, events, vocabulary)

    openings = tuple(keywords.opening(word) for word in told)
    return await _read(request, viewer, wanted, after, Besides(openings, begin))


async def firm(request: PageRequest, words: str) -> Wishes | None:
    """What words wish for that can be no words of a story; None for nothing."""
    wanted, _ = wishes.parted(words, await _known(request), names=False)
    return wanted if wanted != Wishes() else None


async def means_more(request: PageRequest, words: str) -> bool:
    """Whether some of the words name a service or an office, which stories may tell of, too."""
    wanted, _ = wishes.parted(words, await _known(request), names=True)
    return bool(wanted.meanings)


async def reading(
    request: PageRequest, words: str, *, names: bool, whole: bool, beginnings: bool
) -> SearchReading:
    """What a search has read out of words. ``whole``: all of them are a wish."""
    known = await _known(request)
    wanted = wishes.read(words, known, beginnings=beginnings) if whole else None
    wanted, rest = (wanted, "") if wanted else wishes.parted(words, known, names=names)
    told = keywords.typed_words(rest, known.vocabulary)
    content = request.desk.content
    whole_names = sorted(known.officers, key=lambda one: len(one[0]))
    called = {person: name.title() for name, person in whole_names}
    called |= {code: office.name for code, office in content.directory.offices.items()}
    called |= content.places.villages
    return SearchReading(wanted, told, keywords.unread(rest, known.vocabulary), called)


async def _read(
    request: PageRequest, viewer: Viewer, wanted: Wishes, after: int, besides: Besides | None = None
) -> ListPage:
    batch = request.batch
    left = await _left(request) if wanted.officers else {}
    gone = {one: left[one] for one in map(int, wanted.officers) if one in left}
    besides = replace(besides or Besides(), gone=gone)
    if wanted.marks:
        own = await reads_as(batch, request.desk.roster, request.person)
        besides = replace(besides, whose=own)
    if wanted.turns:

        async def theirs(found: Sequence[Case]) -> Sequence[Case]:
            reader = await reader_of(request, found)
            return [case for case in found if _turns_of(case, reader) & wanted.turns]

        besides = replace(besides, among=theirs)
    return await by_wishes(
        batch.connection, batch.vault, wanted, viewer, at=batch.at, after=after, besides=besides
    )


def _turns_of(case: Case, reader: ListReader) -> frozenset[str]:
    """Whose turn a case is, by what a search calls it."""
    turn = as_listed(case, reader)
    if turn.side is Side.OFFICE:
        own = state_words.OWN if turn.office in reader.own else ""
        return frozenset({state_words.ANOTHER, turn.office, own})
    if turn.person is not None:
        return frozenset({state_words.OWN} if turn.person == reader.viewer else ())
    return frozenset({str(turn.level)} if turn.side is Side.LEVEL else ())


async def _known(request: PageRequest) -> SearchNames:
    """What may be named, in the language of whoever asks."""
    content = request.desk.content
    language = (await request.batch.person(request.person)).profile.language

    def called(code: str) -> set[str]:
        keys = (f"service.{code}.short", f"service.{code}.name")
        told = [content.texts.plain(language, text(key, was=code)) for key in keys]
        short = {word for name in told for word in _SHORT.findall(name)}
        return {name.casefold() for name in {*told, *short}}

    services = [(name, code) for code in content.catalogue.services for name in called(code)]
    villages = [(name.casefold(), code) for code, name in content.places.villages.items()]
    offices = [
        (name, code)
        for code, office in content.directory.offices.items()
        for name in _of_office(code, office.name.casefold())
    ]
    known = dict(await _officers(request))
    left = (await _left(request)).keys() - known.keys()
    known |= await names_of(request.batch.connection, request.batch.vault, left)
    officers = [
        (name, str(person))
        for person, called_so in known.items()
        for name in _of_officer(called_so.casefold())
    ]
    vocabulary = content.words.vocabulary
    return SearchNames(services, villages, offices, officers, vocabulary, str(request.person))


_SHORT = re.compile(r"\b[A-Z]{3,}\b")
"""What a service is called by for short, inside its name: KIS, PKH."""


def _of_office(code: str, name: str) -> set[str]:
    """What an office is called: its name, and the short one of its code ("32.74/dinkes")."""
    _, mark, short = code.rpartition("/")
    return {name, short.replace("_", " ")} if mark else {name}


def _of_officer(name: str) -> set[str]:
    """What somebody is called: in whole, and by each of their names."""
    words = name.split()
    return {" ".join(words), *(word for word in words if len(word) > len("bu"))}


async def _officers(request: PageRequest) -> list[tuple[int, str]]:
    """Whose cases one may look for: (id, name) of who works where one may see cases, and of who
    holds some there."""
    batch, memberships = request.batch, await request.memberships()
    scopes = await _scopes(request)
    if not scopes:
        return []
    there = await colleagues(batch.connection, batch.vault, scopes, below=True)
    named = {one.person: one.name for one in there}
    held = await holders(batch.connection, Viewer(request.person, memberships))
    named |= await names_of(batch.connection, batch.vault, set(held) - named.keys())
    return [(person, name) for person, name in named.items() if name]


async def _left(request: PageRequest) -> dict[int, datetime]:
    """Who worked where one may see cases, and works nowhere there any more; and until when."""
    batch, scopes = request.batch, await _scopes(request)
    if not scopes:
        return {}
    there = await colleagues(batch.connection, batch.vault, scopes, below=True)
    here = {one.person for one in there}
    once = await once_there(batch.connection, scopes)
    return {person: left for person, left in once.items() if person not in here}


async def _scopes(request: PageRequest) -> set[str]:
    return {m.scope for m in await request.memberships() if m.role in STAFF}


async def _views(request: PageRequest) -> tuple[Say, ...]:
    """Which cases to look at: by state, by service, by officer."""
    if request.words == "services":
        return (views.services(list(request.desk.content.catalogue.services)),)
    if request.words == "officers":
        return (views.officers(await _officers(request)),)
    return (views.states(),)


def is_number(words: str) -> bool:
    """Whether words are a shortened number and nothing else."""
    return bool(words.strip()) and wishes.short_number(words) == words.casefold().strip()


async def exact_first(request: PageRequest, page: SearchPage, found: ListPage) -> ListPage:
    """What a shortened number finds, first the case that it is all of: of a first page only."""
    wanted = wishes.read(page.words, SearchNames()) if is_number(page.words) else None
    if wanted is None or page.after:
        return found
    viewer = Viewer(request.person, await request.memberships())
    exact = (await _read(request, viewer, wishes.exactly(wanted), 0)).cases
    there = {case.id for case in exact}
    return replace(found, cases=(*exact, *(c for c in found.cases if c.id not in there)))


def for_command(request: PageRequest, said: Say, waits: str) -> Say:
    """A list whose lines bring a command to a case, below what that is; one tap lets it go."""
    what = request.args.get(WHAT)
    if not isinstance(what, Text):
        return said
    drop = (Button(text("named.drop"), SortMessage("no", waits)),)
    told = text("named.list", what=what, lines=said.text)
    return replace(said, text=told, buttons=(*said.buttons, drop))


def nothing(words: str) -> Say:
    """That nothing fits; of a number the same, whether there is such a case or not."""
    views = ((Button(text("views.open"), TurnPage("views")),),)
    if is_number(words):
        return Say(text("found.no_number", number=words), views)
    return Say(text("found.none"), views)


async def moved(request: PageRequest) -> tuple[Say, ...]:
    """Where the cases are that they have moved away themselves, of which the words are the
    number; nothing of all others."""
    batch = request.batch
    found = await moved_by(batch.connection, request.person, search_page.read(request.words).words)
    now = [await where_now(batch, await batch.case(one), request.person) for one in found]
    return tuple(Say(text(one.key, **one.args_for_text)) for one in now if one is not None)


PAGES: Pages = {"views": _views}
