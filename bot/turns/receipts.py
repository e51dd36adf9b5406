"""What follows for a case when a letter about it has arrived, or was given up.

Works inside the transaction that settles the letters, so that what is known of a letter and what is
known of its case never differ. Whatever fails here concerns one letter: it is noted for the
operator, and the others are settled.

Tested in tests/bot/desk/test_errands.py."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import errands
from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.telegram.delivery import Lost
from bot.turns.digests import cases_of, kind_of
from bot.turns.posting import Post
from casework.actions.handover import RESULT, Deliver
from conversations.protocol.delivery import Delivery
from storage.db.trouble import trouble
from storage.db.vault import Vault
from storage.pending.outbox import ClaimedLetter
from storage.unit_of_work import Batch

log = structlog.get_logger()


@dataclass(frozen=True)
class DeliveryReceipts:
    """Tells the desk which letters have arrived and which were given up."""

    desk: ComplaintDesk
    vault: Vault

    async def lost(self, connection: AsyncConnection, lost: Sequence[Lost], at: datetime) -> None:
        """Log every letter that was not delivered; what had to arrive becomes an errand, told by
        hand."""
        for letter in lost:
            log.warning(
                "a message was not delivered",
                why=letter.why,
                letter=letter.letter,
                case=letter.case_id,
            )
        gone = frozenset(letter.chat_id for letter in lost if letter.why == "unreachable")
        due = [
            letter
            for letter in chain.from_iterable(map(_of_each_case, lost))
            if letter.delivery == Delivery.MUST_ARRIVE and letter.case_id is not None
        ]
        for letter in sorted(due, key=lambda each: (each.case_id or 0, each.letter)):
            await self._one(connection, at, letter.letter, self._missed(letter, gone))

    async def arrived(
        self, connection: AsyncConnection, letters: Sequence[ClaimedLetter], at: datetime
    ) -> None:
        """Note in each case whose result has reached its teller that they know it."""
        results = [
            letter for letter in letters if letter.purpose == RESULT and letter.case_id is not None
        ]
        for letter in sorted(results, key=lambda each: each.case_id or 0):
            await self._one(connection, at, letter.id, self._heard(letter))

    def _missed(self, lost: Lost, gone: frozenset[int]) -> Callable[[Batch], Awaitable[list[Mail]]]:
        async def act(batch: Batch) -> list[Mail]:
            case = await batch.case(lost.case_id or 0)
            if case is None:
                return []
            if lost.chat_id == case.teller and lost.purpose != errands.ERRAND:
                return await errands.missed(self.desk, batch, case, lost, gone)
            if lost.purpose in errands.INSTEAD and lost.why != "unreachable":
                return []  # its bell asks again; who may have it already is not asked twice
            return await errands.passed_up(self.desk, batch, case, lost, gone)

        return act

    def _heard(self, letter: ClaimedLetter) -> Callable[[Batch], Awaitable[list[Mail]]]:
        async def act(batch: Batch) -> list[Mail]:
            case = await batch.case(letter.case_id or 0)
            if case is None or case.teller != letter.chat_id:
                return []
            return (await self.desk.decided(batch, case, Deliver()))[2]

        return act

    async def _one(
        self,
        connection: AsyncConnection,
        at: datetime,
        letter: int,
        act: Callable[[Batch], Awaitable[list[Mail]]],
    ) -> None:
        try:
            async with connection.begin_nested():
                batch = Batch(connection, self.vault, at)
                await Post(batch, self.desk.content.texts, f"l{letter}").news(await act(batch))
                await batch.flush()
        except Exception as error:
            if trouble(error):
                raise  # all of it is tried again
            why = type(error).__name__
            log.error("the end of a letter was not told", letter=letter, error=why)
            log.debug("the end of a letter was not told", letter=letter, exc_info=error)


def _of_each_case(lost: Lost) -> list[Lost]:
    """What was lost for each case of a digest; of any other letter the letter itself."""
    told, kind = cases_of(lost.purpose), kind_of(lost.purpose)
    return [replace(lost, case_id=case, purpose=kind) for case in told] or [lost]
