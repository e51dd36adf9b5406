"""The start of the program when Telegram has had enough of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot import lifetime
from tests.support.rig import rig


@pytest.mark.parametrize("method", ["getMe", "setMyCommands"])
async def test_a_429_at_the_start(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: Any
) -> None:
    """Its own name is asked for again after the time that Telegram wants; the menu waits for the
    next start, and nothing waits for the menu."""
    slept: list[float] = []
    monkeypatch.setattr(lifetime, "_pause", _noting(slept))
    async with rig(sqlite_url, tmp_path) as made:
        fresh = made._build(())
        made.telegram.faults.add("429", method, retry_after=490)
        await lifetime._greet_telegram(fresh, asyncio.Event())
        assert slept == ([490.0] if method == "getMe" else [])
        assert fresh.bot.username
        await fresh.close()


def _noting(slept: list[float]) -> Any:
    async def pause(stop: asyncio.Event, seconds: float) -> None:
        slept.append(seconds)

    return pause
