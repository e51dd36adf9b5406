"""Measures the durable step of a form (an update's bytes in, all that follows from it committed),
beside programs that keep less, or nothing.

Nobody's letters are sent here: they end in the outbox."""

import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from telegram import Update

from benchmarks import stock
from benchmarks.contest import Figures, Round, contest
from benchmarks.contest import shown as figure
from benchmarks.options import Options, load
from benchmarks.setting import databases
from benchmarks.setting.people import FIRST, Crowd, draft_of, program_on, question_of, recording_of
from benchmarks.setting.recording import Recording, record
from benchmarks.tables import Table
from bot.lifetime import spare_the_collector

WAITING = (1, 64, 128)
ALONE = "durable step, {kind}, one at a time"
TOGETHER = "durable step, {kind}, {waiting} waiting"
EMPTY = "python-telegram-bot: parse, dispatch to an empty handler"
PICKLED = "ConversationHandler + PicklePersistence, {users:,} people"


def name_of(kind: str, waiting: int) -> str:
    return (ALONE if waiting == 1 else TOGETHER).format(kind=kind, waiting=waiting)


async def measure(options: Options) -> list[Table]:
    """All contestants in turn."""
    before = load()
    recordings = await record(options.folder / "recording")
    async with AsyncExitStack() as stack:
        rounds: dict[str, Round] = {}
        for kind, url in (await _urls(options, stack)).items():
            program = await stack.enter_async_context(
                program_on(url, options.folder / kind, options.areas)
            )
            crowd = Crowd(program, recordings, range(FIRST, FIRST + options.some(1280, 128)))
            await crowd.enrol()
            rounds |= {
                name_of(kind, waiting): _ours(crowd, waiting, options) for waiting in WAITING
            }
        rounds[EMPTY] = await _empty(recordings, options)
        for users in (options.some(1_000, 300), options.some(10_000, 600)):
            steps = options.some(40 if users < 5_000 else 12, 5)
            rounds[PICKLED.format(users=users)] = await _pickled(
                recordings, options.folder, users, steps
            )
        spare_the_collector()
        figures = await contest(rounds, options.runs)
    return [_table(figures, options, before)]


async def _urls(options: Options, stack: AsyncExitStack) -> dict[str, str]:
    server = await stack.enter_async_context(databases.postgresql(options.folder))
    urls = {
        "SQLite": await databases.sqlite(options.folder / "step.db"),
        "PostgreSQL": await server.make("step"),
    }
    for url in urls.values():
        await databases.sure(url)
    return urls


def _ours(crowd: Crowd, waiting: int, options: Options) -> Round:
    amount = options.some(160, 24) if waiting == 1 else len(crowd.ids)

    async def rate(run: int) -> float:
        return await crowd.rate(amount, waiting)

    return rate


def _updates(recordings: Sequence[Recording], first: int, amount: int, run: int) -> list[bytes]:
    """What the ``first``-th person and those after them send, each at their own question."""
    updates = []
    for place in range(first, first + amount):
        recording = recording_of(recordings, FIRST + place)
        draft = draft_of(run, FIRST + place)
        updates.append(
            recording.update(
                question_of(recording, place), FIRST + place, draft, run * 100_000 + place + 1
            )
        )
    return updates


async def _empty(recordings: Sequence[Recording], options: Options) -> Round:
    application = await stock.empty()
    updates = _updates(recordings, 0, options.some(1280, 128), 0)

    async def rate(run: int) -> float:
        begin = time.perf_counter()
        for raw in updates:
            await application.process_update(Update.de_json(json.loads(raw), application.bot))
        return len(updates) / (time.perf_counter() - begin)

    return rate


async def _pickled(recordings: Sequence[Recording], folder: Path, users: int, steps: int) -> Round:
    application = await stock.persistent(folder / f"{users}.pickle", recordings, users, 0)
    persistence = application.persistence
    assert persistence is not None

    async def rate(run: int) -> float:
        first = run * steps % (users - steps)
        updates = _updates(recordings, first, steps, 0)
        begin = time.perf_counter()
        for raw in updates:
            await application.process_update(Update.de_json(json.loads(raw), application.bot))
            await application.update_persistence()
            await persistence.flush()
        seconds = time.perf_counter() - begin
        _check_kept(application, recordings, range(first, first + steps))
        return steps / seconds

    return rate


def _check_kept(application: stock.App, recordings: Sequence[Recording], places: range) -> None:
    """Every answer must have been kept, or something else was measured than what is told."""
    for place in places:
        step = question_of(recording_of(recordings, FIRST + place), place).step
        if step not in application.user_data[FIRST + place]:
            raise RuntimeError(f"the stock form did not take the answer to {step}")


def _table(figures: dict[str, Figures], options: Options, before: float) -> Table:
    alone = figures[name_of("SQLite", 1)]
    many = figures[name_of("SQLite", 64)]
    rows = [
        [name, figure(one.middle), one.spread, figure(one.times(alone)), figure(one.times(many))]
        for name, one in figures.items()
    ]
    head = ("", "per second", "least – most", "× SQLite one at a time", "× SQLite 64 waiting")
    return Table("step", head, rows, f"Medians of {options.runs} runs; load before: {before:.2f}.")
