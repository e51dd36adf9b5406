"""The pages on which several cases are picked for one action, and counted before it is done.

Tested in tests/bot/desk/test_bulk.py."""

from bot.desk.assignees import assignees
from bot.desk.own_queue import own_queue
from bot.pages.page_request import PageRequest, Pages
from bot.pages.reading import reader_of
from casework.access import visibility
from casework.search import queue_filter
from conversations.filling import picking
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.protocol.effects import Say, Text, text


async def _picking(request: PageRequest) -> tuple[Say, ...]:
    """A page of the queue to pick from, with the queue filter with which picking began."""
    content, batch = request.desk.content, request.batch
    wanted = queue_filter.read(str(request.args["code"]))
    found = await own_queue(
        batch,
        request.desk.roster,
        request.person,
        after=str(request.args["key"]),
        narrowed=wanted,
    )
    shown = Listed(found.cases, found.following, found.total)
    reader = await reader_of(request, found.cases)
    lines = tuple(
        lists.line(case, content.catalogue, content.places, batch.at, staff=True, reader=reader)
        for case in found.cases
    )
    return (picking.picking(shown, lines, request.args),)


async def _officers(request: PageRequest) -> tuple[Say, ...]:
    """Who may get every one of the chosen cases."""
    able = [(person, *told) for person, told in (await _able(request)).items()]
    return (picking.officers(able, request.args),)


async def _able(request: PageRequest) -> dict[int, tuple[str, Text]]:
    """Name and role of those who may get all of the chosen cases; nobody, if one is not the
    viewer's to see."""
    memberships = await request.memberships()
    able: dict[int, tuple[str, Text]] | None = None
    for case_id in request.args["cases"]:
        case = await request.batch.case(case_id)
        if case is None or not any(visibility.sees(m, case) for m in memberships):
            return {}
        found = await assignees(request.desk.roster, request.batch, case, request.person)
        here = {person: (name, text(f"role.{m.role}")) for person, name, m in found}
        able = (
            here
            if able is None
            else {person: told for person, told in able.items() if person in here}
        )
    return able or {}


async def _sure(request: PageRequest) -> tuple[Say, ...]:
    """What is about to be done to how many cases, with the button that does it."""
    officer = request.args.get("officer")
    name, _ = (await _able(request)).get(officer, ("–", None)) if officer else ("", None)
    return (picking.sure(request.args, name or "–"),)


PAGES: Pages = {"bulk_cases": _picking, "bulk_officer": _officers, "bulk_count": _sure}
