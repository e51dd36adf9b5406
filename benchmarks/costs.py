"""Measures where the time of a step goes: a profile of 64 updates at once on SQLite. Shares only,
never seconds.

The profiler makes every call dearer, so what calls much looks somewhat worse than it is. A
coroutine counts as entered each time it goes on after waiting."""

import cProfile
import pstats
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.options import Options, load
from benchmarks.setting import databases, district
from benchmarks.setting.people import FIRST, Crowd, program_on
from benchmarks.setting.recording import record
from benchmarks.tables import Table
from bot.lifetime import spare_the_collector

ROOT = Path(district.__file__).parents[2]
ROOMS = ("casework", "conversations", "storage", "bot")
LIBRARIES = ("telegram", "sqlalchemy", "asyncio", "cryptography")
WAITING = 64
LINES = 20


async def measure(options: Options) -> list[Table]:
    """Form steps and filed cases, each in a profile of its own."""
    recordings = await record(options.folder / "recording")
    tables = []
    for steps in ("form", "send"):
        before, url = load(), await databases.sqlite(options.folder / f"{steps}.db")
        async with program_on(url, options.folder / steps, options.areas) as program:
            crowd = Crowd(program, recordings, range(FIRST, FIRST + options.some(1280, 128)), steps)
            await crowd.enrol()
            await crowd.rate(len(crowd.ids), WAITING)
            spare_the_collector()
            profile = cProfile.Profile()
            await crowd.rate(len(crowd.ids), WAITING, profile)
        tables.append(_table(profile, steps, before))
    return tables


def _table(profile: cProfile.Profile, steps: str, before: float) -> Table:
    stats: Any = pstats.Stats(profile)
    whole = sum(row[2] for row in stats.stats.values())
    # A coroutine's time counts again in whoever waits for it, so shares of what is called are taken
    # of the whole turn.
    turn = max(below for _, _, _, below in _ours(stats))
    parts: Counter[str] = Counter()
    for (file, _, name), row in stats.stats.items():
        parts[_part(file, name)] += row[2]
    rows = [[f"**{part}**", "", f"{own / whole:.0%}", ""] for part, own in parts.most_common()]
    rows += [
        [f"`{place}`", f"{entered:,}", f"{own / whole:.1%}", f"{below / turn:.1%}"]
        for place, entered, own, below in sorted(_ours(stats), key=lambda row: -row[3])[:LINES]
    ]
    head = (f"{WAITING} waiting, {steps}", "entered", "in itself", "with what it calls")
    return Table(f"costs-{steps}", head, rows, f"Load before: {before:.2f}.")


def _part(file: str, name: str) -> str:
    """To what the time inside of one function belongs; what is built into Python can't be told
    apart."""
    if "epoll" in name or "SimpleQueue" in name:
        return "waiting for the database's thread"
    folders = Path(file).parts
    for part in (*LIBRARIES, *ROOMS):
        if part in folders:
            return f"{part}/"
    return "the rest: built-in functions, json, dataclasses …"


def _ours(stats: Any) -> Iterator[tuple[str, int, float, float]]:
    for (file, line, name), (_, entered, own, below, _) in stats.stats.items():
        path = Path(file)
        if any(path.is_relative_to(ROOT / room) for room in ROOMS):
            yield f"{path.relative_to(ROOT)}:{line} {name}", entered, own, below
