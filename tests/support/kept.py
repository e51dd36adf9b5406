"""What the programs of many tests may share, because nothing in it changes: policy and content,
read once for one district; and SQLite in the thread of the test.

A rig does one thing after another, so the hop to a thread and back for every statement shows
nothing there and costs half of its time; nor does the greenlet in which SQLAlchemy would wait for
it, two fifths of what a statement then costs. That hop, and several writers at once, are tested
where the real driver is: in tests/storage, and in whatever starts a process.

And statements: a program compiles each once in its life, but nearly every test has a database of
its own, and would compile all of them anew, which takes half of its time.

PostgreSQL is not asked before each transaction whether the connection still lives, a fifth of all
that goes to and fro; that, too, is tested in tests/storage, and wherever a process is started."""

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.connectors import asyncio as connectors
from sqlalchemy.dialects.sqlite import aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import engine as ext_engine
from sqlalchemy.util.concurrency import await_, greenlet_spawn, in_greenlet

from bot.settings import contents
from bot.settings.config import Config
from bot.settings.sources import Sources
from bot.settings.sources import read_sources as _read_sources
from casework.policy.policy import Policy
from conversations.content.content import Content
from storage.db import database, sqlite_driver

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
        patched.setattr(database, "create_async_engine", _shared_engine)
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


class Compiled(dict[Any, Any]):
    """Statements as SQL of one kind of database. All engines of that kind are set alike, so which
    of them has compiled a statement (the first part of the key) makes no difference."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_compiled: dict[str, tuple[Compiled, Any]] = {}


def share_compiled() -> None:
    """From now on all engines of a kind know what one of them has compiled, and how values become
    those of the database; and what has nothing to wait for needs no greenlet."""
    database.create_async_engine = _engine
    ext_engine.greenlet_spawn = _spawn
    connectors.await_ = aiosqlite.await_ = _await


def _shared_engine(url: Any, **wanted: Any) -> AsyncEngine:
    """One that does not ask PostgreSQL before each transaction whether it is still there, and does
    all that SQLite is asked at once, in the thread of the test."""
    made = _engine(url, **wanted | {"pool_pre_ping": False})
    made.sync_engine.dialect.__dict__["at_once"] = made.dialect.name == "sqlite"
    return made


async def _spawn(fn: Any, *args: Any, **wanted: Any) -> Any:
    """``greenlet_spawn``, but for what a connection does at once."""
    of = getattr(fn, "__self__", None)
    if isinstance(of, Connection) and of.dialect.__dict__.get("at_once"):
        wanted.pop("_require_await", None)
        return fn(*args, **wanted)
    return await greenlet_spawn(fn, *args, **wanted)


def _await(awaitable: Any) -> Any:
    """What an awaitable gives; outside a greenlet one that has nothing to wait for."""
    if in_greenlet():
        return await_(awaitable)
    try:
        awaitable.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("a connection that does all at once has waited")


def _engine(url: Any, **wanted: Any) -> AsyncEngine:
    made = create_async_engine(url, **wanted)
    dialect = made.dialect
    compiled, memos = _compiled.setdefault(dialect.name, (Compiled(), dialect._type_memos))
    made.sync_engine._compiled_cache = compiled
    dialect.__dict__["_type_memos"] = memos
    return made
