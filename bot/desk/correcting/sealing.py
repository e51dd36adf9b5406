"""Sealing: what is told in a case is read for a sensitive matter, wherever it is told: in the
report, as news, in an answer, beside somebody else's report, at the counter, in a note. Which
words do it is said in conversations/actions/correcting/sealing.py."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from casework import lifecycle
from casework.access import visibility
from casework.actions.correcting.sealing import SealedByWords, may_seal, passed_on, seal
from casework.actions.duplicates.merging import Absorb
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case
from casework.case.number import number
from conversations.actions.correcting.sealing import told_by
from conversations.protocol.effects import Say, text
from conversations.protocol.lock import locked
from storage.unit_of_work import Batch


async def sealed(
    desk: ComplaintDesk, batch: Batch, case: Case, command: Command, events: Sequence[Event]
) -> tuple[Case, Events, list[Mail]]:
    """What follows for a case from what was just told, a command and its events: the case after it,
    further events, and word to those who may not see it any more. What becomes part of a case is
    as sensitive there."""
    stricter = isinstance(command, Absorb) and command.other.sensitive
    if not may_seal(case) or not (stricter or told_by(desk.content, events)):
        return case, (), []
    before = case
    manned = await desk.roster.is_manned(batch, case.village, sensitive=True)
    first = seal(case, command.by, desk.policy, manned=manned)
    case = lifecycle.evolve(case, first, batch.at)
    after = await _passed_on(desk, batch, case, first)
    for event in after:
        case = lifecycle.evolve(case, event, batch.at)
    return case, (first, *after), await _lost(batch, before, case, command.by)


async def _passed_on(desk: ComplaintDesk, batch: Batch, case: Case, first: SealedByWords) -> Events:
    holds = case.owner is not None and await _works_on(batch, case.owner, case)
    if first.office == first.was_office and (holds or case.owner is None):
        return ()
    people = await desk.roster.on_level(batch, case)
    return passed_on(case, first, next(iter(people), None))


async def _works_on(batch: Batch, person: int, case: Case) -> bool:
    return visibility.works_on(person, (await batch.person(person)).memberships, case)


async def _lost(batch: Batch, before: Case, case: Case, by: int) -> list[Mail]:
    """To whoever held the case, and to the officer who wrote the words, when it is theirs no more:
    without a word of what it is about."""
    say = Say(locked(case, text("notice.sealed_away", number=number(case.id))))
    readers = {x for x in (before.owner, by) if x and x != case.teller}
    return [
        Mail(person, say, batch.at)
        for person in sorted(readers)
        if await _works_on(batch, person, replace(before, sensitive=False))
        if not await _works_on(batch, person, case)
    ]
