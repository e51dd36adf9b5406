"""Measures the whole way over HTTP: people, a Telegram in a process of its own, long poll, turn,
and the reply on the screen."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import processes
from benchmarks.contest import Figures, contest
from benchmarks.contest import shown as figure
from benchmarks.options import Options, load
from benchmarks.phones import WARM_UP
from benchmarks.setting import databases, district
from benchmarks.setting.people import FIRST, Crowd, program_on
from benchmarks.setting.recording import record, save
from benchmarks.tables import Table

OURS, HTTPX, STOCK = (
    "ours: kept, then answered",
    "ours over python-telegram-bot's httpx",
    "stock run_polling: answered, nothing kept",
)
KINDS = {OURS: "ours", HTTPX: "httpx", STOCK: "stock"}
PEOPLE = 200


class Way:
    """Runs one bot against one crowd; what was found is kept by name."""

    def __init__(self, options: Options, people: int) -> None:
        self._options, self._people = options, people
        self._recordings, self._template = (
            options.folder / "recordings.json",
            options.folder / "template",
        )
        self.found: dict[str, list[dict[str, float]]] = {name: [] for name in KINDS}

    async def prepare(self) -> None:
        """Record the form, and make a database in which everybody has met the bot before."""
        recordings = await record(self._options.folder / "recording")
        save(recordings, self._recordings)
        self.calls = sum(len(exchange.answers) for exchange in recordings[0].exchanges)
        url = await databases.sqlite(self._template / "puskesos.db")
        async with program_on(url, self._template, self._options.areas) as program:
            await Crowd(program, recordings, range(FIRST, FIRST + self._people + WARM_UP)).enrol()

    async def rate(self, name: str, run: int) -> float:
        """Updates a second, from the first tap to the last receipt."""
        found = await asyncio.to_thread(self._play, KINDS[name])
        if run:
            self.found[name].append(found)
        return found["updates"] / found["seconds"]

    def _play(self, kind: str) -> dict[str, float]:
        phones = processes.module("phones", str(self._recordings), str(self._people))
        with processes.process(phones) as telegram:
            url = processes.heard(telegram)["url"]
            folder = self._options.folder / "run"
            with processes.process(self._bot(kind, url, folder)) as bot:
                found = processes.heard(telegram, bot)
        if kind != "stock":
            self._check(folder)
        return found

    def _bot(self, kind: str, url: str, folder: Path) -> list[str]:
        if kind == "stock":
            return processes.module("bots", kind, url, str(self._recordings))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._template, folder)
        return processes.module(
            "bots", kind, str(district.write_config(folder, self._options.areas, api=url))
        )

    def _check(self, folder: Path) -> None:
        """Every report must have become one case."""
        with closing(sqlite3.connect(folder / "puskesos.db")) as connection:
            (filed,) = connection.execute("SELECT count(*) FROM cases").fetchone()
        if filed != self._people + WARM_UP:
            raise RuntimeError(f"{filed} cases out of {self._people + WARM_UP} reports")


async def measure(options: Options) -> list[Table]:
    """The three bots in turn, each time a fresh Telegram and a fresh database."""
    before, way = load(), Way(options, options.some(PEOPLE, 20))
    await way.prepare()
    figures = await contest({name: partial(way.rate, name) for name in KINDS}, options.runs)
    people = options.some(PEOPLE, 20)
    note = (
        f"{people} people at once, each with a report of ten steps, answered by {way.calls} calls;"
        f" medians of {options.runs} runs; load before: {before:.2f}."
    )
    head = (
        "",
        "updates a second",
        "least – most",
        "× stock",
        "reply p50",
        "reply p95",
        "simulator busy",
    )
    return [
        Table(
            "whole",
            head,
            [_row(name, one, figures[STOCK], way) for name, one in figures.items()],
            note,
        )
    ]


def _row(name: str, one: Figures, stock: Figures, way: Way) -> list[str]:
    def middle(key: str) -> float:
        return Figures(tuple(found[key] for found in way.found[name])).middle

    return [
        name,
        figure(one.middle),
        one.spread,
        f"{one.times(stock):.2f}",
        f"{middle('p50') * 1000:,.0f} ms",
        f"{middle('p95') * 1000:,.0f} ms",
        f"{middle('busy'):.0%}",
    ]
