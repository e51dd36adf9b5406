"""Duplicates: the question, before a report is filed, whether a case about the same trouble exists
already.

The report is held until its teller answers, or until a bell files it as a new case: an unanswered
question loses nothing. Emergencies, and reports that may be one, are never held."""

from dataclasses import replace

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.duplicates import late_photos
from bot.desk.duplicates.candidates import likely_cases
from bot.desk.duplicates.co_reporting import told_to
from bot.desk.filing import file, with_names
from bot.desk.mail import Mail
from casework.case import commands as c
from casework.case.model import Case, Refused, Urgency
from casework.policy.bell_subjects import OfPerson
from casework.policy.followups import Bell
from conversations.actions.duplicates import held_report as words
from conversations.handlers.messages.held_words import CALLED_BACK, NONE, ONLY
from conversations.protocol import requests as rq
from conversations.protocol.effects import Say, text
from storage.cases import co_reporters
from storage.cases.co_reporters import WaitingReport
from storage.unit_of_work import Batch

HELD = "held"
"""Bells of reports that wait for an answer; the occurrence is the report's key."""

_ALARMS = frozenset({"alarm", "unsure"})


async def _reported(request: Request[c.File]) -> list[Mail]:
    """Ask whether a case about this report exists already; where there is nothing to ask, file
    it."""
    request = replace(request, command=with_names(request.desk, request.command))
    found = await _stand_already(request)
    if found:
        return await _hold(request, found)
    return await file(request.desk, request.batch, request.command)


async def _stand_already(request: Request[c.File]) -> list[Case]:
    """The existing cases that a report may be about; none for a report that is never held."""
    desk, command = request.desk, request.command
    route = desk.policy.route(command.service, command.facts, command.village, command.known)
    urgent = route.urgency is Urgency.EMERGENCY or bool(_ALARMS & command.facts.keys())
    if urgent or command.parent is not None or not command.village:
        return []
    confidential = route.confidential
    return await likely_cases(desk, request.batch, command, confidential=confidential)


async def _hold(request: Request[c.File], found: list[Case]) -> list[Mail]:
    """Hold a report, and ask its teller which of the cases it is about, if any."""
    desk, batch, command = request.desk, request.batch, request.command
    offered = tuple(case.id for case in found)
    await co_reporters.hold(
        batch.connection, batch.vault, WaitingReport(command, offered, batch.at)
    )
    due = desk.policy.duplicates.send_after.after(batch.at, desk.policy.calendar)
    batch.set_bells([Bell(HELD, OfPerson(command.by), command.key, due)])
    left = due - batch.at
    asked = words.question(command.key, found, command.by, desk.content.places, left)
    return [Mail(command.by, asked, batch.at)]


async def send_anyway(desk: ComplaintDesk, batch: Batch, bell: Bell) -> list[Mail]:
    """Nobody has answered: the report goes out as a new one. One that can't be opened any more is
    asked for again."""
    held = await co_reporters.held(batch.connection, batch.vault, bell.occurrence)
    if not await co_reporters.let_go(batch.connection, bell.occurrence):
        return []
    if held is None:
        return [Mail(bell.about(OfPerson).person, Say(text("duplicates.unreadable")), batch.at)]
    return await file(desk, batch, held.command)


async def _chosen(request: Request[rq.SameAs]) -> list[Mail]:
    """The answer to "is it one of these?"."""
    batch, by, answer = request.batch, request.by, request.command
    held = await co_reporters.held(batch.connection, batch.vault, answer.key)
    if held is None or held.command.by != by:
        gone = words.gone(await _went_out(batch, by, answer.key), answer.edit)
        return [Mail(by, gone, batch.at)]
    if answer.which == CALLED_BACK:
        await co_reporters.let_go(batch.connection, answer.key)
        return [Mail(by, words.called_back(held.command), batch.at)]
    places = {str(n): case_id for n, case_id in enumerate(held.offered, 1)} | {NONE: None}
    places |= {ONLY: held.offered[0]} if len(held.offered) == 1 else {}
    if answer.which not in places:
        return await _which(request, held)
    await co_reporters.let_go(batch.connection, answer.key)
    sent = Mail(by, Say(text("form.sent"), edit=answer.edit or None), batch.at)
    return [sent, *await _sent(request.desk, batch, held.command, places[answer.which])]


async def _which(request: Request[rq.SameAs], held: WaitingReport) -> list[Mail]:
    """The question once more, to an answer that names none of the cases."""
    batch, by, places = request.batch, request.by, request.desk.content.places
    found = [await batch.case(case_id) for case_id in held.offered]
    offered = [case for case in found if case is not None]
    due = request.desk.policy.duplicates.send_after.after(held.at, request.desk.policy.calendar)
    asked = words.question(request.command.key, offered, by, places, due - batch.at)
    return [Mail(by, asked, batch.at)]


async def _sent(desk: ComplaintDesk, batch: Batch, told: c.File, case_id: int | None) -> list[Mail]:
    """Add the report to the case that was chosen, or file it as a new one: also when the chosen
    case was closed meanwhile, or is out of reach."""
    if case_id is None:
        return await file(desk, batch, told)
    try:
        mails = await told_to(desk, batch, told, case_id)
    except Refused:
        return await file(desk, batch, told)
    await late_photos.follow(batch, told.by, told.key, case_id)
    return mails


async def _went_out(batch: Batch, by: int, key: str) -> int | None:
    """The case that was filed under a key, to who told it."""
    case_id = await batch.id_of_key(key)
    case = await batch.case(case_id) if case_id is not None else None
    return case.id if case is not None and case.teller == by else None


HANDLERS = (handles(c.File, _reported), handles(rq.SameAs, _chosen))
