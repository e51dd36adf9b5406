"""Watches the running program for whoever asks at the health port; nothing at all where no port is
configured.

Tested in tests/bot/health/test_port.py."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.heart import Heart
from bot.program import Program
from storage.db.lease import Lease

if TYPE_CHECKING:
    from bot.health.figures import Play


@asynccontextmanager
async def watching(
    program: Program, lease: Lease, hearts: Mapping[str, Heart], play: "Play"
) -> AsyncIterator["Play"]:
    """Watch while the block runs; gives ``play``, with its turns counted where somebody may ask."""
    place = program.config.health.listen
    if place is None:
        yield play
        return
    # Only who is watched needs a server and counters.
    from bot.health import port  # noqa: PLC0415
    from bot.health.figures import MonitorFigures  # noqa: PLC0415
    from bot.health.stand import Stand  # noqa: PLC0415

    stand = Stand(program, lease, hearts)
    figures = MonitorFigures(stand)
    watch = asyncio.create_task(stand.watch())
    try:
        async with port.answering(port.answers(stand, figures), place):
            yield figures.timed(play)
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
