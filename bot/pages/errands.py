"""Pages of what is told by hand, and of who gave a case away. Parts of show.py; every reading
checks who looks."""

from collections.abc import Awaitable, Callable, Mapping

from bot.desk import errands, handover
from bot.desk.page_request import Look
from casework.access.visibility import may_see
from casework.actions.handover import may_glance
from casework.case.model import Case
from conversations.pages import handover as handover_page
from conversations.pages import lists
from conversations.protocol.effects import Say, T
from storage.cases import queries
from storage.pending import errands as stored


async def _tasks(look: Look) -> tuple[Say, ...]:
    batch, memberships = look.batch, (await look.batch.person(look.person)).memberships
    found = await queries.told_by(batch.connection, batch.vault, look.person, only_open=True)
    waiting = await stored.of_person(
        batch.connection, batch.vault, look.person, memberships, look.desk.house.places.villages
    )
    to_tell: dict[int, tuple[Case, list[str]]] = {}
    for case, errand in waiting:
        to_tell.setdefault(case.id, (case, []))[1].append(errand.note.kind)
    return (lists.tasks(found.cases, to_tell),)


async def glance(look: Look) -> Say | None:
    """The page of a case for who filed it and gave it away, if that is who is looking."""
    case = await look.batch.case(int(look.args["case"]))
    if case is None or not may_glance(look.person, case):
        return None
    return handover_page.glance(case, bool(await errands.of_reader(look.batch, look.person, case)))


async def _errand(look: Look) -> tuple[Say, ...]:
    case = await look.batch.case(int(look.args["case"]))
    mine = await errands.of_reader(look.batch, look.person, case) if case else []
    if case is None or not mine:
        return (Say(T("refused.unknown_case")),)
    return (
        handover_page.errand(case, [each.note.what for each in mine], look.desk.house.catalogue),
    )


async def _slip(look: Look) -> tuple[Say, ...]:
    case = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    if case is None or not (
        may_see(look.person, memberships, case)
        or await errands.of_reader(look.batch, look.person, case)
    ):
        return (Say(T("refused.unknown_case")),)
    return handover.slips(case)


PAGES: Mapping[str, Callable[[Look], Awaitable[tuple[Say, ...]]]] = {
    "tasks": _tasks,
    "errand": _errand,
    "slip": _slip,
}
