"""The cases that may belong to a case: of the same person or household, and those that may be the
same trouble, for the officers who may see them.

Tested in tests/bot/pages/test_related_cases.py and
tests/conversations/actions/duplicates/test_same_result.py."""

from bot.desk import alarm_stream
from bot.desk.duplicates.candidates import likely_cases
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from bot.pages.reading import reader_of
from casework import lifecycle
from casework.access.visibility import works_on
from casework.actions.duplicates.merging import UNCONFIRMED, Merge
from casework.case import commands as c
from casework.case.intake import Who
from casework.case.model import Case, Refused, Urgency
from casework.policy.duplicates import JOINABLE
from casework.search import wishes
from conversations.actions.duplicates import held_report, same_result
from conversations.case_pages import related
from conversations.pages.queue_line import line
from conversations.protocol.effects import Say, text
from storage.cases import duplicate_marks, search
from storage.cases.wished import by_wishes


async def of(request: PageRequest, case: Case) -> list[Case]:
    """The related cases that the viewer works on, those that may be the same trouble first; nothing
    for who does not work on this one."""
    memberships = await request.memberships()
    if not works_on(request.person, memberships, case):
        return []
    batch = request.batch
    event = [await batch.case(one) for one in await alarm_stream.maybe_same(batch, case)]
    same = [*filter(None, event), *await _maybe_same(request, case)]
    theirs = await duplicate_marks.sharing(batch.connection, batch.vault, case.id)
    found = {one.id: one for one in (*same, *theirs) if one.id != case.id}
    return [one for one in found.values() if works_on(request.person, memberships, one)]


async def _maybe_same(request: PageRequest, case: Case) -> list[Case]:
    """The open cases that may be about the same trouble, while this one may still be merged."""
    if case.status not in JOINABLE:
        return []
    told = c.File(
        case.teller, "", case.village, case.service, {}, intake=case.intake, known=case.known
    )
    return await likely_cases(request.desk, request.batch, told, confidential=case.confidential)


async def phone_from(request: PageRequest, case: Case) -> tuple[str, int] | None:
    """In an emergency without a number: the one that its teller has left in another case about
    themselves, which the viewer works on, and that case."""
    if case.urgency is not Urgency.EMERGENCY or case.intake.phone:
        return None
    batch, memberships = request.batch, await request.memberships()
    for one in await search.with_phone(batch.connection, case):
        other = await batch.case(one)
        if other is None or not works_on(request.person, memberships, other):
            continue
        if other.intake.phone and other.intake.who in (None, Who.SELF, Who.UNSAID):
            return other.intake.phone, other.id
    return None


async def _related(request: PageRequest) -> tuple[Say, ...]:
    case = await request.case()
    if case is None or not works_on(request.person, await request.memberships(), case):
        return NOT_THEIRS
    found, content = await of(request, case), request.desk.content
    office = content.catalogue, content.places, request.batch.at
    return (related.page(case, found, *office, reader=await reader_of(request, [case, *found])),)


async def _same_as(request: PageRequest) -> tuple[Say, ...]:
    """Which case is the same as this one: those that it may become part of; of whose number the end
    was typed, if it was."""
    case = await request.case()
    if case is None or not works_on(request.person, await request.memberships(), case):
        return NOT_THEIRS
    found = await (_ending_so(request, case) if request.words else of(request, case))
    likely = [one for one in found if _takes(request, case, one)][: related.MOST]
    if request.words and not likely:
        return (held_report.asked_again(case, text("refused.unknown_case")),)
    content, reader = request.desk.content, await reader_of(request, likely)
    office = content.catalogue, content.places, request.batch.at, reader
    return (same_result.which(case, likely, {one.id: line(one, *office) for one in likely}),)


async def _ending_so(request: PageRequest, case: Case) -> list[Case]:
    """The other cases that the viewer works on, and whose number was shortened so."""
    viewer = search.Viewer(request.person, await request.memberships())
    wanted, batch = wishes.read(request.words, wishes.SearchNames()), request.batch
    if wanted is None:
        return []
    found = await by_wishes(batch.connection, batch.vault, wanted, viewer, at=batch.at)
    theirs = (one for one in found.cases if works_on(viewer.id, viewer.memberships, one))
    return [one for one in theirs if one.id != case.id]


def _takes(request: PageRequest, case: Case, main: Case) -> bool:
    """Whether a case may become part of another one, once that is confirmed."""
    try:
        lifecycle.decide(
            case, Merge(request.person, main.id, into=main), request.batch.at, request.desk.policy
        )
    except Refused as refused:
        return refused.key == UNCONFIRMED
    return True


PAGES: Pages = {"related": _related, "same_as": _same_as}
