"""Makes a page: what a Show asks for, read from the store and turned into messages. Every page
checks who is asking.

Tested in tests/bot/desk/test_conflict_of_interest.py."""

from dataclasses import replace

from bot.desk.desk import ComplaintDesk
from bot.desk.holder_names import where_now
from bot.pages import (
    archive,
    bulk,
    case,
    colleagues,
    errands,
    leaving,
    lists,
    more,
    night_duty,
    people,
    queue,
    ready_answers,
    referral,
    related_cases,
    reports,
    wished,
)
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from bot.registry import registry
from conversations.protocol.effects import Say, Show, text
from storage.unit_of_work import Batch

PAGES: Pages = registry(
    archive.PAGES.items(),
    bulk.PAGES.items(),
    case.PAGES.items(),
    colleagues.PAGES.items(),
    errands.PAGES.items(),
    lists.PAGES.items(),
    leaving.PAGES.items(),
    more.PAGES.items(),
    night_duty.PAGES.items(),
    people.PAGES.items(),
    queue.PAGES.items(),
    ready_answers.PAGES.items(),
    referral.PAGES.items(),
    related_cases.PAGES.items(),
    reports.PAGES.items(),
    wished.PAGES.items(),
)


async def show(batch: Batch, desk: ComplaintDesk, person: int, wanted: Show) -> tuple[Say, ...]:
    """The messages of the page; it shows everything that was done before it in this batch."""
    await batch.flush()
    request = PageRequest(batch, desk, person, wanted.args)
    said = await PAGES[wanted.reading](request)
    if said is NOT_THEIRS and "case" in wanted.args:
        moved = await where_now(batch, await request.case(), person)
        said = (Say(text(moved.key, **moved.args_for_text)),) if moved else said
    return tuple(replace(say, edit=wanted.edit) for say in said[:1]) + said[1:]
