"""Candidates: the existing cases that a new report may be about, found in the store.

Tested in tests/bot/desk/duplicates/test_held_report.py."""

from bot.desk.desk import ComplaintDesk
from casework.actions.duplicates.co_reporting import private
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case
from casework.policy.duplicates import Candidate, Report, likely
from conversations.protocol.dialogue import Story
from storage.cases import duplicate_marks
from storage.cases.duplicate_marks import Lead, Marks
from storage.unit_of_work import Batch


async def likely_cases(
    desk: ComplaintDesk, batch: Batch, command: c.File, *, confidential: bool
) -> list[Case]:
    """The cases to ask about, the likeliest first."""
    mine = await _marks(batch, command)
    leads = await duplicate_marks.leads(
        batch.connection,
        batch.vault,
        teller=command.by,
        village=command.village,
        service=command.service,
        marks=mine,
        at=batch.at,
        rules=desk.policy.duplicates,
    )
    row = desk.policy.catalogue.service(command.service, command.known)
    sensitive = row.sensitive or command.sealed
    found = likely(
        _report(batch, command, mine, hidden=confidential or sensitive),
        [_candidate(desk, lead, command.by) for lead in leads],
        desk.policy.duplicates,
        desk.content.words.vocabulary,
    )
    by_id = {lead.case.id: lead.case for lead in leads}
    return [by_id[one.id] for one in found]


async def _marks(batch: Batch, command: c.File) -> Marks:
    """Whom and which household the report is about, as keyed marks."""
    mine = duplicate_marks.marks_of(batch.vault, command.by, command.village, command.intake)
    return await duplicate_marks.with_household(batch.connection, batch.vault, command.by, mine)


def _report(batch: Batch, command: c.File, mine: Marks, *, hidden: bool) -> Report:
    return Report(
        command.service,
        command.village,
        words_of(command.intake),
        batch.at,
        mine.persons,
        mine.households,
        command.intake.place or "",
        hidden,
        command.intake.who is Who.NEIGHBOUR,
    )


def _candidate(desk: ComplaintDesk, lead: Lead, teller: int) -> Candidate:
    case = lead.case
    return Candidate(
        case.id,
        case.service,
        case.village,
        words_of(case.intake),
        case.opened_at,
        case.status,
        lead.marks,
        case.intake.place or "",
        private(case, desk.policy),
        case.intake.who is Who.NEIGHBOUR,
        case.teller == teller,
    )


def words_of(intake: Intake) -> str:
    """The words of what was told."""
    return Story.load(intake.story).text if intake.story else ""
