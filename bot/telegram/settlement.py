"""Writes down how letters ended and tells those whom it concerns, in one transaction.

Tested in tests/bot/telegram/test_sender.py."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.telegram.delivery import Ended, Lost
from storage.cases import attachments
from storage.db.vault import Vault
from storage.pending import crash_recovery, outbox
from storage.pending.outbox import ClaimedLetter
from storage.people import presence

OnLost = Callable[[AsyncConnection, Sequence[Lost], datetime], Awaitable[None]]
OnArrived = Callable[[AsyncConnection, Sequence[ClaimedLetter], datetime], Awaitable[None]]


class Settlement:
    """Writes down how letters ended. ``on_lost`` is awaited inside the transaction that gives
    letters up, so that its effects are as lasting as that; ``on_arrived`` likewise for letters with
    a purpose that Telegram has taken."""

    def __init__(self, vault: Vault, on_lost: OnLost | None, on_arrived: OnArrived | None) -> None:
        self._vault, self._on_lost, self._on_arrived = vault, on_lost, on_arrived

    async def recover(self, connection: AsyncConnection, at: datetime) -> None:
        """Settle the letters that a dead process was sending; those that are given up are lost like
        any other."""
        orphans = await crash_recovery.orphans(connection, self._vault, at)
        await crash_recovery.recover(connection, at)
        await self._tell_lost(connection, [Lost.of(letter, "parked") for letter in orphans], at)

    async def claim(
        self,
        connection: AsyncConnection,
        at: datetime,
        limit: int,
        busy: Collection[int] = (),
        **which: Any,
    ) -> list[ClaimedLetter]:
        """Take letters that are due (``outbox.claim``); those that can't be opened are lost."""
        spoiled: list[ClaimedLetter] = []
        claimed = await outbox.claim(
            connection, self._vault, at, limit, busy, spoiled=spoiled, **which
        )
        await self._tell_lost(connection, [Lost.of(one, "parked") for one in spoiled], at)
        return claimed

    async def settle(
        self, connection: AsyncConnection, ended: Sequence[Ended], at: datetime
    ) -> None:
        """Settle letters whose call has ended, with what their ends say about chats."""
        await outbox.settle(connection, [one.outcome for one in ended], at)
        for old, new in {
            one.letter.chat_id: one.verdict.chat_id for one in ended if one.verdict.chat_id
        }.items():
            await outbox.move_chat(connection, old, new)
        renewed = dict(one.renewed for one in ended if one.renewed)
        await attachments.renew(connection, self._vault, renewed)
        await self._tell_lost(connection, [lost for one in ended if (lost := one.lost)], at)
        arrived = [one.letter for one in ended if one.arrived]
        if arrived and self._on_arrived:
            await self._on_arrived(connection, arrived, at)
        # After the cases, as a turn does it too: two transactions that wait for each other would
        # both be void.
        last = {one.letter.chat_id: one.verdict.kind for one in ended if _tells_who_is_there(one)}
        await presence.unreachable(connection, _whose(last, "unreachable"), at)
        await presence.reached(connection, _whose(last, "done"))

    async def _tell_lost(
        self, connection: AsyncConnection, lost: Sequence[Lost], at: datetime
    ) -> None:
        if lost and self._on_lost:
            await self._on_lost(connection, lost, at)


def _tells_who_is_there(ended: Ended) -> bool:
    """Whether the end of a call says that somebody can, or can't, be written to."""
    sent = ended.verdict.kind == "done" and ended.outcome.state == "sent"
    return ended.verdict.kind == "unreachable" or (sent and ended.letter.method.startswith("send"))


def _whose(last: Mapping[int, str], kind: str) -> set[int]:
    """The chats whose last call ended so."""
    return {chat for chat, ended in last.items() if ended == kind}
