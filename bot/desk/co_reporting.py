"""Co-reporting: further people with the same trouble are added to a case, are told how it stands,
and may leave it again.

Tested in tests/bot/desk/test_duplicates.py."""

from collections.abc import Mapping
from typing import Any

from bot.desk.candidates import words_of
from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework.access import permissions
from casework.actions.confirmation import Confirm
from casework.actions.correspondence import Add
from casework.actions.duplicates.co_reporting import Join, Leave
from casework.actions.resolution import Reopen
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Refused, Status, Urgency, Verdict
from conversations.actions import co_reporting as words
from conversations.protocol.dialogue import Story
from storage.cases import co_reporters
from storage.cases.co_reporters import Teller
from storage.unit_of_work import Batch


async def told_to(desk: ComplaintDesk, batch: Batch, told: c.File, case_id: int) -> list[Mail]:
    """Add a report to a case: as more news from its own teller, or as the report of a
    co-reporter."""
    case = await batch.case(case_id)
    if case is None:
        raise Refused("refused.unknown_case")
    if case.teller != told.by:
        return await _join(desk, batch, told, case)
    if case.status in (Status.RESOLVED, Status.CLOSED):
        return await _open_again(desk, batch, told, case)
    return await desk.handle(batch, told.by, Add(told.by, _story(told)), case_id)


def _story(told: c.File) -> Mapping[str, Any]:
    return told.intake.story or Story().dump()


async def _open_again(desk: ComplaintDesk, batch: Batch, told: c.File, case: Case) -> list[Mail]:
    """Reopen an ended case whose own teller has the same trouble again."""
    story = _story(told)
    text = words_of(told.intake)
    resolved = case.status is Status.RESOLVED
    again = Confirm(told.by, Verdict.NO, text) if resolved else Reopen(told.by, text)
    mails = await desk.handle(batch, told.by, again, case.id)
    batch.want_files(case.id, story["files"])
    return mails


async def _join(desk: ComplaintDesk, batch: Batch, told: c.File, case: Case) -> list[Mail]:
    there = await _people(batch, case)
    command = Join(told.by, told.intake.story, again=told.by in there)
    permissions.check(command, (), case)
    _, _, mails = await desk.decided(batch, case, command)
    joined = Teller(told.by, batch.at, told.intake)
    await co_reporters.join(batch.connection, batch.vault, case.id, [joined])
    return mails


async def _leave(request: Request[Leave]) -> list[Mail]:
    batch, case, command = request.batch, request.known_case(), request.command
    if command.by not in await _people(batch, case):
        raise Refused("refused.unknown_case")
    await co_reporters.leave(batch.connection, case.id, [command.by])
    return (await request.desk.decided(batch, case, command))[2]


async def _people(batch: Batch, case: Case) -> set[int]:
    """The ids of a case's co-reporters."""
    found = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    return {one.person for one in found}


async def news(desk: ComplaintDesk, batch: Batch, case: Case, event: e.Event) -> list[Mail]:
    """What co-reporters are told when the status of their case changes."""
    say = words.news(case, event) if case.others else None
    if say is None:
        return []
    at = batch.at if case.urgency is Urgency.EMERGENCY else desk.policy.rested(batch.at)
    there = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    return [Mail(x.person, say, at) for x in there if x.person not in (event.by, case.teller)]


HANDLERS = (handles(Leave, _leave),)
