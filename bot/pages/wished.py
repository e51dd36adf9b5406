"""Searches by what officers know of a case, and the views that are made of such searches.

Tested in tests/bot/pages/test_lists_wishes.py."""

from bot.pages.page_request import PageRequest, Pages
from casework.case.roles import STAFF
from casework.search import wishes
from casework.search.wishes import SearchNames, Wishes
from conversations.pages import views
from conversations.protocol.effects import Say, text
from storage.cases.list_page import ListPage
from storage.cases.search import Viewer
from storage.cases.wished import by_wishes
from storage.people.colleagues import Colleague, colleagues


async def found(
    request: PageRequest, viewer: Viewer, words: str, after: int, *, beginnings: bool
) -> ListPage | None:
    """The cases that the words wish for; None where they are no such wish. A village alone is
    looked up by its name, also when it is on no list any more."""
    wanted = wishes.read(words, await _known(request), beginnings=beginnings)
    if wanted is None or wanted == Wishes(villages=wanted.villages):
        return None
    connection, vault = request.batch.connection, request.batch.vault
    return await by_wishes(connection, vault, wanted, viewer, after=after)


async def _known(request: PageRequest) -> SearchNames:
    """What may be named, in the language of whoever asks."""
    content = request.desk.content
    language = (await request.batch.person(request.person)).profile.language

    def called(code: str) -> set[str]:
        keys = (f"service.{code}.short", f"service.{code}.name")
        return {content.texts.plain(language, text(key, was=code)).casefold() for key in keys}

    services = [(name, code) for code in content.catalogue.services for name in called(code)]
    villages = [(name.casefold(), code) for code, name in content.places.villages.items()]
    offices = [(o.name.casefold(), code) for code, o in content.directory.offices.items()]
    officers = [
        (name, str(one.person))
        for one in await _colleagues(request)
        for name in {one.name.casefold(), one.name.casefold().split(" ")[0]}
        if name
    ]
    return SearchNames(services=services, villages=villages, offices=offices, officers=officers)


async def _colleagues(request: PageRequest) -> list[Colleague]:
    """Who works where one may see cases."""
    scopes = {m.scope for m in await request.memberships() if m.role in STAFF}
    if not scopes:
        return []
    return await colleagues(request.batch.connection, request.batch.vault, scopes, below=True)


async def _views(request: PageRequest) -> tuple[Say, ...]:
    """Which cases to look at: by state, by service, by officer."""
    if request.words == "services":
        return (views.services(list(request.desk.content.catalogue.services)),)
    if request.words == "officers":
        named = [(one.person, one.name) for one in await _colleagues(request) if one.name]
        return (views.officers(named),)
    return (views.states(),)


PAGES: Pages = {"views": _views}
