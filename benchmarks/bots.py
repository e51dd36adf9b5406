"""One bot in a process of its own, which polls until SIGTERM: ``python -m benchmarks.bots
ours|httpx|stock …``

``ours CONFIG`` is the program as ``puskesos run`` runs it, without the pacing that Telegram asks
for; ``httpx CONFIG`` the same over python-telegram-bot's own connections; ``stock URL RECORDINGS``
is python-telegram-bot as its guide tells: ``run_polling``, one update at a time, the form in a
ConversationHandler, a direct reply, nothing stored."""

import asyncio
import signal
import sys
from pathlib import Path

from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest, HTTPXRequest

from benchmarks import stock
from benchmarks.setting.district import TOKEN
from benchmarks.setting.recording import load
from bot import lifetime
from bot.program import build
from bot.settings import config, logs
from bot.telegram.http import POOL
from bot.telegram.pacing import Pace
from storage.db import migrate
from storage.db.single_instance import single_instance


async def ours(path: Path, requests: tuple[BaseRequest, BaseRequest] | None) -> None:
    """What ``bot.lifetime.run`` does, without a limit to the letters in a second."""
    program = build(config.load(path), pace=Pace.none(), requests=requests)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        async with single_instance(program.db):
            await migrate.prepare(program.db)
            await lifetime.serve(program, stop)
    finally:
        await program.close()


def run_stock(url: str, recordings: Path) -> None:
    """Every setting of the library is left as it is."""
    application = Application.builder().token(TOKEN).base_url(f"{url}/bot").build()
    application.add_handler(stock.conversation(load(recordings), answering=True))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


def main(kind: str, *arguments: str) -> None:
    """Run the bot of this kind."""
    if kind == "stock":
        run_stock(arguments[0], Path(arguments[1]))
        return
    logs.start("WARNING", "text", [TOKEN])
    httpx = (HTTPXRequest(connection_pool_size=1), HTTPXRequest(connection_pool_size=POOL))
    asyncio.run(ours(Path(arguments[0]), httpx if kind == "httpx" else None))


if __name__ == "__main__":
    main(*sys.argv[1:])
