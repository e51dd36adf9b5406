"""A fork server: imports everything once, then makes one child after the other, each of which runs
a whole bot.

It is a process of its own, because a process with threads (a pytest worker has some) must not fork.
It forks before any event loop or thread exists. Whoever asked kills the child; the server only
waits for its end and tells it. ``serve`` is the server, ``Forks`` the client; what a child does is
in ``children.py``."""

import asyncio
import ctypes
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """No orphan outlives a test run that was itself killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def serve(run: Callable[[Mapping[str, Any]], None]) -> None:
    """Answer every line of stdin (a JSON object) with the pid of a child that runs it, then with
    how it ended."""
    die_with_parent()
    print("ready", flush=True)
    last = 0
    for line in sys.stdin:
        if last:
            os.waitpid(last, 0)
        assert threading.active_count() == 1, "a process with threads must not fork"
        child = os.fork()
        if not child:
            die_with_parent()
            _be(run, json.loads(line))
        print(child, flush=True)
        print(_end_of(child), flush=True)
        last = child


def _end_of(child: int) -> int:
    """Its exit code, once it has ended. It is not reaped yet: until another is asked for, its pid
    is nobody else's."""
    end = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert end is not None
    return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status


def _be(run: Callable[[Mapping[str, Any]], None], what: Mapping[str, Any]) -> None:
    """Be the child, to the end."""
    log = os.open(what["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        run(what)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


@dataclass
class Child:
    """A child that runs. ``ended`` becomes its exit code, negative for a signal."""

    pid: int
    ended: "asyncio.Task[int]"

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it, and give its exit code."""
        if (
            not self.ended.done()
        ):  # it is not reaped before the next one is asked for, so the pid is nobody else's
            os.kill(self.pid, how)
        return await self.ended


@dataclass
class Forks:
    """The client's side."""

    process: asyncio.subprocess.Process

    async def start(self, what: Mapping[str, Any]) -> Child:
        """Make a child. One at a time: the last one must have ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        return Child(int(await self._line()), asyncio.create_task(self._ended()))

    async def _ended(self) -> int:
        return int(await self._line())

    async def _line(self) -> bytes:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError("the fork server has gone; its errors are on stderr")
        return line


@asynccontextmanager
async def forks(module: str) -> AsyncIterator[Forks]:
    """A fork server that runs ``module`` (which calls ``serve``) until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=die_with_parent,
    )
    try:
        client = Forks(process)
        assert await client._line() == b"ready\n"
        yield client
    finally:
        process.kill()
        await process.wait()
