"""What stands behind the last button of a case's page; to whoever has just written something, also
that it can still be taken back.

Tested in tests/bot/turns/test_going_on_standing.py."""

from dataclasses import replace

from bot.pages.case import page_of
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from conversations.actions.correcting.taking_back import takes_back
from conversations.case_pages.case import more
from conversations.pages.case_facts import Page
from conversations.protocol.effects import Rows, Say
from storage.pending import held_letters


async def _more(request: PageRequest) -> tuple[Say, ...]:
    page = await page_of(request)
    if page is None:
        return NOT_THEIRS
    content = request.desk.content
    said = more(page, content.catalogue, content.places)
    return (replace(said, buttons=(*await _standing(request, page), *said.buttons)),)


async def _standing(request: PageRequest, page: Page) -> Rows:
    """The buttons that take back what the viewer has written and nobody has got yet."""
    waits = await held_letters.waiting(request.batch.connection, page.case.id)
    mine = {
        place: until
        for place, until in sorted(waits.items())
        if place <= len(page.history) and page.history[place - 1][0].by == page.viewer
    }
    return takes_back(page.case, page.history, mine)


PAGES: Pages = {"more": _more}
