"""Sealing: what is told in a case is read for a sensitive matter, wherever it is told: in the
report, as news, in an answer, beside somebody else's report, at the counter, in a note."""

from dataclasses import replace

from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework import lifecycle
from casework.access import visibility
from casework.actions.correcting.sealing import Sealed, may_seal, passed_on, seal
from casework.actions.correspondence import Added, Noted
from casework.actions.duplicates.co_reporting import Joined, ToldMore
from casework.actions.duplicates.merging import Absorb, Absorbed
from casework.actions.ending.completion import Completed
from casework.actions.ending.confirmation import Confirmed, Heard
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Reopened, Withdrawn
from casework.actions.objection import Objected
from casework.actions.question import Answered
from casework.case.commands import Command, File
from casework.case.events import Event, Events
from casework.case.model import Case
from casework.case.number import number
from casework.policy.policy import Policy
from casework.search import keywords
from conversations.content.content import Content
from conversations.content.hearing import sealed_words
from conversations.protocol.effects import Say, text
from conversations.protocol.lock import locked
from storage.unit_of_work import Batch

_READ = (Completed, Added, Answered, ToldMore, Confirmed, Heard, Withdrawn, Reopened, Objected)
"""What tellers say. What officers write to them is no news; their notes are."""


def told_in(content: Content, report: File) -> bool:
    """Whether a report tells of a sensitive matter, whatever it is about."""
    return _sensitive(content, keywords.of_story(report.intake.story))


async def sealed(
    roster: Roster,
    batch: Batch,
    case: Case,
    told: tuple[Command, Events],
    rules: tuple[Policy, Content],
) -> tuple[Case, Events, list[Mail]]:
    """What follows for a case from what was just ``told``, the command and its events: the case
    after it, further events, and word to those who may not see it any more."""
    (command, events), (policy, content) = told, rules
    stricter = isinstance(command, Absorb) and command.other.sensitive
    tells = any(_sensitive(content, _words(event)) for event in events)
    if not may_seal(case) or not (stricter or tells):
        return case, (), []
    before = case
    manned = await roster.is_manned(batch, case.village, sensitive=True)
    first = seal(case, command.by, policy, manned=manned)
    case = lifecycle.evolve(case, first, batch.at)
    after = await _passed_on(roster, batch, case, first)
    for event in after:
        case = lifecycle.evolve(case, event, batch.at)
    return case, (first, *after), await _lost(batch, before, case, command.by)


def _sensitive(content: Content, words: str) -> bool:
    return bool(words.strip()) and sealed_words.tells(words, content.words, content.alarms)


def _words(event: Event) -> str:
    match event:
        case Joined():
            return keywords.of_story(event.story)
        case Rated():
            return event.words
        case Absorbed():
            return "\n".join(event.texts)
        case Noted():
            return event.text
        case _:
            return keywords.told(event) if isinstance(event, _READ) else ""


async def _passed_on(roster: Roster, batch: Batch, case: Case, first: Sealed) -> Events:
    holds = case.owner is not None and await _works_on(batch, case.owner, case)
    if first.office == first.was_office and (holds or case.owner is None):
        return ()
    people = await roster.on_level(batch, case)
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
