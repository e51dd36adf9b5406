"""The start of the program when Telegram has had enough of it."""

import asyncio
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import lifetime
from bot.settings import logs
from bot.ticks import every
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
        fresh = made._build(made.config, (), {})
        made.telegram.faults.add("429", method, retry_after=490)
        await lifetime._greet_telegram(fresh, asyncio.Event())
        assert slept == ([490.0] if method == "getMe" else [])
        assert fresh.bot.username
        await fresh.close()


def _noting(slept: list[float]) -> Any:
    async def pause(stop: asyncio.Event, seconds: float) -> None:
        slept.append(seconds)

    return pause


async def test_a_tick_while_the_last_one_works(caplog: pytest.LogCaptureFixture) -> None:
    """Bells that take longer than their interval are rung one round after the other, and the log
    is not flooded."""
    rounds, going = [0], asyncio.Event()

    async def work() -> None:
        rounds[0] += 1
        await going.wait()

    scheduler = AsyncIOScheduler(timezone=UTC)
    every(scheduler, "bells", work, seconds=0.02)
    scheduler.start()
    await asyncio.sleep(0.3)
    assert (rounds, caplog.messages) == ([1], [])
    going.set()
    await asyncio.sleep(0.1)
    assert rounds[0] > 1
    scheduler.shutdown(wait=False)


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
async def test_a_hostile_update_is_one_line(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    """Three hundred of them are three hundred lines; who looks for the cause finds it at DEBUG."""
    logs.start(level, "text")
    async with rig(sqlite_url, tmp_path) as made:
        bad = {"update_id": 5, "message": {"message_id": "x", "from": {"id": 1}, "chat": 3}}
        await made.program.turns.play([bad])
    told = capsys.readouterr().err
    assert told.count("update put aside") == (1 if level == "INFO" else 2)
    assert ("Traceback" in told) == (level == "DEBUG")
