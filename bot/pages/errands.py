"""The pages of errands, and the page of a case for whoever has handed it over.

Tested in tests/bot/desk/test_errands.py."""

from bot.desk import errands, handover, unsent
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from casework.access.visibility import may_see
from casework.actions.handover import may_glance
from casework.case.model import Case
from conversations.pages import lists
from conversations.pages.handover import errand, glance
from conversations.pages.lateness import due_passed
from conversations.protocol.effects import Say
from storage.cases import of_person
from storage.cases.list_page import PAGE
from storage.pending import errands as waiting_errands
from storage.pending.errands import OpenErrand


async def _tasks(request: PageRequest) -> tuple[Say, ...]:
    """What somebody still has to do: their own open reports, and their errands."""
    cases, following = await _waiting(request)
    to_tell: dict[int, tuple[Case, list[str]]] = {}
    for case, task in [] if request.words else await _errands(request):
        to_tell.setdefault(case.id, (case, []))[1].append(task.note.kind)
    return (lists.tasks(cases, to_tell, following),)


async def _waiting(request: PageRequest) -> tuple[list[Case], str]:
    """A page of the cases in which something waits for their teller, and the key of the next. The
    consent is sealed, so each open case is looked at; what waits for nobody takes no place."""
    connection, vault = request.batch.connection, request.batch.vault
    waiting: list[Case] = []
    key = request.words
    while True:
        found = await of_person.told_by(
            connection, vault, request.person, before=key, only_open=True
        )
        waiting += [case for case in found.cases if lists.to_do(case)]
        key = found.following
        if len(waiting) > PAGE:
            return waiting[:PAGE], str(waiting[PAGE - 1].id)
        if not key:
            return waiting, ""


async def _errands(request: PageRequest) -> list[tuple[Case, OpenErrand]]:
    batch = request.batch
    found = await waiting_errands.of_person(
        batch.connection,
        batch.vault,
        request.person,
        await request.memberships(),
        (await request.desk.roster.out(batch)).represented_by(request.person),
    )
    told = await unsent.gone_out(batch, [task for _, task in found])
    return [(case, task) for case, task in found if task in told]


async def for_giver(request: PageRequest) -> Say | None:
    """The page of a case for the person who filed it and handed it over; None for everybody
    else."""
    case = await request.case()
    if case is None or not may_glance(request.person, case):
        return None
    mine = await errands.of_reader(request.batch, request.person, case)
    shown = glance(await unsent.as_known(request.batch, case), bool(mine))
    return due_passed(shown, request.batch.at)


async def _errand(request: PageRequest) -> tuple[Say, ...]:
    """What somebody was asked to tell about a case."""
    case = await request.case()
    mine = await errands.of_reader(request.batch, request.person, case) if case else []
    if case is None or not mine:
        return NOT_THEIRS
    told = [each.note.what for each in mine]
    return (errand(case, told, request.desk.content.catalogue),)


async def _slip(request: PageRequest) -> tuple[Say, ...]:
    """The slip of a case, for who may see it or tells it by hand."""
    case, memberships = await request.case(), await request.memberships()
    if case is None or not (
        may_see(request.person, memberships, case)
        or await errands.of_reader(request.batch, request.person, case)
    ):
        return NOT_THEIRS
    return handover.slips(case)


PAGES: Pages = {
    "tasks": _tasks,
    "errand": _errand,
    "slip": _slip,
}
