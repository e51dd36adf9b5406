"""Work that another process does: what comes of it, its limits, and its end."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.papers import pdf
from bot.papers.pdf import samples
from bot.settings.mistakes import Mistakes
from bot.workshop.workshop import Limits, OwnProcess, SameProcess, Unfinished, Workshop

PID = "str(__import__('os').getpid()).encode()"
SLEEP = "__import__('time').sleep(60)"
SPIN = """(lambda now: (lambda end: next(b'k' for _ in iter(int, 1) if now() > end))(now() + 0.5))(
    __import__('time').process_time)"""


@asynccontextmanager
async def workshop(limits: Limits | None = None) -> AsyncIterator[OwnProcess]:
    made = OwnProcess(limits)
    try:
        yield made
    finally:
        await made.close()


async def pid(made: Workshop) -> int:
    return int(await made.do(eval, PID))


def gone(process: int) -> bool:
    """Whether a process has ended, even where nobody has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _wait_for_its_end(process: int) -> None:
    while not gone(process):
        time.sleep(0.01)


@pytest.mark.parametrize("make", [OwnProcess, SameProcess])
async def test_work_is_done(make: Callable[[], Workshop]) -> None:
    """Either way gives the bytes, and raises what the work says is wrong with what it was given."""
    made = make()
    assert await made.do(bytes.fromhex, "6b") == b"k"
    with pytest.raises(ValueError, match="hexadecimal"):
        await made.do(bytes.fromhex, "xx")
    paper = next(paper for name, paper, _ in samples.ALL if name == "poster")
    with pytest.raises(Mistakes, match="no such folder"):
        await made.do(pdf.poster, paper, samples.HEAD, folder=Path("/nowhere"))
    await made.close()


async def test_one_worker_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Works that are asked for at once are done one after the other, by one other process, which
    knows none of the program's secrets."""
    monkeypatch.setenv("PUSKESOS_KEYS__MASTER", "secret")
    async with workshop() as made:
        found = set(await asyncio.gather(*(pid(made) for _ in range(4))))
        assert (len(found), os.getpid() in found) == (1, False)
        assert await made.do(os.getenvb, b"PUSKESOS_KEYS__MASTER", b"unknown") == b"unknown"
    assert all(map(gone, found))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (SLEEP, "too slow"),
        ("bytes(4 << 30)", "MemoryError"),
        ("[bytes(1 << 20) for _ in range(4000)]", "MemoryError"),
        ("__import__('os').abort()", "worker lost"),
        ("bytes(3_000_000)", "too large"),
        ("{}['the name of somebody']", "KeyError"),
        ("None", "worker lost"),
    ],
)
async def test_unfinished(words: str, why: str) -> None:
    """What takes too long, too much memory, or breaks the worker says why, and the next work is
    done all the same."""
    async with workshop(Limits(seconds=3, answer=2_000_000)) as made:
        first = await pid(made)
        with pytest.raises(Unfinished) as found:
            await made.do(eval, words)
        assert str(found.value) == why
        assert await made.do(bytes, 3) == bytes(3)
        assert gone(first)


async def test_what_it_says_by_itself_is_no_answer() -> None:
    """A library that prints or warns does not disturb; its files come to nothing."""
    async with workshop() as made:
        assert await made.do(eval, "print('x' * 99, flush=True) or b'k'") == b"k"


async def test_no_file_is_written(tmp_path: Path) -> None:
    """What people told us never lies in a file that a library has left."""
    async with workshop() as made:
        with pytest.raises(Unfinished, match="OSError"):
            await made.do(Path.write_bytes, tmp_path / "left", b"a name")  # type: ignore[arg-type]
    assert not any(map(os.path.getsize, [tmp_path / name for name in os.listdir(tmp_path)]))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
async def test_killed_in_the_middle(sign: int) -> None:
    """A worker that is killed while it works, or while it rests, is replaced."""
    async with workshop() as made:
        first = await pid(made)
        work = asyncio.create_task(made.do(eval, SLEEP))
        await asyncio.sleep(0.1)
        os.kill(first, sign)
        with pytest.raises(Unfinished, match="worker lost"):
            await work
        second = await pid(made)
        os.kill(second, sign)
        assert made._worker is not None
        await made._worker.wait()
        assert await pid(made) not in {first, second}


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_stopping_leaves_time(sign: int) -> None:
    """A signal to stop that reaches the worker too lets it finish: the program says when it is
    over."""
    async with workshop() as made:
        first = await pid(made)
        os.kill(first, sign)
        assert await pid(made) == first


async def test_nobody_waits_any_more() -> None:
    """An answer that nobody waits for any more is not taken for that of the next work."""
    async with workshop() as made:
        first = await pid(made)
        work = asyncio.create_task(made.do(eval, "__import__('time').sleep(0.2) or b'late'"))
        await asyncio.sleep(0.05)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert await made.do(bytes, 2) == bytes(2)
        assert gone(first)


async def test_renewed_after_so_many() -> None:
    """A worker does so many works and no more."""
    async with workshop(Limits(works=2)) as made:
        found = [await pid(made) for _ in range(5)]
    assert [found.count(each) for each in dict.fromkeys(found)] == [2, 2, 1]


@pytest.mark.parametrize(("make", "here"), [(OwnProcess, False), (SameProcess, True)])
async def test_whose_processor_works(make: Callable[[], Workshop], here: bool) -> None:
    """While the worker is busy, this process is not."""
    made = make()
    await made.do(bytes, 1)
    before = time.process_time()
    assert await made.do(eval, SPIN) == b"k"
    assert (time.process_time() - before > 0.4) is here
    await made.close()


PARENT = """
import asyncio
from bot.workshop.workshop import OwnProcess
async def main():
    made = OwnProcess()
    print((await made.do(eval, "str(__import__('os').getpid()).encode()")).decode(), flush=True)
    {then}
asyncio.run(main())
"""


@pytest.mark.parametrize("then", ["await asyncio.sleep(60)", "await made.close()", "pass"])
async def test_ends_with_the_program(then: str) -> None:
    """However the program ends, also killed, no worker is left."""
    command = (sys.executable, "-c", PARENT.format(then=then))
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603
    with parent:
        assert parent.stdout is not None
        worker = int(await asyncio.to_thread(parent.stdout.readline))
        if "sleep" in then:
            parent.kill()
        await asyncio.wait_for(asyncio.to_thread(_wait_for_its_end, worker), 20)
