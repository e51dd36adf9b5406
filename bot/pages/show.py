"""Shows a page: what a Show asks for, read from the store and turned into messages. Every page
checks who is asking."""

from dataclasses import replace

from bot.desk.desk import ComplaintDesk
from bot.pages import bulk, case, errands, lists, people, queue, ready_answers, referral, reports
from bot.pages.page_request import PageRequest, Pages
from bot.registry import registry
from conversations.protocol.effects import Say, Show
from storage.unit_of_work import Batch

_SUBJECTS = (bulk, case, errands, lists, people, queue, ready_answers, referral, reports)

PAGES: Pages = registry(*(subject.PAGES.items() for subject in _SUBJECTS))


async def show(batch: Batch, desk: ComplaintDesk, person: int, wanted: Show) -> tuple[Say, ...]:
    """The page as it is to be said; it sees everything that was done before it in this batch."""
    await batch.flush()
    said = await PAGES[wanted.reading](PageRequest(batch, desk, person, wanted.args))
    return tuple(replace(say, edit=wanted.edit) for say in said[:1]) + said[1:]
