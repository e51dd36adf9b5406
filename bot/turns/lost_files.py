"""Tells who has sent a file that it could not be kept after all: it was damaged, or something else
than it said, or Telegram did not hand it over.

Tested in tests/bot/turns/test_lost_files.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.desk import ComplaintDesk, files_of
from bot.turns.posting import Post
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, text
from storage.cases import cases
from storage.cases.attachments import Wanted
from storage.db.trouble import trouble
from storage.db.vault import Vault
from storage.unit_of_work import Batch

log = structlog.get_logger()


@dataclass(frozen=True)
class LostFiles:
    """``tell`` is called inside the transaction that writes down that the files were given up."""

    desk: ComplaintDesk
    vault: Vault
    clock: Callable[[], datetime]

    async def tell(self, connection: AsyncConnection, lost: Sequence[Wanted]) -> None:
        """Put a letter to each sender into the outbox."""
        for one in lost:
            try:
                async with connection.begin_nested():
                    await self._tell(connection, one)
            except Exception as error:
                if trouble(error):
                    raise  # all of it is tried again
                log.error("a lost file was not told", file=one.id, error=type(error).__name__)

    async def _tell(self, connection: AsyncConnection, one: Wanted) -> None:
        batch = Batch(connection, self.vault, self.clock())
        sender = await _sender(batch, one)
        if sender:
            told = text("files.lost", number=number(one.case_id))
            say = Say(told, delivery=Delivery.MUST_ARRIVE, case=one.case_id)
            await Post(batch, self.desk.content.texts, f"f{one.id}").say(sender, say)
            await batch.flush()


async def _sender(batch: Batch, one: Wanted) -> int:
    """Who has told the case of the file; 0 when the trail does not say."""
    trail = await cases.history(batch.connection, batch.vault, one.case_id)
    brought = [
        event.by
        for event, _ in trail
        if one.unique_id in {file["unique_id"] for file in files_of(event)}
    ]
    return brought[-1] if brought else 0
