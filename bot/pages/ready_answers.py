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
    """The ready answers for a case, or no message when there are none."""
    found = _fitting(request, await _of_staff(request))
    return (ready_answers.listed(found, str(request.args["draft"])),) if found else ()


async def _shown(request: PageRequest) -> tuple[Say, ...]:
    """One ready answer in full."""
    case = await _of_staff(request)
    found = _fitting(request, case)
    chosen = next((a for a in found if a.key == request.args["key"]), None)
    if case is None or chosen is None:
        return ()
    text = await words_of(request.desk, request.batch, case, chosen)
    return (ready_answers.shown(case, chosen, text, str(request.args["draft"])),)


async def _of_staff(request: PageRequest) -> Case | None:
    """The case, if the person works on it."""
    case = await request.case()
    memberships = await request.memberships()
    return case if case and any(sees(m, case) for m in memberships) else None


def _fitting(request: PageRequest, case: Case | None) -> list[Ready]:
    if case is None:
        return []
    answers = request.desk.content.answers
    return ready_answers.fitting(answers, str(request.args["form"]), case.service)


PAGES: Pages = {"ready": _listed, "ready_text": _shown}
