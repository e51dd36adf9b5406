"""Corrections: what only the desk knows of them, and who must hear that a case has gone away.

Whoever held a case and may not see it any more after a correction (it is sensitive now, or of
another desk or village) does not hold it any more.

Tested in tests/bot/desk/correcting/test_corrections.py."""

from dataclasses import replace
from typing import Any

from bot.desk.assignees import in_place_of
from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework import lifecycle
from casework.access import visibility
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import Free
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone, Postponed
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.sealing import by_words
from casework.actions.question import Asked
from casework.case.commands import Command
from casework.case.events import Event
from casework.case.model import Case
from casework.case.number import number
from conversations.content.last_known import last_known
from conversations.filling import several
from conversations.protocol.effects import Say, text
from conversations.protocol.notice import urgent
from storage.cases import cases
from storage.pending import held_letters, letters_of_case
from storage.unit_of_work import Batch


async def corrected(request: Request[Any]) -> list[Mail]:
    """Decide a correction, and what follows from it for those who had the case."""
    desk, batch, before = request.desk, request.batch, request.known_case()
    permitted = await desk.permitted(batch, request.by, request.command, before)
    known = await knowing(desk, batch, before, permitted)
    case, _, mails = await desk.decided(batch, before, known)
    more = await freed(desk, batch, case, request.by)
    after = (await batch.case(case.id)) or case
    return [*mails, *more, *await _gone(desk, batch, (before, after), request.by)]


async def freed(desk: ComplaintDesk, batch: Batch, case: Case, by: int) -> list[Mail]:
    """Take the case out of the hands of whoever may not see it any more."""
    if case.owner is None or await _sees(batch, case, case.owner):
        return []
    return (await desk.decided(batch, case, Free(by)))[2]


async def _dropped(request: Request[DropQuestion]) -> list[Mail]:
    desk, batch, case = request.desk, request.batch, request.known_case()
    permitted = await desk.permitted(batch, request.by, request.command, case)
    lifecycle.decide(case, permitted, batch.at, desk.policy)  # before its letter is touched
    known = await knowing(desk, batch, case, permitted)
    teller = await batch.person(case.teller)
    if half := several.begun(teller.talk, case.id):  # what has come is the answer
        rest = tuple(one for one in teller.talk.drafts if one.id != half.id)
        batch.keep_talk(case.teller, replace(teller.talk, drafts=rest, gathering=None))
        known = DropQuestion(request.by, answer=several.as_it_is(half))
    return (await desk.decided(batch, case, known))[2]


async def knowing(desk: ComplaintDesk, batch: Batch, case: Case, command: Command) -> Command:
    """The command with the asker's rank, and with what its place and service are called."""
    rank = visibility.rank((await batch.person(command.by)).memberships, case)
    match command:
        case CorrectService():
            return replace(await _service(desk, batch, case, command), rank=rank)
        case CorrectPlace():
            return replace(await _place(desk, batch, case, command), rank=rank)
        case CorrectUrgency():
            return replace(command, rank=rank)
        case Postpone():
            trail = await _trail(batch, case)
            before = sum(isinstance(event, Postponed) for event in trail)
            return replace(command, rank=rank, before=before)
        case DropQuestion():
            return replace(command, delivered=not await _unsent(batch, case))
        case _:
            return command


async def _service(
    desk: ComplaintDesk, batch: Batch, case: Case, command: CorrectService
) -> CorrectService:
    facts, code = case.intake.facts or {}, command.service
    party = desk.policy.route(code, facts, case.village).party
    sealed = by_words(case, desk.policy)
    sensitive = desk.policy.catalogue.service(code).sensitive or sealed
    manned = await desk.roster.is_manned(batch, case.village, sensitive=sensitive)
    known = last_known(desk.content, code, case.village, party)
    return replace(command, manned=manned, known=known)


async def _place(
    desk: ComplaintDesk, batch: Batch, case: Case, command: CorrectPlace
) -> CorrectPlace:
    places = desk.content.places
    village = places.today(command.village or case.village)
    if not village:
        return command
    manned = await desk.roster.is_manned(batch, village, sensitive=case.sensitive)
    known = {f"village {code}": places.name(code) for code in (village, case.village) if code}
    told = village if command.village else ""
    return replace(command, village=told, manned=manned, known=known)


async def _trail(batch: Batch, case: Case) -> list[Event]:
    await batch.flush()
    return [event for event, _ in await cases.history(batch.connection, batch.vault, case.id)]


async def _unsent(batch: Batch, case: Case) -> bool:
    """Take the letter with the question back, if it has not gone out."""
    trail = await _trail(batch, case)
    place = max((n for n, x in enumerate(trail, 1) if isinstance(x, Asked)), default=0)
    return await held_letters.take_back(batch.connection, held_letters.deed(case.id, place))


async def _sees(batch: Batch, case: Case, person: int) -> bool:
    return visibility.works_on(person, (await batch.person(person)).memberships, case)


async def _gone(
    desk: ComplaintDesk, batch: Batch, change: tuple[Case, Case], by: int
) -> list[Mail]:
    """To whoever held the case, and to all who were called to it, when it is not theirs any more:
    without a word of what it is about, for they may not see it now. Who held it hears of another
    office in any case."""
    before, case = change
    told: dict[int, str] = {}
    if before.owner is not None and case.owner is None:
        readers = await in_place_of(desk.roster, batch, before, [before.owner])
        told = dict.fromkeys(readers, "notice.moved_owner")
    lost, away = set(told), before.office != case.office
    if urgent(before):
        alarms = await letters_of_case.alarms(batch.connection, case.id)
        told |= {alarm.chat_id: "notice.alarm_moved_away" for alarm in alarms}
    return [
        Mail(person, Say(text(key, number=number(case.id))), batch.at)
        for person, key in told.items()
        if person != by and ((person in lost and away) or not await _sees(batch, case, person))
    ]


HANDLERS = (
    handles(CorrectService, corrected),
    handles(CorrectUrgency, corrected),
    handles(CorrectPlace, corrected),
    handles(Postpone, corrected),
    handles(DropQuestion, _dropped),
)
