"""Measures what is looked up in a database full of cases: a page of a queue, and the bells that are
due."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.contest import percentile
from benchmarks.options import Options, load
from benchmarks.setting.recording import MORNING
from benchmarks.tables import Table
from bot.program import Program
from bot.turns.bells import Ringer
from casework.case.model import Membership, Role
from storage.cases import office_queue
from storage.cases.list_page import ListPage
from storage.db.database import table_of
from storage.pending.bells import bells_rung, due_bells
from storage.tables.pending import BellRow

WARM_UP = 5
DUE = 200
"""So many bells are due at once."""


async def measure(program: Program, amount: int, options: Options) -> list[Table]:
    """Pages of queues, then bells."""
    return [await _queues(program, amount, options), await _bells(program, amount, options)]


async def _queues(program: Program, amount: int, options: Options) -> Table:
    before, times = load(), options.some(500, 40)
    villages = list(program.content.places.villages)

    async def page(role: Role, scope: str, after: str = "") -> ListPage:
        async with program.db.read() as connection:
            memberships = (Membership(role, scope),)
            return await office_queue.page(connection, program.vault, memberships, after=after)

    async def village(n: int) -> int:
        return len((await page(Role.FRONT_OFFICE, villages[n % len(villages)])).cases)

    async def second_page(n: int) -> int:
        return len((await page(Role.FRONT_OFFICE, scope, following)).cases)

    async def whole_district(n: int) -> int:
        return len((await page(Role.DISTRICT_OFFICER, program.content.district)).cases)

    scope = villages[0]
    first = await page(Role.FRONT_OFFICE, scope)
    following = first.following
    rows = [
        ["a village's queue, first page", *await _timed(village, times)],
        ["a village's queue, second page", *await _timed(second_page, times)],
        [
            "the district's own queue, first page",
            *await _timed(whole_district, max(10, times // 10)),
        ],
    ]
    waiting = (await page(Role.DISTRICT_OFFICER, program.content.district)).total
    note = (
        f"{amount:,} cases, {first.total:,} of them open in that village,"
        f" {waiting:,} in the district's queue;"
        f" through the program's own reading, opened and counted; load before: {before:.2f}."
    )
    return Table("queue", ("milliseconds", "p50", "p95"), rows, note)


async def _timed(work: Callable[[int], Awaitable[int]], times: int) -> list[str]:
    """Half and 95 % of the calls take no longer than this (milliseconds); a call that finds nothing
    counts for none."""
    taken = []
    for n in range(times + WARM_UP):
        begin = time.perf_counter()
        found = await work(n)
        taken.append((time.perf_counter() - begin) * 1000)
        if not found:
            raise RuntimeError("nothing was found: something else was measured than what is told")
    warm = taken[WARM_UP:]
    return [f"{percentile(warm, 0.5):.2f}", f"{percentile(warm, 0.95):.2f}"]


async def _bells(program: Program, amount: int, options: Options) -> Table:
    before, times = load(), options.some(40, 4)
    moments = iter(await _moments(program, 2 * (times + WARM_UP)))
    moment = [MORNING]

    def on() -> datetime:
        """The moment at which one round more of bells is due."""
        moment[0] = next(moments)
        return moment[0]

    async def idle(n: int) -> int:
        async with program.db.write() as connection:
            return 1 + len(await due_bells(connection, MORNING - timedelta(days=1), DUE))

    async def claim(n: int) -> int:
        async with program.db.write() as connection:
            return await _claim(connection, on())

    ringer = Ringer(
        program.db, program.vault, program.desk, clock=lambda: moment[0], wake=lambda: None
    )

    async def ring(n: int) -> int:
        on()
        return await ringer.ring()

    rows = [
        ["nothing is due", *await _timed(idle, 10 * times)],
        [f"{DUE} due bells claimed and marked, committed", *await _timed(claim, times)],
        [
            f"{DUE} due bells rung: cases looked at, climbed, letters out",
            *await _timed(ring, times),
        ],
    ]
    note = f"{amount:,} bells wait; load before: {before:.2f}."
    return Table("bells", ("milliseconds", "p50", "p95"), rows, note)


async def _moments(program: Program, rounds: int) -> list[datetime]:
    """When one round of waiting bells after the other is due."""
    due_at, fired_at = table_of(BellRow).c.due_at, table_of(BellRow).c.fired_at
    waiting = select(due_at).where(fired_at.is_(None)).order_by(due_at).limit(rounds * DUE)
    async with program.db.read() as connection:
        found = (await connection.execute(waiting)).scalars().all()
    return list(found[DUE - 1 :: DUE])


async def _claim(connection: AsyncConnection, at: datetime) -> int:
    due = await due_bells(connection, at, DUE)
    await bells_rung(connection, [bell for bell, _ in due], at)
    return len(due)
