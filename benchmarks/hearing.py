"""Measures how long the longest messages that Telegram carries (4,096 characters) are searched for
emergency words.

That search comes before everything else in a turn; a text made to be slow must not hold up the
others' messages."""

import asyncio
import time
from datetime import UTC, datetime

from benchmarks.contest import Figures
from benchmarks.options import Options, load
from benchmarks.tables import Table
from bot.settings import contents
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords

TEXTS = {
    "an ordinary sentence": "kartu KIS saya mati sejak bulan lalu",
    "one emergency word, 585 times": "banjir " * 585,
    "one letter": "a" * 4096,
    "mistyped emergency words": "kebakran pingsn tenglam " * 170,
    "invisible joiners and emoji": "\u200d🙏" * 2048,
    "a ligature that unfolds to 18 characters": "\ufdfa" * 4096,
}


async def measure(options: Options) -> list[Table]:
    """Every text, one after the other."""
    before, heard = load(), contents.packaged(datetime.now(UTC).date())[1].alarms
    rows = []
    for name, text in TEXTS.items():
        times = await asyncio.to_thread(_times, text, heard, options.some(20 * options.runs, 3))
        figures = Figures(tuple(times))
        rows.append([name, f"{figures.middle:.1f} ms", figures.spread])
    return [
        Table("hearing", ("message", "median", "least – most"), rows, f"Load before: {before:.2f}.")
    ]


def _times(text: str, heard: AlarmWords, runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        begin = time.perf_counter()
        alarm_words.hear(text, heard)
        found.append((time.perf_counter() - begin) * 1000)
    return found
