"""The worker process: reads work from its input, does it, writes what came of it, until its input
ends. It can write no file, and ends by itself when it uses too much.

Tested in tests/bot/workshop/test_workshop.py."""

import json
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

HEAD = struct.Struct(">?Q")
"""Before each work and each answer: whether it was done, and how many bytes follow."""


def main() -> None:
    """Work until nobody asks any more; arguments are bytes of memory and seconds for one work."""
    memory, seconds = map(int, sys.argv[1:])
    for sign in (signal.SIGINT, signal.SIGTERM):  # who asks for work says when it is over
        signal.signal(sign, signal.SIG_IGN)
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for job in jobs(source):
        _limit_time(seconds)
        done, answer = did(job)
        answers.write(HEAD.pack(done, len(answer)) + answer)
        answers.flush()


def jobs(source: BinaryIO) -> Iterator[bytes]:
    """One work after the other, until the input ends."""
    while len(head := source.read(HEAD.size)) == HEAD.size:
        yield source.read(HEAD.unpack(head)[1])


def did(job: bytes) -> tuple[bool, bytes]:
    """What came of a work: bytes, or the name of its error and, where they are meant for people,
    its words, in JSON."""
    try:
        work, given, named = pickle.loads(job)  # noqa: S301  from the program itself
        return True, work(*given, **named)
    except Exception as error:
        name = type(error).__name__
        words = getattr(error, "lines", error.args if name == "ValueError" else ())
        return False, json.dumps([name, *map(str, words)]).encode()


def _limit_time(seconds: int) -> None:
    """The rest of this process's time on the processor, also when nobody waits any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
