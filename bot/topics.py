"""The registry of the desk: which function handles which request, collected from the files of all
subjects.

Tested in tests/bot/desk/test_conflict_of_interest.py."""

from collections.abc import Sequence

from bot.desk import (
    alarm_stream,
    bulk,
    errands,
    files_along,
    handover,
    ready_answers,
    unmasked_workbook,
)
from bot.desk.correcting import (
    corrections,
    more_urgent,
    overtaken,
    rewording,
    sealing,
    taking_back,
    wrong_result,
)
from bot.desk.desk import ComplaintDesk, Handlers, Topics
from bot.desk.duplicates import (
    co_reporting,
    held_report,
    late_photos,
    merged_alarms,
    merging,
    splitting,
)
from bot.desk.mail import Mail
from bot.desk.staff import accounts, leaving, night_duty, passing_on, stand_in
from bot.registry import registry
from bot.turns import gathering
from casework.case.events import Event
from casework.case.model import Case
from storage.unit_of_work import Batch

HANDLERS: Handlers = registry(
    accounts.HANDLERS,
    bulk.HANDLERS,
    corrections.HANDLERS,
    co_reporting.HANDLERS,
    held_report.HANDLERS,
    late_photos.HANDLERS,
    errands.HANDLERS,
    handover.HANDLERS,
    leaving.HANDLERS,
    merging.HANDLERS,
    ready_answers.HANDLERS,
    splitting.HANDLERS,
    night_duty.HANDLERS,
    stand_in.HANDLERS,
    taking_back.HANDLERS,
    wrong_result.HANDLERS,
    overtaken.HANDLERS,
    rewording.HANDLERS,
    more_urgent.HANDLERS,
    unmasked_workbook.HANDLERS,
)


async def news(
    desk: ComplaintDesk, batch: Batch, case: Case, event: Event, told: Sequence[Mail]
) -> list[Mail]:
    """What follows from an event besides the letters of its notices (``told``)."""
    further = await co_reporting.news(desk, batch, case, event, told)
    shown = await files_along.letters(desk, batch, case, event)
    passed = await passing_on.news(desk, batch, case, event)
    waits = await gathering.outdated(batch, case, event)
    rings = await alarm_stream.settled(desk.roster, batch, case, event)
    rings += await merged_alarms.settled(batch, case, event)
    return [*further, *shown, *passed, *waits, *rings]


TOPICS = Topics(HANDLERS, errands.follow, news, taking_back.held, sealing.sealed)
