"""The people of a measurement: the program's own store puts each before their next step, then all
act at once."""

import base64
import cProfile
import hashlib
import itertools
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.setting import district
from benchmarks.setting.recording import MORNING, Exchange, Recording, resident
from bot.program import Program, build
from conversations.protocol.dialogue import Talk
from storage.db.database import table_of
from storage.people import people
from storage.tables.updates import Poison

FIRST = 5_000_000_000
"""Ids of people are as long as those that Telegram gives today."""

# Other ids than those of an earlier call, whose database may be used again: what was handled once
# is skipped, rightly.
_update_ids = itertools.count(time.time_ns() // 1_000_000)
_CALL = secrets.token_hex(4)


def clock() -> datetime:
    """A clock that runs from a Monday morning on, so that a measurement at night finds nobody at
    rest."""
    return MORNING + timedelta(seconds=time.monotonic() - _BEGIN)


_BEGIN = time.monotonic()


@asynccontextmanager
async def program_on(url: str, folder: Path, areas: Path | None) -> AsyncIterator[Program]:
    """The real program on a database, put together as by ``puskesos run``; its bot never calls
    anybody."""
    program = build(district.config(folder, areas, database=url), clock=clock)
    try:
        yield program
    finally:
        await program.close()


def draft_of(run: int, person: int) -> str:
    """A draft's id: another one in each run, as long and as random as the real ones."""
    digest = hashlib.blake2b(f"{_CALL} {run} {person}".encode(), digest_size=9).digest()
    return base64.urlsafe_b64encode(digest).decode()


def recording_of(recordings: Sequence[Recording], person: int) -> Recording:
    """Which report somebody makes."""
    return recordings[person % len(recordings)]


def question_of(recording: Recording, place: int) -> Exchange:
    """Which question the ``place``-th of a crowd has to answer: neighbours have different ones."""
    return recording.questions[place % len(recording.questions)]


class Crowd:
    """People whose steps are timed. ``steps``: "form", a mixture of all questions, or "send", a
    case filed by each."""

    def __init__(
        self,
        program: Program,
        recordings: Sequence[Recording],
        ids: Sequence[int],
        steps: str = "form",
    ) -> None:
        self.program, self.ids, self._recordings, self._steps = program, ids, recordings, steps
        self._runs = itertools.count(1)

    async def enrol(self) -> None:
        """Have them met the bot before."""
        async with self.program.db.write() as connection:
            profiles = [resident(self.program, person) for person in self.ids]
            await people.save_profiles(connection, self.program.vault, profiles, MORNING)

    def _places(self, amount: int) -> Iterator[tuple[int, Recording, Exchange]]:
        for place, person in enumerate(self.ids[:amount]):
            recording = recording_of(self._recordings, person)
            yield (
                person,
                recording,
                question_of(recording, place) if self._steps == "form" else recording.exchanges[-1],
            )

    async def ready(self, amount: int) -> list[bytes]:
        """Put the first ``amount`` people before their step; the updates with which they take
        it."""
        run, updates, before = next(self._runs) * 2 + (self._steps == "form"), [], {}
        for person, recording, exchange in self._places(amount):
            draft = draft_of(run, person)
            before[person] = recording.talk(exchange, draft)
            updates.append(recording.update(exchange, person, draft, next(_update_ids)))
        async with self.program.db.write() as connection:
            await people.save_talks(connection, self.program.vault, before, MORNING)
        self._before = before
        return updates

    async def rate(
        self, amount: int, waiting: int, profile: cProfile.Profile | None = None
    ) -> float:
        """Updates a second when ``waiting`` of them come with each poll: bytes in, committed with
        all letters out."""
        updates = await self.ready(amount)
        with profile or nullcontext():
            begin = time.perf_counter()
            for first in range(0, len(updates), waiting):
                await self.program.turns.play(
                    [json.loads(raw) for raw in updates[first : first + waiting]]
                )
            seconds = time.perf_counter() - begin
        await self._check()
        return amount / seconds

    async def _check(self) -> None:
        """Everybody must have got a step further, or something else was measured than what is
        told."""
        async with self.program.db.read() as connection:
            after = await people.load(connection, self.program.vault, list(self._before))
            poison = await connection.scalar(select(func.count()).select_from(table_of(Poison)))
        stuck = [
            person
            for person, talk in self._before.items()
            if _far(after[person].talk) == _far(talk)
        ]
        if stuck or poison:
            raise RuntimeError(
                f"{len(stuck)} people did not get further, {poison} updates were put aside"
            )


def _far(talk: Talk) -> int:
    return sum(1 + len(draft.answers) for draft in talk.drafts)
