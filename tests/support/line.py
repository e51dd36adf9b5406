"""A real bot over real sockets: python-telegram-bot on our request layer, talking to a served
simulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import telegram

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram.http import AiohttpRequest


@asynccontextmanager
async def bot_at(
    url: str, token: str, request: AiohttpRequest | None = None
) -> AsyncIterator[telegram.Bot]:
    """A bot for the server at ``url``, its connections open; it has not said hello."""
    calling, polling = request or AiohttpRequest(), AiohttpRequest(pool=1)
    bot = telegram.Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=calling,
        get_updates_request=polling,
    )
    await calling.initialize()
    await polling.initialize()
    try:
        yield bot
    finally:
        await calling.shutdown()
        await polling.shutdown()


@asynccontextmanager
async def bot_on(
    world: Telegram, request: AiohttpRequest | None = None
) -> AsyncIterator[telegram.Bot]:
    """A bot that has said hello to a served simulator."""
    async with await serve(app(world)) as server, bot_at(server.url, world.token, request) as bot:
        await bot.initialize()
        yield bot
