"""The pages from which a case is referred to another office, for the officers of the case.

Tested in tests/bot/trials/test_referral.py."""

from bot.desk.holder_names import reason
from bot.pages.case import page_of
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from casework.access.permissions import check_kind
from casework.actions.referral import Refer
from casework.case.model import Refused
from casework.case.number import number
from casework.case.sharing import withdrawn
from casework.lifecycle import ALLOWED
from conversations.actions import referral
from conversations.pages.case_facts import Page
from conversations.protocol.effects import Paper, Say, Text, text


async def _refer(request: PageRequest) -> tuple[Say, ...]:
    """The offices that handle a case."""
    page = await page_of(request)
    if page is None or not page.staff:
        return NOT_THEIRS
    against = await _against(request, page)
    if against is not None:
        return (Say(against),)
    policy = request.desk.policy
    fitting = policy.directory.fitting(policy.catalogue.of(page.case))
    return (referral.offices(page.case, fitting, referral.returned(page.history)),)


async def _against(request: PageRequest, page: Page) -> Text | None:
    """Why this person can't refer the case now, or None."""
    case = page.case
    try:
        check_kind(Refer, page.viewer, page.memberships, case, page.stands_in_for)
    except Refused as refused:
        return await reason(request.batch, refused)
    if case.referral is not None:
        return text(f"refused.referral.{case.stage}", number=number(case.id))
    if case.status not in ALLOWED[Refer]:
        return text("refused.referral.over", number=number(case.id))
    return None


async def _refer_to(request: PageRequest) -> tuple[Say, ...]:
    """What must be settled before a case goes to an office outside."""
    page = await page_of(request)
    office = request.desk.policy.directory.offices.get(str(request.args["to"]))
    if page is None or not page.staff or office is None:
        return NOT_THEIRS
    return (referral.chosen(page.case, office) or referral.offices(page.case, [office]),)


async def _letter(request: PageRequest) -> tuple[Say, ...]:
    """The letter that goes with the referral."""
    page = await page_of(request)
    if page is None or not page.staff or page.case.referral is None:
        return NOT_THEIRS
    told = number(page.case.id)
    if withdrawn(page.case):
        return (Say(text("refused.referral.withdrawn", number=told)),)
    paper = Paper("letter", {"case": page.case.id})
    return (Say(text("paper.letter", number=told), case=page.case.id, paper=paper),)


PAGES: Pages = {"refer": _refer, "refer_to": _refer_to, "letter": _letter}
