"""The pages on which a leader ends somebody's roles.

Tested in tests/bot/desk/staff/test_leaving.py."""

from bot.desk.staff import left_behind
from bot.desk.staff.leaving import ends
from bot.pages.colleagues import page_number, present
from bot.pages.page_request import PageRequest, Pages
from casework.case.model import Case, Role
from conversations.pages import leaving as words
from conversations.pages.colleagues import Present
from conversations.protocol.effects import Say

EVERYBODY = frozenset(Role)
"""Volunteers have a role, too, which a leader gives and takes."""


async def _leaving(request: PageRequest) -> tuple[Say, ...]:
    """Whose roles the reader may end; with an id in its words that one, asked about."""
    people = [one for one in await present(request, EVERYBODY) if await _ends(request, one)]
    asked = [one for one in people if str(one.person) == request.words]
    if asked:
        return (words.sure(asked[0], await _emergencies(request, asked[0].person)),)
    return (words.whom(people, page_number(request.words.removeprefix("p"))),)


async def _emergencies(request: PageRequest, person: int) -> list[Case]:
    """The emergencies that nobody would hold once the reader has ended somebody's roles."""
    own, batch = await request.memberships(), request.batch
    theirs = (await batch.person(person)).memberships
    rest = [m for m in theirs if not ends(request.desk, own, m)]
    return await left_behind.emergencies(batch, person, rest)


async def _ends(request: PageRequest, one: Present) -> bool:
    """Whether the reader may end any of somebody's roles."""
    own, batch = await request.memberships(), request.batch
    theirs = (await batch.person(one.person)).memberships
    return one.person != request.person and any(ends(request.desk, own, m) for m in theirs)


PAGES: Pages = {words.PAGE: _leaving}
