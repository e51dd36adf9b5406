"""The loop that asks Telegram for updates. It confirms them only after the commit that holds all
their effects.

The offset lives here for one request and is never stored: after a crash Telegram delivers again
what was not confirmed, and the set of seen ids makes that harmless.

Tested in tests/harness/test_delivery_faults.py."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.heart import Heart
from bot.telegram.call_errors import judge
from bot.telegram.http import call
from bot.telegram.updates import ALLOWED_UPDATES, update_id_of
from storage.db.trouble import Trouble, trouble

log = structlog.get_logger()

LONG_POLL_SECONDS = 50
LONGEST_PAUSE_SECONDS = 30


class SecondPoller(Exception):
    """Telegram gives this bot's updates to somebody else: another program, or a webhook."""


async def poll(
    bot: Bot,
    play: Callable[[Sequence[dict[str, Any]]], Awaitable[None]],
    stop: asyncio.Event,
    *,
    seconds: int = LONG_POLL_SECONDS,
    heart: Heart | None = None,
) -> None:
    """Fetch and play updates until ``stop``. Raises SecondPoller, and InvalidToken when the token
    is not accepted. ``heart`` beats each time around."""
    offset, failures, heart = 0, 0, heart or Heart()
    while not stop.is_set():
        heart.beat()
        try:
            raws = await _until(stop, _updates(bot, offset, seconds))
            if raws:
                await play(raws)
            # Once nothing is left to confirm we ask from the beginning again: ids may have fallen
            # after a quiet week.
            offset = max(map(update_id_of, raws)) + 1 if raws else 0
            failures = 0
        except Conflict as error:
            raise SecondPoller(advice(str(error))) from error
        except RetryAfter as error:
            rests = float(error._retry_after.total_seconds())
            heart.beat(rests)
            await _until(stop, asyncio.sleep(rests))
        except Exception as error:
            passes = trouble(error) not in {None, Trouble.OVER}
            if not (isinstance(error, TelegramError) or passes):
                raise
            # After the first good call the library has another error for a token not accepted.
            if judge(error).kind == "rejected":
                raise InvalidToken from error
            failures += 1
            log.warning("polling rests", error=type(error).__name__, failures=failures)
            await _until(stop, asyncio.sleep(min(2 ** min(failures, 5), LONGEST_PAUSE_SECONDS)))


def advice(conflict: str) -> str:
    """What to do about a conflict, by what Telegram says of it."""
    if "webhook" in conflict.lower():
        return (
            "Telegram sends this bot's updates to a webhook set for it; if no other program"
            " needs it, call deleteWebhook (https://core.telegram.org/bots/api#deletewebhook) and"
            " start again, else give this one a bot of its own"
        )
    return (
        "another program asks Telegram for this bot's updates;"
        " stop it, or give this one a bot of its own"
    )


async def _updates(bot: Bot, offset: int, seconds: int) -> list[dict[str, Any]]:
    asked = {"timeout": seconds, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
    found = await call(
        bot, "getUpdates", asked | ({"offset": offset} if offset else {}), read_timeout=seconds + 10
    )
    listed = found if isinstance(found, list) else []
    good = [
        raw for raw in listed if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
    ]
    if found != [] and not good:  # asked again at once, the same nonsense would come again at once
        raise TelegramError("the answer holds no updates")
    return good


async def _until(stop: asyncio.Event, work: Awaitable[Any]) -> Any:
    """What ``work`` gives, or None once ``stop`` is set; then the work is cancelled."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for waiting in (task, stopped):
            waiting.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
