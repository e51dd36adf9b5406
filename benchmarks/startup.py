"""Measures how long starting takes (help, the first poll, the demo's page), and the memory of an
idle bot."""

import asyncio
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks import processes
from benchmarks.contest import Figures
from benchmarks.options import Options, load
from benchmarks.setting import district
from benchmarks.tables import Table

PROGRAM = str(Path(sys.executable).with_name("puskesos"))
IDLE_SECONDS = 10


async def measure(options: Options) -> list[Table]:
    """One after the other: nothing else may run."""
    return await asyncio.to_thread(_measure, options)


def _measure(options: Options) -> list[Table]:
    before, folder = load(), options.folder / "bot"
    helped, first, later, demos, memory = [], [], [], [], []
    for _ in range(options.some(2 * options.runs, 2)):
        helped.append(_help())
    for _ in range(options.runs):
        shutil.rmtree(folder, ignore_errors=True)
        first.append(_polling(folder, options)[0])
        seconds, resident = _polling(folder, options, idle=options.some(IDLE_SECONDS, 1))
        later.append(seconds)
        memory.append(resident)
        demos.append(_demo())
    rows = [
        _row("`puskesos --help`", helped, "s"),
        _row("`puskesos run` to its first poll, making its database", first, "s"),
        _row("`puskesos run` to its first poll, database there", later, "s"),
        _row("`puskesos demo` to its page, furnished", demos, "s"),
        _row(f"memory at rest, {IDLE_SECONDS} s after the first poll", memory, "MiB"),
    ]
    note = (
        f"Medians of {options.runs} runs, of {len(helped)} for the help; load before: {before:.2f}."
    )
    return [Table("startup", ("", "median", "least – most"), rows, note)]


def _row(name: str, values: list[float], unit: str) -> list[str]:
    figures = Figures(tuple(values))
    return [name, f"{figures.middle:.2f} {unit}", figures.spread]


def _help() -> float:
    begin = time.monotonic()
    subprocess.run([PROGRAM, "--help"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    return time.monotonic() - begin


def _polling(folder: Path, options: Options, *, idle: float = 0) -> tuple[float, float]:
    """Seconds from the start of ``puskesos run`` to its first poll, and MiB resident ``idle``
    seconds later."""
    with processes.process(processes.module("phones")) as telegram:
        config = district.write_config(folder, options.areas, api=processes.heard(telegram)["url"])
        begin = time.monotonic()
        with processes.process([PROGRAM, "run", "--config", str(config)]) as bot:
            polled = processes.heard(telegram, bot)["polled"] - begin
            time.sleep(idle)
            return polled, _resident(bot.pid)


def _resident(pid: int) -> float:
    """MiB that a process holds in memory."""
    found = re.search(
        r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"), re.MULTILINE
    )
    return int(found[1]) / 1024 if found else 0.0


def _demo() -> float:
    """Seconds from the start of the demo until its page answers."""
    begin = time.monotonic()
    with processes.process([PROGRAM, "demo", "--no-browser", "--port", "0"]) as demo:
        assert demo.stdout is not None
        told = (re.search(r"http://\S+", line) for line in demo.stdout)
        found = next(filter(None, told), None)
        if not found:
            raise RuntimeError("the demo has not told its address")
        with urllib.request.urlopen(found[0]) as page:  # noqa: S310 - the demo's own address
            page.read()
        return time.monotonic() - begin
