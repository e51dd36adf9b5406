"""A sender with all that it needs, and short ways to look at what it did."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram import pacing
from bot.telegram import sender as outbound
from bot.telegram.delivery import Lost
from bot.telegram.http import AiohttpRequest
from bot.telegram.pacing import Pace
from bot.telegram.sender import Sender
from conversations.protocol.delivery import Delivery
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.pending import outbox
from storage.pending.outbox import Letter
from storage.tables.pending import OutboxRow
from tests.support.line import bot_at

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CHAT, OTHER = 7, 8
MARK = "(pesan ulang)"
KEY = bytes(32)


async def until(fact: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it is so; TimeoutError when it does not come true."""
    async with asyncio.timeout(20):
        while not await fact():  # noqa: ASYNC110 - nobody signals it
            await asyncio.sleep(0.01)


class Outgoing:
    """One sender, its database and its simulated Telegram."""

    def __init__(
        self, world: Telegram, database: Database, sender: Sender, lost: list[Lost]
    ) -> None:
        self.world, self.database, self.sender, self.lost = world, database, sender, lost
        self.vault = Vault(KEY)
        self.number = 0

    def letter(
        self, text: str, chat: int = CHAT, delivery: Delivery = Delivery.REMINDER, **more: Any
    ) -> Letter:
        self.number += 1
        params = {"text": text, **more.pop("params", {})}
        return Letter(
            f"k{self.number}", chat, delivery, more.pop("method", "sendMessage"), params, AT, **more
        )

    async def put(self, *letters: Letter) -> None:
        async with self.database.write() as connection:
            await outbox.put(connection, self.vault, letters, AT)

    async def send(self, *letters: Letter) -> int:
        await self.put(*letters)
        return await self.sender.drain()

    async def rows(self) -> list[Any]:
        async with self.database.read() as connection:
            return list(
                await connection.execute(
                    select(table_of(OutboxRow)).order_by(table_of(OutboxRow).c.id)
                )
            )

    async def row(self) -> Any:
        (row,) = await self.rows()
        return row

    async def delivered(self, number: int) -> None:
        """Wait until so many messages have arrived."""

        async def arrived() -> bool:
            return len(self.world.ledger) >= number

        await until(arrived)

    async def states(self, *states: str) -> None:
        """Wait until the letters, in order, have these states."""

        async def reached() -> bool:
            return tuple(row.state for row in await self.rows()) == states

        await until(reached)

    def texts(self, chat: int = CHAT) -> list[str]:
        return [one.text for one in self.world.ledger if one.chat_id == chat]

    def transactions(self) -> list[int]:
        """How many transactions to write are begun from now on."""
        count, real = [0], self.database.write

        def write() -> Any:
            count[0] += 1
            return real()

        self.database.write = write  # type: ignore[method-assign]
        return count


def village() -> Telegram:
    """A Telegram in which a hundred people (1 to 100) have started the bot."""
    world = Telegram()
    for chat in range(1, 101):
        world.phone(chat).chat.started = True
    return world


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the waits after failures a hundred times shorter, and the sender's own ten times."""
    real = pacing.backoff
    for module in (outbound, pacing):
        monkeypatch.setattr(module, "backoff", lambda failures: real(failures) / 100)
    for name in ("LINGER_SECONDS", "POLL_SECONDS"):
        monkeypatch.setattr(outbound, name, getattr(outbound, name) / 10)


@asynccontextmanager
async def outgoing_at(
    url: str, world: Telegram, database: Database, pace: Pace | None = None, *, read: float = 0.2
) -> AsyncIterator[Outgoing]:
    """A sender for the server at ``url``, whose bot has not said hello."""
    lost: list[Lost] = []

    async def on_lost(_: AsyncConnection, letters: Sequence[Lost], __: datetime) -> None:
        lost.extend(letters)

    request = AiohttpRequest(connect=0.15, write=0.05, read=read)
    async with bot_at(url, world.token, request) as bot:
        sender = Sender(
            database,
            Vault(KEY),
            bot,
            lambda: AT,
            resend_mark=MARK,
            pace=pace or Pace.none(),
            on_lost=on_lost,
        )
        yield Outgoing(world, database, sender, lost)


@asynccontextmanager
async def outgoing_on(
    world: Telegram, database: Database, pace: Pace | None = None, *, read: float = 0.2
) -> AsyncIterator[Outgoing]:
    """A sender whose bot has said hello to a served simulator."""
    async with (
        await serve(app(world)) as server,
        outgoing_at(server.url, world, database, pace, read=read) as made,
    ):
        await made.sender._bot.initialize()
        yield made
