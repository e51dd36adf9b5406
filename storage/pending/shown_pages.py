"""Which message of a chat shows the page of a case at this moment.

Tested in tests/bot/turns/test_going_on.py."""

from typing import cast

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX
from storage.pending.replaced import EDIT, PLACE, TO_PAGE

PAGE = f"{PLACE}page."
"""How the purpose of a page begins; its case follows."""


def page_place(case_id: int) -> str:
    """The purpose of the page of a case: of several that wait in a chat the newest is sent."""
    return f"{PAGE}{case_id}"


async def shows(connection: AsyncConnection, chat_id: int, case_id: int) -> int | None:
    """The newest message that shows the page of a case, sent as such or become it by an edit; None
    when it was never shown or shows something else by now."""
    columns = OUTBOX.c
    became = columns.purpose.like(f"{EDIT}%{TO_PAGE}")
    is_page = or_(columns.purpose == page_place(case_id), became)
    page = await connection.scalar(
        select(columns.message_id)
        .where(columns.chat_id == chat_id, columns.case_id == case_id, is_page)
        .where(columns.message_id.is_not(None))
        .order_by(columns.id.desc())
        .limit(1)
    )
    newest = await connection.scalar(
        select(columns.case_id)
        .where(columns.chat_id == chat_id, columns.message_id == page)
        .order_by(columns.id.desc())
        .limit(1)
    )
    return cast("int", page) if page is not None and newest == case_id else None
