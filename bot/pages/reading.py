"""Who asks for a page, as a reader of its lines.

Tested in tests/bot/pages/test_lists.py."""

from collections.abc import Iterable

from bot.desk.staff.list_reader import list_reader
from bot.pages.page_request import PageRequest
from casework.case.model import Case
from conversations.pages.list_reader import ListReader


async def reader_of(request: PageRequest, cases: Iterable[Case] = (), *others: int) -> ListReader:
    """The person who asks, as a reader of these cases (bot/desk/staff/list_reader.py)."""
    return await list_reader(request.desk, request.batch, request.person, cases, *others)
