"""What Telegram itself says of the bot: whether it knows the token, what time it is there, and
whether somebody else gets the messages.

Tested in tests/bot/cli/test_doctor_running.py."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.cli.finding import Finding
from bot.settings.config import Config
from bot.true_time import BOUND

SECONDS = 10
ABOUT = timedelta(seconds=5)
"""A clock that is off by less is right: an answer takes its time."""


class NoBot(Exception):
    """Telegram does not answer for this bot. The text says why and what to do, and holds no
    token."""


async def look(config: Config, now: datetime) -> AsyncIterator[Finding]:
    """The findings about Telegram. ``now``: aware, as the clock of this machine has it."""
    try:
        me, date = await _asked(config, "getMe")
    except NoBot as error:
        yield Finding("mend", "Telegram", str(error))
        return
    yield Finding("ok", "Telegram", f"answers; the bot is @{me['username']}")
    webhook = dict[str, Any]()
    with suppress(NoBot):  # told already, if it is one
        webhook, _ = await _asked(config, "getWebhookInfo")
    if webhook.get("url"):
        mend = "call deleteWebhook (https://core.telegram.org/bots/api#deletewebhook)"
        words = f"a webhook is set, so that no message reaches puskesos run; {mend}"
        yield Finding("mend", "webhook", words)
    if date is not None:
        yield _clock(now, date)


def _clock(now: datetime, date: datetime) -> Finding:
    off = now.astimezone(UTC) - date
    if abs(off) <= ABOUT:
        return Finding("ok", "clock", "agrees with Telegram")
    side = "ahead of" if off > timedelta(0) else "behind"
    words = f"{round(abs(off).total_seconds())} seconds {side} Telegram"
    mend = "set it: timedatectl set-ntp true"
    return Finding("mend" if abs(off) > BOUND else "note", "clock", f"{words}; {mend}")


async def bot_name(config: Config) -> str:
    """The user name of the bot, without @, asked of Telegram; NoBot when there is no answer."""
    me, _ = await _asked(config, "getMe")
    return str(me["username"])


async def _asked(config: Config, method: str) -> tuple[dict[str, Any], datetime | None]:
    """The result of a method without parameters, and the moment of the answer, where it says one.
    NoBot where there is none."""
    address = f"{config.telegram.base_url}{config.telegram.token.get_secret_value()}/{method}"
    host = config.telegram.base_url.removesuffix("/bot")
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(address) as answer,
        ):
            status, told = answer.status, await answer.json(content_type=None)
        if status in (401, 404):
            raise NoBot(f"{host} does not know this token; copy it again from @BotFather")
        return _result(told, method), _moment(answer.headers.get("Date"))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        # The error's text would show the address, and the address holds the token.
        reason = type(error).__name__
        raise NoBot(
            f"{host} can't be reached ({reason}); look at the network and at telegram.base_url"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise NoBot(
            f"{host} does not answer like a Bot API server; look at telegram.base_url"
        ) from None


def _result(told: Any, method: str) -> dict[str, Any]:
    """What was asked for; ValueError, KeyError and TypeError where it is not there."""
    result = dict(told["result"])
    if method == "getMe":
        result["username"] = str(result["username"])
    return result


def _moment(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date or "").astimezone(UTC)
    except ValueError:
        return None
