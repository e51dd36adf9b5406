"""The registry of the desk: which function handles which request, collected from the files of all
subjects.

Tested in tests/bot/desk/test_conflict_of_interest.py."""

from bot.desk import (
    accounts,
    bulk,
    co_reporting,
    duplicates,
    errands,
    handover,
    merging,
    ready_answers,
    splitting,
    stand_in,
    unmasked_workbook,
)
from bot.desk.desk import Handlers, Topics
from bot.registry import registry

HANDLERS: Handlers = registry(
    accounts.HANDLERS,
    bulk.HANDLERS,
    co_reporting.HANDLERS,
    duplicates.HANDLERS,
    errands.HANDLERS,
    handover.HANDLERS,
    merging.HANDLERS,
    ready_answers.HANDLERS,
    splitting.HANDLERS,
    stand_in.HANDLERS,
    unmasked_workbook.HANDLERS,
)

TOPICS = Topics(HANDLERS, errands.follow, co_reporting.news)
