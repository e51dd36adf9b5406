"""The case above each question and card of a form of staff: with several pages open, nobody should
write for the wrong one.

Whoever may not work on the case reads its number alone. That an emergency's words can't be taken
back, that another office has the case, that further tellers move along with it, when it would be
due then, and that words go out only in the morning, is said before."""

from dataclasses import replace
from datetime import datetime
from functools import reduce

from bot.desk.correcting.corrections import knowing
from bot.desk.desk import ComplaintDesk
from bot.desk.result_of_office import is_own
from bot.pages.page_request import PageRequest
from bot.pages.reading import reader_of
from casework import lifecycle
from casework.access.visibility import receives, works_on
from casework.actions.referral import office_name
from casework.case.commands import Command
from casework.case.model import Case, Refused, Urgency
from casework.case.number import number
from conversations.actions.correcting.correcting_forms import corrected
from conversations.pages import queue_line
from conversations.protocol.effects import Say, Text, text
from storage.unit_of_work import Batch

_MOVES = frozenset({"village", "office"})
"""What a correction sets right so that the case goes to another office."""


async def headed(batch: Batch, desk: ComplaintDesk, person: int, said: Say) -> Say:
    """What is said, below the case that it is about."""
    case = await batch.case(said.about.case) if said.about else None
    if said.about is None or case is None:
        return said
    told = await _named(batch, desk, person, case)
    if said.about.ends and await is_own(desk.roster.at_office, batch, case, person):
        office = office_name(case, desk.policy)
        told = text(f"form.ends_referral.{case.stage}", case=told, office=office)
    answers = dict(said.about.corrects)
    if answers.get("what") in _MOVES and case.others:
        told = text("form.moves_others", case=told, n=case.others)
    if "why" in answers and (due := await _new_due(batch, desk, corrected(person, answers), case)):
        told = text("form.new_due", case=told, due=due)
    if said.about.sends and case.urgency is Urgency.EMERGENCY:
        told = text("form.at_once", case=told)
    elif said.about.sends and (read := _in_the_morning(desk, batch.at)):
        told = text("form.at_night", case=told, until=read)
    return replace(said, text=text("form.about_case", case=told, words=said.text))


async def _new_due(
    batch: Batch, desk: ComplaintDesk, command: Command, case: Case
) -> datetime | None:
    """When a case would be due once this was corrected (UTC); None where that stays as it is, or
    nothing comes of it."""
    try:
        permitted = await desk.permitted(batch, command.by, command, case)
        known = await knowing(desk, batch, case, permitted)
        events, at = lifecycle.decide(case, known, batch.at, desk.policy), batch.at
    except Refused:
        return None
    after = reduce(lambda changed, event: lifecycle.evolve(changed, event, at), events, case)
    return after.due_at if after.due_at != case.due_at else None


def _in_the_morning(desk: ComplaintDesk, at: datetime) -> datetime | None:
    """When a resident reads what is sent now (UTC), if that is on another day."""
    until, zone = desk.policy.rested(at + desk.hold), desk.policy.calendar.zone
    return until if at.astimezone(zone).date() != until.astimezone(zone).date() else None


async def _named(batch: Batch, desk: ComplaintDesk, person: int, case: Case) -> Text | str:
    memberships = (await batch.person(person)).memberships
    if not (works_on(person, memberships, case) or any(receives(m, case) for m in memberships)):
        return number(case.id)
    reader = await reader_of(PageRequest(batch, desk, person, {}), [case])
    content = desk.content
    return queue_line.named(case, content.catalogue, content.places, batch.at, reader)
