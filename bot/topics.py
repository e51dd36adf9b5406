"""The registry of the desk: which function handles which request, collected from the files of all
subjects.

Tested in tests/bot/desk/test_conflict_of_interest.py."""

from bot.desk import accounts, bulk, errands, handover, ready_answers, stand_in, unmasked_workbook
from bot.desk.desk import Handlers, Topics
from bot.desk.duplicates import co_reporting, held_report, merging, splitting
from bot.registry import registry

HANDLERS: Handlers = registry(
    accounts.HANDLERS,
    bulk.HANDLERS,
    co_reporting.HANDLERS,
    held_report.HANDLERS,
    errands.HANDLERS,
    handover.HANDLERS,
    merging.HANDLERS,
    ready_answers.HANDLERS,
    splitting.HANDLERS,
    stand_in.HANDLERS,
    unmasked_workbook.HANDLERS,
)

TOPICS = Topics(HANDLERS, errands.follow, co_reporting.news)
