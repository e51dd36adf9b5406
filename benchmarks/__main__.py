"""The command line of the benchmarks (``uv run python -m benchmarks step``): measures, prints, and
with ``--write`` puts the tables into README.md."""

import argparse
import asyncio
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import tables
from benchmarks.options import Options, in_memory, load

MEASUREMENTS = {
    "step": "one durable step of a form, beside what keeps less",
    "growth": "what a step and a filed case cost with 1,000, 100,000 and 1,000,000 cases;"
    " queue page; bells",
    "whole": "the whole way over HTTP, beside stock polling",
    "startup": "start-up, help, demo, memory at rest",
    "hearing": "the longest messages heard for emergencies",
    "costs": "where the time of a step goes",
}
BUSY = 1.0


def main() -> None:
    """Measure one thing, or all, each in a process of its own."""
    listed = "; ".join(f"{name}: {what}" for name, what in MEASUREMENTS.items())
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=listed)
    parser.add_argument("what", choices=[*MEASUREMENTS, "all"])
    parser.add_argument("--runs", type=int, default=5, help="how often everything is measured (5)")
    parser.add_argument(
        "--small", action="store_true", help="small amounts: only see whether it works"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    parser.add_argument("--folder", type=Path, help="where databases are made; must lie on a disk")
    parser.add_argument(
        "--filled", type=Path, help="keep databases full of cases here, and use them again"
    )
    parser.add_argument(
        "--areas", type=Path, help="CSV of places (code,name) instead of made-up villages"
    )
    chosen = parser.parse_args()
    if chosen.folder is not None and not chosen.folder.is_dir():
        parser.error(f"there is no folder {chosen.folder}; make it first")
    if chosen.areas is not None and not chosen.areas.is_file():
        parser.error(f"there is no file {chosen.areas}")
    if chosen.what == "all":
        for name in MEASUREMENTS:
            arguments = [name if argument == "all" else argument for argument in sys.argv[1:]]
            subprocess.run([sys.executable, "-m", "benchmarks", *arguments], check=True)  # noqa: S603 - ourselves
        return
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=chosen.folder) as thrown_away:
        _measure(chosen, Path(thrown_away))


def _measure(chosen: argparse.Namespace, folder: Path) -> None:
    if in_memory(folder):
        sys.exit(
            f"{folder} lies in memory, where a commit costs nothing;"
            " name a folder on a disk with --folder"
        )
    if load() > BUSY:
        print(
            f"the load is {load():.2f}: something else is running, and the figures will tell of it",
            file=sys.stderr,
        )
    options = Options(chosen.runs, chosen.small, folder, chosen.filled or folder, chosen.areas)
    module = importlib.import_module(f"benchmarks.{chosen.what}")
    for table in asyncio.run(module.measure(options)):
        print(f"\n{table.name}\n\n{table.markdown()}\n", flush=True)
        if chosen.write:
            tables.write(table)


if __name__ == "__main__":
    main()
