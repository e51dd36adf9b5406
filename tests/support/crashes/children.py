"""What the children of the fork server run: the real program, or the stock library's bot that it is
compared with.

The real program is the whole of it: poll, turns, bells, sender, fetcher, against a served
simulator. Only three things are a test's: the clock runs ahead as the test says (ahead.py), bells
are looked at more often, and nobody is paced."""

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, MessageHandler, filters

from bot import lifetime
from bot.program import build
from bot.settings import contents, logs
from bot.settings.config import Config
from bot.telegram import downloads, polling, sender
from bot.telegram.pacing import Pace
from bot.telegram.settlement import Settlement
from bot.telegram.updates import update_id_of
from bot.turns import bells, turn
from storage.cases import attachments
from storage.db import migrate
from storage.db.single_instance import single_instance
from storage.unit_of_work import Batch
from tests.support.ahead import Ahead
from tests.support.crashes.fork import serve
from tests.support.rig import START, config_of

TOKEN = "100000:SIMULATOR-TOKEN-FOR-LOOPBACK-ONLY"
TICK_SECONDS = 0.05
STOCK_SECONDS = 0.01
"""What one report costs the stock bot before it is written: a slow disk, a call to somewhere
else."""


def config_at(base: str, url: str, folder: Path) -> Config:
    """The configuration of the rig, for a simulator that is served at ``base``."""
    config = config_of(url, folder, TOKEN)
    return config.model_copy(
        update={
            "telegram": config.telegram.model_copy(
                update={"base_url": f"{base}/bot", "base_file_url": None}
            )
        }
    )


def run(what: Mapping[str, Any]) -> None:
    """Be the bot that ``what`` describes: ``kind`` (ours, hasty, stock), ``base``, ``folder``,
    ``ahead`` (a file: ahead.py), ``die_at``."""
    if what["kind"] == "stock":
        _stock(what["base"], Path(what["folder"]))
        return
    if what["kind"] == "hasty":
        _confirm_before_playing()
    if what["die_at"]:
        DYING[what["die_at"][0]](partial(_die_at, [what["die_at"][1]]))
    asyncio.run(_program(what))


async def _program(what: Mapping[str, Any]) -> None:
    """``lifetime.run`` with a clock, a tick and a pace of the test."""
    lifetime.TICK_SECONDS = TICK_SECONDS  # type: ignore[assignment]
    logs.start("WARNING", "text", [TOKEN])
    ahead = Ahead(Path(what["ahead"]))
    config = config_at(what["base"], what["url"], Path(what["folder"]))
    program = build(config, clock=ahead.now, pace=Pace.none())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        async with single_instance(program.db):
            await migrate.prepare(program.db)
            await lifetime.serve(program, stop)
    finally:
        await program.close()


# ---- dying at a named point ----------------------------------------------------------------------


def _die_at(left: list[int]) -> None:
    """Die at once, as by SIGKILL, when this has been passed often enough."""
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)


Die = Callable[[], None]


def _around(owner: Any, name: str, *, before: bool) -> Callable[[Die], None]:
    """Pass the point before or after every call of a coroutine function."""

    def arm(die: Die) -> None:
        inner = getattr(owner, name)

        async def passing(*args: Any, **kwargs: Any) -> Any:
            if before:
                die()
            result = await inner(*args, **kwargs)
            if not before:
                die()
            return result

        setattr(owner, name, passing)

    return arm


def _confirming(die: Die) -> None:
    """Before the request that confirms updates: what they led to is committed, Telegram does not
    know it yet."""
    inner = polling._updates

    async def passing(bot: Any, offset: int, seconds: int) -> Any:
        if offset:
            die()
        return await inner(bot, offset, seconds)

    polling._updates = passing


DYING: Mapping[str, Callable[[Die], None]] = {
    "program: the database is ready": _around(migrate, "prepare", before=False),
    "poll: updates have come": _around(turn.Turns, "play", before=True),
    "poll: played, not confirmed": _around(turn.Turns, "play", before=False),
    "poll: about to confirm": _confirming,
    "turn: begun": _around(Batch, "unseen", before=True),
    "turn: one update played": _around(turn.Turns, "_one", before=False),
    "turn: about to be written": _around(Batch, "flush", before=True),
    "turn: written, not committed": _around(Batch, "flush", before=False),
    "turn: committed": _around(turn.Turns, "_together", before=False),
    "bells: claimed": _around(bells.Ringer, "_fire", before=True),
    "bells: rung, not committed": _around(bells.Ringer, "_fire", before=False),
    "bells: committed": _around(bells.Ringer, "_together", before=False),
    "letter: claimed, not committed": _around(sender.Sender, "_claim", before=False),
    "letter: about to be sent": _around(sender, "deliver", before=True),
    "letter: sent, not written down": _around(sender, "deliver", before=False),
    "letter: about to be written down": _around(Settlement, "settle", before=True),
    "letter: written down, not committed": _around(Settlement, "settle", before=False),
    "letter: settled": _around(sender.Sender, "_round", before=False),
    "file: about to be kept": _around(attachments, "keep", before=True),
    "file: kept, not written down": _around(attachments, "keep", before=False),
    "file: written down": _around(downloads.Fetcher, "_round", before=False),
}
"""The points of the way of one update and of its letters, in order (docs/developer.md)."""


def _confirm_before_playing() -> None:
    """The fault that all this looks for, for those who judge it."""
    inner = polling._updates

    async def passing(bot: Any, offset: int, seconds: int) -> Any:
        found = await inner(bot, offset, seconds)
        if found:
            await inner(bot, max(map(update_id_of, found)) + 1, 0)
        return found

    polling._updates = passing


# ---- the bot that it is compared with ------------------------------------------------------------


def _stock(base: str, folder: Path) -> None:
    """The library's own way: ``run_polling``, one handler, one row per report in SQLite, an
    answer."""
    connection = sqlite3.connect(folder / "stock.db", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS report(text)"
    )

    async def report(update: Update, context: "CallbackContext[Any, Any, Any, Any]") -> None:
        assert update.message is not None
        await asyncio.sleep(STOCK_SECONDS)
        connection.execute("INSERT INTO report VALUES (?)", [update.message.text])
        await update.message.reply_text(f"Tersimpan: {update.message.text}")

    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, report))
    application.run_polling()


def _warm_up() -> None:
    """Read what every child would read: pure values, the same for all."""
    folder = Path(os.environ["PUSKESOS_TEST_FOLDER"])
    made = contents.read(
        config_at("http://127.0.0.1:1", f"sqlite:///{folder}/x.db", folder), START.date()
    )
    contents.read = lambda config, today, imported=(): made
    lifetime.spare_the_collector()


if __name__ == "__main__":
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    _warm_up()
    serve(run)
