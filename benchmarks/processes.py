"""Processes that take part in a measurement: started, listened to, and ended by the one who has
started them."""

import json
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

GRACE_SECONDS = 15
PATIENCE_SECONDS = 120


@contextmanager
def process(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A running process; at the end of the block it gets SIGTERM, and SIGKILL if it does not go."""
    running = subprocess.Popen(  # noqa: S603 - our own programs
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.communicate(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]


def heard(running: subprocess.Popen[str], *others: subprocess.Popen[str]) -> dict[str, Any]:
    """The next thing that a process tells. RuntimeError when it, or one of the others that it
    needs, has ended or when nothing comes for a long time."""
    assert running.stdout is not None
    for _ in range(PATIENCE_SECONDS):
        readable, _, _ = select.select([running.stdout], [], [], 1)
        if readable:
            break
        if any(one.poll() is not None for one in (running, *others)):
            raise RuntimeError("a process that takes part has ended early")
    line = running.stdout.readline() if readable else ""
    if not line:
        raise RuntimeError("a process that takes part has ended early, or says nothing")
    found: dict[str, Any] = json.loads(line)
    return found
