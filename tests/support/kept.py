"""What the programs of many tests may share, because nothing in it changes: policy and content,
read once for one district; and SQLite in the thread of the test.

A rig does one thing after another, so the hop to a thread and back for every statement shows
nothing there and costs half of its time. That hop, and several writers at once, are tested where
the real driver is: in tests/storage, and in whatever starts a process."""

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import pytest

from bot.settings import contents
from bot.settings.config import Config
from bot.settings.sources import Sources
from bot.settings.sources import read_sources as _read_sources
from casework.policy.policy import Policy
from conversations.content.content import Content
from storage.db import sqlite_driver

Made = tuple[Policy, Content]
_read = contents.read
_made: dict[str, Made] = {}
_parsed: dict[str, Sources] = {}


def read(config: Config, today: date, imported: Sequence[Any] = ()) -> Made:
    """Policy and content, as ``contents.read`` gives them; the same are read only once."""
    read_of = (config.area, config.hours, config.policy, config.texts, config.emergency)
    told = (*read_of, config.letterhead)
    key = repr((*told, today.year, imported))
    if key not in _made:
        _made[key] = _read(config, today, imported)
    return _made[key]


def read_sources(config: Config, found: list[str]) -> Sources:
    """The packaged files, parsed only once. No test lays its own over those of a rig."""
    assert config.policy.folder is config.texts.folder is None
    language = config.texts.default_language
    if language not in _parsed:
        _parsed[language] = _read_sources(config, found)
    return _parsed[language]


@contextmanager
def shared() -> Iterator[None]:
    """Whatever is built in this block shares what may be shared."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "read", read)
        patched.setattr(sqlite_driver, "connect", connect)
        yield


@contextmanager
def edited(change: Callable[[Sources], Sources]) -> Iterator[None]:
    """Whatever is read in this block is read from changed files."""
    sources: list[Sources] = []

    def changed(config: Config, found: list[str]) -> Sources:
        if not sources:
            sources.append(change(read_sources(config, found)))
        return sources[0]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "read_sources", changed)
        patched.setattr(contents, "read", read)
        patched.setitem(globals(), "_made", {})
        yield


class SameThread(sqlite_driver.OneHopConnection):
    """A connection whose statements run where they are asked for."""

    async def _connect(self) -> "SameThread":
        self._connection = self._connector()
        return self

    def __await__(self) -> Generator[Any, None, "SameThread"]:
        return self._connect().__await__()

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


async def connect(
    path: str, pragmas: tuple[str, ...], *, busy_seconds: float, create: bool
) -> SameThread:
    """Opens the file as the driver does."""
    opens: Callable[[], sqlite3.Connection] = partial(
        sqlite_driver._open, path, pragmas, busy_seconds, create
    )
    return await SameThread(opens, iter_chunk_size=64)
