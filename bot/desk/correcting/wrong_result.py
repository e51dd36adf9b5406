"""A result that was wrong: whether it has reached anybody, and what is in question again, only the
store knows.

Tested in tests/bot/desk/correcting/test_wrong_result.py."""

from dataclasses import replace

from bot.desk import result_of_office
from bot.desk.assignees import in_place_of
from bot.desk.correcting import overtaken
from bot.desk.correcting.corrections import freed
from bot.desk.desk import Request, handles, of_one_case
from bot.desk.mail import Mail
from casework import lifecycle
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.ending.resolution import Resolved
from casework.actions.referral import Recalled
from casework.case.events import Event
from casework.case.model import Case, Status
from conversations.actions.correcting import taking_back as words
from conversations.actions.referral_notices import not_needed
from conversations.protocol.effects import text
from storage.cases import cases
from storage.pending import held_letters


async def _retract(request: Request[RetractResult]) -> list[Mail]:
    desk, batch, case = request.desk, request.batch, request.known_case()
    asked = await desk.permitted(batch, request.by, request.command, case)
    lifecycle.decide(case, asked, batch.at, desk.policy)  # before its letters are touched
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    place = max((n for n, (x, _) in enumerate(trail) if isinstance(x, Resolved)), default=0)
    waits = await held_letters.take_back(batch.connection, held_letters.deed(case.id, place + 1))
    ended = result_of_office.ended_with(trail, place)
    known = replace(
        request.command,
        said_at=trail[place][1],
        before=lifecycle.as_it_stood(case.id, trail[:place]),
        delivered=not waits,
        referred=ended.name if ended else "",
    )
    after, _, mails = await desk.decided(batch, case, known)
    if waits and trail[place][0].by != request.by:
        mails += await _to_its_writer(request, after, trail[place][0])
    if waits and isinstance(ended, Recalled):  # its letter was among those that are gone
        people = await desk.roster.at_office(batch, case, ended.to)
        mails = [*mails, *(Mail(person, not_needed(case), batch.at) for person in people)]
    return [*mails, *await freed(desk, batch, after, request.by)]


async def _to_its_writer(request: Request[RetractResult], case: Case, result: Event) -> list[Mail]:
    """That their result went out to nobody, with its words; while they are away to their
    stand-in."""
    batch, roster = request.batch, request.desk.roster
    say = words.overtaken(case, result, text("held.why_wrong", reason=request.command.reason))
    readers = await in_place_of(roster, batch, case, [result.by])
    return [Mail(person, say, batch.at) for person in readers]


async def _open_again(request: Request[OpenAgain]) -> list[Mail]:
    """A result that has reached nobody is no reason to tell its resident that the case goes on."""
    desk, batch, case, asked = request.desk, request.batch, request.known_case(), request.command
    if case.status is not Status.RESOLVED or not await overtaken.held(batch, case):
        return await of_one_case(request)
    await desk.would(batch, request.by, asked, case)
    retracts = RetractResult(asked.by, asked.reason)
    return await _retract(Request(desk, batch, request.by, retracts, case, request.key))


HANDLERS = (handles(RetractResult, _retract), handles(OpenAgain, _open_again))
