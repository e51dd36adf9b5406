"""Splitting: a case that turns out to be about two troubles becomes two cases.

Tested in tests/bot/desk/duplicates/test_held_report.py."""

from dataclasses import replace

from bot.desk.desk import Request, handles
from bot.desk.filing import with_names
from bot.desk.mail import Mail
from casework import lifecycle
from casework.access import permissions
from casework.actions.duplicates.splitting import Split, SplitOff
from casework.case import commands as c
from casework.case.model import Case
from conversations.actions.duplicates import held_report as words

RECEIPT = "notice.receipt"
"""How the keys of the texts begin that thank a teller for a report."""


async def _split(request: Request[Split]) -> list[Mail]:
    """Open the second case; what is left stays in the first."""
    desk, batch, command = request.desk, request.batch, request.command
    case = request.known_case()
    permissions.check(command, (await batch.person(command.by)).memberships, case)
    if await batch.id_of_key(command.key) is not None:
        return []
    second = with_names(desk, _second(case, command))
    sensitive = desk.policy.catalogue.service(second.service).sensitive or second.sealed
    manned = await desk.roster.is_manned(batch, case.village, sensitive=sensitive)
    filed = lifecycle.file(replace(second, manned=manned), batch.at, desk.policy)
    off = SplitOff(command.by, case.id)
    child = lifecycle.opened(await desk.next_case_id(batch), filed, batch.at)
    _, _, mails = await desk.decided(batch, case, replace(command, child=child.id))
    opened = await desk.happened(batch, lifecycle.evolve(child, off, batch.at), (filed, off))
    # The teller hears of it in the words of the split, not as if they had just told it.
    return mails + [m for m in opened if not m.say.text.key.startswith(RECEIPT)]


def _second(case: Case, command: Split) -> c.File:
    """The report of the second trouble, by the same people."""
    # What is said of an official in confidence stays so in its second half.
    facts = {"accuses": "official"} if case.confidential else {}
    return c.File(
        case.teller,
        command.key,
        case.village,
        command.service,
        facts,
        case.intake.passed_on(words.second_story(command.words)),
        parent=case.id,
    )


HANDLERS = (handles(Split, _split),)
