"""Polling that somebody else makes impossible: the advice says what to do."""

import asyncio

import pytest

from bot.simulator.telegram import Telegram
from bot.telegram import polling
from tests.support.line import bot_on


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("Conflict: terminated by other getUpdates request", "another program"),
        ("Conflict: terminated by setWebhook request", "deleteWebhook"),
        ("Conflict: can't use getUpdates method while webhook is active", "deleteWebhook"),
    ],
)
def test_the_advice_fits(error: str, advice: str) -> None:
    """A webhook that was left set is no second program."""
    assert advice in polling.advice(error)


async def test_a_webhook_left_set() -> None:
    """The program ends with the advice, and touches nothing that belongs to somebody else."""
    world = Telegram()
    async with bot_on(world) as bot:
        await world.call("setWebhook", {"url": "https://contoh.id/x"})

        async def play(raws: object) -> None:
            raise AssertionError

        with pytest.raises(polling.SecondPoller, match="deleteWebhook"):
            await polling.poll(bot, play, asyncio.Event(), seconds=0)
