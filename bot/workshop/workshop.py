"""Has heavy work done elsewhere: a function is given plain values and gives bytes back.

The worker is a process of its own that begins with the first work, has no secrets in its
environment and ends with the program, however that ends. What takes too long, too much memory, or
breaks the worker is ``Unfinished``, and the next work finds a new one."""

import asyncio
import json
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from bot.settings.config import PREFIX
from bot.settings.mistakes import Mistakes
from bot.workshop.worker import HEAD

KNOWN: Mapping[str, type[Exception]] = {each.__name__: each for each in (Mistakes, ValueError)}
"""What work may raise to say what is wrong with what it was given."""


SPARING = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2"}
"""So that a machine of many cores needs no more address space than one of two."""


class Unfinished(Exception):
    """Work came to nothing; the words say why: ``too slow``, ``worker lost``, ``too large``, or the
    name of an error. Nothing personal is in them."""


class Work(Protocol):
    """A function of a module, which another process can import."""

    def __call__(self, *given: Any, **named: Any) -> bytes: ...


class Workshop(Protocol):
    """Where work is done."""

    async def do(self, work: Work, *given: Any, **named: Any) -> bytes:
        """What the work gives. One of ``KNOWN`` as the work raises it; else Unfinished."""

    async def close(self) -> None:
        """End whatever was begun for it."""


class SameProcess:
    """Work is done in a thread of this process, without limits: for tests and short commands."""

    async def do(self, work: Work, *given: Any, **named: Any) -> bytes:
        """What the work gives, or raises."""
        return await asyncio.to_thread(work, *given, **named)

    async def close(self) -> None:
        """Nothing was begun."""


@dataclass(frozen=True)
class Limits:
    """What one worker may use."""

    seconds: int = 30
    """For one work, the start of the worker included."""

    memory: int = 1024 * 1024 * 1024
    """Bytes of its address space, of which the libraries take a third."""

    answer: int = 50 * 1024 * 1024
    """Bytes that a work may give; Telegram takes no larger file."""

    works: int = 500
    """After so many a new worker is taken, so that nothing piles up."""


class OwnProcess:
    """Work is done one after the other by a worker process. For one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._worker: Process | None = None
        self._turn = asyncio.Lock()
        self._done = 0

    async def do(self, work: Work, *given: Any, **named: Any) -> bytes:
        """What the work gives. The time runs from when its turn comes."""
        async with self._turn:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    done, answer = await self._asked(pickle.dumps((work, given, named)))
            except TimeoutError:
                await self._end()
                raise Unfinished("too slow") from None
            except (EOFError, OSError):
                await self._end()
                raise Unfinished("worker lost") from None
            except BaseException:  # its answer must not be taken for that of the next
                await self._end()
                raise
            return answer if done else await self._wrong(answer)

    async def close(self) -> None:
        """End the worker, whatever it does."""
        await self._end()

    async def _asked(self, job: bytes) -> tuple[bool, bytes]:
        worker = await self._at_work()
        assert worker.stdin is not None  # noqa: S101  for the types
        assert worker.stdout is not None  # noqa: S101
        worker.stdin.write(HEAD.pack(True, len(job)))
        worker.stdin.write(job)
        await worker.stdin.drain()
        done, length = HEAD.unpack(await worker.stdout.readexactly(HEAD.size))
        if length > self._limits.answer:
            raise Unfinished("too large")
        return done, await worker.stdout.readexactly(length)

    async def _wrong(self, answer: bytes) -> bytes:
        """Raise what the worker tells in JSON: it is never trusted with more."""
        name, *words = json.loads(answer)
        if name in KNOWN:
            raise KNOWN[name](*map(str, words))
        await self._end()
        raise Unfinished(str(name))

    async def _at_work(self) -> Process:
        ended = self._worker is not None and self._worker.returncode is not None
        if ended or self._done >= self._limits.works:
            await self._end()
        if self._worker is None:
            self._worker, self._done = await self._begun(), 0
        self._done += 1
        return self._worker

    async def _begun(self) -> Process:
        command = (sys.executable, "-P", "-B", "-m", "bot.workshop.worker")
        limits = (str(self._limits.memory), str(self._limits.seconds))
        env = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        env |= SPARING
        # A session of its own: Ctrl+C is for the program, which then ends the worker.
        pipes: Any = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}
        return await asyncio.create_subprocess_exec(
            *command, *limits, env=env, start_new_session=True, **pipes
        )

    async def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            with suppress(ProcessLookupError):
                worker.kill()
            await worker.communicate()
