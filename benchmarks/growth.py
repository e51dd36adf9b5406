"""Measures how costs grow with the number of cases: a step of a form, a case filed, a page of a
queue, a bell."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

from benchmarks import lists
from benchmarks.contest import Figures, Round, contest
from benchmarks.contest import shown as figure
from benchmarks.options import Options, load
from benchmarks.setting import databases
from benchmarks.setting.fill import fill, people_of, spread
from benchmarks.setting.people import Crowd, program_on
from benchmarks.setting.recording import record
from benchmarks.tables import Table
from bot.lifetime import spare_the_collector
from bot.program import Program

WAITING = 64
ACTORS = 640
STEPS = (
    "form, one at a time",
    "form, 64 waiting",
    "case filed, one at a time",
    "case filed, 64 waiting",
)


async def measure(options: Options) -> list[Table]:
    """Fill the databases, then measure steps on all of them in turn, then lists on the greatest."""
    sizes = (200, 2_000, 20_000) if options.small else (1_000, 100_000, 1_000_000)
    actors = options.some(ACTORS, 64)
    recordings = await record(options.folder / "recording")
    async with AsyncExitStack() as stack:
        rounds: dict[str, Round] = {}
        programs: list[Program] = []
        for cases in sizes:
            await _filled(options, cases, people_of(cases, actors))
            url = await databases.sqlite(options.filled / f"{cases}.db")
            program = await stack.enter_async_context(
                program_on(url, options.filled, options.areas)
            )
            programs.append(program)
            ids = list(spread(people_of(cases, actors), actors))
            rounds |= _rounds(
                Crowd(program, recordings, ids), Crowd(program, recordings, ids, "send"), cases
            )
        before = load()
        spare_the_collector()
        figures = await contest(rounds, options.runs)
        listed = await lists.measure(programs[-1], sizes[-1], options)
    return [_table(figures, sizes, options, before), *listed]


async def _filled(options: Options, cases: int, people: int) -> None:
    """Fill through a program of its own, whose connections (set for filling) are closed
    afterwards."""
    url = await databases.sqlite(options.filled / f"{cases}.db")
    async with program_on(url, options.filled, options.areas) as program:
        await fill(program, cases, people)


def _rounds(form: Crowd, send: Crowd, cases: int) -> dict[str, Round]:
    few, many = min(96, len(form.ids)), len(form.ids)

    def rate(crowd: Crowd, amount: int, waiting: int) -> Round:
        async def measured(run: int) -> float:
            return await crowd.rate(amount, waiting)

        return measured

    # so few cases are filed that the smallest database does not grow much by being measured
    made = (
        rate(form, few, 1),
        rate(form, many, WAITING),
        rate(send, 16, 1),
        rate(send, WAITING, WAITING),
    )
    return {f"{step} {cases}": each for step, each in zip(STEPS, made, strict=True)}


def _table(
    figures: dict[str, Figures], sizes: Sequence[int], options: Options, before: float
) -> Table:
    rows = []
    for step in STEPS:
        least = figures[f"{step} {sizes[0]}"]
        cells = [figure(least.middle)]
        for cases in sizes[1:]:
            one = figures[f"{step} {cases}"]
            cells += [figure(one.middle), f"{least.times(one):.2f}"]
        rows.append([step, *cells])
    head = ["updates a second, by cases in the database", f"{sizes[0]:,}"]
    for cases in sizes[1:]:
        head += [f"{cases:,}", f"cost × {sizes[0]:,}"]
    return Table(
        "growth", head, rows, f"SQLite. Medians of {options.runs} runs; load before: {before:.2f}."
    )
