"""The pages of ready answers, for who works on a case.

Tested in tests/bot/desk/test_ready_answers.py."""

from bot.desk.ready_answers import words_of
from bot.pages.page_request import PageRequest, Pages
from casework.access.visibility import sees
from casework.case.model import Case
from conversations.actions import ready_answers
from conversations.content.ready_answers import Ready
from conversations.protocol.effects import Say


async def _listed(request: PageRequest) -> tuple[Say, ...]:
    """The ready answers for a case: a single one in full, no message when there are none."""
    case = await _of_staff(request)
    found = _fitting(request, case)
    if case is not None and len(found) == 1:
        return await _whole(request, case, found[0], others=False)
    return (ready_answers.listed(found, str(request.args["draft"])),) if found else ()


async def _shown(request: PageRequest) -> tuple[Say, ...]:
    """One ready answer in full."""
    case = await _of_staff(request)
    found = _fitting(request, case)
    chosen = next((a for a in found if a.key == request.args["key"]), None)
    if case is None or chosen is None:
        return ()
    return await _whole(request, case, chosen, others=len(found) > 1)


async def _whole(
    request: PageRequest, case: Case, chosen: Ready, *, others: bool
) -> tuple[Say, ...]:
    text = await words_of(request.desk, request.batch, case, chosen)
    draft = str(request.args["draft"])
    return (ready_answers.shown(case, chosen, text, draft, others=others),)


async def _of_staff(request: PageRequest) -> Case | None:
    """The case, if the person works on it."""
    case = await request.case()
    memberships = await request.memberships()
    return case if case and any(sees(m, case) for m in memberships) else None


def _fitting(request: PageRequest, case: Case | None) -> list[Ready]:
    if case is None:
        return []
    form, decision = str(request.args["form"]), str(request.args["decision"])
    return ready_answers.fitting(request.desk.content.answers, form, case.service, decision)


PAGES: Pages = {"ready": _listed, "ready_text": _shown}
